"""Taking in and handling are one transaction; only then may the platform hear that the update arrived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.incoming import Chat, ChatKind, Incoming, Kind, Sender
from bot.intake import Intake, NotTakenInError
from bot.outbox import OutboxRow, enqueue
from bot.outgoing import Send
from storage import updates
from storage.database import StorageUnavailableError
from storage.tx import Tx
from tests.bot.machinery import NOW, Post, post_in


@dataclass
class Done:
    outbox: tuple[OutboxRow, ...] = ()


class Desk:
    """An intake whose handler answers everything, once, and breaks on command."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self.anna = post.person(11)
        self.offered: list[OutboxRow] = []
        self.breaks_with: Exception | None = None
        self.apology_breaks_with: Exception | None = None
        self.intake = Intake(post.database, self.handle, self.apologise, self.offered.extend)

    def handle(self, tx: Tx, incoming: Incoming) -> Done:
        done = self._answer(tx, incoming, "answer")
        if self.breaks_with is not None:
            raise self.breaks_with
        return done

    def apologise(self, tx: Tx, incoming: Incoming) -> Done:
        if self.apology_breaks_with is not None:
            raise self.apology_breaks_with
        return self._answer(tx, incoming, "sorry")

    def _answer(self, tx: Tx, incoming: Incoming, text: str) -> Done:
        if not updates.first_time(tx, incoming.update_id):
            return Done()
        row = enqueue(tx, f"{text}:{incoming.update_id}", self.anna, Send(text=text))
        return Done(() if row is None else (row,))

    @property
    def kept(self) -> list[object]:
        return [row[0] for row in self.post.raw("select key from outbox order by id")]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with post_in(tmp_path) as post:
        yield Desk(post)


def incoming(update_id: int = 1) -> Incoming:
    return Incoming(update_id, Kind.TEXT, NOW, Chat(11, ChatKind.PRIVATE), Sender(11), text="hallo")


async def test_an_update_is_handled_and_its_rows_go_to_the_sender(desk: Desk) -> None:
    await desk.intake.take(incoming())

    assert [row.payload for row in desk.offered] == [Send(text="answer")]
    assert desk.kept == ["answer:1"]


async def test_an_update_that_comes_again_changes_nothing(desk: Desk) -> None:
    await desk.intake.take(incoming())
    await desk.intake.take(incoming())

    assert len(desk.offered) == 1


async def test_a_database_that_is_away_leaves_the_update_unacknowledged_and_nothing_kept(desk: Desk) -> None:
    desk.post.database.broken = True

    with pytest.raises(NotTakenInError):
        await desk.intake.take(incoming())
    desk.post.database.broken = False

    assert desk.kept == []
    assert desk.offered == []


async def test_a_disk_that_fills_up_half_way_leaves_nothing_half_written(desk: Desk) -> None:
    desk.breaks_with = StorageUnavailableError("disk is full")

    with pytest.raises(NotTakenInError):
        await desk.intake.take(incoming())
    desk.breaks_with = None
    await desk.intake.take(incoming())

    assert desk.kept == ["answer:1"]


async def test_a_bug_is_rolled_back_and_apologised_for(desk: Desk) -> None:
    desk.breaks_with = KeyError("bug")

    await desk.intake.take(incoming())

    assert desk.kept == ["sorry:1"]
    assert [row.payload for row in desk.offered] == [Send(text="sorry")]


async def test_a_bug_in_the_apology_too_does_not_hold_up_the_others(desk: Desk) -> None:
    desk.breaks_with = desk.apology_breaks_with = KeyError("bug")

    await desk.intake.take(incoming())

    assert desk.kept == []


async def test_a_database_that_goes_away_before_the_apology_means_once_more(desk: Desk) -> None:
    desk.breaks_with = KeyError("bug")
    desk.apology_breaks_with = StorageUnavailableError("locked")

    with pytest.raises(NotTakenInError):
        await desk.intake.take(incoming())

    assert desk.kept == []
