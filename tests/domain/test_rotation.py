"""A rotation brings new pairs each round, and nobody meets again before the possible others were had."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from domain.rota import Call, Rota, Seat, plan
from domain.rotation import Round, rotate
from tests.domain.rota_exact import score_of
from tests.often import examples

Pair = frozenset[str]
NAMES = [f"m{i:03}" for i in range(400)]
REGULAR = [(n, k) for n in range(3, 23) for k in range(1, (n - 1) // 2 + 1)]


def tree(n: int, k: int) -> list[Seat]:
    return [Seat(name, k, k) for name in NAMES[:n]]


def pairs_of(calls: Collection[Call]) -> set[Pair]:
    return {frozenset(call) for call in calls}


def rounds_of(seats: Sequence[Seat], number: int, *, seed: int = 0) -> list[Round]:
    """So many rounds from an empty history, each with a seed of its own."""
    past: list[Round] = []
    for i in range(number):
        past.append(rotate(seats, [one.calls for one in past], seed=seed + i))
    return past


def assert_is_regular(rota: Rota, seats: Sequence[Seat]) -> None:
    k = seats[0].calls
    assert not rota.shortages
    assert rota.reciprocal == 0
    for seat in seats:
        assert len(rota.called_by(seat.member)) == len(rota.callers_of(seat.member)) == k
    assert len(pairs_of(rota.calls)) == len(rota.calls) == len(seats) * k


@pytest.mark.parametrize(("n", "k"), [*REGULAR, (40, 5), (41, 3), (60, 5), (60, 1)])
def test_a_regular_group_has_all_its_rounds_without_a_repeat(n: int, k: int) -> None:
    seats = tree(n, k)

    rounds = rounds_of(seats, (n - 1) // (2 * k))

    for one in rounds:
        assert_is_regular(one, seats)
        assert not one.repeated
        assert not one.fresh_cycle
    assert len(set().union(*(pairs_of(one.calls) for one in rounds))) == len(rounds) * n * k


@pytest.mark.parametrize(("n", "k"), REGULAR)
def test_the_next_cycle_begins_with_the_pairs_left_over(n: int, k: int) -> None:
    seats = tree(n, k)
    whole = (n - 1) // (2 * k)
    left_over = n * (n - 1) // 2 - whole * n * k

    one = rounds_of(seats, whole + 1)[-1]

    assert_is_regular(one, seats)
    assert len(one.repeated) == n * k - left_over
    assert one.fresh_cycle


@pytest.mark.parametrize(("n", "k"), [(9, 1), (10, 1), (13, 2), (14, 2), (20, 3), (21, 5), (20, 5), (22, 4)])
def test_through_many_cycles_no_pair_is_had_twice_more_than_another(n: int, k: int) -> None:
    seats = tree(n, k)
    everybody = {frozenset((a, b)) for a in NAMES[:n] for b in NAMES[:n] if a != b}

    rounds = rounds_of(seats, 30)

    times = dict.fromkeys(everybody, 0)
    for one in rounds:
        assert_is_regular(one, seats)
        most = max(times.values())
        behind = {pair for pair, had in times.items() if had < most}
        ran_out = any(times[pair] == most for pair in pairs_of(one.calls))
        assert one.fresh_cycle == (most > 0 and ran_out)
        assert behind <= pairs_of(one.calls) or not ran_out
        for pair in pairs_of(one.calls):
            times[pair] += 1
        assert max(times.values()) - min(times.values()) <= 2


@given(st.integers(5, 25), st.integers(1, 4), st.integers(0, 10**6), st.integers(0, 10**6))
@settings(deadline=None, max_examples=examples(25))
def test_it_goes_on_from_rounds_that_were_made_another_way(n: int, k: int, shift: int, seed: int) -> None:
    """The first rounds are circles over members in any order, as a fikser with a pencil would draw them."""
    k = min(k, (n - 1) // 2)
    ring = random.Random(shift).sample(NAMES[:n], n)
    drawn = (n - 1) // (2 * k) // 2
    past = [
        frozenset(Call(ring[i], ring[(i + step) % n]) for i in range(n) for step in range(1 + r * k, 1 + r * k + k))
        for r in range(drawn)
    ]
    seats = tree(n, k)

    for _ in range((n - 1) // (2 * k) - drawn):
        one = rotate(seats, past, seed=seed)
        past.append(one.calls)

        assert_is_regular(one, seats)
        assert not one.repeated


def test_a_pair_that_met_last_round_does_not_meet_again_at_once() -> None:
    seats = tree(21, 5)

    rounds = rounds_of(seats, 8)

    for former, one in pairwise(rounds):
        assert not pairs_of(former.calls) & pairs_of(one.calls)


@st.composite
def histories(draw: st.DrawFn, most: int) -> tuple[list[Seat], set[Pair], list[frozenset[Call]], int]:
    """A group with mixed numbers and never-pairs, after rounds in which people came and went."""
    seed = draw(st.integers(0, 10**6))
    rng = random.Random(seed)
    n, k = draw(st.integers(2, most)), draw(st.integers(1, 3))
    usual = [k] * 4
    everybody = [
        Seat(name, rng.choice([*usual, 0, k - 1, k + 1]), rng.choice([*usual, 0, k - 1, k + 1])) for name in NAMES[:n]
    ]
    never = {frozenset(rng.sample(NAMES[:n], 2)) for _ in range(rng.randrange(3))}
    past: list[frozenset[Call]] = []
    for i in range(draw(st.integers(0, 4))):
        here = rng.sample(everybody, rng.randint(max(1, n - 2), n))
        past.append(rotate(here, past, never=never, seed=i).calls)
    return everybody, never, past, seed


@given(histories(most=14))
@settings(deadline=None, max_examples=examples(25))
def test_numbers_are_met_whenever_a_rota_without_a_past_meets_them(
    history: tuple[list[Seat], set[Pair], list[frozenset[Call]], int],
) -> None:
    seats, never, past, seed = history

    one = rotate(seats, past, never=never, seed=seed)

    assert score_of(one, seats)[:3] <= score_of(plan(seats, never=never, seed=seed), seats)[:3]
    assert not pairs_of(one.calls) & never
    assert all(call.caller != call.callee for call in one.calls)
    assert one.repeated == pairs_of(one.calls) & set().union(*(pairs_of(calls) for calls in past), set())
    before = past[-1] if past else frozenset()
    assert one.added == one.calls - before
    assert one.removed == before - one.calls


@given(histories(most=11))
@settings(deadline=None, max_examples=examples(20))
def test_repeats_are_as_few_as_an_exact_solver_finds(
    history: tuple[list[Seat], set[Pair], list[frozenset[Call]], int],
) -> None:
    seats, never, past, seed = history
    had = set().union(*(pairs_of(calls) for calls in past), set())

    one = rotate(seats, past, never=never, seed=seed)

    again = sum(frozenset(call) in had for call in one.calls)
    assert fewest_repeats(seats, never, had, one) == again


def fewest_repeats(seats: Sequence[Seat], never: Collection[Pair], had: Collection[Pair], rota: Rota) -> int:
    """The fewest calls between pairs had before, in any rota that is as good as this one otherwise."""
    lack, squares, knots, *_ = score_of(rota, seats)
    model = cp_model.CpModel()
    most = len(seats) - 1
    call = {
        Call(a.member, b.member): model.new_bool_var(f"{a.member}>{b.member}")
        for a in seats
        for b in seats
        if a is not b and frozenset((a.member, b.member)) not in never
    }
    lacks, squared = [], []
    for seat in seats:
        for side, wanted in ((0, min(seat.calls, most)), (1, min(seat.called, most))):
            short = model.new_int_var(0, wanted, "")
            square = model.new_int_var(0, wanted * wanted, "")
            model.add(short == wanted - sum(x for c, x in call.items() if c[side] == seat.member))
            model.add_multiplication_equality(square, [short, short])
            lacks.append(short)
            squared.append(square)
    both = []
    for c, x in call.items():
        if c.caller < c.callee:
            knot = model.new_bool_var("")
            model.add(knot >= x + call[Call(c.callee, c.caller)] - 1)
            both.append(knot)
    model.add(sum(lacks) == lack)
    model.add(sum(squared) == squares)
    model.add(sum(both) <= knots)
    model.minimize(sum(x for c, x in call.items() if frozenset(c) in had))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value)


def test_who_joins_meets_new_people_while_the_others_go_on() -> None:
    past = [one.calls for one in rounds_of(tree(20, 2), 3)]

    one = rotate(tree(21, 2), past)

    assert not one.shortages
    assert one.reciprocal == 0
    assert not one.repeated


def test_repeats_that_cannot_be_spared_are_those_of_longest_ago() -> None:
    seats = [*tree(9, 2), Seat("only-called", 0, 2), Seat("only-calls", 2, 0)]
    past: list[frozenset[Call]] = []
    while not past or not rotate(seats, past).repeated:
        past.append(rotate(seats, past).calls)

    one = rotate(seats, past)

    assert not one.repeated & pairs_of(past[-1])


def test_a_preferred_pair_meets_early() -> None:
    dear = frozenset((NAMES[3], NAMES[11]))

    met = [dear in pairs_of(rotate(tree(21, 1), [], prefer=[dear], seed=seed).calls) for seed in range(10)]

    assert sum(met) >= 8


def test_past_rounds_may_hold_people_who_left_and_nonsense() -> None:
    past = [frozenset({Call("gone", NAMES[0]), Call(NAMES[1], NAMES[1])})]

    one = rotate(tree(7, 2), past)

    assert_is_regular(one, tree(7, 2))
    assert not one.repeated


@pytest.mark.parametrize("n", [0, 1, 2])
def test_a_tiny_group_has_rounds_as_far_as_there_are_people(n: int) -> None:
    past = [rotate(tree(n, 3), []).calls]

    one = rotate(tree(n, 3), past)

    assert len(one.calls) == n * (n - 1)
    assert len(one.repeated) == n // 2
    assert one.capped_at == (max(n - 1, 0) if n else None)


def test_the_same_question_has_the_same_answer_whatever_the_order_of_the_seats() -> None:
    seats = tree(16, 3)
    past = [one.calls for one in rounds_of(seats, 2)]

    one, other = rotate(seats, past, seed=4), rotate(seats[::-1], past, seed=4)

    assert one == other


def test_the_seed_chooses_between_rounds_that_are_equally_good() -> None:
    rounds = {rotate(tree(16, 3), [], seed=seed).calls for seed in range(5)}

    assert len(rounds) == 5


def test_two_seats_of_one_member_and_a_pair_of_one_are_refused() -> None:
    with pytest.raises(ValueError, match="more than one seat"):
        rotate([*tree(3, 1), Seat(NAMES[0], 1, 1)], [])
    with pytest.raises(ValueError, match="two members"):
        rotate(tree(3, 1), [], never=[frozenset((NAMES[0],))])
