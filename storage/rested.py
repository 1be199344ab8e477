"""What rested on consent that was withdrawn is removed, by one rule for the bot and for a copy that is restored.

A signal about somebody in acute danger rests on that danger, not on consent, and stays (source 002 §3.4.1).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select, update

from domain.consent import Purpose
from domain.needs import SETTLED, NeedState
from domain.retention import Record, expires
from domain.signals import Actor, Basis, SignalStep
from storage import signal_actions, signals, withdrawn
from storage.assignments import AssignmentState
from storage.reports import owner_of
from storage.retention import days_for
from storage.schema import assignments, needs, private_remarks, reports
from storage.schema import signals as signal_rows
from storage.signals import Signal
from storage.tx import Tx

_AGAIN = ("call_again", "moments")
"""What a report holds about the next call."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What went: the signals that were open until now, as they are after it, and how many rows of other kinds."""

    signals: tuple[Signal, ...] = ()
    reports: int = 0
    needs: int = 0
    calls: int = 0


def remove(tx: Tx, membership_id: str, purposes: Collection[Purpose], at: datetime, *, by: str | None) -> Removed:
    """Remove what this member's consent to these purposes carried until `at`; doing it again changes nothing.

    `purposes` holds all that fall together (`domain.consent.RESTS_ON`). Raises `LookupError` for an unknown member.
    """
    tx.wipes = True
    wiped: tuple[Signal, ...] = ()
    noted = shared = calls = 0
    if Purpose.PASS_ON in purposes:
        wiped = _signals(tx, membership_id, at, by)
        shared = _needs(tx, membership_id, at, all_of_them=Purpose.NOTE in purposes)
    if Purpose.CALL_AGAIN in purposes:
        calls = _agreed_calls(tx, membership_id, at)
    noted = _reports(tx, membership_id, purposes, at)
    if Purpose.NOTE in purposes:
        theirs = (private_remarks.c.callee_id == membership_id) & (private_remarks.c.at <= at)
        tx.execute(delete(private_remarks).where(theirs))
    return Removed(wiped, noted, shared, calls)


def _signals(tx: Tx, membership_id: str, at: datetime, by: str | None) -> tuple[Signal, ...]:
    found = signals.resting_on_consent(tx, membership_id, at)
    ended: list[Signal] = []
    for signal in found:
        after = signal
        if signal.is_open:
            term = expires(Record.SIGNAL, tx.now, days_for(tx, signal.programme_id, Record.SIGNAL))
            after = signals.move(
                tx,
                signal,
                SignalStep.WITHDRAW,
                Actor.REPORTER,
                by=by,
                closed_at=tx.now,
                follow_up_at=None,
                expires_at=term,
            )
            signal_actions.cancel_all(tx, signal.id)
            ended.append(after)
        withdrawn.wipe(tx, after)
    return tuple(ended)


def _needs(tx: Tx, membership_id: str, at: datetime, *, all_of_them: bool) -> int:
    """Needs that were told in a call, or found out about a signal that rests on consent."""
    on_danger = select(signal_rows.c.id).where(signal_rows.c.basis == Basis.ACUTE_DANGER)
    theirs = (
        (needs.c.callee_id == membership_id)
        & (needs.c.at <= at)
        & or_(needs.c.signal_id.is_(None), needs.c.signal_id.not_in(on_danger))
    )
    if all_of_them:
        return tx.execute(delete(needs).where(theirs)).rowcount
    ended = update(needs).where(theirs, needs.c.state.not_in(SETTLED))
    tx.execute(ended.values(state=NeedState.WITHDRAWN, settled_at=tx.now))
    return tx.execute(update(needs).where(theirs, needs.c.may_pass_on).values(may_pass_on=False)).rowcount


def _agreed_calls(tx: Tx, membership_id: str, at: datetime) -> int:
    agreed = (
        (assignments.c.callee_id == membership_id)
        & assignments.c.due_at.is_not(None)
        & or_(assignments.c.worked_at.is_(None), assignments.c.worked_at <= at)
    )
    done = update(assignments).where(agreed).values(due_at=None, state=AssignmentState.DONE)
    return tx.execute(done).rowcount


def _reports(tx: Tx, membership_id: str, purposes: Collection[Purpose], at: datetime) -> int:
    flags = {f"may_{purpose.value}": False for purpose in purposes}
    theirs = (reports.c.callee_id == membership_id) & (reports.c.at <= at)
    given = or_(*(reports.c[flag] for flag in flags))
    rows = tx.execute(select(reports.c.id, reports.c.body).where(theirs, given)).all()
    owner = owner_of(tx, membership_id) if rows else ""
    for row in rows:
        kept = row.body
        if Purpose.NOTE in purposes:
            kept = None
        elif Purpose.CALL_AGAIN in purposes and row.body is not None:
            body = tx.readable_json(owner, "reports", row.id, "body", row.body) or {}
            left = {key: value for key, value in body.items() if key not in _AGAIN}
            kept = tx.seal_json(owner, "reports", row.id, "body", left) if left else None
        tx.execute(update(reports).where(reports.c.id == row.id).values(body=kept, **flags))
    return len(rows)
