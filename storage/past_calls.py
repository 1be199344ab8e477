"""Who called whom before each rotation: the history that keeps pairs from coming back too soon."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from storage.schema import past_calls
from storage.tx import Tx


def keep(tx: Tx, programme_id: str, week: str, calls: Iterable[tuple[str, str]]) -> None:
    """The (caller, callee) pairs that made way in `week`, such as "2026-W47"."""
    rows = [
        {"id": tx.new_id(), "programme_id": programme_id, "week": week, "caller_id": caller, "callee_id": callee}
        for caller, callee in calls
    ]
    if rows:
        tx.execute(insert(past_calls), rows)


def rounds(tx: Tx, programme_id: str) -> list[frozenset[tuple[str, str]]]:
    """The former rounds of a programme, the oldest first, as (caller, callee) pairs."""
    found: dict[str, set[tuple[str, str]]] = {}
    rows = tx.execute(
        select(past_calls.c.week, past_calls.c.caller_id, past_calls.c.callee_id)
        .where(past_calls.c.programme_id == programme_id)
        .order_by(past_calls.c.week)
    )
    for row in rows:
        found.setdefault(row.week, set()).add((row.caller_id, row.callee_id))
    return [frozenset(calls) for calls in found.values()]


def made_way(tx: Tx, programme_id: str, week: str, caller_id: str) -> list[str]:
    """Whom this member called until the rotation of `week`."""
    rows = tx.execute(
        select(past_calls.c.callee_id)
        .where(
            past_calls.c.programme_id == programme_id,
            past_calls.c.week == week,
            past_calls.c.caller_id == caller_id,
        )
        .order_by(past_calls.c.id)
    )
    return list(rows.scalars())


def forget_before(tx: Tx, programme_id: str, week: str) -> None:
    """What made way before `week` is long ago: these pairs may come again."""
    old = (past_calls.c.programme_id == programme_id) & (past_calls.c.week < week)
    tx.execute(delete(past_calls).where(old))


def forget(tx: Tx, programme_id: str) -> None:
    """A new cycle begins: every pair may come again."""
    tx.execute(delete(past_calls).where(past_calls.c.programme_id == programme_id))
