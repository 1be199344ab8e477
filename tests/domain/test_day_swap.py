"""People find another day among themselves, and nobody gets two calls on one day by it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.day_swap import free_days, swap_partners, swaps
from domain.rota import Call, Seat, plan
from domain.spread import misfits, spread
from tests.often import examples

NAMES = [f"m{i:02}" for i in range(14)]
WEEK = range(7)


def clashes(timetable: Mapping[Call, int]) -> set[frozenset[Call]]:
    return {
        frozenset((one, other))
        for one, other in combinations(timetable, 2)
        if timetable[one] == timetable[other] and (one.caller == other.caller or one.callee == other.callee)
    }


@st.composite
def timetables(draw: st.DrawFn) -> tuple[dict[Call, int], Call, dict[str, set[int]]]:
    names = NAMES[: draw(st.integers(2, 8))]
    pairs = [Call(a, b) for a in names for b in names if a != b]
    calls = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=20, unique=True))
    timetable = {call: draw(st.integers(0, 6)) for call in calls}
    cannot = {name: draw(st.sets(st.integers(0, 6), max_size=3)) for name in names}
    return timetable, draw(st.sampled_from(calls)), cannot


def test_a_day_is_free_where_neither_side_has_another_call() -> None:
    call = Call("a", "p")
    timetable = {call: 0, Call("a", "q"): 1, Call("b", "p"): 2, Call("p", "a"): 3, Call("b", "q"): 4}

    free = free_days(timetable, call, range(5))

    # that p calls a on Thursday is no hindrance
    assert free == [3, 4]


def test_days_that_one_of_the_two_cannot_make_are_not_free() -> None:
    call = Call("a", "p")

    free = free_days({call: 0}, call, range(5), {"a": [1], "p": [2], "b": [3]})

    assert free == [3, 4]


def test_a_call_without_a_day_is_told_its_free_days_too() -> None:
    free = free_days({Call("a", "q"): 1}, Call("a", "p"), [0, 1, 2])

    assert free == [0, 2]


def test_both_calls_in_the_way_go_to_the_day_that_is_left() -> None:
    call = Call("a", "p")
    timetable = {call: 0, Call("a", "q"): 1, Call("b", "p"): 1}

    swap = swap_partners(timetable, call, 1)

    assert swap.in_the_way == (Call("a", "q"), Call("b", "p"))
    assert swap.moves == {call: 1, Call("a", "q"): 0, Call("b", "p"): 0}
    assert swap.asked == ("b", "q")
    assert swap.works


def test_who_is_met_on_the_day_that_is_left_exchanges_too() -> None:
    call = Call("a", "p")
    timetable = {call: 0, Call("a", "q"): 1, Call("c", "q"): 0, Call("c", "r"): 2}

    swap = swap_partners(timetable, call, 1)

    assert swap.in_the_way == (Call("a", "q"),)
    assert swap.moves == {call: 1, Call("a", "q"): 0, Call("c", "q"): 1}
    assert swap.asked == ("c", "q")
    assert swap.works


def test_who_cannot_make_a_new_day_is_named() -> None:
    call = Call("a", "p")
    timetable = {call: 0, Call("a", "q"): 1}

    swap = swap_partners(timetable, call, 1, {"p": [1], "q": [0], "a": [3]})

    assert swap.unable == ("p", "q")
    assert not swap.works


@pytest.mark.parametrize("day", [0, None])
def test_there_is_nothing_to_exchange_for_a_call_that_stays_or_has_no_day(day: int | None) -> None:
    call = Call("a", "p")
    timetable = {} if day is None else {call: day}

    with pytest.raises(ValueError, match="from its day to another"):
        swap_partners(timetable, call, 0)


@given(timetables())
@settings(deadline=None, max_examples=examples(80))
def test_a_free_day_brings_no_clash_and_every_other_day_does(
    drawn: tuple[dict[Call, int], Call, dict[str, set[int]]],
) -> None:
    timetable, call, cannot = drawn

    free = free_days(timetable, call, WEEK, cannot)

    for day in set(WEEK) - {timetable[call]}:
        after = {**timetable, call: day}
        clean = not {pair for pair in clashes(after) if call in pair} and call not in misfits(after, cannot)
        assert (day in free) == clean


@given(timetables(), st.integers(0, 6))
@settings(deadline=None, max_examples=examples(80))
def test_an_exchange_brings_no_clash_and_works_exactly_where_everybody_can(
    drawn: tuple[dict[Call, int], Call, dict[str, set[int]]], day: int
) -> None:
    timetable, call, cannot = drawn
    if timetable[call] == day:
        return

    swap = swap_partners(timetable, call, day, cannot)

    after = {**timetable, **swap.moves}
    assert clashes(after) <= clashes(timetable)
    assert swap.works == (not set(swap.moves) & set(misfits(after, cannot)))
    assert {*swap.in_the_way, call} <= set(swap.moves)


@given(timetables())
@settings(deadline=None, max_examples=examples(40))
def test_the_ways_that_work_are_told_with_free_days_first(
    drawn: tuple[dict[Call, int], Call, dict[str, set[int]]],
) -> None:
    timetable, call, cannot = drawn

    ways = swaps(timetable, call, WEEK, cannot)

    free = free_days(timetable, call, WEEK, cannot)
    assert [way.day for way in ways[: len(free)]] == free
    assert all(way.works and way.in_the_way for way in ways[len(free) :])


def test_where_everybody_calls_on_every_day_each_call_can_still_be_exchanged() -> None:
    rota = plan([Seat(name, 5, 5) for name in NAMES])
    timetable = spread(rota.calls, range(5))

    ways = [swaps(timetable, call, range(5)) for call in timetable]

    assert all(len(some) == 4 for some in ways)
    assert all(not free_days(timetable, call, range(5)) for call in timetable)


def test_in_an_ordinary_week_of_seven_days_most_calls_have_a_free_day_or_concern_few() -> None:
    rota = plan([Seat(name, 5, 5) for name in NAMES])
    timetable = spread(rota.calls, WEEK)

    fewest = [len(swaps(timetable, call, WEEK)[0].asked) for call in timetable]

    assert sum(others <= 2 for others in fewest) > len(fewest) * 3 // 4
