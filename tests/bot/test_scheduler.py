"""Jobs: when they run, and that one in trouble does not stop the others."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.outbox import OutboxRow, enqueue
from bot.outgoing import Send
from bot.scheduler import Job, Scheduler, Worked
from storage.schema import facts
from storage.tx import Tx
from tests.bot.machinery import NOW, Post, post_in, settle

HOURLY = timedelta(hours=1)


class Office:
    """A scheduler whose jobs note when they ran."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self.ran: list[tuple[str, datetime]] = []
        self.offered: list[OutboxRow] = []
        self.scheduler: Scheduler | None = None

    async def open(self, *jobs: Job) -> Scheduler:
        self.scheduler = Scheduler(self.post.database, jobs, self.post.clock, self.offered.extend)
        await self.scheduler.start()
        await settle()
        return self.scheduler

    def job(self, name: str, every: timedelta = HOURLY) -> Job:
        def work(tx: Tx) -> Worked:
            self.ran.append((name, tx.now))
            return Worked()

        return Job(name, every, work)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.ran]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    with post_in(tmp_path) as post:
        made = Office(post)
        yield made
        if made.scheduler is not None:
            await made.scheduler.stop()


async def test_every_job_runs_at_the_start(office: Office) -> None:
    await office.open(office.job("a"), office.job("b"))

    assert office.ran == [("a", NOW), ("b", NOW)]


async def test_a_job_runs_again_when_its_time_has_come(office: Office) -> None:
    await office.open(office.job("a"))

    office.post.clock.advance(HOURLY)
    await settle()

    assert office.ran == [("a", NOW), ("a", NOW + HOURLY)]


async def test_a_jump_of_the_time_makes_every_job_look(office: Office) -> None:
    await office.open(office.job("hourly"), office.job("daily", timedelta(days=1)))

    office.post.clock.advance(timedelta(minutes=5))
    await settle()
    office.post.clock.set(NOW - timedelta(days=3))
    await settle()

    assert office.names == ["hourly", "daily"] * 3


async def test_without_a_jump_only_what_is_due_runs(office: Office) -> None:
    scheduler = Scheduler(
        office.post.database,
        [office.job("hourly"), office.job("daily", timedelta(days=1))],
        office.post.clock,
        office.offered.extend,
    )
    await scheduler.run_due()
    office.post.clock.advance(HOURLY)

    await scheduler.run_due()

    assert office.names == ["hourly", "daily", "hourly"]


async def test_a_job_that_breaks_is_rolled_back_and_stops_no_other(office: Office) -> None:
    def breaks(tx: Tx) -> Worked:
        tx.execute(insert(facts).values(name="half", value="done"))
        raise KeyError("bug")

    scheduler = await office.open(Job("broken", HOURLY, breaks), office.job("b"))

    assert office.names == ["b"]
    assert office.post.raw("select count(*) from facts") == [(0,)]
    assert scheduler.alive


async def test_a_job_that_broke_is_tried_again_within_the_minute(office: Office) -> None:
    tries: list[datetime] = []

    def breaks(tx: Tx) -> Worked:
        tries.append(tx.now)
        raise KeyError("bug")

    scheduler = Scheduler(
        office.post.database, [Job("broken", HOURLY, breaks)], office.post.clock, office.offered.extend
    )
    await scheduler.run_due()
    office.post.clock.advance(timedelta(minutes=1))

    await scheduler.run_due()

    assert tries == [NOW, NOW + timedelta(minutes=1)]


async def test_a_job_that_did_a_slice_is_run_again_at_once_and_others_in_between(office: Office) -> None:
    def slices(tx: Tx) -> Worked:
        office.ran.append(("slice", tx.now))
        return Worked(again=office.names.count("slice") < 3)

    scheduler = Scheduler(
        office.post.database,
        [Job("digest", HOURLY, slices), office.job("b", timedelta(0))],
        office.post.clock,
        office.offered.extend,
    )

    for _ in range(4):
        await scheduler.run_due()

    assert office.names == ["slice", "b", "slice", "b", "slice", "b", "b"]


async def test_what_a_job_wrote_goes_to_the_sender(office: Office) -> None:
    anna = office.post.person(11)

    def writes(tx: Tx) -> Worked:
        row = enqueue(tx, "digest:anna:2026-W48", anna, Send(text="this week"))
        return Worked([] if row is None else [row])

    await office.open(Job("digest", HOURLY, writes))
    office.post.clock.advance(HOURLY)
    await settle()

    assert [row.payload for row in office.offered] == [Send(text="this week")]


async def test_a_database_that_is_away_does_not_end_the_scheduler(office: Office) -> None:
    office.post.database.broken = True
    scheduler = await office.open(office.job("a"))
    before = list(office.names)

    office.post.database.broken = False
    office.post.clock.advance(HOURLY)
    await settle()

    assert before == []
    assert office.names == ["a"]
    assert scheduler.alive
