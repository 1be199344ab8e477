"""Every test here meets a platform: the simulator in each build, Telegram itself where somebody lends a token."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from pydantic import SecretStr

from bot.settings import OFFICIAL_API
from bot.telegram.connection import Connection
from simulator.client import SimulatorServer

LIVE = pytest.param("telegram", marks=[pytest.mark.live, pytest.mark.enable_socket])


@dataclass(frozen=True)
class Place:
    """A platform, and where on it we may write. `group` is 0 where there is none."""

    api: str
    token: SecretStr
    chat: int
    group: int
    sim: SimulatorServer | None = None

    def connection(self) -> Connection:
        """A fresh connection of the bot; to be opened and closed."""
        return Connection(self.token, self.api)


@pytest.fixture(params=["simulator", LIVE])
async def place(request: pytest.FixtureRequest) -> AsyncIterator[Place]:
    """The simulator with one person in it, or Telegram with the person named in the environment."""
    if request.param == "telegram":
        yield telegram()
        return
    async with SimulatorServer() as sim:
        tester = sim.phone("Tester", language="en")
        tester.start()
        group = sim.group("Tests", tester)
        yield Place(sim.url, SecretStr(sim.token), tester.user_id, group.id, sim)


def telegram() -> Place:
    """Telegram itself; skips the test where the environment names no token."""
    token, chat = os.environ.get("BELBOOM_LIVE_TOKEN"), os.environ.get("BELBOOM_LIVE_CHAT")
    if not token or not chat:
        pytest.skip("set BELBOOM_LIVE_TOKEN and BELBOOM_LIVE_CHAT; see tests/live/README.md")
    api = os.environ.get("BELBOOM_LIVE_API", OFFICIAL_API)
    return Place(api, SecretStr(token), int(chat), int(os.environ.get("BELBOOM_LIVE_GROUP") or 0))
