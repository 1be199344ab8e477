"""Calls are spread over the weekdays, and stay on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.rota import Call, Seat, plan
from domain.spread import misfits, spread
from tests.domain.spread_exact import fewest_moved
from tests.often import examples

NAMES = [f"m{i:02}" for i in range(30)]
WORKWEEK = [0, 1, 2, 3, 4]
WEEK = range(7)


def busiest(timetable: Mapping[Call, int]) -> int:
    """The most calls that anybody makes, or gets, on one day."""
    made = Counter((call.caller, day) for call, day in timetable.items())
    got = Counter((call.callee, day) for call, day in timetable.items())
    return max([*made.values(), *got.values()], default=0)


calls_of_any_shape = st.sets(
    st.tuples(st.sampled_from(NAMES[:12]), st.sampled_from(NAMES[:12])).filter(lambda p: p[0] != p[1]),
    max_size=70,
).map(lambda pairs: {Call(*pair) for pair in pairs})
some_days = st.sets(st.integers(0, 6), min_size=1, max_size=7).map(sorted)


def degrees(calls: set[Call]) -> list[int]:
    return [*Counter(c.caller for c in calls).values(), *Counter(c.callee for c in calls).values()]


@given(calls_of_any_shape, some_days)
@settings(deadline=None, max_examples=examples(60))
def test_everybodys_calls_are_divided_evenly_over_the_days(calls: set[Call], days: list[int]) -> None:
    timetable = spread(calls, days)

    assert set(timetable) == calls
    assert set(timetable.values()) <= set(days)
    for side in (0, 1):
        each = Counter((call[side], day) for call, day in timetable.items())
        for member, total in Counter(call[side] for call in calls).items():
            per_day = [each[member, day] for day in days]
            assert max(per_day) == -(-total // len(days))
            assert min(per_day) == total // len(days)


@given(calls_of_any_shape, some_days, st.data())
@settings(deadline=None, max_examples=examples(40))
def test_any_days_of_before_do_not_break_the_spread(calls: set[Call], days: list[int], data: st.DataObject) -> None:
    before = {call: data.draw(st.integers(0, 6)) for call in sorted(calls)}

    timetable = spread(calls, days, before=before)

    assert busiest(timetable) == -(-max(degrees(calls), default=0) // len(days))


@given(calls_of_any_shape, some_days)
@settings(deadline=None, max_examples=examples(40))
def test_no_day_moves_when_nothing_changed(calls: set[Call], days: list[int]) -> None:
    timetable = spread(calls, days)

    assert spread(calls, days, before=timetable) == timetable


def test_the_days_are_the_same_whatever_the_order_of_the_calls() -> None:
    calls = sorted(plan([Seat(name, 5, 5) for name in NAMES]).calls)

    assert spread(calls, WORKWEEK) == spread(reversed(calls), WORKWEEK)


@pytest.mark.parametrize("n", [11, 14, 20, 29])
def test_a_join_moves_few_calls_that_stay(n: int) -> None:
    before = plan([Seat(name, 5, 5) for name in NAMES[:n]])
    days_before = spread(before.calls, WORKWEEK)
    rota = plan([Seat(name, 5, 5) for name in NAMES[: n + 1]], before=before.calls)

    timetable = spread(rota.calls, WORKWEEK, before=days_before)

    moved = sum(timetable[call] != days_before[call] for call in rota.calls & before.calls)
    assert busiest(timetable) == 1
    assert moved <= 12


def test_one_new_call_takes_the_free_day_and_moves_nobody() -> None:
    calls = {Call("a", "b"), Call("a", "c"), Call("d", "b")}
    before = {Call("a", "c"): 0, Call("d", "b"): 1}

    timetable = spread(calls, [0, 1, 2], before=before)

    assert timetable == {**before, Call("a", "b"): 2}


def test_a_chain_makes_room_when_no_day_is_free_for_both() -> None:
    calls = {Call("a", "b"), Call("a", "c"), Call("d", "b")}
    before = {Call("a", "c"): 0, Call("d", "b"): 1}

    timetable = spread(calls, [0, 1], before=before)

    assert busiest(timetable) == 1
    assert sum(timetable[call] != day for call, day in before.items()) == 1


@given(st.data())
@settings(deadline=None, max_examples=examples(30))
def test_moves_in_a_tiny_tree_are_close_to_the_fewest(data: st.DataObject) -> None:
    arcs = st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")).map(lambda p: Call(*p))
    calls = data.draw(st.sets(arcs, max_size=6))
    days = [0, 1, 2, 3]
    before = {call: data.draw(st.sampled_from(days)) for call in sorted(calls) if data.draw(st.booleans())}

    timetable = spread(calls, days, before=before)

    best = min(
        sum(choice[call] != day for call, day in before.items())
        for week in product(days, repeat=len(calls))
        for choice in [dict(zip(sorted(calls), week, strict=True))]
        if busiest(choice) <= 1
    )
    assert sum(timetable[call] != day for call, day in before.items()) <= best + 1


@pytest.mark.parametrize("n", [11, 14, 20, 29])
@pytest.mark.parametrize("joins", [True, False])
def test_in_a_week_of_seven_days_no_more_calls_move_than_the_exact_solver_moves(n: int, joins: bool) -> None:
    seats = [Seat(name, 5, 5) for name in NAMES[:n]]
    cannot = {name: [number % 7] for number, name in enumerate(NAMES[:n]) if number % 5 == 0}
    before = plan(seats, seed=n)
    days_before = spread(before.calls, WEEK, cannot=cannot)
    seats = [*seats, Seat("newcomer", 5, 5)] if joins else seats[1:]
    rota = plan(seats, before=before.calls)

    timetable = spread(rota.calls, WEEK, before=days_before, cannot=cannot)

    stayed = {call: day for call, day in days_before.items() if call in rota.calls}
    best = fewest_moved(rota.calls, WEEK, stayed, cannot, guess=timetable)
    assert busiest(timetable) == 1
    assert misfits(timetable, cannot) == []
    assert sum(timetable[call] != day for call, day in stayed.items()) == best


@pytest.mark.parametrize("day", [0, 3])
def test_a_day_that_somebody_cannot_make_any_more_moves_few_calls_besides_theirs(day: int) -> None:
    calls = plan([Seat(name, 5, 5) for name in NAMES[:16]]).calls
    before = spread(calls, WEEK)
    cannot = {NAMES[4]: [day]}
    theirs = [call for call, on in before.items() if on == day and NAMES[4] in call]

    timetable = spread(calls, WEEK, before=before, cannot=cannot)

    moved = sum(timetable[call] != on for call, on in before.items())
    best = fewest_moved(calls, WEEK, before, cannot, guess=timetable)
    assert misfits(timetable, cannot) == []
    assert busiest(timetable) == 1
    assert best is not None
    assert len(theirs) <= best <= moved <= best + 1


@given(calls_of_any_shape, st.data())
@settings(deadline=None, max_examples=examples(40))
def test_days_that_people_cannot_make_are_kept_free(calls: set[Call], data: st.DataObject) -> None:
    blocked = st.sets(st.integers(0, 4), max_size=2)
    cannot = {name: data.draw(blocked) for name in NAMES[:12]}

    timetable = spread(calls, WORKWEEK, cannot=cannot)

    # two days blocked on either side leave at least one of five
    assert misfits(timetable, cannot) == []


def test_a_tree_with_blocked_days_still_has_no_double_day() -> None:
    calls = plan([Seat(name, 3, 3) for name in NAMES[:12]]).calls
    cannot = {NAMES[0]: [0, 1], NAMES[4]: [4], NAMES[7]: [2]}

    timetable = spread(calls, WORKWEEK, cannot=cannot)

    assert busiest(timetable) == 1
    assert misfits(timetable, cannot) == []


def test_two_people_without_a_shared_day_are_told_as_a_misfit() -> None:
    call = Call("a", "b")
    cannot = {"a": [0], "b": [1]}

    timetable = spread([call], [0, 1], cannot=cannot)

    assert misfits(timetable, cannot) == [call]


def test_who_can_make_no_day_at_all_still_gets_one() -> None:
    timetable = spread([Call("a", "b")], [3], cannot={"a": [3]})

    assert timetable == {Call("a", "b"): 3}


def test_no_calls_need_no_days() -> None:
    assert spread([], []) == {}


@pytest.mark.parametrize(("days", "reason"), [([], "at least one day"), ([7], "from 0"), ([-1], "from 0")])
def test_impossible_days_are_refused(days: list[int], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        spread([Call("a", "b")], days)


@pytest.mark.parametrize("n", [6, 8, 14, 30, 60])
@pytest.mark.parametrize(("k", "longest"), [(2, 5), (3, 4)])
def test_nobody_waits_long_between_two_calls(n: int, k: int, longest: int) -> None:
    """Source 000: with calls on neighbouring days the gap until the next week's is too large."""
    rota = plan([Seat(f"m{i:02}", k, k) for i in range(n)])

    days = spread(rota.calls, WEEK)

    for member in {call.callee for call in rota.calls}:
        own = sorted(day for call, day in days.items() if call.callee == member)
        waits = [(later - day) % 7 for day, later in zip(own, [*own[1:], own[0]], strict=True)]
        assert max(waits) <= longest
