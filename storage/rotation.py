"""A new key-encrypting key, while the bot runs: every data key is wrapped anew, then the old key is retired.

In order, each step durable before the next: `rotating` names the new key; the key itself; `current`; batch after batch
of data keys; the old keys go to `retired/`; `rotating` goes. Killed anywhere, the next run finds `rotating` and goes on
from there. What was sealed stays as it is: only the small keys that open it are wrapped anew.

A retired key opens nothing in the database any more, but a copy of the data made before does need it. It is destroyed
when the operator says that no such copy is left.

The key of the blind indexes stays: keyed hashes of numbers that are not to be called, and of invitations, cannot be
computed anew, as the numbers themselves are gone.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select, update

from storage.files import sync_directory, write_whole
from storage.keys import KeyDirectory, SealBrokenError, new_key_id, write_key
from storage.schema import data_keys
from storage.tx import Tx, refuse

BATCH = 200
"""Data keys wrapped anew in one transaction: some ten milliseconds, so that nobody waits long."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction did. `after` is the last owner it came to; None when there was none left."""

    wrapped: int
    refused: int
    after: str | None


def rotating(path: Path) -> str | None:
    """The key that an unfinished rotation is on its way to."""
    try:
        return (path / "rotating").read_text("ascii").strip()
    except FileNotFoundError:
        return None


def begin(path: Path) -> str:
    """Have a new current key; its id. Goes on with a rotation that was not finished. Raises `KeyDirectoryError`."""
    target = rotating(path)
    if target is None:
        target = new_key_id()
        write_whole(path / "rotating", target.encode())
    if not (path / "kek" / target).exists():
        write_key(path / "kek" / target)
    write_whole(path / "kek" / "current", target.encode())
    return target


def waiting(tx: Tx) -> int:
    """How many data keys are still wrapped by another key than the current one."""
    others = data_keys.c.key_id != tx.vault.keys.current_id
    found: int = tx.execute(select(func.count()).select_from(data_keys).where(others)).scalar_one()
    return found


def wrap_batch(tx: Tx, after: str) -> Batch:
    """Wrap anew the data keys of the next owners after `after`. One that does not open stays as it is, is reported,
    and keeps its key from being retired."""
    target = tx.vault.keys.current_id
    rows = tx.execute(
        select(data_keys)
        .where(data_keys.c.key_id != target, data_keys.c.owner_id > after)
        .order_by(data_keys.c.owner_id)
        .limit(BATCH)
    ).all()
    wrapped = 0
    for row in rows:
        try:
            kept, key_id = tx.vault.rewrap(row.owner_id, row.wrapped, row.key_id)
        except SealBrokenError as error:
            refuse("data_keys", row.owner_id, "wrapped", error)
            continue
        tx.execute(update(data_keys).where(data_keys.c.owner_id == row.owner_id).values(wrapped=kept, key_id=key_id))
        wrapped += 1
    tx.wipes = bool(rows)  # what the old key wrapped leaves the write-ahead log too
    return Batch(wrapped, len(rows) - wrapped, rows[-1].owner_id if rows else None)


def in_use(tx: Tx) -> set[str]:
    """The ids of the keys that wrap a data key."""
    return set(tx.execute(select(data_keys.c.key_id).distinct()).scalars())


def finish(path: Path, still_in_use: set[str]) -> list[str]:
    """Retire every key that is neither current nor in use; their ids. OSError.

    `still_in_use` comes from a transaction that began after `begin`: no row can name an old key after that."""
    keys = KeyDirectory(path)
    old = sorted(keys.ids - {keys.current_id} - still_in_use)
    retired = path / "retired"
    if old:
        retired.mkdir(mode=0o700, exist_ok=True)
        sync_directory(path)
    for key_id in old:
        os.replace(path / "kek" / key_id, retired / key_id)
    if old:
        sync_directory(retired)
        sync_directory(path / "kek")
    (path / "rotating").unlink(missing_ok=True)
    sync_directory(path)
    return old


def destroy_retired(path: Path) -> list[str]:
    """Remove the retired keys for good; their ids. Copies of the data that need them open no more. OSError."""
    gone = sorted(KeyDirectory(path).retired_ids)
    for key_id in gone:
        file = path / "retired" / key_id
        with file.open("r+b") as handle:
            size = len(handle.read())
            handle.seek(0)
            handle.write(b"0" * size)
            handle.flush()
            os.fsync(handle.fileno())
        file.unlink()
    if gone:
        sync_directory(path / "retired")
    return gone
