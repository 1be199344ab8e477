"""From whom something was heard in which week: reports of calls, and calls that were said to go otherwise."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, or_, select, union

from domain.programme import MembershipState, Part
from storage.assignments import AssignmentState
from storage.schema import assignments, memberships, pauses, persons, reports, week_changes
from storage.tx import Tx


def callers(tx: Tx, programme_id: str) -> Mapping[str, datetime]:
    """Since when each member who calls, and hears us, has had calls to make that they still have.

    A call agreed on for later is none yet.
    """
    due = or_(assignments.c.due_at.is_(None), assignments.c.due_at <= tx.now)
    rows = tx.execute(
        select(assignments.c.caller_id, func.min(assignments.c.since).label("since"))
        .join(memberships, assignments.c.caller_id == memberships.c.id)
        .join(persons, memberships.c.person_id == persons.c.id)
        .where(
            assignments.c.programme_id == programme_id,
            assignments.c.state == AssignmentState.ACTIVE,
            due,
            memberships.c.state == MembershipState.ACTIVE,
            memberships.c.part != Part.ONLY_CALLED,
            persons.c.platform_id_index.is_not(None),
            persons.c.reachable,
        )
        .group_by(assignments.c.caller_id)
    )
    return {row.caller_id: row.since for row in rows}


def heard(tx: Tx, programme_id: str, weeks: Collection[str]) -> Mapping[str, set[str]]:
    """By week, the members who reported a call, or said how a call of theirs goes otherwise."""
    reported = select(reports.c.week, reports.c.caller_id).where(
        reports.c.programme_id == programme_id, reports.c.week.in_(weeks), reports.c.caller_id.is_not(None)
    )
    said = (
        select(week_changes.c.week, assignments.c.caller_id)
        .join(assignments, week_changes.c.assignment_id == assignments.c.id)
        .where(assignments.c.programme_id == programme_id, week_changes.c.week.in_(weeks))
    )
    found: dict[str, set[str]] = {week: set() for week in weeks}
    for row in tx.execute(union(reported, said)):
        found[row.week].add(row.caller_id)
    return found


def heard_of(tx: Tx, members: Collection[str], week: str) -> set[str]:
    """Those of these members of whom something was heard in that week."""
    reported = select(reports.c.caller_id).where(reports.c.week == week, reports.c.caller_id.in_(members))
    said = (
        select(assignments.c.caller_id)
        .join(week_changes, week_changes.c.assignment_id == assignments.c.id)
        .where(week_changes.c.week == week, assignments.c.caller_id.in_(members))
    )
    return set(tx.execute(union(reported, said)).scalars())


def rested(tx: Tx, programme_id: str, since: datetime, until: datetime) -> set[str]:
    """The members who paused at any moment between these two."""
    rows = tx.execute(
        select(pauses.c.membership_id).where(
            pauses.c.programme_id == programme_id,
            pauses.c.since < until,
            func.coalesce(pauses.c.ended_at, pauses.c.until) > since,
        )
    )
    return set(rows.scalars())
