"""When a signal that waits is brought up again: terms, nights, working days and the change of the clock."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.signals import Urgency
from domain.terms import STANDARD, Terms, due, morning, public_holiday, still_due

BRUSSELS = "Europe/Brussels"
ZONES = [BRUSSELS, "UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]

zones = st.sampled_from(ZONES)
urgencies = st.sampled_from(Urgency)
times = st.integers(1, 6)
all_terms = st.builds(
    Terms,
    st.sampled_from(Terms.ACUTE_MINUTES),
    st.sampled_from(Terms.URGENT_HOURS),
    st.sampled_from(Terms.NORMAL_DAYS),
)
near_a_change = st.builds(
    lambda when, minutes: when + timedelta(minutes=minutes),
    st.sampled_from(
        [
            datetime(2026, 3, 29, 1, tzinfo=UTC),
            datetime(2026, 10, 25, 1, tzinfo=UTC),
            datetime(2026, 12, 31, 23, tzinfo=UTC),
            datetime(2027, 3, 28, 1, tzinfo=UTC),
        ]
    ),
    st.integers(-6 * 24 * 60, 6 * 24 * 60),
)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)) | near_a_change


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(BRUSSELS))


def working_days_between(first: date, last: date) -> int:
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(day.weekday() < 5 and not public_holiday(day) for day in days)


@pytest.mark.parametrize(
    ("since", "urgency", "expected"),
    [
        ("2026-11-17T03:10", Urgency.ACUTE, "2026-11-17T03:25"),
        ("2026-10-25T00:50", Urgency.ACUTE, "2026-10-25T01:05"),
        ("2026-11-17T10:00", Urgency.URGENT, "2026-11-17T14:00"),
        ("2026-11-17T17:59", Urgency.URGENT, "2026-11-17T21:59"),
        ("2026-11-17T18:00", Urgency.URGENT, "2026-11-18T07:00"),
        ("2026-11-17T23:30", Urgency.URGENT, "2026-11-18T07:00"),
        ("2026-11-18T03:00", Urgency.URGENT, "2026-11-18T07:00"),
        ("2026-11-21T12:00", Urgency.URGENT, "2026-11-21T16:00"),  # on a Saturday as well
        ("2026-03-28T20:00", Urgency.URGENT, "2026-03-29T07:00"),  # the night of the clock
        ("2026-11-17T10:15", Urgency.NORMAL, "2026-11-19T10:15"),
        ("2026-11-19T10:15", Urgency.NORMAL, "2026-11-23T10:15"),
        ("2026-11-21T10:15", Urgency.NORMAL, "2026-11-25T08:00"),  # a Saturday
        ("2026-11-17T20:00", Urgency.NORMAL, "2026-11-20T08:00"),  # after hours
        ("2026-11-17T06:00", Urgency.NORMAL, "2026-11-19T08:00"),
        ("2026-11-20T22:00", Urgency.NORMAL, "2026-11-25T08:00"),  # Friday night
        ("2026-11-10T12:00", Urgency.NORMAL, "2026-11-13T12:00"),  # over Armistice Day
        ("2026-12-31T12:00", Urgency.NORMAL, "2027-01-05T12:00"),  # over New Year and a weekend
        ("2026-03-27T12:00", Urgency.NORMAL, "2026-03-31T12:00"),  # over the change of the clock
        ("2026-05-13T12:00", Urgency.NORMAL, "2026-05-18T12:00"),  # over Ascension Day
        ("2026-07-21T12:00", Urgency.NORMAL, "2026-07-24T08:00"),  # on the national holiday
    ],
)
def test_the_terms_of_a_programme_that_chose_none(since: str, urgency: Urgency, expected: str) -> None:
    assert due(local(since), urgency, zone=BRUSSELS) == local(expected)


def test_what_would_be_due_at_night_does_not_all_come_at_once_in_the_morning() -> None:
    evening = local("2026-11-17T20:00")

    moments = [due(evening, Urgency.URGENT, zone=BRUSSELS, times=n) for n in (1, 2, 3)]

    assert moments == [local(f"2026-11-18T{hour}:00") for hour in ("07", "11", "15")]


@given(moments, urgencies, all_terms, times, zones)
def test_each_next_time_comes_later(since: datetime, urgency: Urgency, terms: Terms, n: int, zone: str) -> None:
    first, second = (due(since, urgency, terms, times=count, zone=zone) for count in (n, n + 1))

    assert since < first < second
    assert first.utcoffset() == second.utcoffset() == timedelta(0)


@given(moments, moments, urgencies, all_terms, zones)
def test_what_came_first_is_never_due_last(
    one: datetime, other: datetime, urgency: Urgency, terms: Terms, zone: str
) -> None:
    first, second = sorted((one, other))

    assert due(first, urgency, terms, zone=zone) <= due(second, urgency, terms, zone=zone)


@given(moments, all_terms, times, zones)
def test_acute_is_exact(since: datetime, terms: Terms, n: int, zone: str) -> None:
    assert due(since, Urgency.ACUTE, terms, times=n, zone=zone) - since == timedelta(minutes=n * terms.acute_minutes)


@given(moments, all_terms, times, zones)
def test_urgent_is_never_due_at_night_nor_too_early_nor_a_night_too_late(
    since: datetime, terms: Terms, n: int, zone: str
) -> None:
    at = due(since, Urgency.URGENT, terms, times=n, zone=zone)

    assert 7 <= at.astimezone(ZoneInfo(zone)).hour < 22
    assert timedelta(0) <= at - since - timedelta(hours=n * terms.urgent_hours) <= n * timedelta(hours=10)


@given(moments, all_terms, times, zones)
def test_normal_is_due_on_a_working_day_after_as_many_of_them(since: datetime, terms: Terms, n: int, zone: str) -> None:
    there = due(since, Urgency.NORMAL, terms, times=n, zone=zone).astimezone(ZoneInfo(zone))
    day = since.astimezone(ZoneInfo(zone)).date()

    assert 8 <= there.hour < 20
    assert there.weekday() < 5
    assert not public_holiday(there.date())
    assert n * terms.normal_days <= working_days_between(day, there.date()) <= n * terms.normal_days + 1


@given(moments, urgencies, all_terms, times, zones)
def test_who_took_a_signal_has_twice_as_long(
    since: datetime, urgency: Urgency, terms: Terms, n: int, zone: str
) -> None:
    still = still_due(since, urgency, terms, times=n, zone=zone)

    assert still == due(since, urgency, terms, times=2 * n, zone=zone)


def test_a_zone_that_skipped_a_day_still_gets_a_working_one() -> None:
    thursday = datetime(2011, 12, 29, 12, tzinfo=ZoneInfo("Pacific/Apia"))  # there was no Friday 30 December

    at = due(thursday, Urgency.NORMAL, Terms(normal_days=1), zone="Pacific/Apia")

    assert at == datetime(2012, 1, 2, 8, tzinfo=ZoneInfo("Pacific/Apia"))


def test_days_off_can_be_those_of_elsewhere() -> None:
    monday = local("2026-11-16T10:00")

    at = due(monday, Urgency.NORMAL, Terms(normal_days=1), zone=BRUSSELS, is_holiday=lambda day: day.day == 17)

    assert at == local("2026-11-18T10:00")


@pytest.mark.parametrize(
    "bad", [{"acute_minutes": 4}, {"acute_minutes": 121}, {"urgent_hours": 0}, {"normal_days": 11}]
)
def test_terms_out_of_bounds_are_refused(bad: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="working days"):
        Terms(**bad)


def test_no_term_and_a_moment_without_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        due(datetime(2026, 1, 1, tzinfo=UTC), Urgency.ACUTE, zone=BRUSSELS, times=0)
    with pytest.raises(ValueError, match="time zone"):
        due(datetime(2026, 1, 1), Urgency.ACUTE, STANDARD, zone=BRUSSELS)


def test_a_follow_up_comes_at_nine_in_the_morning_before_and_after_the_change_of_the_clock() -> None:
    assert morning(date(2026, 3, 28), BRUSSELS) == datetime(2026, 3, 28, 8, tzinfo=UTC)
    assert morning(date(2026, 3, 29), BRUSSELS) == datetime(2026, 3, 29, 7, tzinfo=UTC)


def test_the_calendar_of_days_off_is_loaded_only_once_it_is_needed() -> None:
    code = "import sys, domain.terms; sys.exit('holidays' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
