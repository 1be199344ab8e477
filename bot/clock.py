"""The time, as everything in the running bot learns it. It can jump: in tests, and in the demo."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol

LONGEST_NAP = timedelta(seconds=30)
"""A sleeping machine's own timers stand still; so nobody sleeps longer than this without looking at the clock."""


class Clock(Protocol):
    """Tells the time and waits for it."""

    def now(self) -> datetime:
        """The aware UTC instant."""

    async def wait(self, until: datetime | None, woken: asyncio.Event) -> None:
        """Come back when it is `until`, when `woken` is set, or when the time jumped; early returns are allowed.

        With `until` None only the other two count. The caller clears `woken`.
        """


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def wait(self, until: datetime | None, woken: asyncio.Event) -> None:
        nap = LONGEST_NAP if until is None else min(LONGEST_NAP, until - self.now())
        await event_or_timeout(woken, nap.total_seconds())


class FakeClock:
    """A clock that stands still until somebody moves it."""

    def __init__(self, start: datetime) -> None:
        self._now = _in_utc(start)
        self._jumped = Jumps()

    def now(self) -> datetime:
        return self._now

    def set(self, instant: datetime) -> None:
        """Jump to `instant` (aware) and wake everybody who waits."""
        self._now = _in_utc(instant)
        self._jumped.wake_all()

    def advance(self, by: timedelta) -> None:
        """Jump forward and wake everybody who waits."""
        self.set(self._now + by)

    async def wait(self, until: datetime | None, woken: asyncio.Event) -> None:
        if until is not None and until <= self._now:
            await asyncio.sleep(0)
            return
        with self._jumped.waking(woken):
            await woken.wait()


class Jumps:
    """Those who are to be woken when the time jumps."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()

    def waking(self, event: asyncio.Event) -> _Waiting:
        """A context in which a jump sets `event`."""
        return _Waiting(self._waiting, event)

    def wake_all(self) -> None:
        """The time jumped."""
        for event in tuple(self._waiting):
            event.set()


class _Waiting:
    def __init__(self, waiting: set[asyncio.Event], event: asyncio.Event) -> None:
        self._waiting = waiting
        self._event = event

    def __enter__(self) -> None:
        self._waiting.add(self._event)

    def __exit__(self, *_: object) -> None:
        self._waiting.discard(self._event)


class Timer(Protocol):
    """Steady seconds for pauses and limits that hold in the platform's real time, whatever the clock says."""

    def time(self) -> float:
        """Seconds since any moment; never backwards."""

    async def wait(self, seconds: float | None, woken: asyncio.Event) -> None:
        """Come back after `seconds` (None: never) or as soon as `woken` is set."""


class SystemTimer:
    """The event loop's timer."""

    def time(self) -> float:
        return asyncio.get_running_loop().time()

    async def wait(self, seconds: float | None, woken: asyncio.Event) -> None:
        await event_or_timeout(woken, seconds)


async def event_or_timeout(event: asyncio.Event, seconds: float | None) -> None:
    """Wait until `event` is set, at most `seconds`."""
    if event.is_set() or (seconds is not None and seconds <= 0):
        await asyncio.sleep(0)
        return
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass


def _in_utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(UTC)
