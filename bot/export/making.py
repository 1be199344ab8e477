"""Making an export, step by step: planned, read in slices, written into files, each locked before it is handed over.

No slice is held longer than it takes to write it, and no more than one file: memory stays flat however much there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.export import records
from bot.export.numbers import NumbersBook
from bot.export.order import Order
from bot.export.records import RecordsBook
from bot.export.seal import lock
from bot.export.wording import Wording
from domain.exporting import Shown
from storage import exports, programmes
from storage.export_plan import Size, Stretch, cut, weigh
from storage.tx import Tx

Read = Callable[[Callable[[Tx], Any]], Any]
"""Runs a function as one reading transaction."""

FILE = Size(records=25_000, content=10_000_000)
"""What goes into one file: opened at once on an ordinary machine, sent in a minute over a slow line."""

PIECE = Size(records=2_000, content=4_000_000)
"""What is read in one transaction."""


@dataclass(frozen=True, slots=True)
class Planned:
    """How many records there are, and where one file ends and the next begins."""

    records: int
    cuts: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """So many records are in."""

    records: int


@dataclass(frozen=True, slots=True)
class File:
    """One file, locked. `keep_until` is the last term of a record in it, empty where there is nobody in it."""

    number: int
    of: int
    name: str
    content: bytes
    keep_until: date | None


Step = Planned | Progress | File


def make(read: Read, order: Order, *, file: Size = FILE, piece: Size = PIECE) -> Iterator[Step]:
    """The steps of an export. Raises `ExportBrokenError` and what reading raises."""
    of = list(order.programmes)
    weighed = read(lambda tx: weigh(tx, of, order.since, order.until))
    stretches = _files(order, weighed, file)
    yield Planned(len(weighed), tuple(stretch.since for stretch in stretches[1:]))
    wording = read(lambda tx: _wording(tx, order))
    done = sum(stretch.records for stretch in stretches[: order.handed])
    for number, stretch in enumerate(stretches[order.handed :], order.handed + 1):
        wording.terms.clear()
        book = NumbersBook(wording) if order.shown is Shown.NUMBERS else RecordsBook(wording)
        inside = [one for one in weighed if stretch.since <= one[0] < stretch.until]
        for part in cut(inside, stretch.since, stretch.until, piece):
            book.add(read(lambda tx, part=part: records.read(tx, of, part.since, part.until)))  # type: ignore[misc]
            done += part.records
            yield Progress(done)
        if number == len(stretches):
            book.add_remarks(read(lambda tx: records.remarks_of(tx, wording)))
        content, ending = lock(book.finished(stretch, number, len(stretches)), order.lock)
        name = _name(order, wording, number, len(stretches)) + ending
        keep_until = None if order.shown is Shown.NUMBERS else wording.keep_until
        yield File(number, len(stretches), name, content, keep_until)


def _files(order: Order, weighed: list[tuple[datetime, int]], file: Size) -> list[Stretch]:
    """Which stretch of time goes into which file. Numbers are one, however many are counted."""
    if order.shown is Shown.NUMBERS:
        return [Stretch(order.since, order.until, len(weighed))]
    if order.cuts is None:
        return cut(weighed, order.since, order.until, file)
    whole = Size(len(weighed) + 1, sum(size for _, size in weighed) + 1)
    return cut(weighed, order.since, order.until, whole, order.cuts)


def _wording(tx: Tx, order: Order) -> Wording:
    chosen = [programme for programme in programmes.every(tx) if programme.id in order.programmes]
    names = exports.names(tx, order.programmes) if order.shown is Shown.NAMES else {}
    return Wording(order, chosen, names)


def _name(order: Order, wording: Wording, number: int, of: int) -> str:
    """Without a word that tells what is in it: names of files end up in lists of recent ones."""
    return f"belboom-{wording.today}" + (f"-{number:0{len(str(of))}}-{of}" if of > 1 else "")
