"""A workbook of numbers in which nobody is: counts per week, outcome, need, signal and stage, the small ones hidden.

Each count stands in one breakdown only; breakdowns of the same records have nothing in common but their grand total.
That is what `domain.suppression` asks for, so a new breakdown is a further one of all records of its kind: never of
some of them, and never one that repeats another's sums.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bot.export.read_me import read_me
from bot.export.records import Reading
from bot.export.wording import Wording
from bot.export.workbook import Book, Cell
from conversations.help_labels import NEED_STATE
from conversations.labels import (
    CLOSING,
    NEED,
    NEED_CATEGORY,
    OUTCOME,
    POLICY_TOPIC,
    SERVICE_TOPIC,
    SIGNAL_KIND,
    SIGNAL_STATE,
    URGENCY,
)
from domain.signals import SignalKind, SignalState
from domain.suppression import Count, Table, hide_in_groups, hide_in_table
from domain.week import Week
from locales import Plain, Words, t
from storage.export_plan import Stretch
from storage.remarks import Remark

K = TypeVar("K", bound=str)
L = TypeVar("L", bound=str)


@dataclass(slots=True)
class NumbersBook:
    """One file of numbers."""

    say: Wording
    calls: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By week and outcome."""
    needs: Counter[str] = field(default_factory=Counter)
    need_states: Counter[str] = field(default_factory=Counter)
    need_urgencies: Counter[str] = field(default_factory=Counter)
    signals: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By kind and urgency."""
    stages: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By stage, and how it ended where it is closed: one breakdown, for the second part refines the first."""
    remarks: Counter[str] = field(default_factory=Counter)
    broken: int = 0

    def add(self, reading: Reading) -> None:
        """One slice more."""
        self.calls.update((call.week, call.outcome) for call in reading.calls)
        self.needs.update(need.need for need in reading.needs)
        self.need_states.update(need.state for need in reading.needs)
        self.need_urgencies.update(need.urgency for need in reading.needs)
        for signal in (one.signal for one in reading.signals):
            self.signals[signal.kind, signal.urgency] += 1
            closing = signal.closing if signal.state is SignalState.CLOSED else None
            self.stages[signal.state, closing or ""] += 1
        self.broken += reading.broken

    def add_remarks(self, found: Sequence[Remark]) -> None:
        """The remarks of the period."""
        self.remarks.update(remark.category for remark in found)

    def finished(self, stretch: Stretch, number: int, of: int) -> bytes:
        """The whole as .xlsx."""
        book, say = Book(), self.say
        weeks = {week: Plain(week) for week in _weeks([week for week, _ in self.calls])}
        _crossed(book, say, t("Calls"), (t("Week"), weeks), (t("The call"), OUTCOME), self.calls)
        of_needs = (
            (t("Need"), _by_need(self.needs)),
            (t("How urgent"), _by(self.need_urgencies, URGENCY)),
            (t("State"), _by(self.need_states, NEED_STATE)),
        )
        _listed(book, say, t("Needs"), of_needs)
        _crossed(book, say, t("Signals"), (t("Kind"), SIGNAL_KIND), (t("How urgent"), URGENCY), self.signals)
        _listed(book, say, t("Stages"), ((t("State"), _by_stage(self.stages)),))
        _listed(book, say, t("Remarks"), ((t("Topic"), _by_topic(self.remarks)),))
        read_me(book, say, stretch, number, of, broken=self.broken)
        return book.content()


_Group = tuple[Words, list[tuple[Words, int]]]
"""A part of a breakdown, and what it falls apart into; nothing where it does not."""


def _by(counts: Counter[str], labels: Mapping[K, Words]) -> list[_Group]:
    return [(label, [(label, counts[term])]) for term, label in labels.items()]


def _by_need(counts: Counter[str]) -> list[_Group]:
    return [
        (label, [(NEED[need], counts[need]) for need in NEED if need.category is category])
        for category, label in NEED_CATEGORY.items()
    ]


