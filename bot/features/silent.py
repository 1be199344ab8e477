"""Callers who have not been heard of: found, so that somebody asks how things are. No scores."""

from __future__ import annotations

from collections.abc import Mapping

from domain.week import week_of, window
from storage import silence
from storage.programmes import Programme
from storage.tx import Tx

LOOKED_BACK = 4
"""Weeks; longer ago is of no use to anybody."""


def quiet_weeks(tx: Tx, programme: Programme) -> Mapping[str, int]:
    """For how many weeks in a row nothing was heard of a caller, by membership, `LOOKED_BACK` at most.

    Only whole weeks count, so not the present one; and who reports in it, however late, was heard. A week is not
    quiet for somebody who had no calls all along, who paused on any day of it, or who said that a call of theirs would
    go otherwise. Members without app, and those our messages do not reach, cannot report and are not in it.
    """
    present = week_of(tx.now, programme.timezone)
    past = [present.following(-back) for back in range(1, LOOKED_BACK + 1)]
    heard = silence.heard(tx, programme.id, {str(week) for week in (present, *past)})
    calling = silence.callers(tx, programme.id)
    quiet: dict[str, int] = {}
    streak = {member for member in calling if member not in heard[str(present)]}
    for weeks, week in enumerate(past, 1):
        start, end = window(week, programme.timezone)
        rested = silence.rested(tx, programme.id, start, end)
        streak -= heard[str(week)] | rested | {member for member in streak if calling[member] > start}
        quiet |= dict.fromkeys(streak, weeks)
    return quiet
