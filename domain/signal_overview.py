"""How it goes with the signals of a programme: how long until one is taken and until it is closed (source 002, try-out
8). Pure; moments come in aware, in the order in which things were done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from domain.signals import SignalStep

FEWEST = 3
"""Of fewer than these a middle tells nothing."""

LOOKED_BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Course:
    """What one signal went through. `taken` is the first time somebody took it; `closed` the last time it was closed,
    and empty where it is open, or was opened again since."""

    raised: datetime
    taken: datetime | None = None
    closed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Middles:
    """The median times, empty where there are too few to tell; and of how many signals."""

    to_take: timedelta | None
    to_close: timedelta | None
    taken: int
    closed: int


def course(steps: Iterable[tuple[SignalStep, datetime]]) -> Course | None:
    """The course of one signal from its stamps; None where its beginning is not kept."""
    raised = taken = closed = None
    for step, at in steps:
        if step is SignalStep.RAISE:
            raised = at
        elif step is SignalStep.TAKE and taken is None:
            taken = at
        elif step is SignalStep.CLOSE:
            closed = at
        elif step is SignalStep.REOPEN:
            closed = None
    return None if raised is None else Course(raised, taken, closed)


def middles(courses: Iterable[Course], since: datetime) -> Middles:
    """Of what was taken, and of what was closed, at `since` or later."""
    known = list(courses)
    to_take = [one.taken - one.raised for one in known if one.taken is not None and one.taken >= since]
    to_close = [one.closed - one.raised for one in known if one.closed is not None and one.closed >= since]
    return Middles(_middle(to_take), _middle(to_close), len(to_take), len(to_close))


def _middle(times: list[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(one.total_seconds() for one in times)) if len(times) >= FEWEST else None
