"""Clocks: the machine's, one that is moved by hand, and one that is followed from afar."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.clock import FakeClock, SystemClock, event_or_timeout
from bot.demo_clock import FollowedClock
from simulator.client import SimulatorServer
from tests.bot.machinery import NOW, settle


def test_the_machines_clock_tells_an_aware_utc_instant() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        FakeClock(datetime(2026, 11, 23))


def test_a_moment_elsewhere_is_told_in_utc() -> None:
    clock = FakeClock(datetime(2026, 11, 23, 9, tzinfo=timezone(timedelta(hours=1))))

    assert clock.now() == NOW
    assert clock.now().tzinfo is UTC


async def test_waiting_for_what_is_past_takes_no_time() -> None:
    woken = asyncio.Event()

    await SystemClock().wait(SystemClock().now() - timedelta(days=1), woken)
    await FakeClock(NOW).wait(NOW, woken)

    assert not woken.is_set()


async def test_whoever_waits_can_be_woken() -> None:
    woken = asyncio.Event()
    waiting = asyncio.create_task(SystemClock().wait(SystemClock().now() + timedelta(days=1), woken))
    await settle()
    before = waiting.done()

    woken.set()
    await waiting

    assert not before


async def test_a_jump_wakes_everybody_who_waits() -> None:
    clock, woken = FakeClock(NOW), [asyncio.Event(), asyncio.Event()]
    waiting = [asyncio.create_task(clock.wait(NOW + timedelta(hours=1), event)) for event in woken]
    await settle()
    before = [task.done() for task in waiting]

    clock.advance(timedelta(hours=2))
    await asyncio.gather(*waiting)

    assert before == [False, False]


async def test_an_event_that_never_comes_is_not_waited_for_longer_than_told() -> None:
    event = asyncio.Event()

    await event_or_timeout(event, 0.001)

    assert not event.is_set()


async def test_a_followed_clock_tells_the_simulated_time_and_its_jumps() -> None:
    async with SimulatorServer(now=NOW) as sim, FollowedClock(sim.url) as clock:
        woken = asyncio.Event()
        start = clock.now()
        waiting = asyncio.create_task(clock.wait(NOW + timedelta(days=7), woken))
        await settle()

        sim.clock.next_monday_morning()
        await waiting

        assert start == NOW
        assert clock.now() == datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


async def test_a_followed_clock_goes_on_when_the_simulated_one_runs() -> None:
    async with SimulatorServer() as sim, FollowedClock(sim.url) as clock:
        sim.clock.advance(3600)
        woken = asyncio.Event()
        await clock.wait(clock.now() + timedelta(minutes=59), woken)

        assert abs(clock.now() - sim.clock.now()) < timedelta(seconds=5)
