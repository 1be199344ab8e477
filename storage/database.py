"""The embedded database: whole transactions that cross to the database thread once.

What costs with SQLite under asyncio is the hand-over between threads, not the SQL, so a transaction is a plain
function `work(tx)` that runs on aiosqlite's own thread from BEGIN IMMEDIATE to COMMIT (see docs/adr/0003). The
function sees an ordinary SQLAlchemy connection, so that the same function serves another database through
`AsyncConnection.run_sync`.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import StaticPool

from storage.tx import Tx
from storage.vault import Vault

T = TypeVar("T")

BUSY_TIMEOUT_MS = 5_000
WIPE_TIMEOUT_MS = 50

_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
)


class StorageUnavailableError(Exception):
    """The database is locked, full or unreachable; nothing of the transaction was kept, and it may be tried again."""


class UnsupportedDatabaseError(Exception):
    """The database URL is not one that works here; the message says which does."""


class Database:
    """One SQLite file and the thread that serves it."""

    def __init__(
        self, connection: _WorkConnection, engine: Engine, vault: Vault, clock: Callable[[], datetime]
    ) -> None:
        self._connection = connection
        self._engine = engine
        self._clock = clock
        self._kept: Connection | None = None
        self.vault = vault

    @staticmethod
    async def open(url: str, vault: Vault, clock: Callable[[], datetime]) -> Database:
        """Open the database at `url`, such as `sqlite:///data/belboom.db`. `clock` gives aware UTC instants.

        Raises `UnsupportedDatabaseError` and `StorageUnavailableError`.
        """
        path = sqlite_path(url)
        engines: list[Engine] = []

        def connect() -> sqlite3.Connection:
            raw = connect_sqlite(path)
            engines.append(engine_over(raw))
            return raw

        # aiosqlite's thread outlives a connection that could not be made, and then complains; so try without it first.
        await asyncio.to_thread(lambda: connect_sqlite(path).close())
        connection = _WorkConnection(connect, iter_chunk_size=64)
        await connection
        return Database(connection, engines[0], vault, clock)

    async def run(self, work: Callable[[Tx], T]) -> T:
        """Run `work` as one transaction; all of it is kept or nothing. Raises `StorageUnavailableError`."""
        return await self._connection.work(lambda: self._transact(work))

    async def backup_to(self, target: aiosqlite.Connection) -> None:
        """Copy a consistent state of the whole database into `target` while work goes on."""
        await self._connection.backup(target)

    async def close(self) -> None:
        """Finish what is queued and close."""
        await self._connection.work(self._end)
        await self._connection.close()

    def _transact(self, work: Callable[[Tx], T]) -> T:
        if self._kept is None:
            # Taking a connection out of SQLAlchemy's pool for each transaction costs as much as two statements.
            self._kept = self._engine.connect()
        return _transact(self._kept, self.vault, self._clock(), work)

    def _end(self) -> None:
        if self._kept is not None:
            self._kept.close()
        self._engine.dispose()


def transact(engine: Engine, vault: Vault, now: datetime, work: Callable[[Tx], T]) -> T:
    """Run `work` as one transaction on this thread. Raises `StorageUnavailableError`."""
    with engine.connect() as conn:
        return _transact(conn, vault, now, work)


def _transact(conn: Connection, vault: Vault, now: datetime, work: Callable[[Tx], T]) -> T:
    try:
        with conn.begin():
            tx = Tx(conn, vault, now, wipes=vault.unwiped)
            result = work(tx)
            for step in tx.before_commit:
                step()
    except BaseException as error:
        _abandon(conn, vault)
        if _is_away(error):
            raise StorageUnavailableError(str(getattr(error, "orig", error))) from None
        raise
    if tx.wipes:
        vault.unwiped = not _empty_write_ahead_log(conn.engine)
    for step in tx.after_commit:
        step()
    return result


def _is_away(error: BaseException) -> bool:
    """Locked, full, or (what sqlite3 knows no kind of error for) damaged."""
    original = getattr(error, "orig", error)
    return (
        isinstance(error, OperationalError)
        or isinstance(original, sqlite3.OperationalError)
        or type(original) is sqlite3.DatabaseError
    )


def _abandon(conn: Connection, vault: Vault) -> None:
    """A COMMIT that failed leaves its transaction open, and a data key made in one that failed does not exist."""
    raw: Any = conn.connection.dbapi_connection
    if raw.in_transaction:
        raw.rollback()
    vault.forget_all()


def _empty_write_ahead_log(engine: Engine) -> bool:
    """Copy the log into the database and cut it to nothing, so that no erased page outlives its erasure there.

    A backup that is reading at this moment holds it up. Nobody waits for that: it is False then, and the next
    transaction tries again. What was asked for is committed already, so that this never counts as a failure of it.
    """
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        try:
            cursor.execute(f"PRAGMA busy_timeout = {WIPE_TIMEOUT_MS}").fetchall()
            busy: int = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.Error:
            return False
        finally:
            with contextlib.suppress(sqlite3.Error):
                cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}").fetchall()
        return busy == 0
    finally:
        raw.close()


def connect_sqlite(path: str) -> sqlite3.Connection:
    """A connection as every part of the product uses it: durable, and wiping what it deletes.

    Raises `StorageUnavailableError`."""
    try:
        raw = sqlite3.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000)
        try:
            for pragma in _PRAGMAS:
                raw.execute(f"PRAGMA {pragma}")
        except sqlite3.DatabaseError:
            raw.close()
            raise
    except sqlite3.DatabaseError as error:
        told = f"the database cannot be opened ({error}); BELBOOM_DATABASE_URL says where it is"
        raise StorageUnavailableError(told) from None
    return raw


def engine_over(raw: sqlite3.Connection) -> Engine:
    """SQLAlchemy on top of one open connection. Parameters never stand in an error message."""
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool, hide_parameters=True)

    @event.listens_for(engine, "begin")
    def begin(conn: Connection) -> None:
        raw: Any = conn.connection.dbapi_connection
        raw.execute("BEGIN IMMEDIATE")  # three times as fast as through SQLAlchemy, and there is one at every step

    return engine


def sqlite_path(url: str) -> str:
    """The file behind a database URL. Raises `UnsupportedDatabaseError`."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise UnsupportedDatabaseError(
            "BELBOOM_DATABASE_URL is not a URL; an example: sqlite:///data/belboom.db"
        ) from None
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise UnsupportedDatabaseError(
            "this version keeps its data in SQLite; an example of BELBOOM_DATABASE_URL: sqlite:///data/belboom.db"
        )
    return str(Path(parsed.database))


class _WorkConnection(aiosqlite.Connection):
    """aiosqlite with one more way across: a whole piece of work in a single hand-over.

    Its public calls each cross once per statement. `_execute` is what they are all made of; the lock file pins the
    release, and a test of ours fails should it ever go away.
    """

    async def work(self, function: Callable[[], T]) -> T:
        result: Any = await self._execute(function)  # type: ignore[no-untyped-call]
        return result  # type: ignore[no-any-return]
