"""Weeks, days and digests through the hours of a clock change, and when a programme moves to another time zone."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.hours import Hours
from domain.week import Week, day_index, instant, week_of, window
from tests.often import examples

BRUSSELS = "Europe/Brussels"
ZONES = [BRUSSELS, "UTC", "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Pago_Pago"]
FARTHEST = timedelta(hours=25)
"""From Pago Pago (UTC-11) to Kiritimati (UTC+14)."""
CHANGES = [  # the Sunday night on which the clocks change, and the week it ends
    (BRUSSELS, datetime(2026, 3, 29, 1, 0, tzinfo=UTC), Week(2026, 13)),
    (BRUSSELS, datetime(2026, 10, 25, 1, 0, tzinfo=UTC), Week(2026, 43)),
    ("America/New_York", datetime(2026, 3, 8, 7, 0, tzinfo=UTC), Week(2026, 10)),
    ("America/New_York", datetime(2026, 11, 1, 6, 0, tzinfo=UTC), Week(2026, 44)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, 0, tzinfo=UTC), Week(2026, 14)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC), Week(2026, 40)),
]

zones = st.sampled_from(ZONES)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


def is_due(now: datetime, tz: str) -> bool:
    """Whether the week's digest has come for somebody who chose no hours of their own."""
    return now >= Hours().reminded(week_of(now, tz).monday, tz)


@pytest.mark.parametrize(("tz", "change", "week"), CHANGES)
def test_all_minutes_around_a_clock_change_are_of_that_sunday(tz: str, change: datetime, week: Week) -> None:
    offsets = {(change + timedelta(minutes=m)).astimezone(ZoneInfo(tz)).utcoffset() for m in (-1, 0)}

    around = [change + timedelta(minutes=minute) for minute in range(-60, 61)]

    assert len(offsets) == 2
    assert {week_of(moment, tz) for moment in around} == {week}
    assert {day_index(moment, tz) for moment in around} == {6}
    assert all(is_due(moment, tz) for moment in around)


@pytest.mark.parametrize(("tz", "change", "week"), CHANGES)
def test_moments_named_on_the_clock_never_go_back_through_a_clock_change(tz: str, change: datetime, week: Week) -> None:
    """A time in the hour that is skipped lies after the jump, beside the hour that follows; so order may tie there."""
    sunday = week.day(6)
    start, end = instant(sunday, time(0), tz), window(week, tz)[1]

    named = [instant(sunday, time(hour, minute), tz) for hour in range(24) for minute in range(0, 60, 10)]

    assert all(start <= moment < end for moment in named)
    shown = [moment.astimezone(ZoneInfo(tz)).time() for moment in named]
    wanted = [time(hour, minute) for hour in range(24) for minute in range(0, 60, 10)]
    moved = [(want, have) for want, have in zip(wanted, shown, strict=True) if want != have]
    skipped = (end - start) < timedelta(hours=24)
    assert bool(moved) == skipped
    assert all(have > want for want, have in moved)


@given(moments, zones, zones)
def test_in_the_midst_of_a_week_another_time_zone_leaves_the_week_as_it_is(now: datetime, old: str, new: str) -> None:
    start, end = window(week_of(now, old), old)

    week = week_of(now, new)

    near = now - start < FARTHEST or end - now <= FARTHEST
    assert week == week_of(now, old) or near
    assert week in {week_of(now, old).following(by) for by in (-1, 0, 1)}
    assert abs(window(week_of(now, old), new)[0] - start) <= FARTHEST + timedelta(hours=1)


@given(moments, zones, zones, st.integers(8 * 24, 16 * 24))
@settings(deadline=None, max_examples=examples(60))
def test_every_week_has_its_digest_once_though_the_time_zone_changes(
    first: datetime, old: str, new: str, hours: int
) -> None:
    """A digest is kept under its week; the programme runs for more than a week before it moves."""
    digests: list[Week] = []
    begun = week_of(first, old)

    for hour in range(24 * 22):
        now = first + timedelta(hours=hour)
        tz = old if hour < hours else new
        if is_due(now, tz) and week_of(now, tz) not in digests:
            digests.append(week_of(now, tz))

    assert digests == [digests[0].following(i) for i in range(len(digests))]
    assert digests[0] in (begun.following(-1), begun, begun.following())
    assert len(digests) >= 3


def test_whoever_moves_west_on_monday_after_the_digest_is_in_the_same_week_or_the_one_before() -> None:
    now = instant(Week(2026, 47).monday, time(9, 30), BRUSSELS)

    weeks = {tz: (str(week_of(now, tz)), is_due(now, tz)) for tz in ("America/New_York", "Pacific/Pago_Pago")}

    assert is_due(now, BRUSSELS)
    assert weeks == {"America/New_York": ("2026-W47", False), "Pacific/Pago_Pago": ("2026-W46", True)}
