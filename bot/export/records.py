"""A workbook of records: calls, needs and signals, filled slice by slice, and a page that says what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import select

from bot.export.columns import CALLS, NEEDS, REMARKS, SIGNALS, Column, ToldSignal
from bot.export.read_me import read_me
from bot.export.wording import Wording
from bot.export.workbook import Book, Cell, Page
from domain.exporting import Shown
from domain.week import week_of
from locales import Words, t
from storage import needs, remarks, reports, signals
from storage.export_plan import Stretch
from storage.remarks import Remark
from storage.schema import memberships
from storage.tx import Tx
from storage.vault import SealBrokenError

R = TypeVar("R")


@dataclass(slots=True)
class Reading:
    """What is read of one slice before any of it is written, so that the reading transaction is short."""

    calls: list[reports.Report] = field(default_factory=list)
    needs: list[needs.KeptNeed] = field(default_factory=list)
    signals: list[ToldSignal] = field(default_factory=list)
    broken: int = 0
    """Records that do not open."""


def read(tx: Tx, programme_ids: list[str], since: datetime, until: datetime) -> Reading:
    """All records of a slice."""
    broken: list[str] = []
    found = Reading(
        list(reports.between(tx, programme_ids, since, until, broken=broken)),
        list(needs.between(tx, programme_ids, since, until, broken=broken)),
    )
    kept = signals.between(tx, programme_ids, since, until)
    codes = _codes(tx, {signal.subject_id for signal in kept if signal.subject_id is not None})
    for signal in kept:
        try:
            topic = signals.body_of(tx, signal).get("topic")
        except SealBrokenError:
            broken.append(signal.id)
            continue
        found.signals.append(ToldSignal(signal, codes.get(signal.subject_id or "", ""), topic))
    found.broken = len(broken)
    return found


class RecordsBook:
    """One file of records."""

    def __init__(self, wording: Wording) -> None:
        self._say = wording
        self._book = Book()
        self._calls = _Sheet(self._book, wording, t("Calls"), CALLS)
        self._needs = _Sheet(self._book, wording, t("Needs"), NEEDS)
        self._signals = _Sheet(self._book, wording, t("Signals"), SIGNALS)
        self._broken = 0

    def add(self, reading: Reading) -> None:
        """One slice more."""
        self._calls.add(reading.calls)
        # Not in the order in which they were told: that would lead from a need without a code to a call with one.
        self._needs.add_sorted(reading.needs)
        self._signals.add(reading.signals)
        self._broken += reading.broken

    def add_remarks(self, found: list[Remark]) -> None:
        """The remarks of the whole period."""
        for remark in found:
            self._signals.add_other(remark, REMARKS)

    def finished(self, stretch: Stretch, number: int, of: int) -> bytes:
        """The whole, the page about it included."""
        self._needs.write_sorted()
        read_me(self._book, self._say, stretch, number, of, broken=self._broken)
        return self._book.content()


def remarks_of(tx: Tx, wording: Wording) -> list[Remark]:
    """The remarks of the period; they are kept by week."""
    order, zone = wording.order, wording.programmes[0].timezone
    weeks = str(week_of(order.since, zone)), str(week_of(order.until, zone))
    return remarks.of(tx, order.programmes, *weeks)


class _Sheet(Generic[R]):
    def __init__(self, book: Book, wording: Wording, name: Words, columns: tuple[Column[R], ...]) -> None:
        named = wording.order.shown is Shown.NAMES
        self._columns = tuple(column for column in columns if named or not column.named)
        self._say = wording
        self._page: Page = book.sheet(wording.say(name), [wording.say(column.heading) for column in self._columns])
        self._waiting: list[list[Cell]] = []

    def add(self, records: list[R]) -> None:
        for record in records:
            self._page.add(column.cell(record, self._say) for column in self._columns)

    def add_sorted(self, records: list[R]) -> None:
        self._waiting += [[column.cell(record, self._say) for column in self._columns] for record in records]

    def write_sorted(self) -> None:
        for row in sorted(self._waiting, key=lambda row: tuple(map(str, row))):
            self._page.add(row)
        self._waiting.clear()

    def add_other(self, record: Remark, columns: tuple[Column[Remark], ...]) -> None:
        """Something else, in the columns of the same headings."""
        cells: Mapping[str, Cell] = {self._say.say(one.heading): one.cell(record, self._say) for one in columns}
        self._page.add(cells.get(self._say.say(column.heading)) for column in self._columns)


def _codes(tx: Tx, member_ids: set[str]) -> dict[str, str]:
    if not member_ids:
        return {}
    rows = tx.execute(select(memberships.c.id, memberships.c.code).where(memberships.c.id.in_(member_ids)))
    return {row.id: row.code for row in rows}
