"""When people are reminded and when they are left alone, in every time zone and at the change of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.hours import Hours
from domain.week import Week

BRUSSELS = "Europe/Brussels"
ZONES = [BRUSSELS, "UTC", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"]

hours = st.builds(Hours, st.integers(0, 23), st.integers(0, 23), st.integers(0, 23))
zones = st.sampled_from(ZONES)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("week", "tz", "utc"),
    [
        (Week(2026, 13), BRUSSELS, datetime(2026, 3, 23, 8, 0, tzinfo=UTC)),
        (Week(2026, 14), BRUSSELS, datetime(2026, 3, 30, 7, 0, tzinfo=UTC)),  # summer time since Sunday
        (Week(2026, 43), BRUSSELS, datetime(2026, 10, 19, 7, 0, tzinfo=UTC)),
        (Week(2026, 44), BRUSSELS, datetime(2026, 10, 26, 8, 0, tzinfo=UTC)),  # winter time since Sunday
        (Week(2026, 10), "America/New_York", datetime(2026, 3, 2, 14, 0, tzinfo=UTC)),
        (Week(2026, 11), "America/New_York", datetime(2026, 3, 9, 13, 0, tzinfo=UTC)),
        (Week(2026, 14), "Australia/Lord_Howe", datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),
        (Week(2026, 15), "Australia/Lord_Howe", datetime(2026, 4, 5, 22, 30, tzinfo=UTC)),  # half an hour
        (Week(2026, 30), "UTC", datetime(2026, 7, 20, 9, 0, tzinfo=UTC)),
    ],
)
def test_who_chose_nothing_is_reminded_at_nine_on_the_clocks_of_the_programme(
    week: Week, tz: str, utc: datetime
) -> None:
    moment = Hours().reminded(week.monday, tz)

    assert moment == utc
    assert moment.tzinfo is UTC


def test_an_hour_that_the_clock_skips_gives_the_one_after_it() -> None:
    night_bird = Hours(2, 4, 5)

    assert night_bird.reminded(date(2026, 3, 29), BRUSSELS) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_from_nine_in_the_evening_until_eight_everybody_is_left_alone() -> None:
    quiet = [hour for hour in range(24) if Hours().is_quiet(hour)]

    assert quiet == [0, 1, 2, 3, 4, 5, 6, 7, 21, 22, 23]


def test_equal_bounds_leave_no_hour_quiet() -> None:
    assert not any(Hours(9, 8, 8).is_quiet(hour) for hour in range(24))


@pytest.mark.parametrize("values", [(24, 21, 8), (9, -1, 8), (9, 21, 24)])
def test_what_is_no_hour_is_refused(values: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="0 to 23"):
        Hours(*values)


@given(hours)
def test_the_hour_of_reminders_fits_the_quiet_ones(chosen: Hours) -> None:
    fitting = chosen.fitting()

    assert not fitting.is_quiet(fitting.hour)
    assert fitting.fitting() == fitting
    assert (fitting == chosen) == (not chosen.is_quiet(chosen.hour))


@given(hours, moments, zones)
def test_nothing_that_waits_until_one_is_awake_comes_in_quiet_hours_or_a_day_late(
    chosen: Hours, now: datetime, tz: str
) -> None:
    moment = chosen.awake(now, tz)

    assert now <= moment < now + timedelta(hours=25)
    local = moment.astimezone(ZoneInfo(tz))
    at_the_jump = local.utcoffset() != (moment - timedelta(hours=1)).astimezone(ZoneInfo(tz)).utcoffset()
    assert at_the_jump or not chosen.is_quiet(local.hour)
    assert moment == now or local.time().replace(minute=0) == time(chosen.quiet_until) or at_the_jump
