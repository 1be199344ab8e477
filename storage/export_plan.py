"""How much there is to export, so that it can be read in slices and written into files of a fit size."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal, select, union_all

from storage.schema import needs, reports, signals
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Size:
    """A number of records, or how many fit; `content` is in bytes of what is sealed."""

    records: int
    content: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """The records from `since` until just before `until`."""

    since: datetime
    until: datetime
    records: int


def weigh(tx: Tx, programme_ids: Collection[str], since: datetime, until: datetime) -> list[tuple[datetime, int]]:
    """The moment of every call, need and signal, and the size of its content, in the order of time."""
    of = list(programme_ids)
    kinds = ((reports, reports.c.at), (needs, needs.c.at), (signals, signals.c.created_at))
    every = union_all(
        *(
            select(at.label("at"), func.coalesce(func.length(table.c.body), literal(0)).label("size")).where(
                table.c.programme_id.in_(of), at >= since, at < until
            )
            for table, at in kinds
        )
    ).subquery()
    return [(row.at, row.size) for row in tx.execute(select(every.c.at, every.c.size).order_by(every.c.at))]


def cut(
    weighed: Iterable[tuple[datetime, int]],
    since: datetime,
    until: datetime,
    most: Size,
    known: Sequence[datetime] = (),
) -> list[Stretch]:
    """One stretch of time after another, none with more than `most` in it, and one at least.

    What happened in the same moment is never parted, even where it is more. Instants of `known` are always ends.
    """
    found: list[Stretch] = []
    begin, records, content, last = since, 0, 0, since
    ends = list(known)

    def end_at(moment: datetime) -> None:
        nonlocal begin, records, content
        found.append(Stretch(begin, moment, records))
        begin, records, content = moment, 0, 0

    for at, size in weighed:
        while ends and ends[0] <= at:
            end_at(ends.pop(0))
        full = records >= most.records or content + size > most.content
        if records and full and at > last:
            end_at(at)
        records, content, last = records + 1, content + size, at
    for moment in [*ends, until]:
        end_at(moment)
    return found
