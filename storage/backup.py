"""Copies of the data: one sealed file with the whole database in it, as it stood at one moment, while the bot goes on.

The database is read within one transaction of SQLite's, which no writer waits for, into memory, and goes from there to
the file as ciphertext: there is no moment at which a plain copy stands on a disk. That takes as much memory as twice
the database. A copy opens with the key-encrypting key of its day and so with the key directory; no key is in it, nor
the ledger of erasures. The file has its name only when it is whole and was read back.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from storage import sealed_file
from storage.database import BUSY_TIMEOUT_MS
from storage.files import OWNER_ONLY, sync_directory
from storage.keys import KeyDirectory, UnknownKeyError
from storage.sealed_file import CHUNK, CopyDamagedError, CopyError, Header, header_of

DATA = "data"
SUFFIX = ".belboom"
PARTIAL = ".partial"

Progress = Callable[[int, int], None]
"""Is told how many bytes of how many are done."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a copy of the data turned out to hold. `done` is the last entry of the ledger of erasures it knows of."""

    made_at: datetime
    schema: str
    done: int
    size: int


def name_for(kind: str, at: datetime) -> str:
    """The name of a copy made at this moment; names sort as the moments do."""
    return f"belboom-{kind}-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}{SUFFIX}"


def make(database: str, keys: KeyDirectory, target: Path, at: datetime, progress: Progress) -> int:
    """Copy the SQLite file `database` to the new file `target`; the size of the database in bytes.

    Raises `CopyError`; nothing but whole copies is left behind then, nor by a crash but what `clear_partial` removes.
    """
    image = _image(database)
    key_id, salted = keys.current_id, sealed_file.salt()
    header = Header(DATA, at.isoformat(), {"key": key_id, "salt": salted, "bytes": len(image)})
    secret = sealed_file.from_key(keys.kek(key_id), salted)
    with new_file(target) as (handle, partial):
        sealed_file.write(handle, header, secret, _told(_pieces(image), len(image), progress))
        handle.flush()
        os.fsync(handle.fileno())
        if _digest(sealed_file.read(partial, secret)) != _digest(_pieces(image)):
            raise CopyDamagedError(f"what was written to {target} cannot be read back; is the disk in order?")
    return len(image)


def look(file: Path, keys: KeyDirectory) -> Looked:
    """Open a copy and look whether all is in order. Raises `CopyError`, `CopyDamagedError`."""
    image = b"".join(read(file, keys))
    try:
        with closing(sqlite3.connect(":memory:")) as raw:
            raw.deserialize(image)
            return Looked(moment_of(file), *examine(raw, file), size=len(image))
    except sqlite3.DatabaseError:
        raise CopyDamagedError(f"{file} opens, but what is in it is no database that is in order") from None


def examine(raw: sqlite3.Connection, file: Path) -> tuple[str, int]:
    """The schema's revision and the last ledger entry that this database knows of. Raises `CopyDamagedError`."""
    if (
        raw.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
        or raw.execute("PRAGMA foreign_key_check").fetchone()
    ):
        raise CopyDamagedError(f"{file} opens, but the database in it is damaged")
    (schema,) = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    done = raw.execute("SELECT value FROM facts WHERE name = 'ledger.done'").fetchone()
    return str(schema), int(done[0]) if done else 0


def read(file: Path, keys: KeyDirectory) -> Iterator[bytes]:
    """The bytes of the database in a copy, piece by piece. Raises `CopyError`, `CopyDamagedError`."""
    header = header_of(file)
    if header.kind != DATA:
        raise CopyError(f"{file} is a copy of the keys, not of the data")
    try:
        key_id, salted = str(header.more["key"]), str(header.more["salt"])
        secret = sealed_file.from_key(keys.kek(key_id, retired_too=True), salted)
    except UnknownKeyError:
        raise CopyError(
            f"{file} was made with key {key_id[:8]}, which is not in {keys.path}; point BELBOOM_KEY_DIR at the "
            "directory that belongs to it, or put a copy of the keys back with --keys"
        ) from None
    except (KeyError, ValueError):
        raise CopyDamagedError(f"{file} is damaged: its first lines cannot be read") from None
    yield from sealed_file.read(file, secret)


def moment_of(file: Path) -> datetime:
    """When a copy was made (aware UTC). Raises `CopyError`, `CopyDamagedError`."""
    try:
        return datetime.fromisoformat(header_of(file).made_at)
    except ValueError:
        raise CopyDamagedError(f"{file} is damaged: its first lines cannot be read") from None


def copies_in(directory: Path, kind: str = DATA) -> list[Path]:
    """The whole copies in a directory, the oldest first."""
    return sorted(directory.glob(f"belboom-{kind}-*{SUFFIX}"))


def keep_newest(directory: Path, number: int) -> list[Path]:
    """Remove all copies of the data but the newest `number`; those that went. OSError."""
    gone = copies_in(directory)[:-number]
    for file in gone:
        file.unlink()
    return gone


def clear_partial(directory: Path) -> None:
    """Remove what a crash left half-written; it is ciphertext, but nobody can use it."""
    for file in directory.glob(f"belboom-*{PARTIAL}"):
        with suppress(OSError):
            file.unlink()


@contextmanager
def new_file(target: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """A file to write to, and its name until it is whole; it gets the name `target` at the end. Raises `CopyError`."""
    partial = target.with_name(target.name + PARTIAL)
    try:
        if target.exists():
            raise CopyError(f"{target} exists already; copies are never overwritten")
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
        try:
            with os.fdopen(descriptor, "wb") as handle:
                yield handle, partial
            os.replace(partial, target)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
        sync_directory(target.parent)
    except OSError as error:
        raise CopyError(f"{target} cannot be written ({error.strerror})") from None


def _image(database: str) -> bytes:
    """The whole database as bytes, consistent."""
    if not Path(database).is_file():
        raise CopyError(f"there is no database at {database}; BELBOOM_DATABASE_URL says where it is")
    try:
        with closing(sqlite3.connect(database, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000)) as raw:
            raw.execute("BEGIN")
            raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return raw.serialize()
    except sqlite3.Error as error:
        raise CopyError(f"the database cannot be read ({error})") from None


def _pieces(image: bytes) -> Iterator[bytes]:
    """In a form that opens without a write-ahead log: bytes 18 and 19 of an SQLite file say whether it has one."""
    yield image[:18] + b"\x01\x01" + image[20:CHUNK]
    for at in range(CHUNK, len(image), CHUNK):
        yield image[at : at + CHUNK]


def _told(pieces: Iterable[bytes], total: int, progress: Progress) -> Iterator[bytes]:
    done = 0
    for piece in pieces:
        yield piece
        done += len(piece)
        progress(done, total)


def _digest(pieces: Iterable[bytes]) -> bytes:
    found: Any = hashlib.sha256()
    for piece in pieces:
        found.update(piece)
    digest: bytes = found.digest()
    return digest
