"""Weeks as a programme lives them: ISO weeks, in the programme's own time zone.

Instants go in and come out as aware datetimes; those that come out are in UTC. A naive datetime raises
ValueError, an unknown time zone `zoneinfo.ZoneInfoNotFoundError`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_WRITTEN = re.compile(r"([0-9]{4})-W([0-9]{2})")


@dataclass(frozen=True, order=True)
class Week:
    """An ISO 8601 week, Monday to Sunday; "2026-W47" in writing. Raises ValueError where there is no such week."""

    year: int
    week: int

    def __post_init__(self) -> None:
        date.fromisocalendar(self.year, self.week, 1)

    def __str__(self) -> str:
        return f"{self.year:04}-W{self.week:02}"

    @classmethod
    def parse(cls, text: str) -> Week:
        """The week written as "2026-W47"; ValueError for anything else."""
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise ValueError("a week is written like 2026-W47")
        return cls(int(found[1]), int(found[2]))

    @property
    def monday(self) -> date:
        return self.day(0)

    def day(self, index: int) -> date:
        """The date of a day of this week; 0 is Monday, 6 is Sunday."""
        return date.fromisocalendar(self.year, self.week, index + 1)

    def following(self, weeks: int = 1) -> Week:
        """The week so many weeks later (earlier where negative)."""
        year, week, _ = (self.monday + timedelta(weeks=weeks)).isocalendar()
        return Week(year, week)


def week_of(now: datetime, tz: str) -> Week:
    """The week it is in `tz` at `now`."""
    year, week, _ = _local(now, tz).isocalendar()
    return Week(year, week)


def date_in(now: datetime, tz: str) -> date:
    """Which day it is in `tz` at `now`."""
    return _local(now, tz).date()


def day_index(now: datetime, tz: str) -> int:
    """Which day of the week it is in `tz` at `now`: 0 is Monday, 6 is Sunday."""
    return _local(now, tz).weekday()


def hour_of(now: datetime, tz: str) -> int:
    """Which hour the clocks in `tz` show at `now`: 0 … 23."""
    return _local(now, tz).hour


def instant(day: date, at: time, tz: str) -> datetime:
    """When the clocks in `tz` show `at` on `day`.

    Where the clock skips that time, the moment as far after the jump as the time lies in the gap; where it shows
    it twice, the first of the two.
    """
    return datetime.combine(day, at, ZoneInfo(tz)).astimezone(UTC)


def window(week: Week, tz: str) -> tuple[datetime, datetime]:
    """The start of the week and the start of the next one, midnight in `tz`; the end is not part of it."""
    midnight = time(0, 0)
    return instant(week.monday, midnight, tz), instant(week.following().monday, midnight, tz)


def _local(now: datetime, tz: str) -> datetime:
    if now.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return now.astimezone(ZoneInfo(tz))
