"""What was done with a signal, step by step: who, when, the state it led to, and its content, sealed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select

from domain.signals import SignalState, SignalStep
from storage.reports import owner_of
from storage.schema import signal_steps, signals
from storage.tx import Tx
from storage.vault import SYSTEM

_ORDER = {step: place for place, step in enumerate(SignalStep)}


@dataclass(frozen=True, slots=True)
class Stamp:
    """One step. `body` is what was asked, answered, added or planned; empty where the step has no content."""

    id: str
    step: SignalStep
    by: str | None
    state: SignalState | None
    body: Mapping[str, Any]
    at: datetime


def stamp(
    tx: Tx,
    signal_id: str,
    subject_id: str | None,
    step: SignalStep,
    *,
    by: str | None,
    state: SignalState | None = None,
    body: Mapping[str, Any] | None = None,
) -> None:
    """Keep that a step was done. `subject_id` is the membership the signal is about."""
    row_id = tx.new_id()
    sealed = tx.seal_json(owner(tx, subject_id), "signal_steps", row_id, "body", body) if body else None
    tx.execute(
        insert(signal_steps).values(
            id=row_id, signal_id=signal_id, by_person=by, step=step, state=state, body=sealed, at=tx.now
        )
    )


def of(tx: Tx, signal_id: str, subject_id: str | None, *steps: SignalStep) -> list[Stamp]:
    """The steps of a signal in their order, all of them or those of these kinds.

    Raises `SealBrokenError` where the person it is about was forgotten.
    """
    query = select(signal_steps).where(signal_steps.c.signal_id == signal_id)
    if steps:
        query = query.where(signal_steps.c.step.in_(steps))
    key = owner(tx, subject_id)
    rows = tx.execute(query).all()
    return _in_order(
        replace(_stamp(row), body=tx.unseal_json(key, "signal_steps", row.id, "body", row.body))
        if row.body is not None
        else _stamp(row)
        for row in rows
    )


def without_content(tx: Tx, signal_id: str) -> list[Stamp]:
    """The steps of a signal in their order, without what was told in them."""
    rows = tx.execute(select(signal_steps).where(signal_steps.c.signal_id == signal_id)).all()
    return _in_order(_stamp(row) for row in rows)


def last_at(tx: Tx, signal_id: str, *steps: SignalStep) -> datetime | None:
    """When one of these steps was last done."""
    moment: datetime | None = tx.execute(
        select(func.max(signal_steps.c.at)).where(signal_steps.c.signal_id == signal_id, signal_steps.c.step.in_(steps))
    ).scalar_one()
    return moment


def moments(tx: Tx, programme_id: str, *steps: SignalStep) -> dict[str, list[tuple[SignalStep, datetime]]]:
    """When these steps were done with each signal of a programme that is kept, by signal id, in their order."""
    rows = tx.execute(
        select(signal_steps.c.signal_id, signal_steps.c.step, signal_steps.c.at)
        .join(signals, signals.c.id == signal_steps.c.signal_id)
        .where(signals.c.programme_id == programme_id, signal_steps.c.step.in_(steps))
        .order_by(signal_steps.c.at)
    )
    found: dict[str, list[tuple[SignalStep, datetime]]] = {}
    for row in rows:
        found.setdefault(row.signal_id, []).append((SignalStep(row.step), row.at))
    return found


def owner(tx: Tx, subject_id: str | None) -> str:
    """Under whose key the contents of a signal are sealed."""
    return SYSTEM if subject_id is None else owner_of(tx, subject_id)


def _stamp(row: Any) -> Stamp:
    state = None if row.state is None else SignalState(row.state)
    return Stamp(row.id, SignalStep(row.step), row.by_person, state, {}, row.at)


def _in_order(stamps: Iterable[Stamp]) -> list[Stamp]:
    """By moment; the steps of one moment come in the order of the table, such as fed back before closed."""
    return sorted(stamps, key=lambda one: (one.at, _ORDER[one.step]))