def _by_stage(counts: Counter[tuple[str, str]]) -> list[_Group]:
    closed = [(label, counts[SignalState.CLOSED, closing]) for closing, label in CLOSING.items()]
    closed.append((t("Not said"), counts[SignalState.CLOSED, ""]))
    return [
        (label, closed if stage is SignalState.CLOSED else [(label, counts[stage, ""])])
        for stage, label in SIGNAL_STATE.items()
    ]


def _by_topic(counts: Counter[str]) -> list[_Group]:
    kinds: tuple[tuple[SignalKind, Mapping[str, Words]], ...] = (
        (SignalKind.SERVICE, {str(topic): label for topic, label in SERVICE_TOPIC.items()}),
        (SignalKind.POLICY, {str(topic): label for topic, label in POLICY_TOPIC.items()}),
    )
    return [(SIGNAL_KIND[kind], [(label, counts[topic]) for topic, label in topics.items()]) for kind, topics in kinds]


def _listed(book: Book, say: Wording, name: Words, breakdowns: Sequence[tuple[Words, list[_Group]]]) -> None:
    """A page of breakdowns under one another, each with the sum of all."""
    headings = (t("By"), t("What"), t("In detail"), t("Number"))
    page = book.sheet(say.say(name), [say.say(one) for one in headings])
    for by, groups in breakdowns:
        lines, total = hide_in_groups([[count for _, count in parts] for _, parts in groups])
        for (label, parts), line in zip(groups, lines, strict=True):
            page.add([say.say(by), say.say(label), "", _shown(say, line.total)])
            if len(parts) > 1:
                for (part, _), count in zip(parts, line.counts, strict=True):
                    page.add([say.say(by), say.say(label), say.say(part), _shown(say, count)])
        page.add([say.say(by), say.say(t("Together")), "", _shown(say, total)])


def _crossed(
    book: Book,
    say: Wording,
    name: Words,
    rows: tuple[Words, Mapping[K, Words]],
    columns: tuple[Words, Mapping[L, Words]],
    counts: Counter[tuple[str, str]],
) -> None:
    """A table with its sums; where some of these would have to be hidden, two breakdowns by themselves instead."""
    (by_row, of_rows), (by_column, of_columns) = rows, columns
    cells = [[counts[row, column] for column in of_columns] for row in of_rows]
    table = hide_in_table(cells)
    in_rows: list[_Group] = [(label, [(label, sum(row))]) for label, row in zip(of_rows.values(), cells, strict=True)]
    in_columns: list[_Group] = [
        (label, [(label, sum(row[at] for row in cells))]) for at, label in enumerate(of_columns.values())
    ]
    if not cells or _hides_sums(table):
        _listed(book, say, name, ((by_row, in_rows), (by_column, in_columns)))
        return
    headings = [by_row, *of_columns.values(), t("Together")]
    page = book.sheet(say.say(name), [say.say(one) for one in headings])
    for label, line in zip(of_rows.values(), table.rows, strict=True):
        page.add([say.say(label), *(_shown(say, count) for count in (*line.counts, line.total))])
    page.add([say.say(t("Together")), *(_shown(say, count) for count in (*table.columns, table.total))])


def _hides_sums(table: Table) -> bool:
    """Then two breakdowns tell more. Either is safe, and never are both shown."""
    return None in table.columns or any(line.total is None for line in table.rows)


def _shown(say: Wording, count: Count) -> Cell:
    return say.say(t("hidden")) if count is None else count


def _weeks(found: Sequence[str]) -> list[str]:
    """All weeks from the first with a call to the last, so that one without any is not conspicuous."""
    if not found:
        return []
    first, last = Week.parse(min(found)), Week.parse(max(found))
    weeks = [first]
    while weeks[-1] < last:
        weeks.append(weeks[-1].following())
    return [str(week) for week in weeks]
