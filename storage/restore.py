"""A copy of the data put back into an empty place: proven, brought to today's schema, and everything erased since.

All is done in a file beside the place; it gets the database's name as the last step. Killed before, the next run begins
anew; nobody ever opens a database in which somebody who was erased is back.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine, select, update

from storage import access, access_chain, access_head, backup, copies, health, ledger, rotation, upgrade
from storage.access_chain import Place
from storage.backup import Progress
from storage.database import connect_sqlite, engine_over, transact
from storage.files import OWNER_ONLY, sync_directory
from storage.replay import Replayed
from storage.schema import outbox
from storage.sealed_file import CopyError, header_of
from storage.tx import Tx
from storage.vault import Vault

T = TypeVar("T")

SUFFIX = ".restoring"
_BESIDE = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: the moment of the copy, what the ledger did to it, how many entries the copy knows that the
    ledger lacks, messages that were dropped, and data keys that do not open."""

    made_at: datetime
    replayed: Replayed
    missing: int
    dropped: int
    refused: int


def refuse_unless_empty(database: Path) -> None:
    """Raises `CopyError` where there is a database already."""
    for ending in _BESIDE:
        if Path(f"{database}{ending}").exists():
            raise CopyError(
                f"{database} is there already, and a copy is put back only into an empty place: "
                "stop the bot and move the old files away first"
            )


def put_back(
    file: Path,
    database: Path,
    vault: Vault,
    now: datetime,
    *,
    actor: str,
    keep_urgent: int,
    catch_up: Callable[[Tx], Replayed],
    without_ledger: bool,
    progress: Progress,
    tell: Callable[[str], None],
) -> Restored:
    """Put the copy `file` back as `database`. `catch_up` replays the ledger (`storage.ledger.catch_up`, and what the
    bot has to mend afterwards); of messages that waited when the copy was made only those of priority `keep_urgent`
    or more urgent still go out. `actor` stands in the access log.

    Raises `CopyError`, `CopyDamagedError`, `LedgerError`, `StaleSchemaError` and `KeyDirectoryError`."""
    refuse_unless_empty(database)
    made_at = backup.moment_of(file)
    fresh = Path(f"{database}{SUFFIX}")
    _remove(fresh)
    try:
        _write(file, fresh, vault, progress)
        tell("opened and written; looking whether all is in order")
        _examine(fresh, file)
        with _engine(fresh) as engine:
            upgrade.upgrade(engine)

            def run(work: Callable[[Tx], T]) -> T:
                return transact(engine, vault, now, lambda tx: work(_unfollowed(tx)))

            refused = _wrap_all(run)
            run(health.check_keys)
            standing = run(ledger.standing)
            if standing.missing and not without_ledger:
                raise CopyError(
                    f"the ledger of erasures in {vault.keys.path} is older than this copy ({standing.missing} entries "
                    "are missing): whoever was erased after its end would be back. Put the newest ledger there, or, if "
                    "it is lost, say --ledger-is-lost and erase them again by hand"
                )
            tell("replaying the ledger of erasures")
            replayed = run(catch_up)
            dropped = run(lambda tx: _drop_waiting(tx, keep_urgent))
            run(lambda tx: access.log(tx, actor, access.Action.RESTORED))
            run(lambda tx: copies.note_data(tx, str(header_of(file).more["key"]), made_at))  # there is this one
            places: tuple[Place, Place] = run(lambda tx: (access_chain.newest(tx), access_chain.cut(tx)))
        _settle(fresh)
        access_head.note_restore(vault.keys.path, *places, now)
        os.replace(fresh, database)
        sync_directory(database.parent)
    except OSError as error:
        raise CopyError(f"{database} cannot be written ({error.strerror})") from None
    except sqlite3.DatabaseError:
        raise CopyError(f"{file} opens, but what is in it is no database that is in order") from None
    return Restored(made_at, replayed, standing.missing, dropped, refused)


def _write(file: Path, fresh: Path, vault: Vault, progress: Progress) -> None:
    total, done = int(header_of(file).more.get("bytes", 0)), 0
    fresh.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as handle:
        for piece in backup.read(file, vault.keys):
            handle.write(piece)
            done += len(piece)
            progress(done, total)
        handle.flush()
        os.fsync(handle.fileno())


def _examine(fresh: Path, file: Path) -> None:
    with closing(sqlite3.connect(fresh)) as raw:
        schema, _ = backup.examine(raw, file)
    if not upgrade.knows(schema):
        raise CopyError(f"{file} was made by a newer release of Belboom (schema {schema}); install that one first")


def _wrap_all(run: Callable[[Callable[[Tx], rotation.Batch]], rotation.Batch]) -> int:
    """What a retired key wraps is wrapped by the current one, so that the bot need not know retired keys."""
    after, refused = "", 0
    while True:
        batch = run(lambda tx, after=after: rotation.wrap_batch(tx, after))  # type: ignore[misc]
        refused += batch.refused
        if batch.after is None:
            return refused
        after = batch.after


def _drop_waiting(tx: Tx, keep_urgent: int) -> int:
    """What was waiting may have gone out since, and is late in any case; urgent words go out all the same."""
    late = (outbox.c.state == "waiting") & (outbox.c.not_before <= tx.now) & (outbox.c.priority > keep_urgent)
    ids = list(tx.execute(select(outbox.c.id).where(late)).scalars())
    dropped = {"state": "failed", "payload": None, "error": "restored"}
    tx.execute(update(outbox).where(late).values(**dropped))
    return len(ids)


def _unfollowed(tx: Tx) -> Tx:
    """The head of the access log is told of this database when it is whole, and not before."""
    tx.notes["access.head"] = False
    return tx


def _settle(fresh: Path) -> None:
    """All of it in one file, on the disk."""
    with closing(connect_sqlite(str(fresh))) as raw:
        busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy or any(Path(f"{fresh}{ending}").exists() for ending in _BESIDE[1:]):
        raise CopyError(f"another program has {fresh} open; end it and try again")


def _remove(fresh: Path) -> None:
    for ending in _BESIDE:
        Path(f"{fresh}{ending}").unlink(missing_ok=True)


@contextmanager
def _engine(path: Path) -> Iterator[Engine]:
    raw = connect_sqlite(str(path))
    engine = engine_over(raw)
    try:
        yield engine
    finally:
        engine.dispose()
        raw.close()
