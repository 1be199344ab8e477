"""Who was not reached for long, whose calls come all at once, and which other day would help."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.gaps import Followed, Suggestion, at_once, better_day, gaps, huddled, nearest, not_reached
from domain.rota import Call
from domain.week import Week

NOW = Week(2026, 47)
days = st.integers(0, 6)
weeks_ago = st.integers(0, 60)
followed = st.builds(
    Followed,
    member=st.text("abc", min_size=1, max_size=3),
    since=weeks_ago.map(lambda ago: NOW.following(-ago)),
    reached=st.none() | weeks_ago.map(lambda ago: NOW.following(-ago)),
)
open_days = st.dictionaries(st.builds(Call, st.text("xyz", min_size=1, max_size=2), st.just("p")), st.sets(days))
weeks = st.dictionaries(st.builds(Call, st.text("xyz", min_size=1, max_size=2), st.just("p")), days, max_size=7)


def spread_of(week: dict[Call, int]) -> tuple[int, ...]:
    return gaps(week.values())


@pytest.mark.parametrize(
    ("since", "reached", "waits"),
    [
        (40, None, True),
        (45, None, False),  # in the course of that week, so it was not a full one
        (44, None, True),
        (40, 44, True),
        (40, 45, False),
        (40, 46, False),
        (40, 47, False),
    ],
)
def test_two_full_weeks_without_a_talk_are_long(since: int, reached: int | None, waits: bool) -> None:
    one = Followed("p", Week(2026, since), None if reached is None else Week(2026, reached))

    assert not_reached([one], NOW) == (["p"] if waits else [])


def test_the_weeks_are_counted_across_the_turn_of_the_year() -> None:
    one = Followed("p", Week(2026, 50), Week(2026, 52))

    assert not_reached([one], Week(2027, 1)) == []
    assert not_reached([one], Week(2027, 2)) == ["p"]  # 2026 has a week 53


def test_it_takes_a_full_week_at_least() -> None:
    with pytest.raises(ValueError, match="one full week"):
        not_reached([], NOW, 0)


@given(st.lists(followed), st.integers(1, 8))
def test_whoever_waits_for_so_many_weeks_waits_for_fewer_too(everybody: list[Followed], number: int) -> None:
    longer, shorter = not_reached(everybody, NOW, number + 1), not_reached(everybody, NOW, number)

    assert {*longer} <= {*shorter}


@given(st.lists(followed, unique_by=lambda one: one.member))
def test_a_talk_in_the_meantime_ends_the_waiting(everybody: list[Followed]) -> None:
    waiting = not_reached(everybody, NOW)

    talked = [Followed(one.member, one.since, NOW.following(-1)) for one in everybody]
    assert not_reached(talked, NOW) == []
    assert {*waiting} <= {one.member for one in everybody if one.since < NOW.following(-2)}


def test_who_waits_longest_comes_first() -> None:
    everybody = [
        Followed("a", Week(2026, 30), Week(2026, 44)),
        Followed("b", Week(2026, 30), Week(2026, 42)),
        Followed("c", Week(2026, 43)),
    ]

    assert not_reached(everybody, NOW) == ["b", "c", "a"]


@pytest.mark.parametrize(
    ("calls", "day"), [([], None), ([3, 3], None), ([3, 3, 3], 3), ([3, 3, 3, 3], 3), ([3, 3, 4], None)]
)
def test_three_calls_on_one_day_come_at_once(calls: list[int], day: int | None) -> None:
    assert at_once(calls) == day


@pytest.mark.parametrize(
    ("calls", "expected"),
    [([2, 3], False), ([2, 3, 3], True), ([6, 0, 6], True), ([2, 2, 2], True), ([2, 3, 4], False), ([0, 2, 2], False)],
)
def test_three_calls_within_two_days_that_follow_one_another_huddle(calls: list[int], expected: bool) -> None:
    assert huddled(calls) is expected


@given(st.lists(days))
def test_calls_at_once_huddle_as_well(calls: list[int]) -> None:
    assert at_once(calls) is None or huddled(calls)


@given(st.lists(days, min_size=1))
def test_the_gaps_make_up_a_week(calls: list[int]) -> None:
    assert sum(gaps(calls)) == 7
    assert len(gaps(calls)) == len(calls)


@given(st.lists(days), st.integers(1, 6))
def test_gaps_do_not_depend_on_which_day_the_week_begins(calls: list[int], later: int) -> None:
    assert gaps(calls) == gaps((day + later) % 7 for day in calls)


def test_the_call_that_helps_most_goes_to_the_middle_of_the_widest_gap() -> None:
    week = {Call("x", "p"): 0, Call("y", "p"): 0, Call("z", "p"): 1}

    found = better_day(week, dict.fromkeys(week, range(7)))

    assert found == Suggestion(Call("x", "p"), 4)


@given(weeks, open_days)
def test_another_day_is_an_open_one_and_no_other_move_makes_the_gaps_smaller(
    week: dict[Call, int], offers: dict[Call, set[int]]
) -> None:
    found = better_day(week, offers)

    outcomes = {Suggestion(call, day): spread_of({**week, call: day}) for call in week for day in offers.get(call, ())}
    if found is None:
        assert all(outcome >= spread_of(week) for outcome in outcomes.values())
    else:
        assert outcomes[found] == min(outcomes.values())
        assert outcomes[found] < spread_of(week)


@given(open_days, days)
def test_the_nearest_day_is_an_open_one_and_nobody_could_sooner(offers: dict[Call, set[int]], today: int) -> None:
    found = nearest(offers, today)

    waits = {(day - today - 1) % 7: None for some in offers.values() for day in some}
    if found is None:
        assert not waits
    else:
        assert found.day in offers[found.call]
        assert (found.day - today - 1) % 7 == min(waits)


def test_today_is_as_far_away_as_a_day_can_be() -> None:
    call = Call("x", "p")

    assert nearest({call: {2, 1}}, 2) == Suggestion(call, 1)
    assert nearest({call: {2, 3}}, 2) == Suggestion(call, 3)
