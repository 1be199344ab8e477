"""A file for somebody's calendar (iCalendar, RFC 5545), made in memory from plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from domain.week import date_in

LASTS = timedelta(minutes=30)
_PRODUCT = "-//Belboom//calls//EN"
_SEQUENCES_BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
_YEARS_OF_CLOCK_CHANGES = 12


@dataclass(frozen=True, slots=True)
class Appointment:
    """A call at `hour` (0 to 23) on the clocks of `timezone`: every week on the weekday of `first`, or once.

    `about` is what stays the same when the call moves: from it comes the event's UID.
    """

    about: str
    summary: str
    first: date
    hour: int
    timezone: str
    weekly: bool


def calendar_file(appointments: Iterable[Appointment], now: datetime) -> bytes:
    """The file as it is at `now`. In a calendar these events take the place of older ones with the same UID: SEQUENCE
    grows with time (seconds since 2020; a number of 31 bits holds that until 2088)."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    for one in sorted(appointments, key=lambda one: (one.first, one.about)):
        calendar.add_component(_event(one, now))
    calendar.add_missing_timezones(date(now.year, 1, 1), date(now.year + _YEARS_OF_CLOCK_CHANGES, 1, 1))
    written: bytes = calendar.to_ical()
    return written


def first_on(weekday: int, now: datetime, timezone: str) -> date:
    """The first such weekday (0 is Monday) from today on, in that time zone."""
    today = date_in(now, timezone)
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _event(one: Appointment, now: datetime) -> Event:
    begin = datetime.combine(one.first, time(one.hour), ZoneInfo(one.timezone))
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'belboom:{one.about}')}@belboom")
    event.add("dtstamp", now)
    event.add("sequence", int((now - _SEQUENCES_BEGIN).total_seconds()))
    event.add("summary", one.summary)
    event.add("dtstart", begin)
    event.add("duration", LASTS)
    if one.weekly:
        event.add("rrule", {"freq": "weekly"})
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
