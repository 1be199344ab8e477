"""Who is proposed: the hard rules hold whoever is there, and the order of looking makes no difference."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain.call import Moment, Need
from domain.matching import MOST, MOST_OPEN_ASKS, Helper, MatchState, MatchStep, Reason, Wanted, candidates, fits, meets
from domain.matching import STEPS as MATCH_STEPS
from domain.needs import KIND, HelpKind, HowOften, asks_neighbours
from domain.offers import IN_FOUR_WEEKS, SERVES, Activity, Reach, Time

PEOPLE = [f"m{number:02}" for number in range(12)]
LANGUAGES = ["nl", "fr", "tr"]

members = st.sampled_from(PEOPLE)
some = st.frozensets(members, max_size=4)
spoken = st.frozensets(st.sampled_from(LANGUAGES))

wishes = st.builds(
    Wanted,
    person=members,
    need=st.sampled_from(Need),
    often=st.sampled_from(HowOften),
    languages=spoken,
    moments=st.frozensets(st.sampled_from(Moment)),
    never=some,
    asked=some,
    in_touch=some,
)
offers = st.builds(
    Helper,
    member=members,
    activities=st.frozensets(st.sampled_from(Activity)) | st.just(frozenset(Activity)),
    often=st.sampled_from(HowOften),
    times=st.frozensets(st.sampled_from(Time)),
    languages=spoken,
    reach=st.none() | st.sampled_from(Reach),
    active=st.booleans(),
    load=st.integers(0, 4),
    helped=st.integers(0, 1),
    open_asks=st.integers(0, 2),
)
pools = st.lists(offers, max_size=12, unique_by=lambda one: one.member)

GLAD = Helper("m01", frozenset({Activity.ERRANDS}), HowOften.NOW_AND_THEN)
GROCERIES = Wanted("m00", Need.GROCERIES, HowOften.ONCE)


@given(wishes, pools)
def test_nobody_is_proposed_against_a_hard_rule(wanted: Wanted, pool: list[Helper]) -> None:
    by_member = {one.member: one for one in pool}

    for found in candidates(wanted, pool):
        helper = by_member[found.member]
        assert asks_neighbours(wanted.need, wanted.often)
        assert helper.activities & SERVES[wanted.need]
        assert helper.active
        assert found.member != wanted.person
        assert found.member not in wanted.never | wanted.asked
        assert not wanted.languages or not helper.languages or wanted.languages & helper.languages
        assert helper.open_asks < MOST_OPEN_ASKS
        assert helper.load + IN_FOUR_WEEKS[wanted.often] <= IN_FOUR_WEEKS[helper.often]
        assert not (helper.often is HowOften.ONCE and helper.helped)


@given(wishes, pools)
def test_a_few_are_proposed_and_each_once(wanted: Wanted, pool: list[Helper]) -> None:
    found = [one.member for one in candidates(wanted, pool)]

    assert len(found) == len(set(found)) <= MOST
    assert len(found) == min(MOST, sum(fits(wanted, one) for one in pool))


@given(wishes, pools, st.randoms())
def test_the_order_of_looking_makes_no_difference(wanted: Wanted, pool: list[Helper], chance: object) -> None:
    shuffled = list(pool)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert candidates(wanted, shuffled) == candidates(wanted, pool)


@given(wishes, pools, st.data())
def test_who_is_not_proposed_takes_nobodys_place(wanted: Wanted, pool: list[Helper], data: st.DataObject) -> None:
    proposed = candidates(wanted, pool)
    others = [one for one in pool if one.member not in {found.member for found in proposed}]
    gone = data.draw(st.lists(st.sampled_from(others), unique_by=lambda one: one.member)) if others else []

    assert candidates(wanted, [one for one in pool if one not in gone]) == proposed


@given(wishes, pools, st.data())
def test_whoever_has_more_on_their_hands_never_comes_sooner(
    wanted: Wanted, pool: list[Helper], data: st.DataObject
) -> None:
    before = [one.member for one in candidates(wanted, pool)]
    if not pool:
        return
    busier = data.draw(st.sampled_from(pool))
    changed = replace(busier, load=busier.load + 1)
    after = [one.member for one in candidates(wanted, [changed if one is busier else one for one in pool])]

    place = {member: number for number, member in enumerate(before)}
    assert busier.member not in after or after.index(busier.member) >= place.get(busier.member, MOST)


@given(wishes, pools, st.data())
def test_whoever_is_in_touch_comes_no_later_for_it(wanted: Wanted, pool: list[Helper], data: st.DataObject) -> None:
    found = [one.member for one in candidates(wanted, pool)]
    if not found:
        return
    friend = data.draw(st.sampled_from(found))
    now = replace(wanted, in_touch=wanted.in_touch | {friend})

    again = [one.member for one in candidates(now, pool)]
    assert again.index(friend) <= found.index(friend)


@given(pools, st.sampled_from([need for need in Need if KIND[need] is HelpKind.SERVICES]), st.sampled_from(HowOften))
def test_what_is_for_a_service_is_asked_of_nobody(pool: list[Helper], need: Need, often: HowOften) -> None:
    assert candidates(Wanted("m99", need, often), pool) == ()


def test_who_only_phones_is_not_asked_to_bring_groceries() -> None:
    assert fits(GROCERIES, GLAD)
    assert not fits(GROCERIES, replace(GLAD, reach=Reach.PHONE))


def test_nobody_is_asked_more_often_than_they_offer() -> None:
    company = Wanted("m00", Need.VISIT, HowOften.WEEKLY)
    visits = Helper("m01", frozenset({Activity.VISIT}), HowOften.FORTNIGHTLY)

    assert not fits(company, visits)
    assert fits(company, replace(visits, often=HowOften.WEEKLY))
    assert not fits(company, replace(visits, often=HowOften.WEEKLY, load=1))


def test_who_offered_once_is_left_alone_after_once() -> None:
    once = replace(GLAD, often=HowOften.ONCE)

    assert fits(GROCERIES, once)
    assert not fits(GROCERIES, replace(once, helped=1))


def test_an_unknown_language_keeps_nobody_out() -> None:
    speaks = replace(GLAD, languages=frozenset({"tr"}))

    assert fits(GROCERIES, speaks)
    assert fits(replace(GROCERIES, languages=frozenset({"nl", "tr"})), speaks)
    assert not fits(replace(GROCERIES, languages=frozenset({"nl"})), speaks)


def test_any_time_meets_every_moment() -> None:
    mornings = replace(GLAD, times=frozenset({Time.WEEK_MORNING}))

    assert meets(replace(GROCERIES, moments=frozenset({Moment.ANY})), mornings)
    assert meets(replace(GROCERIES, moments=frozenset({Moment.MORNING})), mornings)
    assert not meets(replace(GROCERIES, moments=frozenset({Moment.EVENING})), mornings)


def test_each_is_told_why() -> None:
    wanted = replace(
        GROCERIES, languages=frozenset({"nl"}), moments=frozenset({Moment.ANY}), in_touch=frozenset({"m01"})
    )
    helper = replace(GLAD, languages=frozenset({"nl"}), times=frozenset(Time))

    (found,) = candidates(wanted, [helper])
    assert found.reasons == tuple(Reason)


def test_an_ask_that_has_ended_goes_no_further() -> None:
    ends = (MatchState.DECLINED, MatchState.LAPSED, MatchState.ENDED)

    assert not [step for before, step in MATCH_STEPS if before in ends]
    assert set(MATCH_STEPS.values()) | {MatchState.ASKED} == set(MatchState)
    assert {step for _, step in MATCH_STEPS} == set(MatchStep)
