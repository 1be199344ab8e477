"""Signals: from the moment somebody raises one until it is closed and its term has passed.

`body` is JSON with `text` (redacted) and whatever else the coordinator needs, sealed under the key of the person it
is about, or of the installation where it is about nobody we know. Every step of the life of a signal is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from domain.retention import Record, expires
from domain.signals import Basis, Closing, SignalKind, SignalState, SignalStep, StepNotAllowedError, Urgency, next_state
from storage.reports import owner_of
from storage.schema import memberships, outbox, signal_steps, signals
from storage.tx import Tx
from storage.vault import SYSTEM


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal without its contents. `subject_id` is a membership, `card_row` the outbox row of its alert card."""

    id: str
    code: str
    programme_id: str
    reporter_id: str | None
    subject_id: str | None
    kind: SignalKind
    urgency: Urgency
    basis: Basis | None
    state: SignalState
    taken_by: str | None
    closing: Closing | None
    created_at: datetime
    taken_at: datetime | None
    closed_at: datetime | None
    announced_again_at: datetime | None
    card_row: int | None
    expires_at: datetime | None


def add(
    tx: Tx,
    *,
    programme_id: str,
    reporter_id: str,
    subject_id: str | None,
    kind: SignalKind,
    urgency: Urgency,
    basis: Basis | None,
    body: Mapping[str, Any],
) -> Signal:
    """A new signal with a case code of its own, such as `S-7K3F`."""
    if subject_id is not None and basis is None:
        raise ValueError("a signal about a person rests on consent or on acute danger")
    signal_id = tx.new_id()
    values = {
        "id": signal_id,
        "programme_id": programme_id,
        "reporter_id": reporter_id,
        "subject_id": subject_id,
        "kind": kind,
        "urgency": urgency,
        "basis": basis,
        "body": tx.seal_json(_owner(tx, subject_id), "signals", signal_id, "body", body),
        "state": SignalState.RECEIVED,
        "created_at": tx.now,
    }
    for _ in range(20):
        try:
            with tx.conn.begin_nested():
                tx.execute(insert(signals).values(code=tx.new_code("S"), **values))
        except IntegrityError:
            continue
        note_step(tx, signal_id, reporter_id, SignalState.RECEIVED)
        return _known(tx, signal_id)
    raise RuntimeError("no free code for a new signal")


def get(tx: Tx, signal_id: str) -> Signal | None:
    """The signal with this id."""
    found = _select(tx, signals.c.id == signal_id)
    return found[0] if found else None


def body_of(tx: Tx, signal: Signal) -> dict[str, Any]:
    """What the signal says. Raises `SealBrokenError` where the person it is about was forgotten."""
    kept = tx.execute(select(signals.c.body).where(signals.c.id == signal.id)).scalar_one()
    return tx.unseal_json(_owner(tx, signal.subject_id), "signals", signal.id, "body", kept)


def take(tx: Tx, signal: Signal, person_id: str) -> Signal:
    """Somebody takes the signal upon them. Raises `StepNotAllowedError` when another one was first."""
    return _move(tx, signal, SignalStep.TAKE, person_id, taken_by=person_id, taken_at=tx.now)


def close(tx: Tx, signal: Signal, person_id: str, closing: Closing, days: int) -> Signal:
    """The signal is dealt with and kept for `days` from now. Raises `StepNotAllowedError`."""
    term = expires(Record.SIGNAL, tx.now, days)
    return _move(tx, signal, SignalStep.CLOSE, person_id, closing=closing, closed_at=tx.now, expires_at=term)


def give_back(tx: Tx, signal: Signal) -> Signal:
    """Nobody has the signal any more; its wait begins anew. Raises `StepNotAllowedError`."""
    return _move(tx, signal, SignalStep.GIVE_BACK, None, taken_by=None, taken_at=None, announced_again_at=tx.now)


def in_hands_of(tx: Tx, programme_id: str, person_id: str) -> list[Signal]:
    """The signals of a programme that this person has taken and not closed, the oldest first."""
    return _select(
        tx,
        signals.c.programme_id == programme_id,
        signals.c.taken_by == person_id,
        signals.c.state == SignalState.TAKEN,
    )


def set_card(tx: Tx, signal_id: str, outbox_row: int | None) -> None:
    """Which outbox row carries the alert card."""
    tx.execute(update(signals).where(signals.c.id == signal_id).values(card_row=outbox_row))


