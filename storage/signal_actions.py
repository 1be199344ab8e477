"""What a coordinator set in motion for a signal: a visit, a referral, help from close by.

`body` is JSON sealed under the key of the person the signal is about: for a referral `named` (a service
that is not in the directory), `along` (`conversations.dialogues.refer.Along`), the `day` on which, and `agreed` once
the volunteer said yes to it; for a visit `day` and `moment`; for help from close by `need` (the id) and `what`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from domain.signals import ActionKind, ActionState
from storage.schema import signal_actions
from storage.signal_steps import owner
from storage.signals import Signal
from storage.tx import Tx

AGAIN = timedelta(days=7)
"""Where nobody answered, it is asked again."""


@dataclass(frozen=True, slots=True)
class SignalAction:
    """One thing planned. `due_at` is when the bot asks what came of it."""

    id: str
    signal_id: str
    kind: ActionKind
    state: ActionState
    by: str | None
    service_id: str | None
    body: Mapping[str, Any]
    at: datetime
    due_at: datetime | None
    asked_at: datetime | None


def add(
    tx: Tx,
    signal: Signal,
    kind: ActionKind,
    *,
    by: str,
    due_at: datetime | None,
    service_id: str | None = None,
    body: Mapping[str, Any] | None = None,
) -> str:
    """Keep a plan; returns its id."""
    row_id = tx.new_id()
    sealed = tx.seal_json(owner(tx, signal.subject_id), "signal_actions", row_id, "body", body) if body else None
    tx.execute(
        insert(signal_actions).values(
            id=row_id,
            signal_id=signal.id,
            kind=kind,
            state=ActionState.PLANNED,
            by_person=by,
            service_id=service_id,
            body=sealed,
            at=tx.now,
            due_at=due_at,
        )
    )
    return row_id


def get(tx: Tx, action_id: str, signal: Signal) -> SignalAction | None:
    """The plan with this id, where it belongs to that signal."""
    found = [one for one in of(tx, signal) if one.id == action_id]
    return found[0] if found else None


def of(tx: Tx, signal: Signal) -> list[SignalAction]:
    """Everything planned for a signal, the oldest first; without its words where these do not open."""
    rows = tx.execute(
        select(signal_actions)
        .where(signal_actions.c.signal_id == signal.id)
        .order_by(signal_actions.c.at, signal_actions.c.id)
    ).all()
    key = owner(tx, signal.subject_id)
    return [
        SignalAction(
            row.id,
            row.signal_id,
            ActionKind(row.kind),
            ActionState(row.state),
            row.by_person,
            row.service_id,
            tx.readable_json(key, "signal_actions", row.id, "body", row.body) or {},
            row.at,
            row.due_at,
            row.asked_at,
        )
        for row in rows
    ]


def with_open_referral(tx: Tx) -> list[str]:
    """The signals for which somebody was referred and nobody said yet what came of it."""
    found = select(signal_actions.c.signal_id).where(
        signal_actions.c.kind == ActionKind.REFERRAL, signal_actions.c.state == ActionState.PLANNED
    )
    return list(tx.execute(found.distinct().order_by(signal_actions.c.signal_id)).scalars())


def set_body(tx: Tx, signal: Signal, action_id: str, body: Mapping[str, Any]) -> None:
    """Keep other contents of a plan."""
    sealed = tx.seal_json(owner(tx, signal.subject_id), "signal_actions", action_id, "body", body)
    tx.execute(update(signal_actions).where(signal_actions.c.id == action_id).values(body=sealed))


def due(tx: Tx) -> list[tuple[str, str]]:
    """Plans whose day has come and about which nobody was asked in the last week: (id, signal id), oldest first."""
    rows = tx.execute(
        select(signal_actions.c.id, signal_actions.c.signal_id)
        .where(
            signal_actions.c.state == ActionState.PLANNED,
            signal_actions.c.due_at <= tx.now,
            signal_actions.c.asked_at.is_(None)
            | (signal_actions.c.asked_at < signal_actions.c.due_at)
            | (signal_actions.c.asked_at <= tx.now - AGAIN),
        )
        .order_by(signal_actions.c.due_at, signal_actions.c.id)
    )
    return [(row.id, row.signal_id) for row in rows]


def last_planned(tx: Tx, signal_id: str) -> datetime | None:
    """The latest day for which something is planned for a signal."""
    moment: datetime | None = tx.execute(
        select(func.max(signal_actions.c.due_at)).where(
            signal_actions.c.signal_id == signal_id, signal_actions.c.state == ActionState.PLANNED
        )
    ).scalar_one()
    return moment


def asked(tx: Tx, action_id: str) -> None:
    """Somebody was asked just now what came of it."""
    tx.execute(update(signal_actions).where(signal_actions.c.id == action_id).values(asked_at=tx.now))


def put_off(tx: Tx, action_id: str, until: datetime) -> None:
    """Ask again at another moment."""
    tx.execute(update(signal_actions).where(signal_actions.c.id == action_id).values(due_at=until))


def settle(tx: Tx, action_id: str, state: ActionState) -> bool:
    """What became of a plan; False where that was known already."""
    changed = tx.execute(
        update(signal_actions)
        .where(signal_actions.c.id == action_id, signal_actions.c.state == ActionState.PLANNED)
        .values(state=state)
    )
    return changed.rowcount == 1


def cancel_all(tx: Tx, signal_id: str, *, but: ActionKind | None = None) -> None:
    """Nothing more is asked about what was planned for a signal, but for plans of the kind `but`."""
    where = [signal_actions.c.signal_id == signal_id, signal_actions.c.state == ActionState.PLANNED]
    if but is not None:
        where.append(signal_actions.c.kind != but)
    tx.execute(update(signal_actions).where(*where).values(state=ActionState.CANCELLED))
