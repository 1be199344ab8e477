"""Taking no part for a while: a short illness, a holiday, or no time to call but glad to be called."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum


class PauseKind(StrEnum):
    """What rests. Why it rests is nobody's business, so it is not asked and not kept."""

    WHOLE = "whole"
    """Neither calls nor is called."""
    CALLING = "calling"
    """Has no time to call, and is glad to be called."""


LONGEST = timedelta(days=366)
"""Who is away longer than a year says farewell, and is welcome back any time."""


class HowLong(StrEnum):
    """The usual lengths of a pause."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"


def last_day(first: date, how_long: HowLong) -> date:
    """The last day of a pause whose first day is `first`: a week from Monday on ends on Sunday.

    A month that begins on the 31st ends on the last day but one of the next month at the latest.
    """
    if how_long is HowLong.WEEK:
        return first + timedelta(days=6)
    if how_long is HowLong.FORTNIGHT:
        return first + timedelta(days=13)
    return _months_later(first, 1 if how_long is HowLong.MONTH else 3) - timedelta(days=1)


def _months_later(day: date, months: int) -> date:
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
