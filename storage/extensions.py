"""Records are kept longer than their term: with a reason, until a day, and never beyond a year from now.

An extension moves what is kept about one member, or one closed signal about them, to a later day; nothing that would
stay longer anyway goes earlier by it. What a shorter term would take is left as long as an extension holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Table, and_, exists, insert, select, type_coerce, update

from domain.retention import LONGEST_EXTENSION, Reason, Record
from storage import access
from storage.memberships import Membership
from storage.schema import consents, extensions, memberships, needs, private_remarks, reports, signals
from storage.signals import Signal
from storage.tx import Tx

_DAY = 86_400_000
"""Milliseconds."""


@dataclass(frozen=True, slots=True)
class Extension:
    """What is kept about this member, or one signal, stays until `until`."""

    id: str
    programme_id: str
    membership_id: str
    signal_id: str | None
    reason: Reason
    by_person: str | None
    at: datetime
    until: datetime


class TooLongError(ValueError):
    """An extension ends after today and at most a year from now."""


def extend(tx: Tx, membership: Membership, reason: Reason, until: datetime, *, by: str) -> int:
    """Keep everything about this member until then; how many records that moved. Raises `TooLongError`."""
    _check(tx, until)
    moved = sum(
        _later(tx, table, member == membership.id, until)
        for table, member in (
            (reports, reports.c.callee_id),
            (needs, needs.c.callee_id),
            (private_remarks, private_remarks.c.callee_id),
            (signals, signals.c.subject_id),
            (memberships, memberships.c.id),
        )
    )
    _later(tx, consents, consents.c.membership_id == membership.id, until)
    _note(tx, membership, None, reason, until, by)
    return moved


def extend_signal(tx: Tx, membership: Membership, signal: Signal, reason: Reason, until: datetime, *, by: str) -> int:
    """Keep one closed signal until then; 0 where it would stay longer anyway. Raises `TooLongError`."""
    _check(tx, until)
    moved = _later(tx, signals, signals.c.id == signal.id, until)
    _note(tx, membership, signal.id, reason, until, by)
    return moved


def of_person(tx: Tx, person_id: str) -> list[Extension]:
    """Those that hold for this person, in whatever programme, the oldest first."""
    mine = select(memberships.c.id).where(memberships.c.person_id == person_id)
    return list(_select(tx, extensions.c.membership_id.in_(mine), extensions.c.until > tx.now))


def shorten(tx: Tx, programme_id: str, record: Record, days: int) -> int:
    """A shorter term holds for what is there already as well, unless it was extended; how many records go earlier.

    Nothing goes later by it."""
    table, since, member = _COUNTED[record]
    term = type_coerce(since, BigInteger) + days * _DAY
    extended = exists().where(extensions.c.membership_id == member, extensions.c.until > tx.now)
    mine = and_(
        table.c.programme_id == programme_id,
        since.is_not(None),
        type_coerce(table.c.expires_at, BigInteger) > term,
        ~extended,
    )
    return tx.execute(update(table).where(mine).values(expires_at=type_coerce(term, table.c.expires_at.type))).rowcount


_COUNTED: dict[Record, tuple[Table, Any, Any]] = {
    Record.REPORT: (reports, reports.c.at, reports.c.callee_id),
    Record.NEED: (needs, needs.c.at, needs.c.callee_id),
    Record.SIGNAL: (signals, signals.c.closed_at, signals.c.subject_id),
    Record.MEMBERSHIP: (memberships, memberships.c.left_at, memberships.c.id),
}
"""For each kind whose term can be chosen: the table, from when it counts, and whom it is about."""


def _check(tx: Tx, until: datetime) -> None:
    if not tx.now < until <= tx.now + timedelta(days=LONGEST_EXTENSION + 1):
        raise TooLongError(f"an extension ends within {LONGEST_EXTENSION} days")


def _later(tx: Tx, table: Table, condition: ColumnElement[bool], until: datetime) -> int:
    earlier = table.c.expires_at < until
    return tx.execute(update(table).where(condition, earlier).values(expires_at=until)).rowcount


def _note(tx: Tx, membership: Membership, signal_id: str | None, reason: Reason, until: datetime, by: str) -> None:
    tx.execute(
        insert(extensions).values(
            id=tx.new_id(),
            programme_id=membership.programme_id,
            membership_id=membership.id,
            signal_id=signal_id,
            reason=reason,
            by_person=by,
            at=tx.now,
            until=until,
            expires_at=until,
        )
    )
    access.log(tx, by, access.Action.EXTENDED, subject=membership.person_id, programme=membership.programme_id)


def _select(tx: Tx, *conditions: ColumnElement[bool]) -> Iterator[Extension]:
    for row in tx.execute(select(extensions).where(*conditions).order_by(extensions.c.at, extensions.c.id)):
        yield Extension(
            row.id,
            row.programme_id,
            row.membership_id,
            row.signal_id,
            Reason(row.reason),
            row.by_person,
            row.at,
            row.until,
        )
