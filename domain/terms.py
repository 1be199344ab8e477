"""How long a signal may wait before it is brought up again (source 002, try-out 8: nobody's question is left lying).

Moments come in aware and go out aware, in UTC; a naive one raises ValueError, an unknown time zone
`zoneinfo.ZoneInfoNotFoundError`. Nothing here reads a clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import ClassVar
from zoneinfo import ZoneInfo

from domain.hours import Hours
from domain.signals import Urgency
from domain.week import instant

_NIGHT = Hours(hour=7, quiet_from=22, quiet_until=7)
"""An urgent signal rests from ten in the evening until seven."""
_CLOSED = Hours(hour=8, quiet_from=20, quiet_until=8)
"""A normal one waits from eight in the evening until eight."""
_MORNING = time(9, 0)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a programme grants whoever follows up signals: minutes, hours and working days.

    Raises ValueError where one of the three is out of bounds.
    """

    acute_minutes: int = 15
    urgent_hours: int = 4
    normal_days: int = 2

    ACUTE_MINUTES: ClassVar[range] = range(5, 120 + 1)
    URGENT_HOURS: ClassVar[range] = range(1, 48 + 1)
    NORMAL_DAYS: ClassVar[range] = range(1, 10 + 1)

    def __post_init__(self) -> None:
        within = (
            self.acute_minutes in self.ACUTE_MINUTES,
            self.urgent_hours in self.URGENT_HOURS,
            self.normal_days in self.NORMAL_DAYS,
        )
        if not all(within):
            raise ValueError("a term is 5 to 120 minutes, 1 to 48 hours, or 1 to 10 working days")


STANDARD = Terms()


def public_holiday(day: date) -> bool:
    """Whether nobody works on that day anywhere in Belgium."""
    return day in _public_holidays(day.year)


@lru_cache(maxsize=8)
def _public_holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays  # here, because loading it takes longer than most commands do

    return frozenset(country_holidays("BE", years=year))


def due(
    since: datetime,
    urgency: Urgency,
    terms: Terms = STANDARD,
    *,
    zone: str,
    times: int = 1,
    is_holiday: Callable[[date], bool] = public_holiday,
) -> datetime:
    """When `times` terms, one after the other, have passed since `since`. Raises ValueError for fewer than one.

    - Acute: to the minute, day and night.
    - Urgent: by the hour; a term that would end between ten in the evening and seven ends at seven, and the next one
      counts from there, so that not all that was due at night comes at once in the morning.
    - Normal: working days, from Monday to Friday except public holidays, at the same time of the day. What came after
      eight in the evening, before eight, or on a day off counts from eight o'clock on the working day that follows.
    """
    if times < 1:
        raise ValueError("at least one term")
    if since.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    moment = since.astimezone(UTC)
    if urgency is Urgency.ACUTE:
        return moment + times * timedelta(minutes=terms.acute_minutes)
    if urgency is Urgency.URGENT:
        for _ in range(times):
            moment = _NIGHT.awake(moment + timedelta(hours=terms.urgent_hours), zone)
        return moment
    return _working_days_later(moment, times * terms.normal_days, zone, is_holiday)


def still_due(
    since: datetime,
    urgency: Urgency,
    terms: Terms = STANDARD,
    *,
    zone: str,
    times: int = 1,
    is_holiday: Callable[[date], bool] = public_holiday,
) -> datetime:
    """As `due`, for a signal that somebody took at `since` and on which nothing happened: two terms for each one."""
    return due(since, urgency, terms, zone=zone, times=2 * times, is_holiday=is_holiday)


def may_call(
    moment: datetime, urgency: Urgency, *, zone: str, is_holiday: Callable[[date], bool] = public_holiday
) -> datetime:
    """`moment`, or when after it people may be turned to about a signal that waits: what fell due while nothing ran
    keeps to the nights and the days off all the same."""
    if urgency is Urgency.ACUTE:
        return moment
    if urgency is Urgency.URGENT:
        return _NIGHT.awake(moment, zone)
    return _opened(moment, zone, is_holiday)


def morning(day: date, zone: str) -> datetime:
    """Nine o'clock on that day: when a follow-up that was agreed on for it is brought up."""
    return instant(day, _MORNING, zone)


def _working_days_later(since: datetime, days: int, zone: str, is_holiday: Callable[[date], bool]) -> datetime:
    start = _opened(since, zone, is_holiday).astimezone(ZoneInfo(zone))
    day = start.date()
    for _ in range(days):
        day = _working_day(day + timedelta(days=1), is_holiday)
    # once more: a zone that moved over the date line has skipped a day, or the hours in which people work
    return _opened(instant(day, start.time(), zone), zone, is_holiday)


def _opened(moment: datetime, zone: str, is_holiday: Callable[[date], bool]) -> datetime:
    """`moment`, or when work begins after it."""
    awake = _CLOSED.awake(moment, zone)
    day = awake.astimezone(ZoneInfo(zone)).date()
    working = _working_day(day, is_holiday)
    return awake if working == day else instant(working, time(_CLOSED.quiet_until), zone)


def _working_day(day: date, is_holiday: Callable[[date], bool]) -> date:
    """That day, or the first working day after it."""
    while day.weekday() > 4 or is_holiday(day):
        day += timedelta(days=1)
    return day
