"""The database is locked, or the disk full, while people talk to the bot: a clear error, nothing half-written, and the
bot hears again afterwards."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.journeys import calls, looks
from tests.journeys.village import Village

ROOM = 64 * 1024
"""Bytes that a file may have on a disk that is full; the database's log is larger by then."""


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock is waited for shortly, and what did not work is tried again soon."""
    monkeypatch.setattr("storage.database.BUSY_TIMEOUT_MS", 50)
    monkeypatch.setattr("bot.telegram.polling._PAUSES", (0.05, 0.05))
    monkeypatch.setattr("bot.sender.back_off", lambda attempts, jitter: 0.05)


@contextmanager
def locked(village: Village) -> Iterator[None]:
    """Another program holds the database."""
    other = sqlite3.connect(village.directory / "belboom.db", isolation_level=None)
    other.execute("begin immediate")
    try:
        yield
    finally:
        other.rollback()
        other.close()


@contextmanager
def full_disk() -> Iterator[None]:
    """The system refuses to let any file grow beyond a little, as it does where a disk or a quota is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_a_database_locked_while_an_update_is_taken_in_loses_nothing_and_the_bot_hears_again(
    village: Village, caplog: pytest.LogCaptureFixture
) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_review(anna, callee)

    with locked(village):
        anna.tap("Save; the coordinator need not know")
        await looks.logged(caplog, "update_not_kept", 3)
    await anna.wait_for("Thank you for calling", timeout=20)
    anna.send("/tips")
    await anna.wait_for(lambda message: True)

    assert looks.kept_reports(village) == 1
    assert village.app is not None
    assert (await village.app.health.look())["ok"]


async def test_while_the_database_is_locked_the_bot_says_that_it_is_not_well(village: Village) -> None:
    assert village.app is not None

    with locked(village):
        report = await village.app.health.look()

    assert report["ok"] is False
    assert report["parts"]["database"] is False


async def test_a_message_that_was_sent_while_the_database_was_locked_is_not_sent_again(
    village: Village, caplog: pytest.LogCaptureFixture
) -> None:
    anna, _, _ = await calls.a_caller(village)
    village.sim.latency(0.2)
    anna.send("/tips")
    await village.sim.wait_until_taken()

    with locked(village):
        await looks.logged(caplog, "outbox_unmarked", 1)
    village.sim.latency(0)
    anna.send("/help")
    await anna.wait_for("I keep a circle")

    assert len([message for message in anna.see() if message.by_bot]) == 3


async def test_a_disk_that_is_full_leaves_the_report_as_it_was_and_takes_it_when_there_is_room(
    village: Village, caplog: pytest.LogCaptureFixture
) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_review(anna, callee)
    before = looks.everything(village)
    assert (village.directory / "belboom.db-wal").stat().st_size > ROOM

    with full_disk():
        anna.tap("Save; the coordinator need not know")
        await looks.logged(caplog, "update_not_kept", 2)
        amid = looks.everything(village)
    await anna.wait_for("Thank you for calling", timeout=20)

    assert amid == before
    assert looks.kept_reports(village) == 1
