"""Calls that are no longer on somebody's list, and of which they may still tell: a week is a window."""

from __future__ import annotations

from datetime import timedelta

from domain.programme import MembershipState
from domain.week import week_of
from storage import assignments, memberships, past_calls, pauses, programmes, reports
from storage.memberships import Membership
from storage.tx import Tx

WINDOW = timedelta(weeks=1)


def whom(tx: Tx, caller: Membership) -> list[str]:
    """Whom this member called until a pause of one of the two began, or new pairs came, a week ago at most.

    Memberships; of those until the new pairs only who was not told of in the week before.
    """
    programme = programmes.get(tx, caller.programme_id)
    if programme is None:
        return []
    resting = pauses.of_programme(tx, programme.id)
    recent = {member for member, pause in resting.items() if tx.now - pause.since < WINDOW}
    rows = assignments.resting(tx, caller.id)
    found = [row.callee_id for row in rows if not recent.isdisjoint((row.caller_id, row.callee_id))]
    week = week_of(tx.now, programme.timezone)
    told = reports.reported(tx, caller.id, str(week.following(-1)))
    found += [one for one in past_calls.made_way(tx, programme.id, str(week), caller.id) if one not in told]
    now = {row.callee_id for row in assignments.by_caller(tx, caller.id)}
    return [member for member in dict.fromkeys(found) if member not in now and _is_there(tx, member)]


def _is_there(tx: Tx, membership_id: str) -> bool:
    member = memberships.get(tx, membership_id)
    return member is not None and member.state is MembershipState.ACTIVE
