"""What somebody asked their caller to keep between them: sealed under the called person's key, seen by that caller.

It goes with the consent it rests on, with either of the two, and at the term of a report.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select

from domain.retention import Record, expires
from storage.reports import owner_of
from storage.retention import days_for
from storage.schema import memberships, private_remarks
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class PrivateRemark:
    """One of them, opened. `caller_id` and `callee_id` are memberships; `text` is redacted."""

    id: str
    programme_id: str
    caller_id: str
    callee_id: str
    text: str
    at: datetime
    expires_at: datetime


def add(tx: Tx, *, programme_id: str, caller_id: str, callee_id: str, text: str, days: int) -> None:
    """Keep a remark for as long as a report."""
    row_id = tx.new_id()
    tx.execute(
        insert(private_remarks).values(
            id=row_id,
            programme_id=programme_id,
            caller_id=caller_id,
            callee_id=callee_id,
            body=tx.seal_json(owner_of(tx, callee_id), "private_remarks", row_id, "body", {"text": text}),
            at=tx.now,
            expires_at=expires(Record.REPORT, tx.now, days_for(tx, programme_id, Record.REPORT, days)),
        )
    )


def told_to(tx: Tx, caller_id: str) -> list[PrivateRemark]:
    """What this member was told in confidence, the oldest first."""
    return _select(tx, private_remarks.c.caller_id == caller_id)


def about(tx: Tx, person_id: str) -> list[PrivateRemark]:
    """What this person told in confidence, the oldest first."""
    return _select(tx, memberships.c.person_id == person_id)


def forget_told_to(tx: Tx, caller_id: str) -> None:
    """This member calls no longer, and nobody else may read it."""
    tx.execute(delete(private_remarks).where(private_remarks.c.caller_id == caller_id))
    tx.wipes = True


def _select(tx: Tx, condition: ColumnElement[bool]) -> list[PrivateRemark]:
    rows: Any = tx.execute(
        select(private_remarks, memberships.c.person_id)
        .join(memberships, private_remarks.c.callee_id == memberships.c.id)
        .where(condition, private_remarks.c.expires_at > tx.now)
        .order_by(private_remarks.c.at, private_remarks.c.id)
    )
    return [
        PrivateRemark(
            row.id,
            row.programme_id,
            row.caller_id,
            row.callee_id,
            str(body["text"]),
            row.at,
            row.expires_at,
        )
        for row in rows
        if (body := tx.readable_json(row.person_id, "private_remarks", row.id, "body", row.body)) is not None
    ]
