"""Shares of a call list: each volunteer a few, nobody two at once, and what lies still goes to somebody else."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.outcome import contact_outcome
from bot.features.sharing import hand_out_elsewhere
from domain.call import CallAgain, Outcome
from domain.programme import Part
from domain.shares import Contact, Volunteer
from storage import assignments, memberships
from storage.assignments import Assignment
from storage.programmes import Programme
from storage.tx import Tx
from tests.bot.features.scene import accepts_statement, joins, joins_without_app, on_list, opbelactie, plans
from tests.bot.town import Someone, Town


def calls(town: Town, where: Programme) -> list[Assignment]:
    return town.run(lambda tx: assignments.of_programme(tx, where.id))


def volunteers(town: Town, names: str, where: Programme) -> list[tuple[Someone, str]]:
    found = []
    for name in names.split():
        someone = town.person(name)
        found.append((someone, joins(town, someone, where, part=Part.ONLY_CALLS)))
        accepts_statement(town, someone, where)
    return found


def test_each_volunteer_gets_k_contacts_and_no_contact_two_volunteers(town: Town) -> None:
    where = opbelactie(town, calls=3)
    volunteers(town, "Anna Bert", where)
    on_list(town, "C1 C2 C3 C4 C5 C6 C7 C8 C9", where)

    plans(town, where)

    rows = calls(town, where)
    assert sorted(Counter(row.caller_id for row in rows).values()) == [3, 3]
    assert len({row.callee_id for row in rows}) == 6
    assert {row.weekday for row in rows} == {None}


def test_handing_out_again_changes_nothing(town: Town) -> None:
    where = opbelactie(town, calls=3)
    volunteers(town, "Anna Bert", where)
    on_list(town, "C1 C2 C3 C4 C5 C6 C7", where)
    plans(town, where)
    before = calls(town, where)

    plans(town, where)

    assert calls(town, where) == before


def test_who_has_no_app_gets_no_share(town: Town) -> None:
    where = opbelactie(town)
    joins_without_app(town, "Opa Jef", where, part=Part.ONLY_CALLS)
    on_list(town, "C1", where)

    plans(town, where)

    assert calls(town, where) == []


def test_a_week_holds_k_calls_and_the_next_one_k_new_ones(town: Town) -> None:
    where = opbelactie(town, calls=2)
    volunteers(town, "Anna", where)
    on_list(town, "C1 C2 C3 C4", where)
    plans(town, where)

    for row in calls(town, where):
        town.run(lambda tx, row=row: contact_outcome(tx, row.id, Outcome.REACHED))  # type: ignore[misc]
    plans(town, where)
    this_week = calls(town, where)
    town.advance(days=7)
    plans(town, where)

    assert this_week == []
    assert len(calls(town, where)) == 2


def test_a_follow_up_in_four_weeks_leaves_room_for_others_until_then(town: Town) -> None:
    where = opbelactie(town, calls=1)
    volunteers(town, "Anna", where)
    on_list(town, "C1 C2", where)
    plans(town, where)
    first = calls(town, where)[0]
    town.run(lambda tx: contact_outcome(tx, first.id, Outcome.REACHED, call_again=CallAgain.MONTHLY))

    town.advance(days=7)
    plans(town, where)

    rows = calls(town, where)
    assert len(rows) == 2
    assert [row.caller_id for row in rows if row.id == first.id] == [first.caller_id]


def test_an_agreed_call_that_is_weeks_away_stands_apart_and_has_no_button(town: Town) -> None:
    where = opbelactie(town, calls=1)
    ((anna, _),) = volunteers(town, "Anna", where)
    on_list(town, "Xavier", where)
    plans(town, where)
    (row,) = calls(town, where)
    town.run(lambda tx: contact_outcome(tx, row.id, Outcome.REACHED, call_again=CallAgain.FORTNIGHTLY))

    anna.says("/wiebelik")
    anna.forges("numbers")

    assert "0470" not in anna.room.text
    assert "• Xavier, agreed for 2 December 2026" in anna.room.last.text
    assert anna.room.last.labels == []


def test_what_was_not_worked_for_fourteen_days_goes_to_somebody_else(town: Town) -> None:
    where = opbelactie(town, calls=2)
    ((anna, first),) = volunteers(town, "Anna", where)
    contacts = on_list(town, "C1 C2", where)
    plans(town, where)
    ((_, second),) = volunteers(town, "Bert", where)

    town.advance(days=13, hours=23)
    plans(town, where)
    kept = {row.caller_id for row in calls(town, where)}
    town.advance(hours=2)

    assert kept == {first}
    assert {(row.caller_id, row.callee_id) for row in calls(town, where)} == {(second, c) for c in contacts}
    assert "somebody else now calls 2 people of your list for Warme lijn" in anna.room.text
    assert "quite all right" in anna.room.text


def test_nothing_new_goes_to_who_let_a_share_lie_until_they_ask(town: Town) -> None:
    where = opbelactie(town, calls=2)
    ((anna, first),) = volunteers(town, "Anna", where)
    on_list(town, "C1 C2", where)
    plans(town, where)
    town.advance(days=15)
    resting = calls(town, where)

    anna.says("/wiebelik")
    anna.taps("Give me people to call")

    assert resting == []
    assert {row.caller_id for row in calls(town, where)} == {first}
    assert "C1" in anna.room.last.text


def test_a_reported_attempt_keeps_the_contact_for_another_fortnight(town: Town) -> None:
    where = opbelactie(town, calls=1)
    ((_, first),) = volunteers(town, "Anna", where)
    on_list(town, "C1", where)
    plans(town, where)
    volunteers(town, "Bert", where)
    town.advance(days=10)
    (row,) = calls(town, where)
    town.run(lambda tx: contact_outcome(tx, row.id, Outcome.NO_ANSWER))

    town.advance(days=13)
    kept = [r.caller_id for r in calls(town, where)]
    town.advance(days=2)

    assert kept == [first]
    assert [r.caller_id for r in calls(town, where)] != [first]


def test_the_share_of_who_leaves_goes_to_others(town: Town) -> None:
    where = opbelactie(town, calls=2)
    ((_, first), (_, second)) = volunteers(town, "Anna Bert", where)
    contacts = on_list(town, "C1 C2", where)
    plans(town, where)

    def leave(tx: Tx) -> None:
        memberships.leave(tx, first)

    town.run(leave)
    plans(town, where)

    assert {(row.caller_id, row.callee_id) for row in calls(town, where)} == {(second, c) for c in contacts}


def test_who_is_taken_up_anew_goes_back_to_the_caller_they_know(town: Town) -> None:
    where = opbelactie(town, calls=1)
    volunteers(town, "Anna Bert Cem", where)
    (contact,) = on_list(town, "C1", where)
    plans(town, where)
    (row,) = calls(town, where)
    town.run(lambda tx: contact_outcome(tx, row.id, Outcome.REACHED))
    town.advance(days=8)

    town.run(lambda tx: memberships.activate(tx, contact))
    plans(town, where)

    assert [r.caller_id for r in calls(town, where)] == [row.caller_id]


ids = st.sampled_from("ABCD")


@given(
    room=st.dictionaries(ids, st.integers(0, 4), min_size=1),
    waiting=st.integers(0, 12),
    returned=st.dictionaries(st.integers(0, 12).map(str), st.sets(ids)),
    called_too=st.sets(ids),
)
def test_a_returned_contact_goes_to_somebody_else_while_there_is_anybody(
    room: dict[str, int], waiting: int, returned: dict[str, set[str]], called_too: set[str]
) -> None:
    people = [Volunteer(id_, capacity) for id_, capacity in room.items()]
    contacts = [Contact(id_) for id_ in [*sorted(called_too), *map(str, range(waiting))]]

    given_out = hand_out_elsewhere(people, contacts, returned)

    assert all(count <= room[id_] for id_, count in Counter(given_out.values()).items())
    for contact, caller in given_out.items():
        assert caller != contact
        if room.keys() - returned.get(contact, set()) - {contact}:
            assert caller not in returned.get(contact, set())


@pytest.mark.parametrize("days", [14, 28, 90])
def test_nobody_is_told_twice_about_the_same_share(town: Town, days: int) -> None:
    where = opbelactie(town, calls=1)
    ((anna, _),) = volunteers(town, "Anna", where)
    on_list(town, "C1", where)
    plans(town, where)

    town.now += timedelta(days=days)
    town.run_jobs()
    town.run_jobs()
    town.advance(hours=5)

    assert sum("Two weeks have gone by" in message.text for message in anna.room.messages.values()) == 1
