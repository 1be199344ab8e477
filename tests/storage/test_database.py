"""A transaction is kept whole or not at all, and trouble with the file is a clear error."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from storage.database import Database, StorageUnavailableError, UnsupportedDatabaseError, connect_sqlite, sqlite_path
from storage.schema import facts, metadata, signal_steps
from storage.tx import Tx
from storage.vault import Vault
from tests.storage.conftest import NOW


@pytest.fixture
async def database(tmp_path: Path, vault: Vault) -> AsyncIterator[Database]:
    opened = await Database.open(f"sqlite:///{tmp_path}/x.db", vault, lambda: NOW)
    await opened.run(lambda tx: metadata.create_all(tx.conn))
    yield opened
    await opened.close()


def _write(name: str) -> object:
    return lambda tx: tx.execute(insert(facts).values(name=name, value="1"))


def _count(tx: Tx) -> int:
    found: int = tx.execute(select(func.count()).select_from(facts)).scalar_one()
    return found


async def test_work_that_fails_half_way_leaves_nothing_behind(database: Database) -> None:
    def half(tx: Tx) -> None:
        tx.execute(insert(facts).values(name="half", value="1"))
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        await database.run(half)

    assert await database.run(_count) == 0


async def test_after_a_commit_that_failed_the_next_transaction_works(database: Database) -> None:
    def points_nowhere(tx: Tx) -> None:
        tx.conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        tx.execute(insert(signal_steps).values(id="s", signal_id="none", step="taken", at=NOW))

    with pytest.raises(IntegrityError):
        await database.run(points_nowhere)
    await database.run(_write("after"))  # type: ignore[arg-type]

    assert await database.run(_count) == 1


async def test_a_locked_database_is_a_clear_error_and_works_again_afterwards(
    database: Database, tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    await database.run(lambda tx: tx.conn.exec_driver_sql("PRAGMA busy_timeout = 1"))
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StorageUnavailableError, match="locked"):
        await database.run(_write("locked"))  # type: ignore[arg-type]
    other.execute("ROLLBACK")
    other.close()
    await database.run(_write("free"))  # type: ignore[arg-type]

    assert await database.run(_count) == 1


async def test_a_full_disk_is_a_clear_error_and_nothing_is_half_written(database: Database) -> None:
    def cap(tx: Tx) -> None:
        pages = tx.conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx.conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    await database.run(cap)

    def flood(tx: Tx) -> None:
        for number in range(2000):
            tx.execute(insert(facts).values(name=f"n{number}", value="x" * 200))

    with pytest.raises(StorageUnavailableError, match="full"):
        await database.run(flood)

    assert await database.run(_count) == 0


async def test_a_damaged_database_is_away_like_a_locked_one(database: Database) -> None:
    def damaged(_: Tx) -> None:
        raise sqlite3.DatabaseError("database disk image is malformed")

    with pytest.raises(StorageUnavailableError, match="malformed"):
        await database.run(damaged)


async def test_a_file_that_is_no_database_is_a_clear_error(tmp_path: Path, vault: Vault) -> None:
    (tmp_path / "letter.db").write_text("Dear all, " * 200)

    with pytest.raises(StorageUnavailableError, match=r"not a database.*BELBOOM_DATABASE_URL"):
        await Database.open(f"sqlite:///{tmp_path}/letter.db", vault, lambda: NOW)


async def test_an_error_never_shows_what_was_being_written(database: Database) -> None:
    def twice(tx: Tx) -> None:
        for _ in range(2):
            tx.execute(insert(facts).values(name="double", value="Georgette woont in de Kerkstraat"))

    with pytest.raises(Exception) as caught:
        await database.run(twice)

    assert "Georgette" not in str(caught.value)


def test_what_is_written_is_on_the_disk_before_it_counts_as_kept(tmp_path: Path) -> None:
    raw = connect_sqlite(str(tmp_path / "x.db"))

    pragmas = [raw.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "secure_delete")]
    raw.close()

    assert pragmas == ["wal", 2, 1]


@pytest.mark.parametrize("url", ["", "nonsense", "postgresql://localhost/x", "sqlite://"])
def test_a_database_url_that_does_not_work_says_what_does(url: str) -> None:
    with pytest.raises(UnsupportedDatabaseError, match=r"sqlite:///data/belboom\.db"):
        sqlite_path(url)
