"""A town for every feature test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.town import Town


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """An empty town on a Wednesday morning; the first person in it is the admin."""
    made = Town(tmp_path)
    yield made
    made.engine.dispose()
    made.raw.close()
