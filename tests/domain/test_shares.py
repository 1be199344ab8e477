"""Shares of a call list are small, even, and stay with whoever called before."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.shares import Contact, Volunteer, hand_out, is_stale
from tests.often import examples

IDS = [f"v{i}" for i in range(8)]
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[Volunteer], list[Contact]]:
    volunteers = [
        Volunteer(id_, draw(st.integers(0, 6)), draw(st.integers(0, 6)))
        for id_ in draw(st.lists(st.sampled_from(IDS), unique=True))
    ]
    keepers = st.none() | st.sampled_from(IDS)
    waiting = [Contact(f"c{i}", draw(keepers)) for i in range(draw(st.integers(0, 30)))]
    return volunteers, waiting


@given(lists())
@settings(deadline=None, max_examples=examples(60))
def test_nobody_gets_more_than_their_capacity(case: tuple[list[Volunteer], list[Contact]]) -> None:
    volunteers, waiting = case

    given_out = hand_out(volunteers, waiting)

    got = Counter(given_out.values())
    assert set(given_out) <= {contact.id for contact in waiting}
    assert all(got[v.id] <= max(0, v.capacity - v.held) for v in volunteers)
    assert set(got) <= {v.id for v in volunteers}


@given(lists())
@settings(deadline=None, max_examples=examples(60))
def test_a_known_contact_goes_to_the_same_caller_or_waits(
    case: tuple[list[Volunteer], list[Contact]],
) -> None:
    volunteers, waiting = case
    here = {v.id for v in volunteers}

    given_out = hand_out(volunteers, waiting)

    known = [contact for contact in waiting if contact.keeps_with in here]
    assert all(given_out.get(contact.id, contact.keeps_with) == contact.keeps_with for contact in known)


@given(lists())
@settings(deadline=None, max_examples=examples(60))
def test_nobody_waits_while_there_is_room(case: tuple[list[Volunteer], list[Contact]]) -> None:
    volunteers, waiting = case

    given_out = hand_out(volunteers, waiting)

    got = Counter(given_out.values())
    room = {v.id: v.capacity - v.held - got[v.id] for v in volunteers}
    left = [contact for contact in waiting if contact.id not in given_out]
    assert not [c for c in left if c.keeps_with in room and room[c.keeps_with] > 0]
    assert not [c for c in left if c.keeps_with not in room and any(r > 0 for r in room.values())]


@given(lists())
@settings(deadline=None, max_examples=examples(60))
def test_new_contacts_are_divided_evenly(case: tuple[list[Volunteer], list[Contact]]) -> None:
    volunteers, waiting = case
    new = [Contact(contact.id) for contact in waiting]

    got = Counter(hand_out(volunteers, new).values())

    holds = {v.id: v.held + got[v.id] for v in volunteers}
    roomy = [v.id for v in volunteers if holds[v.id] < v.capacity]
    assert all(holds[v.id] <= holds[r] + 1 for v in volunteers if got[v.id] for r in roomy)


@given(lists())
@settings(deadline=None)
def test_the_order_of_the_volunteers_does_not_matter(
    case: tuple[list[Volunteer], list[Contact]],
) -> None:
    volunteers, waiting = case

    assert hand_out(volunteers, waiting) == hand_out(volunteers[::-1], waiting)


def test_a_contact_whose_caller_stopped_goes_to_somebody_else() -> None:
    given_out = hand_out([Volunteer("v1", 5)], [Contact("c1", keeps_with="gone")])

    assert given_out == {"c1": "v1"}


def test_a_follow_up_comes_before_a_new_contact() -> None:
    given_out = hand_out([Volunteer("v1", 1)], [Contact("new"), Contact("known", keeps_with="v1")])

    assert given_out == {"known": "v1"}


@pytest.mark.parametrize(
    ("volunteers", "waiting"),
    [([Volunteer("v1", 1), Volunteer("v1", 2)], []), ([], [Contact("c1"), Contact("c1")])],
)
def test_an_id_that_comes_twice_is_refused(volunteers: list[Volunteer], waiting: list[Contact]) -> None:
    with pytest.raises(ValueError, match="twice"):
        hand_out(volunteers, waiting)


@pytest.mark.parametrize(
    ("age", "worked", "stale"),
    [
        (timedelta(days=14), False, True),
        (timedelta(days=14) - timedelta(seconds=1), False, False),
        (timedelta(days=400), True, False),
        (timedelta(days=-1), False, False),
    ],
)
def test_an_unworked_share_goes_back_after_fourteen_days(age: timedelta, worked: bool, stale: bool) -> None:
    assert is_stale(MONDAY, MONDAY + age, worked) is stale
