"""De-identified remarks about a service or a policy: fixed categories and the week, nothing else.

There is no caller, no called person and no hour; the expiry is counted from the end of the week, so that it does not
tell the moment either.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import delete, insert, select

from domain.retention import Record, expires
from domain.signals import SignalKind
from domain.week import Week, week_of
from storage.schema import remarks
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark. `category` is a term of ours, `week` looks like `2026-W31`."""

    programme_id: str
    kind: SignalKind
    category: str
    week: str


def add(tx: Tx, *, programme_id: str, kind: SignalKind, category: str) -> None:
    """Keep a remark about `category`; its term runs from the end of this week."""
    if kind is SignalKind.PERSON:
        raise ValueError("a remark is about a service or a policy, never about a person")
    week = week_kept(tx.now)
    next_monday = datetime.combine(week.following().monday, time(), tx.now.tzinfo)
    tx.execute(
        insert(remarks).values(
            id=tx.new_id(),
            programme_id=programme_id,
            kind=kind,
            category=category,
            week=str(week),
            expires_at=expires(Record.REMARK, next_monday),
        )
    )


def take_back(tx: Tx, *, programme_id: str, kind: SignalKind, category: str, week: str) -> bool:
    """Let go of one remark like this, because what was told is withdrawn; whether there was one. Which of several like
    ones goes makes no difference: they cannot be told apart."""
    like = select(remarks.c.id).where(
        remarks.c.programme_id == programme_id,
        remarks.c.kind == kind,
        remarks.c.category == category,
        remarks.c.week == week,
    )
    found = tx.execute(like.order_by(remarks.c.id).limit(1)).scalar_one_or_none()
    if found is None:
        return False
    tx.execute(delete(remarks).where(remarks.c.id == found))
    return True


def week_kept(at: datetime) -> Week:
    """The week that is kept of a remark made at `at`: that of the calendar in UTC, whatever the programme."""
    return week_of(at, "UTC")


def of(tx: Tx, programme_ids: Collection[str], first_week: str, last_week: str) -> list[Remark]:
    """The remarks of these weeks (both included), in an order that tells nothing about who came first."""
    rows = tx.execute(
        select(remarks)
        .where(remarks.c.programme_id.in_(programme_ids), remarks.c.week.between(first_week, last_week))
        .order_by(remarks.c.week, remarks.c.kind, remarks.c.category)
    )
    return [Remark(row.programme_id, SignalKind(row.kind), row.category, row.week) for row in rows]
