"""Programs that some tests need and not every machine has.

Without them those tests are skipped, and say so; where BELBOOM_TESTS_SKIP_NOTHING is 1, they fail instead.
"""

from __future__ import annotations

import os
import shutil

import pytest


def program(*names: str) -> str | None:
    """Where the first of these that is installed stands."""
    return next((found for name in names if (found := shutil.which(name))), None)


def skipped_without(found: str | None, what: str) -> pytest.MarkDecorator:
    """The mark for tests that need `found`; they themselves fail when they run and it is not there."""
    return pytest.mark.skipif(found is None and not nothing_is_skipped(), reason=f"{what} is not installed")


def nothing_is_skipped() -> bool:
    """Whether an absent program is a failure."""
    return os.environ.get("BELBOOM_TESTS_SKIP_NOTHING") == "1"
