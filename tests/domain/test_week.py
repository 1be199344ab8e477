"""Weeks and moments hold in every time zone, the two hours of the clock change included."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.week import (
    Week,
    day_index,
    instant,
    week_of,
    window,
)

BRUSSELS = "Europe/Brussels"
ZONES = [BRUSSELS, "UTC", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"]

zones = st.sampled_from(ZONES)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))


@given(moments, zones)
def test_every_moment_lies_in_the_window_of_its_week_alone(now: datetime, tz: str) -> None:
    week = week_of(now, tz)

    start, end = window(week, tz)

    assert start <= now < end
    assert window(week.following(), tz)[0] == end
    assert window(week.following(-1), tz)[1] == start


@given(moments, zones)
def test_a_week_reads_back_as_it_is_written(now: datetime, tz: str) -> None:
    week = week_of(now, tz)

    assert Week.parse(str(week)) == week
    assert week.day(day_index(now, tz)) == now.astimezone(ZoneInfo(tz)).date()


def test_a_week_is_written_as_iso_8601_has_it() -> None:
    assert str(Week(2026, 7)) == "2026-W07"
    assert str(week_of(datetime(2026, 11, 18, 12, 0, tzinfo=UTC), BRUSSELS)) == "2026-W47"


@pytest.mark.parametrize(
    ("now", "week"),
    [
        (datetime(2026, 12, 31, 12, 0, tzinfo=UTC), Week(2026, 53)),
        (datetime(2027, 1, 3, 22, 59, tzinfo=UTC), Week(2026, 53)),
        (datetime(2027, 1, 3, 23, 0, tzinfo=UTC), Week(2027, 1)),  # Monday has begun in Brussels
    ],
)
def test_the_turn_of_the_year_belongs_to_the_iso_week(now: datetime, week: Week) -> None:
    assert week_of(now, BRUSSELS) == week


def test_the_week_of_a_clock_change_is_an_hour_shorter_or_longer() -> None:
    spring, autumn = (window(week, BRUSSELS) for week in (Week(2026, 13), Week(2026, 43)))

    assert spring[1] - spring[0] == timedelta(days=7, hours=-1)
    assert autumn[1] - autumn[0] == timedelta(days=7, hours=1)


def test_a_skipped_time_is_moved_on_and_a_double_one_is_the_first() -> None:
    skipped = instant(date(2026, 3, 29), time(2, 30), BRUSSELS)
    double = instant(date(2026, 10, 25), time(2, 30), BRUSSELS)

    assert skipped == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 3:30 on the clock
    assert double == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_weeks_are_in_order() -> None:
    assert Week(2026, 53) < Week(2026, 53).following() == Week(2027, 1)
    assert Week(2026, 1).monday == date(2025, 12, 29)


@pytest.mark.parametrize("text", ["2026-W54", "2026-47", "2026-W7", "2026-W00", "", "2027-W53"])
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Week.parse(text)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        week_of(datetime(2026, 1, 1), BRUSSELS)


def test_an_unknown_time_zone_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        week_of(datetime(2026, 1, 5, tzinfo=UTC), "Europe/Nowhere")
