"""How many examples a property test tries."""

from __future__ import annotations

from hypothesis import settings

SOAK = 40
"""So many times as many in `make soak` (`--hypothesis-profile soak`)."""


def examples(number: int) -> int:
    """`number` in the suite, many more when soaking."""
    return number * SOAK if settings.get_current_profile_name() == "soak" else number
