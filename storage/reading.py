"""Reading beside the bot, from a process of its own: short transactions that never write and never hold a writer up.

A long one would keep the write-ahead log from being emptied after an erasure (`storage.database`), so whoever reads
much does it in slices.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import StaticPool

from storage.database import BUSY_TIMEOUT_MS, StorageUnavailableError, sqlite_path, transact
from storage.tx import Tx
from storage.vault import Vault

T = TypeVar("T")

Read = Callable[[Callable[[Tx], T]], T]
"""Runs a function as one reading transaction."""


class Reader:
    """One connection that cannot write. Not shared between threads."""

    def __init__(self, path: str, vault: Vault, now: datetime) -> None:
        try:
            self._raw = sqlite3.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000)
            for pragma in ("query_only = ON", "temp_store = MEMORY"):
                self._raw.execute(f"PRAGMA {pragma}")
        except sqlite3.DatabaseError:
            raise StorageUnavailableError("the database cannot be read") from None
        self._engine = create_engine("sqlite://", creator=lambda: self._raw, poolclass=StaticPool, hide_parameters=True)
        event.listen(self._engine, "begin", _begin)
        self._vault = vault
        self._now = now

    def __call__(self, work: Callable[[Tx], T]) -> T:
        """Run `work` on one state of the database. Raises what `work` raises, and `StorageUnavailableError`."""
        return transact(self._engine, self._vault, self._now, work)

    def close(self) -> None:
        """Close the connection."""
        self._engine.dispose()
        self._raw.close()


@contextmanager
def reading(url: str, vault: Vault, now: datetime) -> Iterator[Reader]:
    """A reader of the database at `url`, as long as the context lasts. `now` is an aware UTC instant.

    Raises `UnsupportedDatabaseError`, `StorageUnavailableError`.
    """
    reader = Reader(sqlite_path(url), vault, now)
    try:
        yield reader
    finally:
        reader.close()


def _begin(conn: Connection) -> None:
    raw: Any = conn.connection.dbapi_connection
    raw.execute("BEGIN")  # a reader's: it takes no lock that a writer waits for
