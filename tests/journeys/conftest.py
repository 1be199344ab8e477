"""A village with a wide-awake bot for every journey."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from simulator.client import SimulatorServer
from tests.journeys.village import WEDNESDAY, Village


@pytest.fixture
async def village(tmp_path: Path) -> AsyncIterator[Village]:
    """The bot runs; the first person there is Greet, the admin."""
    async with SimulatorServer(now=WEDNESDAY) as sim:
        made = Village(tmp_path, sim)
        await made.wake()
        yield made
        await made.sleep()
