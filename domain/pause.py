"""Taking no part for a while: a short illness, a holiday, or no time to call but glad to be called."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class PauseKind(StrEnum):
    """What rests. Why it rests is nobody's business, so it is not asked and not kept."""

    WHOLE = "whole"
    """Neither calls nor is called."""
    CALLING = "calling"
    """Has no time to call, and is glad to be called."""


LONGEST = timedelta(days=366)
"""Who is away longer than a year says farewell, and is welcome back any time."""
