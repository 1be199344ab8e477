"""Small pieces of database work that share transactions."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.transactions import GroupCommit
from storage.database import StorageUnavailableError
from storage.schema import facts
from storage.tx import Tx
from tests.bot.machinery import Post, post_in


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    with post_in(tmp_path) as made:
        yield made


def note(tx: Tx, name: str) -> str:
    tx.execute(insert(facts).values(name=name, value="x"))
    return name


def breaks(tx: Tx) -> str:
    note(tx, "broken")
    raise KeyError("bug")


def noted(post: Post) -> list[object]:
    return [row[0] for row in post.raw("select name from facts order by name")]


async def test_each_gets_its_own_result(post: Post) -> None:
    group = GroupCommit(post.database)

    results = await asyncio.gather(*(group.run(lambda tx, name=name: note(tx, name)) for name in "abc"))  # type: ignore[misc]

    assert results == ["a", "b", "c"]
    assert noted(post) == ["a", "b", "c"]


async def test_what_comes_together_is_committed_together(post: Post) -> None:
    group = GroupCommit(post.database)

    await asyncio.gather(*(group.run(lambda tx, name=name: note(tx, str(name))) for name in range(50)))  # type: ignore[misc]

    assert post.database.transactions == 1


async def test_one_that_breaks_takes_no_other_with_it(post: Post) -> None:
    group = GroupCommit(post.database)

    results = await asyncio.gather(
        group.run(lambda tx: note(tx, "a")),
        group.run(breaks),
        group.run(lambda tx: note(tx, "b")),
        return_exceptions=True,
    )

    assert (results[0], type(results[1]), results[2]) == ("a", KeyError, "b")
    assert noted(post) == ["a", "b"]


async def test_a_database_that_is_away_is_told_to_all_and_the_next_may_try(post: Post) -> None:
    group = GroupCommit(post.database)
    post.database.broken = True

    results = await asyncio.gather(
        group.run(lambda tx: note(tx, "a")), group.run(lambda tx: note(tx, "b")), return_exceptions=True
    )
    post.database.broken = False
    await group.run(lambda tx: note(tx, "c"))

    assert [type(result) for result in results] == [StorageUnavailableError] * 2
    assert noted(post) == ["c"]


async def test_whoever_stops_waiting_does_not_disturb_the_others(post: Post) -> None:
    group = GroupCommit(post.database)
    impatient = asyncio.create_task(group.run(lambda tx: note(tx, "a")))
    patient = asyncio.create_task(group.run(lambda tx: note(tx, "b")))
    await asyncio.sleep(0)

    impatient.cancel()

    assert await patient == "b"
    assert noted(post) == ["a", "b"]


async def test_when_the_database_goes_away_amidst_going_alone_nothing_later_overtakes(post: Post) -> None:
    group = GroupCommit(post.database)

    def goes_away(tx: Tx) -> str:
        raise StorageUnavailableError("locked")

    results = await asyncio.gather(
        group.run(breaks),
        group.run(goes_away),
        group.run(lambda tx: note(tx, "c")),
        return_exceptions=True,
    )

    assert [type(result) for result in results] == [KeyError, StorageUnavailableError, StorageUnavailableError]
    assert noted(post) == []
