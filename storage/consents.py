"""What somebody agreed to, one row per purpose and occasion: which wording, who noted it down, how, and until when.

A row is kept at least as long as what rests on it (`rests`), and goes with the person it is about.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, insert, or_, select, update

from domain.consent import WORDING, How, Purpose
from domain.retention import Record, expires
from domain.signals import Basis
from storage.retention import days_for
from storage.schema import assignments, consents, memberships, reports, signals
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Consent:
    """Somebody (a membership) agreed to a purpose. `recorded_by` is a person, empty once that one is gone."""

    id: str
    programme_id: str
    membership_id: str
    report_id: str | None
    purpose: Purpose
    version: str
    how: How
    recorded_by: str | None
    at: datetime
    withdrawn_at: datetime | None
    withdrawn_how: How | None

    @property
    def stands(self) -> bool:
        """Whether it was not withdrawn."""
        return self.withdrawn_at is None


def record(
    tx: Tx,
    *,
    programme_id: str,
    membership_id: str,
    purposes: Collection[Purpose],
    how: How,
    recorded_by: str | None,
    days: int,
    report_id: str | None = None,
) -> None:
    """Keep that this member agrees to these purposes, in the words of today, for `days` or as long as anything rests
    on it."""
    until = expires(Record.REPORT, tx.now, days_for(tx, programme_id, Record.REPORT, days))
    for purpose in purposes:
        tx.execute(
            insert(consents).values(
                id=tx.new_id(),
                programme_id=programme_id,
                membership_id=membership_id,
                report_id=report_id,
                purpose=purpose,
                version=WORDING,
                how=how,
                recorded_by=recorded_by,
                at=tx.now,
                expires_at=until,
            )
        )


def of_member(tx: Tx, membership_id: str) -> list[Consent]:
    """All of this member, the oldest first."""
    return _select(tx, consents.c.membership_id == membership_id)


def of_person(tx: Tx, person_id: str) -> list[Consent]:
    """All of this person, in whatever programme, the oldest first."""
    mine = select(memberships.c.id).where(memberships.c.person_id == person_id)
    return _select(tx, consents.c.membership_id.in_(mine))


def standing(tx: Tx, membership_id: str) -> dict[Purpose, Consent]:
    """The newest consent of this member that was not withdrawn, by purpose."""
    found = _select(tx, consents.c.membership_id == membership_id, consents.c.withdrawn_at.is_(None))
    return {one.purpose: one for one in found}


def mark_withdrawn(
    tx: Tx, membership_id: str, purposes: Collection[Purpose], *, by: str | None, how: How, at: datetime
) -> int:
    """Note that these were withdrawn, as far as they were given until `at`; how many rows that touched."""
    stands = (
        (consents.c.membership_id == membership_id)
        & consents.c.purpose.in_(purposes)
        & consents.c.withdrawn_at.is_(None)
        & (consents.c.at <= at)
    )
    changed = update(consents).where(stands).values(withdrawn_at=at, withdrawn_by=by, withdrawn_how=how)
    return tx.execute(changed).rowcount


def rests() -> ColumnElement[bool]:
    """Whether something is still kept that rests on this row: the report, a signal passed on, an agreed next call."""
    member = consents.c.membership_id
    return or_(
        exists().where(reports.c.id == consents.c.report_id),
        exists().where(
            signals.c.subject_id == member, signals.c.basis == Basis.CONSENT, signals.c.created_at >= consents.c.at
        ),
        exists().where(assignments.c.callee_id == member, assignments.c.due_at.is_not(None)),
    )


def _select(tx: Tx, *conditions: ColumnElement[bool]) -> list[Consent]:
    rows = tx.execute(select(consents).where(*conditions).order_by(consents.c.at, consents.c.id))
    return [
        Consent(
            id=row.id,
            programme_id=row.programme_id,
            membership_id=row.membership_id,
            report_id=row.report_id,
            purpose=Purpose(row.purpose),
            version=row.version,
            how=How(row.how),
            recorded_by=row.recorded_by,
            at=row.at,
            withdrawn_at=row.withdrawn_at,
            withdrawn_how=None if row.withdrawn_how is None else How(row.withdrawn_how),
        )
        for row in rows
    ]
