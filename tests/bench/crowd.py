"""People who report their calls, all at once or at a given pace, and a stopwatch."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from simulator import people
from simulator.chat import Chat
from simulator.client import SimulatorServer
from simulator.jsontypes import Json
from tests.bench.script import CLOSING, COMMAND, STEPS

PATIENCE = 30.0


@dataclass
class Watch:
    """Seconds from each tap to the moment at which the new screen stands in the chat."""

    waits: list[float] = field(default_factory=list)

    def quantile(self, share: float) -> float:
        """The wait, in seconds, that `share` of all stay below."""
        return sorted(self.waits)[min(len(self.waits) - 1, int(share * len(self.waits)))]


class Reporter:
    """Somebody who makes one report after another, one step at a time."""

    def __init__(self, sim: SimulatorServer, user_id: int) -> None:
        self._world = sim.world
        self._user = user_id
        self._step = -1
        self.reports = 0

    async def act(self, watch: Watch) -> None:
        """The next step of the report, and the wait for what the bot says to it."""
        chat = self._world.chat(self._user)
        before = chat.changed.number
        began = time.perf_counter()
        if self._step < 0:
            before += 1  # the command itself
            people.send_text(self._world, self._user, self._user, COMMAND)
        else:
            screen = _screen(chat)
            people.tap(self._world, self._user, self._user, screen["message_id"], _button(screen, self._step))
        await chat.changed.until(lambda: chat.changed.number > before, PATIENCE)
        watch.waits.append(time.perf_counter() - began)
        self._step += 1
        if self._step == len(STEPS):
            if CLOSING not in _screen(chat)["text"]:
                raise AssertionError("the report did not end as it should")
            self._step = -1
            self.reports += 1

    async def report(self, watch: Watch) -> None:
        """A whole report."""
        for _ in range(len(STEPS) + 1):
            await self.act(watch)

    async def finish(self) -> None:
        """The rest of a report that is under way."""
        while self._step >= 0:
            await self.act(Watch())

    async def say(self, text: str, watch: Watch) -> None:
        """Write something and wait for the echo."""
        chat = self._world.chat(self._user)
        before = chat.changed.number
        began = time.perf_counter()
        people.send_text(self._world, self._user, self._user, text)
        await chat.changed.until(lambda: chat.changed.number > before + 1, PATIENCE)
        watch.waits.append(time.perf_counter() - began)


async def all_at_once(crowd: Sequence[Reporter], rounds: int) -> Watch:
    """Everybody makes `rounds` reports, each step as soon as the one before it was answered."""
    watch = Watch()

    async def live(one: Reporter) -> None:
        for _ in range(rounds):
            await one.report(watch)

    await asyncio.gather(*(live(one) for one in crowd))
    return watch


async def chatter(crowd: Sequence[Reporter], rounds: int) -> Watch:
    """Everybody writes `rounds` lines, each as soon as the one before it was echoed."""
    watch = Watch()

    async def live(one: Reporter) -> None:
        for number in range(rounds):
            await one.say(f"line {number}, about as long as people write", watch)

    await asyncio.gather(*(live(one) for one in crowd))
    return watch


async def at_pace(crowd: Sequence[Reporter], per_second: float, seconds: float) -> Watch:
    """So many steps a second, evenly, whoever's turn it is; waits for nobody.

    Raises `AssertionError` where everybody is still waiting for an answer, so that the pace cannot be kept.
    """
    watch = Watch()
    free = deque(crowd)
    acting: set[asyncio.Task[None]] = set()

    async def act(one: Reporter) -> None:
        await one.act(watch)
        free.append(one)

    began = time.perf_counter()
    for number in range(int(per_second * seconds)):
        await asyncio.sleep(max(0.0, began + number / per_second - time.perf_counter()))
        if not free:
            raise AssertionError("the bot does not keep this pace")
        task = asyncio.create_task(act(free.popleft()))
        acting.add(task)
        task.add_done_callback(acting.discard)
    await asyncio.gather(*acting)
    return watch


def _screen(chat: Chat) -> Json:
    return chat.messages[max(chat.touched, key=lambda number: chat.touched[number])]


def _button(screen: Json, step: int) -> str:
    wanted = STEPS[step].tapped
    for row in screen["reply_markup"]["inline_keyboard"]:
        for button in row:
            if button["text"] == wanted or not wanted:
                return str(button["callback_data"])
    raise AssertionError(f"no button {wanted!r} in step {step}")
