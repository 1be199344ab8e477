"""Signals: from the moment somebody raises one until it is closed and its term has passed.

`body` is JSON with `text` (redacted) and whatever else the coordinator needs, sealed under the key of the person it
is about, or of the installation where it is about nobody we know. Every step of the life of a signal is kept with who
and when (`storage.signal_steps`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from domain.retention import Record, expires
from domain.signals import (
    OPEN,
    Actor,
    Basis,
    Closing,
    SignalKind,
    SignalState,
    SignalStep,
    StepNotAllowedError,
    Tells,
    Urgency,
    next_state,
)
from storage import outbox as messages
from storage import signal_steps
from storage.retention import days_for
from storage.schema import memberships, outbox, signals
from storage.signal_steps import owner
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal without its contents. `subject_id` is a membership, `card_row` the outbox row of its alert card;
    `taken_by` is the person who holds it. See `storage.schema` for `waits_since` and `calls_made`."""

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
    tells: Tells | None
    closing: Closing | None
    created_at: datetime
    waits_since: datetime
    calls_made: int
    taken_at: datetime | None
    moved_at: datetime | None
    follow_up_at: datetime | None
    closed_at: datetime | None
    card_row: int | None
    expires_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state.is_open

    @property
    def is_held(self) -> bool:
        """Whether somebody has taken it."""
        return self.taken_by is not None


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
    """A new signal with a case code of its own, such as `S-7K3F`. Only one about a person may name a person."""
    if (subject_id is not None) != (kind is SignalKind.PERSON):
        raise ValueError("a signal about a person names one, and no other does")
    if (basis is not None) != (kind is SignalKind.PERSON):
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
        "body": tx.seal_json(owner(tx, subject_id), "signals", signal_id, "body", body),
        "state": SignalState.RECEIVED,
        "created_at": tx.now,
        "waits_since": tx.now,
    }
    for _ in range(20):
        try:
            with tx.conn.begin_nested():
                tx.execute(insert(signals).values(code=tx.new_code("S"), **values))
        except IntegrityError:
            continue
        signal_steps.stamp(tx, signal_id, subject_id, SignalStep.RAISE, by=reporter_id, state=SignalState.RECEIVED)
        return _known(tx, signal_id)
    raise RuntimeError("no free code for a new signal")


def get(tx: Tx, signal_id: str) -> Signal | None:
    """The signal with this id."""
    found = _select(tx, signals.c.id == signal_id)
    return found[0] if found else None


def with_code(tx: Tx, code: str) -> Signal | None:
    """The signal with this case code."""
    found = _select(tx, signals.c.code == code)
    return found[0] if found else None


def body_of(tx: Tx, signal: Signal) -> dict[str, Any]:
    """What the signal says. Raises `SealBrokenError` where the person it is about was forgotten."""
    kept = tx.execute(select(signals.c.body).where(signals.c.id == signal.id)).scalar_one()
    return tx.unseal_json(owner(tx, signal.subject_id), "signals", signal.id, "body", kept)


def move(
    tx: Tx,
    signal: Signal,
    step: SignalStep,
    actor: Actor,
    *,
    by: str | None,
    body: Mapping[str, Any] | None = None,
    **values: Any,
) -> Signal:
    """One step of the table by the person `by` as `actor`, stamped, with its content where it has some.

    `values` are columns that change with it. Raises `StepNotAllowedError`, also where the signal is no longer as it was
    when it was read: two people who tap at once do not both succeed.
    """
    state = next_state(signal.state, step, by=actor, held=signal.is_held)
    if actor in (Actor.HOLDER, Actor.COORDINATOR) and "moved_at" not in values:
        values |= {"moved_at": tx.now, "waits_since": tx.now, "calls_made": 0}
    moved = tx.execute(
        update(signals)
        .where(
            signals.c.id == signal.id,
            signals.c.state == signal.state,
            signals.c.taken_by.is_not_distinct_from(signal.taken_by),
            signals.c.calls_made == signal.calls_made,
        )
        .values(state=state, **values)
    )
    if moved.rowcount != 1:
        raise StepNotAllowedError("the signal moved on in the meantime")
    changed = state if state is not signal.state or step is SignalStep.CLOSE else None
    signal_steps.stamp(tx, signal.id, signal.subject_id, step, by=by, state=changed, body=body)
    if actor in (Actor.HOLDER, Actor.COORDINATOR) or step in (SignalStep.GIVE_BACK, SignalStep.WITHDRAW):
        nobody_is_urged(tx, signal.id)
        if step in _ENDS_CARD:
            messages.withdraw_all(tx, [f"{CARD}:{signal.id}"])
    return _known(tx, signal.id)


