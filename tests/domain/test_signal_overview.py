"""How long signals take until somebody has them, and until they are closed; and times in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.durations import Unit, span
from domain.signal_overview import FEWEST, Course, course, middles
from domain.signals import SignalStep

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
takes = st.timedeltas(timedelta(0), timedelta(days=80))


def after(hours: float) -> datetime:
    return NOON + hours * HOUR


def test_the_first_time_it_was_taken_counts_and_the_last_time_it_was_closed() -> None:
    steps = [
        (SignalStep.RAISE, after(0)),
        (SignalStep.TAKE, after(1)),
        (SignalStep.TAKE, after(3)),
        (SignalStep.CLOSE, after(4)),
        (SignalStep.REOPEN, after(5)),
        (SignalStep.CLOSE, after(9)),
    ]

    assert course(steps) == Course(after(0), after(1), after(9))


def test_what_was_opened_again_is_not_closed() -> None:
    steps = [(SignalStep.RAISE, after(0)), (SignalStep.CLOSE, after(4)), (SignalStep.REOPEN, after(5))]

    assert course(steps) == Course(after(0), None, None)


def test_without_its_beginning_there_is_no_course() -> None:
    assert course([(SignalStep.TAKE, NOON)]) is None


def test_of_few_nothing_is_told() -> None:
    few = [Course(after(0), after(1), after(2))] * (FEWEST - 1)

    found = middles(few, after(0))

    assert (found.to_take, found.to_close) == (None, None)
    assert (found.taken, found.closed) == (FEWEST - 1, FEWEST - 1)


def test_one_that_took_long_does_not_move_the_middle() -> None:
    found = middles([Course(after(0), after(hours)) for hours in (1, 2, 900)], after(0))

    assert found.to_take == 2 * HOUR


@given(st.lists(takes, min_size=FEWEST, max_size=20))
def test_half_were_taken_within_the_middle_and_half_were_not(times: list[timedelta]) -> None:
    middle = middles([Course(NOON, NOON + one) for one in times], NOON).to_take

    assert middle is not None
    blur = timedelta(microseconds=1)
    assert 2 * sum(one <= middle + blur for one in times) >= len(times)
    assert 2 * sum(one >= middle - blur for one in times) >= len(times)


@given(st.lists(st.tuples(takes, takes), max_size=20), st.timedeltas(timedelta(0), timedelta(days=90)))
def test_what_was_done_earlier_does_not_count(times: list[tuple[timedelta, timedelta]], later: timedelta) -> None:
    since = NOON + later
    every = [Course(NOON, NOON + take, NOON + take + close) for take, close in times]

    found = middles(every, since)

    assert found.taken == sum(NOON + take >= since for take, _ in times)
    assert found.closed == sum(NOON + take + close >= since for take, close in times)
    assert found == middles(reversed(every), since)


@pytest.mark.parametrize(
    ("duration", "expected"),
    [
        (timedelta(0), (1, Unit.MINUTE)),
        (timedelta(minutes=15), (15, Unit.MINUTE)),
        (timedelta(minutes=119), (119, Unit.MINUTE)),
        (timedelta(hours=2), (2, Unit.HOUR)),
        (timedelta(hours=2, minutes=30), (3, Unit.HOUR)),
        (timedelta(hours=47, minutes=59), (48, Unit.HOUR)),
        (timedelta(days=2), (2, Unit.DAY)),
        (timedelta(days=100, hours=11), (100, Unit.DAY)),
    ],
)
def test_a_time_is_told_in_the_unit_in_which_people_would_say_it(
    duration: timedelta, expected: tuple[int, Unit]
) -> None:
    assert span(duration) == expected


def test_nothing_takes_less_than_no_time() -> None:
    with pytest.raises(ValueError, match="less"):
        span(timedelta(seconds=-1))


@given(st.timedeltas(timedelta(0), timedelta(days=4000)))
def test_what_is_told_is_near_the_truth(duration: timedelta) -> None:
    number, unit = span(duration)
    length = {Unit.MINUTE: timedelta(minutes=1), Unit.HOUR: HOUR, Unit.DAY: timedelta(days=1)}[unit]

    assert number >= 1
    assert abs(number * length - duration) <= max(
        length / 2, timedelta(minutes=1) if unit is Unit.MINUTE else length / 2
    )
