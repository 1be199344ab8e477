"""The newest link of the access log, and the places it was cut at, kept beside the keys and so outside the database.

Written after each commit that added a row. A crash in between leaves it a little behind, never ahead; it is brought up
to date only where the database still has the row it names. Before a cut it is brought up to date first and names the
cut that comes, so that both a cut that was committed and one that was not are known here.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from storage import access_chain
from storage.access_chain import START, Place
from storage.files import locked, write_whole
from storage.tx import Tx

log = logging.getLogger(__name__)

FILE = "access-head"


@dataclass(frozen=True, slots=True)
class Restored:
    """A copy was put back: rows after `kept` up to `lost` were in the database that is gone."""

    at: str
    kept: int
    lost: int


@dataclass(frozen=True, slots=True)
class Head:
    """What is known outside the database."""

    newest: Place = START
    cut: Place = START
    next_cut: Place | None = None
    """A cut that was about to be committed."""
    cut_at: str = ""
    restored: tuple[Restored, ...] = ()


class HeadDamagedError(Exception):
    """The file cannot be read."""


def read(directory: Path) -> Head | None:
    """What is known; None where there is nothing yet. Raises `HeadDamagedError`."""
    try:
        kept = json.loads((directory / FILE).read_bytes())
        return Head(
            Place(**kept["newest"]),
            Place(**kept["cut"]),
            None if kept["next_cut"] is None else Place(**kept["next_cut"]),
            kept["cut_at"],
            tuple(Restored(**one) for one in kept["restored"]),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise HeadDamagedError(f"{directory / FILE} cannot be read") from None


def fits(tx: Tx, head: Head | None) -> bool:
    """Whether the log in the database is the one this head belongs to, the same or longer."""
    if head is None:
        return True
    cut = access_chain.cut(tx)
    return cut in (head.cut, head.next_cut) and (head.newest == START or access_chain.holds(tx, head.newest))


def follow(tx: Tx) -> None:
    """Once this transaction is kept, its newest row is known outside. To be called before the row is written.

    Where the log does not fit to what is known, nothing is written: what shows that something is wrong stays.
    """
    if "access.head" in tx.notes:
        return
    directory = tx.vault.keys.path
    tx.notes["access.head"] = _fits(tx, directory)
    if tx.notes["access.head"]:
        tx.after_commit.append(lambda: _told(directory, tx))


def announce_cut(tx: Tx, place: Place) -> None:
    """The rows up to `place` are about to go. To be called in the transaction in which they do."""
    directory, newest = tx.vault.keys.path, access_chain.newest(tx)
    if not _fits(tx, directory):
        return
    at = tx.now.isoformat()
    tx.before_commit.append(
        lambda: _change(directory, lambda head: replace(head, newest=_later(head, newest), next_cut=place))
    )
    tx.after_commit.append(lambda: _quietly(directory, lambda head: replace(head, cut=place, next_cut=None, cut_at=at)))


def note_restore(directory: Path, newest: Place, cut: Place, at: datetime) -> None:
    """A copy was put back whose log ends at `newest`; what was known is kept as what was lost. OSError."""

    def restored(head: Head) -> Head:
        lost = head.newest.seq
        history = (*head.restored, Restored(at.isoformat(), newest.seq, lost)) if lost > newest.seq else head.restored
        return Head(newest, cut, None, head.cut_at, history)

    _change(directory, restored)


def _told(directory: Path, tx: Tx) -> None:
    newest: Place = tx.notes["access"]
    _quietly(directory, lambda head: replace(head, newest=_later(head, newest)))


def _later(head: Head, place: Place) -> Place:
    """Another process may have been quicker."""
    return place if place.seq > head.newest.seq else head.newest


def _fits(tx: Tx, directory: Path) -> bool:
    try:
        fine = fits(tx, read(directory))
    except HeadDamagedError:
        fine = False
    if not fine:
        log.error("access_log_broken")
    return fine


def _change(directory: Path, change: Callable[[Head], Head]) -> None:
    with locked(directory / f"{FILE}.lock"):
        try:
            head = read(directory) or Head()
        except HeadDamagedError:
            head = Head()
        write_whole(directory / FILE, json.dumps(asdict(change(head))).encode())


def _quietly(directory: Path, change: Callable[[Head], Head]) -> None:
    try:
        _change(directory, change)
    except OSError:
        log.warning("access_head_not_written")
