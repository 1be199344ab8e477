"""The file of the erasure ledger: one line per entry, each with a keyed hash of itself and the line before it.

It stands beside the keys and is in no copy of the data. A line holds ids and keyed hashes and nothing else. It is on
the disk before the transaction it tells of is committed; a line that a power cut left half-written belongs to a
transaction that never was, and is cut off before the next one is written.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storage.files import OWNER_ONLY, locked, sync_directory

FILE = "erasures"

_MAC_SIGNS = 32
_LONGEST = 4096
"""Bytes in which the last line fits."""


class LedgerError(Exception):
    """The ledger cannot be written, so what was asked to be erased was not; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One erasure: its number, counted from 1, its moment (aware UTC), its kind and the ids it is about."""

    n: int
    at: datetime
    kind: str
    ids: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Book:
    """What the file holds. `damaged` are the numbers of lines (from 1) that cannot be read or were tampered with;
    what can be read after them counts all the same, since forgetting too little is worse."""

    entries: tuple[Entry, ...] = ()
    damaged: tuple[int, ...] = ()
    last_mac: str = ""
    length: int = 0
    """Bytes up to the end of the last whole line."""

    @property
    def last(self) -> int:
        """The number of the newest entry; 0 where there is none."""
        return max((entry.n for entry in self.entries), default=0)


def read(directory: Path, key: bytes) -> Book:
    """The whole ledger; an empty one where there is no file. Raises `LedgerError`."""
    try:
        content = (directory / FILE).read_bytes()
    except FileNotFoundError:
        return Book()
    except OSError as error:
        raise LedgerError(f"{directory / FILE} cannot be read ({error.strerror})") from None
    whole = content[: content.rfind(b"\n") + 1]
    entries: list[Entry] = []
    damaged: list[int] = []
    mac = ""
    for number, line in enumerate(whole.splitlines(), start=1):
        entry, kept_mac = _parse(line)
        if entry is None or kept_mac != _mac(key, mac, entry):
            damaged.append(number)
        if entry is not None:
            entries.append(entry)
        mac = kept_mac or mac
    return Book(tuple(entries), tuple(damaged), mac, len(whole))


@dataclass(frozen=True, slots=True)
class Tail:
    """How the file ends: the number of the newest entry, its hash, and the bytes up to the end of its line."""

    last: int = 0
    mac: str = ""
    length: int = 0


def tail(directory: Path, key: bytes) -> Tail:
    """The end of the ledger, read without the rest of it. Raises `LedgerError`."""
    try:
        with (directory / FILE).open("rb") as handle:
            size = handle.seek(0, os.SEEK_END)
            begin = handle.seek(max(0, size - _LONGEST))
            content = handle.read()
    except FileNotFoundError:
        return Tail()
    except OSError as error:
        raise LedgerError(f"{directory / FILE} cannot be read ({error.strerror})") from None
    end = content.rfind(b"\n") + 1
    entry, mac = _parse(content[content.rfind(b"\n", 0, end - 1) + 1 : end] if end else b"")
    if entry is not None:
        return Tail(entry.n, mac, begin + end)
    book = read(directory, key)
    return Tail(book.last, book.last_mac, book.length)


def append(directory: Path, key: bytes, at: datetime, after: int, said: Iterable[tuple[str, Mapping[str, str]]]) -> int:
    """Write entries of these kinds with their ids, numbered from the last one, or from `after` where that is higher;
    the number of the last, which is on the disk now. Raises `LedgerError`."""
    try:
        with locked(directory / f"{FILE}.lock"):
            end = tail(directory, key)
            entries = list(_numbered(max(end.last, after), at, said))
            _write(directory / FILE, end.length, _lines(key, end.mac, entries))
    except OSError as error:
        raise LedgerError(
            f"{directory / FILE} cannot be written ({error.strerror}), and nothing is erased without it; "
            "make room there, and see to it that the bot's user may write"
        ) from None
    return entries[-1].n if entries else end.last


def _numbered(last: int, at: datetime, said: Iterable[tuple[str, Mapping[str, str]]]) -> Iterator[Entry]:
    for n, (kind, ids) in enumerate(said, start=last + 1):
        yield Entry(n, at, kind, dict(ids))


def _lines(key: bytes, mac: str, entries: Iterable[Entry]) -> bytes:
    lines = []
    for entry in entries:
        mac = _mac(key, mac, entry)
        lines.append(json.dumps({**_plain(entry), "mac": mac}, separators=(",", ":")) + "\n")
    return "".join(lines).encode()


def _write(file: Path, length: int, lines: bytes) -> None:
    fresh = not file.exists()
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
    with os.fdopen(descriptor, "r+b") as handle:
        handle.truncate(length)
        handle.seek(length)
        handle.write(lines)
        handle.flush()
        os.fsync(handle.fileno())
    if fresh:
        sync_directory(file.parent)


def _parse(line: bytes) -> tuple[Entry | None, str]:
    try:
        kept = json.loads(line)
        mac = str(kept.pop("mac"))
        n, at, kind = int(kept.pop("n")), datetime.fromtimestamp(int(kept.pop("at")) / 1000, UTC), str(kept.pop("kind"))
        return Entry(n, at, kind, {str(name): str(value) for name, value in kept.items()}), mac
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return None, ""


def _plain(entry: Entry) -> dict[str, Any]:
    return {"n": entry.n, "at": round(entry.at.timestamp() * 1000), "kind": entry.kind, **entry.ids}


def _mac(key: bytes, before: str, entry: Entry) -> str:
    content = json.dumps(_plain(entry), separators=(",", ":"), sort_keys=True)
    return hmac.new(key, f"ledger\x00{before}\x00{content}".encode(), hashlib.sha256).hexdigest()[:_MAC_SIGNS]
