"""Periods to choose from for an export, in whole days of a time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.week import date_in


class Period(StrEnum):
    """Each but the last month and `all` lasts until now."""

    THIS_WEEK = "this_week"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_QUARTER = "this_quarter"
    THIS_YEAR = "this_year"
    ALL = "all"


def span(period: Period, now: datetime, tz: str) -> tuple[datetime, datetime]:
    """The first instant of the period and the first after it, in UTC. `now` is aware."""
    today = date_in(now, tz)
    tomorrow = today + timedelta(days=1)
    first_of_month = today.replace(day=1)
    match period:
        case Period.THIS_WEEK:
            days = today - timedelta(days=today.weekday()), tomorrow
        case Period.THIS_MONTH:
            days = first_of_month, tomorrow
        case Period.LAST_MONTH:
            days = (first_of_month - timedelta(days=1)).replace(day=1), first_of_month
        case Period.THIS_QUARTER:
            days = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), tomorrow
        case Period.THIS_YEAR:
            days = today.replace(month=1, day=1), tomorrow
        case Period.ALL:
            days = date(2000, 1, 1), tomorrow
    return _midnight(days[0], tz), _midnight(days[1], tz)


def _midnight(day: date, tz: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(tz)).astimezone(UTC)
