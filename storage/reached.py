"""When members of a programme were last talked with, and when calls to them were tried: what the gap guard looks at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from domain.call import Outcome
from domain.pause import PauseKind
from storage.schema import past_calls, pauses, reports
from storage.tx import Tx

TRIED = (Outcome.REACHED, Outcome.NO_ANSWER, Outcome.WRONG_MOMENT)
"""A call was made to the right number, and might have become a talk."""


def last_talks(tx: Tx, programme_id: str) -> Mapping[str, str]:
    """The last week ("2026-W47") in which somebody talked with each member, as far as reports are kept."""
    rows = tx.execute(
        select(reports.c.callee_id, func.max(reports.c.week).label("week"))
        .where(reports.c.programme_id == programme_id, reports.c.outcome == Outcome.REACHED)
        .group_by(reports.c.callee_id)
    )
    return {row.callee_id: row.week for row in rows}


def tried(tx: Tx, programme_id: str, since: datetime, until: datetime) -> Mapping[str, list[tuple[str, datetime]]]:
    """By member, who tried to call them from `since` until just before `until`, and when each told of it.

    Callers are memberships; those who are gone are left out.
    """
    found: dict[str, list[tuple[str, datetime]]] = {}
    rows = tx.execute(
        select(reports.c.callee_id, reports.c.caller_id, reports.c.at)
        .where(
            reports.c.programme_id == programme_id,
            reports.c.caller_id.is_not(None),
            reports.c.outcome.in_(TRIED),
            reports.c.at >= since,
            reports.c.at < until,
        )
        .order_by(reports.c.at, reports.c.id)
    )
    for row in rows:
        found.setdefault(row.callee_id, []).append((row.caller_id, row.at))
    return found


def anything(tx: Tx, programme_id: str, week: str) -> bool:
    """Whether any call was reported for that week or a later one."""
    row = tx.execute(
        select(reports.c.id).where(reports.c.programme_id == programme_id, reports.c.week >= week).limit(1)
    ).first()
    return row is not None


def back_since(tx: Tx, programme_id: str) -> Mapping[str, datetime]:
    """When the last pause ended in which a member was not called either."""
    rows = tx.execute(
        select(pauses.c.membership_id, func.max(pauses.c.ended_at).label("ended"))
        .where(
            pauses.c.programme_id == programme_id,
            pauses.c.kind == PauseKind.WHOLE,
            pauses.c.ended_at.is_not(None),
        )
        .group_by(pauses.c.membership_id)
    )
    return {row.membership_id: row.ended for row in rows}


def made_way(tx: Tx, programme_id: str, week: str) -> set[str]:
    """The members who were called by somebody else until new pairs came in that week."""
    rows = tx.execute(
        select(past_calls.c.callee_id).where(past_calls.c.programme_id == programme_id, past_calls.c.week == week)
    )
    return set(rows.scalars())
