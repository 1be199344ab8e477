"""What somebody could use, one row per need, sealed under that person's key.

`body` is JSON with `need` (`domain.call.Need`) and `category` (`domain.call.NeedCategory`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from domain.call import Need
from domain.retention import Record, expires
from storage.reports import owner_of
from storage.schema import memberships, needs
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class KeptNeed:
    """One need, opened."""

    id: str
    programme_id: str
    report_id: str
    callee_code: str
    need: Need
    may_pass_on: bool
    at: datetime
    expires_at: datetime


def add(tx: Tx, *, programme_id: str, report_id: str, callee_id: str, need: Need, may_pass_on: bool, days: int) -> str:
    """Keep a need that was told in a call, for `days`; returns its id."""
    need_id = tx.new_id()
    body = {"need": need, "category": need.category}
    tx.execute(
        insert(needs).values(
            id=need_id,
            programme_id=programme_id,
            report_id=report_id,
            callee_id=callee_id,
            may_pass_on=may_pass_on,
            body=tx.seal_json(owner_of(tx, callee_id), "needs", need_id, "body", body),
            at=tx.now,
            expires_at=expires(Record.NEED, tx.now, days),
        )
    )
    return need_id


def between(tx: Tx, programme_ids: Collection[str], since: datetime, until: datetime) -> Iterator[KeptNeed]:
    """The needs told in these programmes from `since` until just before `until`, the oldest first."""
    return _select(tx, needs.c.programme_id.in_(programme_ids) & (needs.c.at >= since) & (needs.c.at < until))


def about(tx: Tx, person_id: str) -> Iterator[KeptNeed]:
    """What this person could use, the oldest first."""
    return _select(tx, memberships.c.person_id == person_id)


def _select(tx: Tx, condition: Any) -> Iterator[KeptNeed]:
    rows = tx.execute(
        select(needs, memberships.c.code, memberships.c.person_id)
        .join(memberships, needs.c.callee_id == memberships.c.id)
        .where(condition)
        .order_by(needs.c.at, needs.c.id)
    ).all()
    for row in rows:
        body = tx.unseal_json(row.person_id, "needs", row.id, "body", row.body)
        yield KeptNeed(
            id=row.id,
            programme_id=row.programme_id,
            report_id=row.report_id,
            callee_code=row.code,
            need=Need(body["need"]),
            may_pass_on=row.may_pass_on,
            at=row.at,
            expires_at=row.expires_at,
        )
