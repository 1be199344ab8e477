"""The tree in two layers: stand-ins come and go with pauses, and what lasts comes back as it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.pause import PauseKind
from domain.rota import Call
from domain.tree import Planned, Standing, Tree, planned, preview, rotated
from tests.often import examples

RESTS = (None, PauseKind.WHOLE, PauseKind.CALLING)

Standings = tuple[Standing, ...]


@dataclass(frozen=True)
class Group:
    """Members without a rota yet."""

    standings: Standings
    never: frozenset[frozenset[str]] = frozenset()

    def tree(self, plan: Planned | None = None, standings: Sequence[Standing] = ()) -> Tree:
        """The tree of these members as it was last planned."""
        lasting: Mapping[Call, int] = {} if plan is None else plan.lasting
        now: Mapping[Call, int] = {} if plan is None else plan.now
        return Tree(tuple(standings) or self.standings, lasting, now, self.never)


def regular(n: int, k: int) -> Group:
    return Group(tuple(Standing(f"m{i:02}", k, k) for i in range(n)))


@st.composite
def groups(draw: st.DrawFn, most: int = 14) -> Group:
    """Everybody alike, or with numbers of their own, days they cannot and never-pairs."""
    n, k = draw(st.integers(1, most)), draw(st.integers(1, 5))
    if draw(st.booleans()):
        return regular(n, k)
    numbers = st.sampled_from([(k, k)] * 4 + [(0, k), (k, 0), (2, 3), (1, 1), (3, 2)])
    days = st.frozensets(st.integers(0, 6), max_size=6)
    members = [f"m{i:02}" for i in range(n)]
    standings = tuple(Standing(member, *draw(numbers), draw(days)) for member in members)
    two = st.tuples(st.sampled_from(members), st.sampled_from(members)).filter(lambda pair: pair[0] != pair[1])
    never = draw(st.frozensets(two.map(frozenset), max_size=3)) if n > 1 else frozenset()
    return Group(standings, never)


turns = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(RESTS)), min_size=1, max_size=6)
"""Who rests from then on, by place; `None` is back."""


def turned(standings: Standings, place: int, rest: PauseKind | None) -> Standings:
    at = place % len(standings)
    return (*standings[:at], replace(standings[at], rest=rest), *standings[at + 1 :])


@settings(max_examples=examples(8), deadline=None)
@given(group=groups(), history=turns)
def test_after_any_pauses_the_lasting_calls_are_there_again_each_on_its_day(
    group: Group, history: list[tuple[int, PauseKind | None]]
) -> None:
    first = planned(group.tree())
    plan, standings = first, group.standings

    for place, rest in history:
        standings = turned(standings, place, rest)
        plan = planned(group.tree(plan, standings))
        assert plan.lasting == first.lasting
    after = planned(group.tree(plan))

    assert after.lasting == first.lasting
    assert after.now == first.now


@settings(max_examples=examples(8), deadline=None)
@given(group=groups(), history=turns)
def test_planning_what_was_planned_changes_no_call_and_no_day(
    group: Group, history: list[tuple[int, PauseKind | None]]
) -> None:
    plan, standings = planned(group.tree()), group.standings

    for place, rest in [(0, None), *history]:
        standings = turned(standings, place, rest)
        plan = planned(group.tree(plan, standings))
        again = planned(group.tree(plan, standings))

        assert again.lasting == plan.lasting
        assert again.now == plan.now
        assert not again.rota.added
        assert not again.rota.removed


@settings(max_examples=examples(8), deadline=None)
@given(group=groups(), history=turns)
def test_while_somebody_pauses_they_rest_and_what_is_missing_is_said(
    group: Group, history: list[tuple[int, PauseKind | None]]
) -> None:
    plan, standings = planned(group.tree()), group.standings
    for place, rest in history:
        standings = turned(standings, place, rest)
        plan = planned(group.tree(plan, standings))

    makes, gets = Counter(call.caller for call in plan.now), Counter(call.callee for call in plan.now)
    short = {(one.member, one.side): one.got for one in plan.rota.shortages}
    most = len(standings) - 1
    assert not any(frozenset(call) in group.never for call in plan.now)
    for one in standings:
        calls, called = min(one.now.calls, most), min(one.now.called, most)
        assert makes[one.member] == short.get((one.member, "calls"), calls) <= calls
        assert gets[one.member] == short.get((one.member, "called"), called) <= called
        assert one.rest is None or not makes[one.member]
        assert one.rest is not PauseKind.WHOLE or not gets[one.member]


@settings(max_examples=examples(20), deadline=None)
@given(n=st.integers(7, 16), k=st.integers(1, 3), place=st.integers(0, 40))
def test_when_one_of_many_pauses_nobody_else_has_a_call_less(n: int, k: int, place: int) -> None:
    group = regular(n, k)
    plan = planned(group.tree())
    standings = turned(group.standings, place, PauseKind.WHOLE)

    then = planned(group.tree(plan, standings))

    away = standings[place % n].member
    assert Counter(call.caller for call in then.now) == {one.member: k for one in standings if one.member != away}
    assert Counter(call.callee for call in then.now) == {one.member: k for one in standings if one.member != away}
    assert then.rota.shortages == ()


@settings(max_examples=examples(20), deadline=None)
@given(n=st.integers(12, 16), k=st.integers(1, 3), place=st.integers(0, 40), rest=st.sampled_from(RESTS[1:]))
def test_a_pause_touches_no_call_between_others_that_need_not_change(
    n: int, k: int, place: int, rest: PauseKind
) -> None:
    group = regular(n, k)
    plan = planned(group.tree())
    standings = turned(group.standings, place, rest)
    away = standings[place % n].member

    told = preview(plan.now, planned(group.tree(plan, standings)), about=away)

    # Who pauses wholly frees as many places to call as to be called; whose calls alone rest leaves some call less.
    assert told.changed <= k
    assert told.most_lost <= 1


def test_the_stand_ins_stay_when_somebody_else_pauses_and_is_back() -> None:
    group = regular(16, 3)
    plan = planned(group.tree())
    one_away = turned(group.standings, 0, PauseKind.WHOLE)
    during = planned(group.tree(plan, one_away))
    two_away = planned(group.tree(during, turned(one_away, 9, PauseKind.WHOLE)))

    after = planned(group.tree(two_away, one_away))

    assert len(after.rota.added) <= len(two_away.rota.removed)
    assert set(after.now) - set(after.lasting) <= set(two_away.now) | set(during.now)


def test_a_rest_from_calling_leaves_who_calls_them_as_it_was() -> None:
    group = regular(12, 2)
    plan = planned(group.tree())

    then = planned(group.tree(plan, turned(group.standings, 4, PauseKind.CALLING)))

    callers = {call for call in plan.now if call.callee == "m04"}
    assert callers <= set(then.now)
    assert not any(call.caller == "m04" for call in then.now)


def test_when_everybody_pauses_nobody_calls_and_then_all_is_as_before() -> None:
    group = regular(8, 3)
    plan = planned(group.tree())
    everybody = tuple(replace(one, rest=PauseKind.WHOLE) for one in group.standings)

    during = planned(group.tree(plan, everybody))
    after = planned(group.tree(during))

    assert not during.now
    assert during.lasting == plan.lasting
    assert after.now == plan.now


def test_who_joins_while_somebody_pauses_gets_lasting_calls_and_the_paused_one_too() -> None:
    group = regular(9, 2)
    plan = planned(group.tree())
    standings = turned(group.standings, 3, PauseKind.WHOLE)
    during = planned(group.tree(plan, standings))

    joined = planned(group.tree(during, (*standings, Standing("m99", 2, 2))))
    back = planned(group.tree(joined, (*group.standings, Standing("m99", 2, 2))))

    assert Counter(call.caller for call in joined.lasting)["m99"] == 2
    assert Counter(call.caller for call in joined.now)["m99"] == 2
    assert back.now == joined.lasting
    assert len(set(plan.lasting) - set(back.now)) == 2


def test_when_a_stand_in_leaves_somebody_else_stands_in() -> None:
    group = regular(10, 2)
    plan = planned(group.tree())
    standings = turned(group.standings, 0, PauseKind.WHOLE)
    during = planned(group.tree(plan, standings))
    stand_in = next(call.caller for call in sorted(during.now) if call not in during.lasting)
    rest = tuple(one for one in standings if one.member != stand_in)

    after = planned(group.tree(during, rest))

    assert set(Counter(call.caller for call in after.now).values()) == {2}
    assert not any(stand_in in call for call in (*after.now, *after.lasting))


def test_a_call_moved_for_a_stand_in_goes_back_to_its_day() -> None:
    standings = (
        Standing("anna", 1, 0),
        Standing("bert", 1, 0),
        Standing("rosa", 0, 2, frozenset({2, 3, 4, 5, 6})),
        Standing("cem", 1, 0, frozenset({1, 2, 3, 4, 5, 6})),
    )
    lasting = {Call("anna", "rosa"): 0, Call("bert", "rosa"): 1}
    tree = Tree(standings[:3], lasting, lasting)
    resting = (standings[0], replace(standings[1], rest=PauseKind.WHOLE), standings[2], standings[3])

    during = planned(replace(tree, standings=resting))
    after = planned(replace(tree, standings=(*standings[:3],), lasting=during.lasting, now=during.now))

    assert during.now == {Call("anna", "rosa"): 1, Call("cem", "rosa"): 0}
    assert during.lasting[Call("anna", "rosa")] == 0
    assert after.now == lasting


@settings(max_examples=examples(4), deadline=None)
@given(group=groups(most=12), rounds=st.integers(1, 4), history=turns)
def test_a_round_of_new_pairs_stands_when_it_is_planned_again_and_pauses_go_on(
    group: Group, rounds: int, history: list[tuple[int, PauseKind | None]]
) -> None:
    plan, standings = planned(group.tree()), group.standings
    past: list[frozenset[Call]] = []
    for place, rest in history[:rounds]:
        standings = turned(standings, place, rest)
        before = frozenset(plan.lasting)
        plan = rotated(group.tree(plan, standings), past)
        past.append(before)

        again = planned(group.tree(plan, standings))

        assert again.lasting == plan.lasting
        assert again.now == plan.now
        resting = {one.member for one in standings if one.rest is PauseKind.WHOLE}
        assert not any(resting & set(call) for call in plan.now)


@settings(max_examples=examples(15), deadline=None)
@given(n=st.integers(5, 14), k=st.integers(1, 2))
def test_no_pair_comes_again_before_the_others_were_had(n: int, k: int) -> None:
    group = regular(n, k)
    plan = planned(group.tree())
    rounds = [frozenset(plan.lasting)]

    for _ in range((n - 1) // (2 * k) - 1):
        plan = rotated(group.tree(plan), rounds[:-1])
        rounds.append(frozenset(plan.lasting))

    met = [{frozenset(call) for call in calls} for calls in rounds]
    assert sum(len(pairs) for pairs in met) == len(set().union(*met))
    assert all(not one & other for one, other in pairwise(met))