def card_chat(tx: Tx, signal: Signal) -> str | None:
    """The group chat in which the alert card stands."""
    found: str | None = tx.execute(select(outbox.c.chat_id).where(outbox.c.id == signal.card_row)).scalar_one_or_none()
    return found


def announced_again(tx: Tx, signal_id: str) -> None:
    """The signal was announced once more just now."""
    tx.execute(update(signals).where(signals.c.id == signal_id).values(announced_again_at=tx.now))
    note_step(tx, signal_id, None, "announced_again")


def note_step(tx: Tx, signal_id: str, person_id: str | None, step: str) -> None:
    """Keep that something was done with a signal: a state it came into, `announced_again` or `read`."""
    tx.execute(
        insert(signal_steps).values(id=tx.new_id(), signal_id=signal_id, by_person=person_id, step=step, at=tx.now)
    )


def waiting_too_long(tx: Tx, urgency: Urgency, after: timedelta) -> list[Signal]:
    """Signals of this urgency that nobody took within `after` of their last announcement, the oldest first."""
    limit = tx.now - after
    return _select(
        tx,
        signals.c.urgency == urgency,
        signals.c.state == SignalState.RECEIVED,
        signals.c.created_at <= limit,
        signals.c.announced_again_at.is_(None) | (signals.c.announced_again_at <= limit),
    )


def still_open(tx: Tx, programme_ids: Collection[str]) -> list[Signal]:
    """The signals of these programmes that are not closed, the oldest first."""
    return _select(tx, signals.c.programme_id.in_(programme_ids), signals.c.state != SignalState.CLOSED)


def between(tx: Tx, programme_ids: Collection[str], since: datetime, until: datetime) -> list[Signal]:
    """The signals raised in these programmes from `since` until just before `until`, the oldest first."""
    return _select(
        tx, signals.c.programme_id.in_(programme_ids), signals.c.created_at >= since, signals.c.created_at < until
    )


def about(tx: Tx, person_id: str) -> list[Signal]:
    """The signals about this person, the oldest first."""
    mine = select(memberships.c.id).where(memberships.c.person_id == person_id)
    return _select(tx, signals.c.subject_id.in_(mine))


def raised_by(tx: Tx, person_id: str) -> list[Signal]:
    """The signals this person raised, the oldest first."""
    return _select(tx, signals.c.reporter_id == person_id)


def steps_of(tx: Tx, signal_id: str) -> list[tuple[str, str | None, datetime]]:
    """What was done with a signal: the state it came into, who did it, when."""
    rows = tx.execute(
        select(signal_steps.c.step, signal_steps.c.by_person, signal_steps.c.at)
        .where(signal_steps.c.signal_id == signal_id)
        .order_by(signal_steps.c.at, signal_steps.c.id)
    )
    return [(row.step, row.by_person, row.at) for row in rows]


def _move(tx: Tx, signal: Signal, step: SignalStep, person_id: str | None, **values: Any) -> Signal:
    """One step of the table, if the signal is still in the state in which it was read."""
    state = next_state(signal.state, step)
    moved = tx.execute(
        update(signals).where(signals.c.id == signal.id, signals.c.state == signal.state).values(state=state, **values)
    )
    if moved.rowcount != 1:
        raise StepNotAllowedError("the signal moved on in the meantime")
    note_step(tx, signal.id, person_id, state)
    return _known(tx, signal.id)


def _owner(tx: Tx, subject_id: str | None) -> str:
    return SYSTEM if subject_id is None else owner_of(tx, subject_id)


def _known(tx: Tx, signal_id: str) -> Signal:
    signal = get(tx, signal_id)
    assert signal is not None
    return signal


def _select(tx: Tx, *conditions: Any) -> list[Signal]:
    rows = tx.execute(select(signals).where(*conditions).order_by(signals.c.created_at, signals.c.id))
    return [
        Signal(
            id=row.id,
            code=row.code,
            programme_id=row.programme_id,
            reporter_id=row.reporter_id,
            subject_id=row.subject_id,
            kind=SignalKind(row.kind),
            urgency=Urgency(row.urgency),
            basis=None if row.basis is None else Basis(row.basis),
            state=SignalState(row.state),
            taken_by=row.taken_by,
            closing=None if row.closing is None else Closing(row.closing),
            created_at=row.created_at,
            taken_at=row.taken_at,
            closed_at=row.closed_at,
            announced_again_at=row.announced_again_at,
            card_row=row.card_row,
            expires_at=row.expires_at,
        )
        for row in rows
    ]
