"""New pairs every so many weeks, where a programme wants to mix."""

from __future__ import annotations

from domain.week import Week, week_of
from storage import past_calls, programmes
from storage.programmes import Programme
from storage.tx import Tx

FEWEST_WEEKS, MOST_WEEKS = 2, 26


def set_weeks(tx: Tx, programme: Programme, weeks: int | None) -> None:
    """New pairs come every so many weeks from now on; `None` is never, and forgets who called whom before.

    They never come before next Monday. Raises ValueError where `weeks` is not 2 … 26.
    """
    if weeks is None:
        programmes.change(tx, programme.id, rotation_weeks=None, rotated_in=None)
        past_calls.forget(tx, programme.id)
        return
    if not FEWEST_WEEKS <= weeks <= MOST_WEEKS:
        raise ValueError(f"new pairs come every {FEWEST_WEEKS} to {MOST_WEEKS} weeks")
    this_week = week_of(tx.now, programme.timezone)
    since = this_week if programme.rotated_in is None else Week.parse(programme.rotated_in)
    since = max(since, this_week.following(1 - weeks))
    programmes.change(tx, programme.id, rotation_weeks=weeks, rotated_in=str(since))


def next_week(programme: Programme) -> Week | None:
    """The week in which new pairs come; `None` where callers stay the same."""
    if programme.rotation_weeks is None or programme.rotated_in is None:
        return None
    return Week.parse(programme.rotated_in).following(programme.rotation_weeks)