CARD = "signal"
"""With the id of the signal: the purpose of its card in the coordinator chat, in the outbox."""

_URGING = ("deputy", "unseen", "late", "still", "stilldeputy")

_TELLING = ("details", "askback")

_ENDS_CARD = (SignalStep.TAKE, SignalStep.CLOSE, SignalStep.WITHDRAW)
"""A card that still waits to be shown would offer a signal that is to be had no more."""


def urging(signal_id: str) -> list[str]:
    """The purposes of what waits in the outbox to urge somebody to act upon this signal."""
    return [f"{one}:{signal_id}" for one in _URGING]


def nothing_arrives(tx: Tx, signal_id: str) -> None:
    """What was told goes: neither details nor a question that have not gone out yet go out, and nobody is urged."""
    nobody_is_urged(tx, signal_id)
    messages.withdraw_all(tx, [f"{one}:{signal_id}" for one in _TELLING])


def nobody_is_urged(tx: Tx, signal_id: str) -> None:
    """Somebody acted, or the signal is gone: what would urge them and has not gone out yet does not go out."""
    messages.withdraw_all(tx, urging(signal_id))


def take(tx: Tx, signal: Signal, person_id: str) -> Signal:
    """Somebody takes the signal upon them. Raises `StepNotAllowedError` when another one was first."""
    return move(tx, signal, SignalStep.TAKE, Actor.COORDINATOR, by=person_id, taken_by=person_id, taken_at=tx.now)


def hand_over(tx: Tx, signal: Signal, person_id: str, *, to: str) -> Signal:
    """Whoever holds it hands it to another coordinator. Raises `StepNotAllowedError`."""
    return move(tx, signal, SignalStep.HAND_OVER, Actor.HOLDER, by=person_id, taken_by=to, taken_at=tx.now)


def give_back(tx: Tx, signal: Signal, person_id: str | None = None) -> Signal:
    """Nobody has the signal any more; its wait begins anew. Raises `StepNotAllowedError`."""
    actor = Actor.BOT if person_id is None else Actor.HOLDER
    return move(
        tx,
        signal,
        SignalStep.GIVE_BACK,
        actor,
        by=person_id,
        taken_by=None,
        taken_at=None,
        moved_at=None,
        waits_since=tx.now,
        calls_made=0,
    )


def close(tx: Tx, signal: Signal, person_id: str, closing: Closing, days: int) -> Signal:
    """The signal is dealt with and kept for `days` from now. Raises `StepNotAllowedError`.

    Closing tells the volunteer how it ended, so that it is fed back is stamped first."""
    if signal.state is not SignalState.FED_BACK:
        signal = move(tx, signal, SignalStep.FEED_BACK, Actor.HOLDER, by=person_id)
    term = expires(Record.SIGNAL, tx.now, days_for(tx, signal.programme_id, Record.SIGNAL, days))
    return move(
        tx,
        signal,
        SignalStep.CLOSE,
        Actor.HOLDER,
        by=person_id,
        closing=closing,
        closed_at=tx.now,
        follow_up_at=None,
        expires_at=term,
    )


def withdraw(tx: Tx, signal: Signal, person_id: str, days: int) -> Signal:
    """Whoever raised it takes it back. Raises `StepNotAllowedError`."""
    term = expires(Record.SIGNAL, tx.now, days_for(tx, signal.programme_id, Record.SIGNAL, days))
    return move(
        tx,
        signal,
        SignalStep.WITHDRAW,
        Actor.REPORTER,
        by=person_id,
        closed_at=tx.now,
        follow_up_at=None,
        expires_at=term,
    )


