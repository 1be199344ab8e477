"""A simulator with a clock that stands still, a bot that speaks to it, and a few invented people."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from simulator.client import SimulatorServer
from simulator.phone import Phone

NOW = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
"""A Monday."""


@pytest.fixture(autouse=True)
def _intervals_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-telegram-bot warns of the other kind, and warnings are errors here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
async def sim() -> AsyncIterator[SimulatorServer]:
    async with SimulatorServer(now=NOW) as server:
        yield server


@pytest.fixture
async def bot(sim: SimulatorServer) -> AsyncIterator[Bot]:
    request = HTTPXRequest(read_timeout=5)
    async with Bot(sim.token, sim.base_url, sim.base_file_url, request=request) as client:
        yield client


@pytest.fixture
def amina(sim: SimulatorServer) -> Phone:
    phone = sim.phone("Amina")
    phone.start()
    return phone


@pytest.fixture
def jef(sim: SimulatorServer) -> Phone:
    return sim.phone("Jef", language="fr")
