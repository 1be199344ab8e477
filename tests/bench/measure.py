"""One measurement: a fresh simulator, one bot in a process of its own, and a crowd."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from simulator.client import SimulatorServer
from tests.bench import ours
from tests.bench.child import Child
from tests.bench.crowd import PATIENCE, Reporter, Watch

FIRST_USER = 10_001


@dataclass(frozen=True)
class Load:
    """What one run of a crowd cost."""

    steps: int
    cpu_ms: float
    """CPU of the bot's process per handled update."""
    per_second: float
    watch: Watch


@dataclass
class Scene:
    """A bot that runs, and its people."""

    sim: SimulatorServer
    child: Child
    crowd: list[Reporter]
    start_seconds: float
    """From the launch of the process until it began to fetch updates."""

    async def load(self, acting: Callable[[], Awaitable[Watch]]) -> Load:
        """Let the crowd act, and see what it costs."""
        cpu, began = self.child.cpu_seconds(), time.perf_counter()
        watch = await acting()
        took = time.perf_counter() - began
        await asyncio.sleep(0.1)  # what is noted down after the last answer belongs to it
        steps = len(watch.waits)
        return Load(steps, (self.child.cpu_seconds() - cpu) * 1000 / steps, steps / took, watch)


@asynccontextmanager
async def our_bot(size: int) -> AsyncIterator[Scene]:
    """Our bot with so many people, everything as in operation."""
    async with _simulated(size) as (sim, directory, users):
        ours.prepare(directory, users)
        async with _running(sim, Child(ours.COMMAND, directory, ours.settings(directory, sim.url, sim.token))) as scene:
            yield scene


@asynccontextmanager
async def rival(kind: str, client: str, size: int) -> AsyncIterator[Scene]:
    """One of the two plain bots over one of the two HTTP clients; see `rivals`."""
    async with (
        _simulated(size) as (sim, directory, _),
        _running(sim, Child(("tests.bench.rivals", kind, client, sim.url, sim.token), directory)) as scene,
    ):
        yield scene


@asynccontextmanager
async def _simulated(size: int) -> AsyncIterator[tuple[SimulatorServer, Path, list[int]]]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        async with SimulatorServer() as sim:
            users = [int(sim.phone(f"Person {number}", language="en").user_id) for number in range(size)]
            for user in users:
                sim.world.chats[user].started = True
            yield sim, Path(name), users


@asynccontextmanager
async def _running(sim: SimulatorServer, child: Child) -> AsyncIterator[Scene]:
    began = time.perf_counter()
    with child:
        # Both libraries do this last before they fetch. The first fetch itself is counted only once it was answered.
        await sim.wait_for_calls("deletewebhook", 1, PATIENCE)
        took = time.perf_counter() - began
        people_there = [Reporter(sim, user) for user in sim.world.users if user != sim.world.bot.id]
        yield Scene(sim, child, people_there, took)