def reopen(tx: Tx, signal: Signal, person_id: str | None, *, holder: str | None) -> Signal:
    """It was not solved after all; `holder` goes on with it, or nobody yet. Raises `StepNotAllowedError`."""
    return move(
        tx,
        signal,
        SignalStep.REOPEN,
        Actor.COORDINATOR,
        by=person_id,
        taken_by=holder,
        taken_at=None if holder is None else tx.now,
        closing=None,
        closed_at=None,
        expires_at=None,
    )


def time_passed(tx: Tx, signal: Signal) -> Signal:
    """One term more has passed without anything being done: stamped as a call again, or as a reminder."""
    step = SignalStep.REMIND if signal.is_held else SignalStep.CALL_AGAIN
    return move(tx, signal, step, Actor.BOT, by=None, calls_made=signal.calls_made + 1)


def in_hands_of(tx: Tx, programme_id: str, person_id: str) -> list[Signal]:
    """The open signals of a programme that this person has taken, the oldest first."""
    return _select(
        tx, signals.c.programme_id == programme_id, signals.c.taken_by == person_id, signals.c.state.in_(OPEN)
    )


def set_card(tx: Tx, signal_id: str, outbox_row: int | None) -> None:
    """Which outbox row carries the alert card."""
    tx.execute(update(signals).where(signals.c.id == signal_id).values(card_row=outbox_row))


def card_chat(tx: Tx, signal: Signal) -> str | None:
    """The group chat in which the alert card stands."""
    found: str | None = tx.execute(select(outbox.c.chat_id).where(outbox.c.id == signal.card_row)).scalar_one_or_none()
    return found


def all_open(tx: Tx) -> list[Signal]:
    """Every open signal of the installation, the oldest first: for the job that looks whether one waits too long."""
    return _select(tx, signals.c.state.in_(OPEN))


def still_open(tx: Tx, programme_ids: Collection[str]) -> list[Signal]:
    """The open signals of these programmes, the oldest first."""
    return _select(tx, signals.c.programme_id.in_(programme_ids), signals.c.state.in_(OPEN))


def to_follow_up(tx: Tx) -> list[Signal]:
    """Open signals whose follow-up date has come, the oldest first."""
    return _select(tx, signals.c.follow_up_at <= tx.now, signals.c.state.in_(OPEN))


def bring_up(tx: Tx, signal: Signal) -> date:
    """The follow-up date has come and is dealt with; from now on the signal counts as lying still. Returns the day."""
    assert signal.follow_up_at is not None
    tx.execute(
        update(signals).where(signals.c.id == signal.id).values(follow_up_at=None, waits_since=tx.now, calls_made=0)
    )
    return signal.follow_up_at.date()


def between(tx: Tx, programme_ids: Collection[str], since: datetime, until: datetime) -> list[Signal]:
    """The signals raised in these programmes from `since` until just before `until`, the oldest first."""
    return _select(
        tx, signals.c.programme_id.in_(programme_ids), signals.c.created_at >= since, signals.c.created_at < until
    )


def about(tx: Tx, person_id: str) -> list[Signal]:
    """The signals about this person, the oldest first."""
    mine = select(memberships.c.id).where(memberships.c.person_id == person_id)
    return _select(tx, signals.c.subject_id.in_(mine))


def resting_on_consent(tx: Tx, membership_id: str, until: datetime) -> list[Signal]:
    """The signals about this member, raised until that moment, that may only be kept because the person agreed."""
    return _select(
        tx,
        signals.c.subject_id == membership_id,
        signals.c.basis == Basis.CONSENT,
        signals.c.created_at <= until,
        signals.c.state != SignalState.WITHDRAWN,
    )


def raised_by(tx: Tx, person_id: str) -> list[Signal]:
    """The signals this person raised, the oldest first."""
    return _select(tx, signals.c.reporter_id == person_id)


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
            tells=None if row.tells is None else Tells(row.tells),
            closing=None if row.closing is None else Closing(row.closing),
            created_at=row.created_at,
            waits_since=row.waits_since,
            calls_made=row.calls_made,
            taken_at=row.taken_at,
            moved_at=row.moved_at,
            follow_up_at=row.follow_up_at,
            closed_at=row.closed_at,
            card_row=row.card_row,
            expires_at=row.expires_at,
        )
        for row in rows
    ]
