"""Callers who have not been heard of: found, so that somebody asks how things are. No scores."""

from __future__ import annotations

from collections.abc import Mapping

from bot.features.lists import Book
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


def quiet_so_far(tx: Tx, book: Book) -> set[str]:
    """The people of the book of whom nothing was heard in its week, in none of their programmes.

    As in `quiet_weeks`, their calls were there all along, and they did not pause in it.
    """
    heard = silence.heard_of(tx, list(book.calls), str(book.week))
    rested: dict[str, set[str]] = {}
    quiet: set[str] = set()
    for person_id, parts in book.parts.items():
        mine = [part for part in parts if book.calls.get(part.membership.id)]
        for programme in {part.programme.id: part.programme for part in mine}.values():
            if programme.id not in rested:
                rested[programme.id] = silence.rested(tx, programme.id, *window(book.week, programme.timezone))
        members = {part.membership.id for part in mine}
        lines = [line for part in mine for line in book.calls[part.membership.id] if line.is_due]
        start = min((window(book.week, part.programme.timezone)[0] for part in mine), default=None)
        all_along = start is not None and any(line.since <= start for line in lines)
        away = any(members & rested[part.programme.id] for part in mine)
        if all_along and not away and not members & heard:
            quiet.add(person_id)
    return quiet
