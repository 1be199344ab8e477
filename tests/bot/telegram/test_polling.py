"""Polling: nothing is acknowledged before it is committed, and the poller cannot die unseen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from bot.clock import event_or_timeout
from bot.incoming import Incoming, Kind
from bot.intake import Intake, NotTakenInError
from bot.telegram.connection import Connection
from bot.telegram.inward import Reader
from bot.telegram.polling import Polling, TakingIn, polling_task
from simulator.client import SimulatorServer


class HurriedTimer:
    """Pauses take a hundredth of their time."""

    def time(self) -> float:
        return asyncio.get_running_loop().time()

    async def wait(self, seconds: float | None, woken: asyncio.Event) -> None:
        await event_or_timeout(woken, None if seconds is None else seconds / 100)


class NotedIntake(Intake):
    """Takes in what `failures` lets it; `arrived` wakes whoever waits for an update."""

    def __init__(self) -> None:
        self.taken: list[Incoming] = []
        self.failures: list[BaseException] = []
        self.tries = 0
        self._changed = asyncio.Event()

    async def take(self, incoming: Incoming) -> None:
        self.tries += 1
        self._changed.set()
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append(incoming)

    async def arrived(self, number: int) -> None:
        """Come back when `number` updates were taken in."""
        async with asyncio.timeout(20):
            while len(self.taken) < number:
                self._changed.clear()
                await self._changed.wait()


class Line:
    """A simulator, and a poller on it."""

    def __init__(self, sim: SimulatorServer) -> None:
        self.sim = sim
        self.connection = Connection(SecretStr(sim.token), sim.url)
        self.intake = NotedIntake()
        reader = Reader(sim.world.bot.id, sim.username, lambda text: False)
        self.taking_in = TakingIn(reader, self.intake, lambda: datetime.now(UTC))
        self.polling = Polling(self.connection, self.taking_in, HurriedTimer())

    @property
    def waiting(self) -> int:
        """Updates that we did not acknowledge."""
        return len(self.sim.world.bot.queue.waiting)


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    async with SimulatorServer() as sim:
        made = Line(sim)
        await made.connection.open()
        yield made
        await made.polling.stop()
        await made.connection.close()


async def test_updates_arrive_in_order_and_are_acknowledged(line: Line) -> None:
    anna = line.sim.phone("Anna")
    await line.polling.start()
    for number in range(5):
        anna.send(f"bericht {number}")

    await line.intake.arrived(5)
    await line.sim.wait_until_taken()

    assert [incoming.text for incoming in line.intake.taken] == [f"bericht {number}" for number in range(5)]
    assert line.polling.alive


async def test_what_is_not_committed_is_not_acknowledged_and_comes_again(line: Line) -> None:
    line.intake.failures = [NotTakenInError() for _ in range(5)]
    line.sim.phone("Anna").send("blijf proberen")

    await line.polling.start()
    await line.intake.arrived(1)

    assert line.intake.tries == 6, "three tries, then the poller asks again"
    assert line.intake.taken[0].text == "blijf proberen"


async def test_while_the_database_is_locked_nothing_is_lost_and_afterwards_we_hear_again(line: Line) -> None:
    line.intake.failures = [NotTakenInError() for _ in range(4)]
    anna = line.sim.phone("Anna")
    await line.polling.start()
    anna.send("eerste")
    anna.send("tweede")

    await line.intake.arrived(2)
    await line.sim.wait_until_taken()

    assert [incoming.text for incoming in line.intake.taken] == ["eerste", "tweede"]


async def test_a_batch_is_taken_in_at_once(line: Line) -> None:
    anna = line.sim.phone("Anna")
    for number in range(10):
        anna.send(f"bericht {number}")
    under_way = 0
    most = 0
    take = line.intake.take

    async def slowly(incoming: Incoming) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        await take(incoming)
        under_way -= 1

    line.intake.take = slowly  # type: ignore[method-assign]

    await line.polling.start()
    await line.intake.arrived(10)

    assert most == 10
    assert [incoming.text for incoming in line.intake.taken] == [f"bericht {number}" for number in range(10)]


async def test_stopping_lets_what_is_being_committed_come_to_its_end(line: Line) -> None:
    entered, may_go_on = asyncio.Event(), asyncio.Event()
    take = line.intake.take

    async def held(incoming: Incoming) -> None:
        entered.set()
        await may_go_on.wait()
        await take(incoming)

    line.intake.take = held  # type: ignore[method-assign]
    line.sim.phone("Anna").send("halverwege")
    await line.polling.start()
    await entered.wait()

    stopping = asyncio.create_task(line.polling.stop())
    await asyncio.sleep(0)
    may_go_on.set()
    await stopping

    assert [incoming.text for incoming in line.intake.taken] == ["halverwege"]


async def test_an_intake_that_breaks_does_not_end_the_polling_task(line: Line) -> None:
    line.intake.failures = [RuntimeError("nobody expected this")]
    await line.polling.start()
    line.sim.phone("Anna").send("toch nog")

    await line.intake.arrived(1)

    assert line.intake.taken[0].text == "toch nog"
    assert line.polling.alive


async def test_a_polling_task_that_died_is_noticed_and_replaced(line: Line) -> None:
    await line.polling.start()
    anna = line.sim.phone("Anna")
    anna.send("voor")
    await line.intake.arrived(1)
    updater = line.polling._updater
    assert updater is not None
    task = polling_task(updater)
    assert task is not None
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    ill = line.polling.alive

    # The poll that was under way when the task died may still bring one batch; the second comes by the new one.
    for text in ("na", "daarna"):
        anna.send(text)
        while not any(incoming.text == text for incoming in line.intake.taken):
            await line.intake.arrived(len(line.intake.taken) + 1)

    assert not ill
    assert line.polling.alive


async def test_the_library_still_keeps_its_polling_task_where_we_look_for_it(line: Line) -> None:
    await line.polling.start()
    line.sim.phone("Anna").send("hallo")
    await line.intake.arrived(1)

    updater = line.polling._updater

    assert updater is not None
    task = polling_task(updater)
    assert task is not None
    assert task.get_name() == "Updater:start_polling:polling_task"


async def test_telegram_in_trouble_while_polling_is_outlived(line: Line) -> None:
    await line.polling.start()
    line.sim.fault("502", times=1, method="getUpdates")
    line.sim.phone("Anna").send("na de storing")

    await line.intake.arrived(1)

    assert line.intake.taken[0].text == "na de storing"


async def test_an_update_that_cannot_be_read_is_passed_over(line: Line) -> None:
    def breaks(*_: object) -> None:
        raise KeyError("odd")

    anna = line.sim.phone("Anna")
    object.__setattr__(line.taking_in, "_reader", type("Odd", (), {"translate": breaks})())
    anna.send("vreemd")

    await line.polling.start()
    await line.sim.wait_until_taken()

    assert line.intake.taken == []
    assert line.polling.alive


async def test_what_leaves_and_comes_is_asked_for(line: Line) -> None:
    anna, bert = line.sim.phone("Anna"), line.sim.phone("Bert")
    group = line.sim.group("Proef", anna, bert)
    group.promote_bot()
    await line.polling.start()
    await line.sim.wait_until_taken()

    group.remove(bert)
    await line.intake.arrived(len(line.intake.taken) + 1)

    assert line.intake.taken[-1].kind is Kind.PERSON_LEFT
    assert line.intake.taken[-1].sender.id == bert.user_id


async def test_a_poller_that_hears_nothing_for_long_is_ill(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    await line.polling.start()
    line.sim.phone("Anna").send("hallo")
    await line.intake.arrived(1)
    assert line.polling.alive

    monkeypatch.setattr("bot.telegram.polling.SILENCE", -1.0)

    assert not line.polling.alive
