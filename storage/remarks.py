"""De-identified remarks about a service or a policy: fixed categories and the week, nothing else.

There is no caller, no called person and no hour; the expiry is counted from the end of the week, so that it does not
tell the moment either.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import insert, select

from domain.retention import Record, expires
from domain.signals import SignalKind
from storage.schema import remarks
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark. `category` is a term of ours, `week` looks like `2026-W31`."""

    programme_id: str
    kind: SignalKind
    category: str
    week: str


def add(tx: Tx, *, programme_id: str, kind: SignalKind, category: str, days: int) -> None:
    """Keep a remark about `category` for `days` from the end of this week."""
    if kind is SignalKind.PERSON:
        raise ValueError("a remark is about a service or a policy, never about a person")
    year, week, _ = tx.now.isocalendar()
    next_monday = datetime.combine(date.fromisocalendar(year, week, 1) + timedelta(days=7), time(), tx.now.tzinfo)
    tx.execute(
        insert(remarks).values(
            id=tx.new_id(),
            programme_id=programme_id,
            kind=kind,
            category=category,
            week=f"{year}-W{week:02}",
            expires_at=expires(Record.REMARK, next_monday, days),
        )
    )


def of(tx: Tx, programme_ids: Collection[str], first_week: str, last_week: str) -> list[Remark]:
    """The remarks of these weeks (both included), in an order that tells nothing about who came first."""
    rows = tx.execute(
        select(remarks)
        .where(remarks.c.programme_id.in_(programme_ids), remarks.c.week.between(first_week, last_week))
        .order_by(remarks.c.week, remarks.c.kind, remarks.c.category)
    )
    return [Remark(row.programme_id, SignalKind(row.kind), row.category, row.week) for row in rows]
