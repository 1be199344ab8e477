"""kill -9 at any instant of a report: no answer, report, signal or alert is lost, and nothing is done twice.

The bot is a process of its own here, started as an operator starts it. It is killed at points that are told by what
it did last (which call had reached the platform), not by a clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import pytest
from sqlalchemy import func, select

from simulator.client import SimulatorServer
from simulator.phone import Phone
from storage.schema import reports, signals
from storage.tx import Tx
from tests.journeys.process import Process
from tests.journeys.village import Belboom, Village

STEPS = (
    ("We talked", "Did you say who you are"),
    ("Yes, to all three", "in body and in mind?"),
    ("Both good", "Would a hand be welcome"),
    ("No, all is arranged", "Is there anything else"),
    ("> Falls more often lately.", "Shall somebody call"),
    ("No, not needed", "should the coordinator know?"),
    ("Save and tell the coordinator: urgent", "Nobody has taken it yet"),
)


async def _act(anna: Phone, what: str) -> None:
    if what.startswith("> "):
        anna.send(what.removeprefix("> "))
    else:
        anna.tap(what)


async def _killed_during(
    village: Village, process: Process, anna: Phone, belboom: Belboom, calls_before: Iterator[int | None]
) -> None:
    """A whole report; in each step the bot is killed once so many calls of that step have reached the platform, and
    left alone where None is given."""
    callee = belboom.callees_of(anna)[0]
    anna.send("/gebeld")
    await anna.wait_for("Whom did you call?", timeout=20)
    steps = ((callee, "How did your call to"), *STEPS)
    for what, then in steps:
        before, calls = len(_sends(village)), next(calls_before)
        await _act(anna, what)
        if calls is not None:
            await village.sim.wait_for(_reached(village, before + calls), timeout=20)
            await process.kill()
            await process.start()
        await anna.wait_for(then, anytime=True, timeout=20)


def _reached(village: Village, enough: int) -> Callable[[], bool]:
    return lambda: len(_sends(village)) >= enough


def _sends(village: Village) -> list[object]:
    return [call for call in village.sim.calls() if call.method not in ("getupdates", "getme", "deletewebhook")]


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "calls_before",
    [
        pytest.param((0, None, 1, None, 2), id="in every second step, before, between and after the calls"),
        pytest.param((0, 1, 2), id="in turn before, between and after the calls", marks=pytest.mark.soak),
        pytest.param((0,), id="always before any call", marks=pytest.mark.soak),
        pytest.param((1,), id="always after the first call", marks=pytest.mark.soak),
        pytest.param((2,), id="always after the second call", marks=pytest.mark.soak),
        pytest.param((2, 0, 1), id="in turn, otherwise", marks=pytest.mark.soak),
    ],
)
async def test_killed_again_and_again_a_report_and_its_signal_arrive_exactly_once(
    tmp_path: Path, calls_before: tuple[int | None, ...]
) -> None:
    async with SimulatorServer() as sim:
        village = Village(tmp_path, sim)
        anna, *others = [sim.phone(name, language="en") for name in ("Anna", "Bert", "Chris", "Dora", "Elly")]
        belboom = village.belboom(anna, *others)
        process = Process(village)
        await process.start()
        anna.start()
        await anna.wait_for("De Linde", timeout=20)

        await _killed_during(village, process, anna, belboom, cycle(calls_before))
        office = belboom.karim.in_group(belboom.coordinators)
        await office.wait_for("Urgent", anytime=True, timeout=20)
        await process.kill()

        assert village.keep(lambda tx: _count(tx, reports)) == 1
        assert village.keep(lambda tx: _count(tx, signals)) == 1
        shown = Counter(message.text for message in office.see() if message.by_bot and "Urgent" in message.text)
        assert all(times <= 2 for times in shown.values())
        assert sum("Falls more often" in message.text for message in anna.see() if message.by_bot) == 0


def _count(tx: Tx, table: object) -> int:
    found: int = tx.execute(select(func.count()).select_from(table)).scalar_one()  # type: ignore[arg-type]
    return found
