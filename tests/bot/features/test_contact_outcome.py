"""What a reported call changes: nothing in a belboom's rota, and who calls whom next on a call list."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.features.outcome import contact_outcome
from domain.call import CallAgain, Outcome
from domain.programme import MembershipState, Part
from storage import assignments, contacts, memberships, people
from storage.assignments import Assignment, AssignmentState
from storage.programmes import Programme
from storage.schema import memberships as membership_rows
from tests.bot.features.scene import (
    accepts_statement,
    everybody,
    joins,
    makes_fikser,
    on_list,
    opbelactie,
    plans,
    programme,
)
from tests.bot.town import Someone, Town


def calls(town: Town, where: Programme) -> list[Assignment]:
    return town.run(lambda tx: assignments.of_programme(tx, where.id))


@pytest.mark.parametrize("outcome", list(Outcome))
def test_in_a_belboom_the_rota_stands_whatever_comes_of_a_call(town: Town, outcome: Outcome) -> None:
    where = programme(town, calls=1)
    everybody(town, "Anna Bert Cem", where)
    row = calls(town, where)[0]

    town.run(lambda tx: contact_outcome(tx, row.id, outcome))
    plans(town, where)

    after = {r.id: r for r in calls(town, where)}
    assert after.keys() == {r.id for r in calls(town, where)}
    assert len(after) == 3
    assert after[row.id].worked_at == town.now


def test_a_wrong_number_in_a_belboom_goes_to_the_fikser(town: Town) -> None:
    where = programme(town, calls=1)
    fikser = town.person("Fien")
    makes_fikser(town, fikser, where)
    everybody(town, "Anna Bert", where)
    row = calls(town, where)[0]

    town.run(lambda tx: contact_outcome(tx, row.id, Outcome.WRONG_NUMBER))
    town.deliver()

    assert "seems to be wrong. Could you ask for the right one?" in fikser.room.text


def share(town: Town) -> tuple[Programme, Someone, Assignment]:
    """A list of one contact, in the hands of Anna."""
    where = opbelactie(town)
    anna = town.person("Anna")
    joins(town, anna, where, part=Part.ONLY_CALLS)
    on_list(town, "Xavier", where)
    plans(town, where)
    return where, anna, calls(town, where)[0]


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.WRONG_MOMENT])
def test_a_contact_who_was_not_reached_stays_with_the_same_caller(town: Town, outcome: Outcome) -> None:
    where, _, row = share(town)
    joins(town, town.person("Bert"), where, part=Part.ONLY_CALLS)

    town.run(lambda tx: contact_outcome(tx, row.id, outcome))
    plans(town, where)

    assert [(r.id, r.caller_id, r.worked_at) for r in calls(town, where)] == [(row.id, row.caller_id, town.now)]


def test_a_contact_who_was_reached_is_called_no_more(town: Town) -> None:
    where, _, row = share(town)

    town.run(lambda tx: contact_outcome(tx, row.id, Outcome.REACHED))
    town.advance(days=8)
    plans(town, where)

    assert calls(town, where) == []
    after = town.run(lambda tx: assignments.get(tx, row.id))
    assert after is not None
    assert after.state is AssignmentState.DONE


@pytest.mark.parametrize(
    ("again", "weeks"), [(CallAgain.WEEKLY, 1), (CallAgain.FORTNIGHTLY, 2), (CallAgain.MONTHLY, 4)]
)
def test_a_follow_up_call_stays_with_the_same_caller(town: Town, again: CallAgain, weeks: int) -> None:
    where, _, row = share(town)
    joins(town, town.person("Bert"), where, part=Part.ONLY_CALLS)

    town.run(lambda tx: contact_outcome(tx, row.id, Outcome.REACHED, call_again=again))
    plans(town, where)

    (after,) = calls(town, where)
    assert (after.id, after.caller_id) == (row.id, row.caller_id)
    assert after.due_at is not None
    assert (after.due_at - town.now).days == 7 * weeks


def test_who_refuses_is_never_called_again_in_this_programme(town: Town) -> None:
    where, _, row = share(town)

    town.run(lambda tx: contact_outcome(tx, row.id, Outcome.REFUSED))
    plans(town, where)

    assert calls(town, where) == []
    member = town.run(lambda tx: memberships.get(tx, row.callee_id))
    assert member is not None
    kept = town.run(lambda tx: tx.execute(membership_rows.select().where(membership_rows.c.id == member.id)).one())
    assert kept.expires_at == town.now + timedelta(days=30)
    town.run(lambda tx: people.erase(tx, member.person_id))
    known = town.run(lambda tx: contacts.known_numbers(tx, where.id, ["+32470120000"]))
    assert known.refused == {"+32470120000"}


@pytest.mark.parametrize("accepted", [True, False])
def test_a_wrong_number_leaves_the_list_and_goes_to_the_fikser(town: Town, accepted: bool) -> None:
    where, _, row = share(town)
    fikser = town.person("Fien")
    makes_fikser(town, fikser, where)
    if accepted:
        accepts_statement(town, fikser, where)
    contact = town.run(lambda tx: memberships.get(tx, row.callee_id))
    assert contact is not None
    called = "Xavier" if accepted else contact.code

    town.run(lambda tx: contact_outcome(tx, row.id, Outcome.WRONG_NUMBER))
    plans(town, where)

    assert calls(town, where) == []
    assert f"The phone number of {called} on the list of Warme lijn turned out to be wrong" in fikser.room.text


def self_joined(town: Town, part: Part) -> tuple[Programme, Assignment]:
    """An opbelactie in which Anna calls Bert, who joined by himself."""
    where = opbelactie(town)
    joins(town, town.person("Anna"), where, part=Part.ONLY_CALLS)
    bert = joins(town, town.person("Bert"), where, part=part, phone="+32470998877")
    plans(town, where)
    (row,) = [row for row in calls(town, where) if row.callee_id == bert]
    return where, row


@pytest.mark.parametrize("part", [Part.BOTH, Part.ONLY_CALLED])
@pytest.mark.parametrize("outcome", [Outcome.REACHED, Outcome.WRONG_NUMBER])
def test_who_joined_by_themselves_is_called_again_next_week(town: Town, part: Part, outcome: Outcome) -> None:
    where, row = self_joined(town, part)

    town.run(lambda tx: contact_outcome(tx, row.id, outcome))
    plans(town, where)

    (after,) = calls(town, where)
    assert (after.id, after.due_at) == (row.id, town.now + timedelta(days=7))
    member = town.run(lambda tx: memberships.get(tx, row.callee_id))
    assert member is not None
    assert member.state is MembershipState.ACTIVE


def test_a_volunteer_who_does_not_want_calls_goes_on_calling(town: Town) -> None:
    where, row = self_joined(town, Part.BOTH)

    town.run(lambda tx: contact_outcome(tx, row.id, Outcome.REFUSED))
    plans(town, where)

    member = town.run(lambda tx: memberships.get(tx, row.callee_id))
    assert member is not None
    assert (member.part, member.state) == (Part.ONLY_CALLS, MembershipState.ACTIVE)
    assert calls(town, where) == []


def test_nobody_is_on_their_own_list(town: Town) -> None:
    where = opbelactie(town)
    joins(town, town.person("Bert"), where, part=Part.BOTH)

    plans(town, where)

    assert calls(town, where) == []


def test_an_outcome_for_a_call_that_is_gone_is_passed_over(town: Town) -> None:
    where, _, row = share(town)

    town.run(lambda tx: contact_outcome(tx, "gone", Outcome.REACHED))
    town.run(lambda tx: contact_outcome(tx, row.id, Outcome.REACHED))
    town.run(lambda tx: contact_outcome(tx, row.id, Outcome.NO_ANSWER))

    after = town.run(lambda tx: assignments.get(tx, row.id))
    assert after is not None
    assert after.state is AssignmentState.DONE
    assert town.run(lambda tx: contacts.known_numbers(tx, where.id, ["+32470120000"])).refused == frozenset()


def test_a_refusal_counts_however_late_it_is_told(town: Town) -> None:
    where, _, row = share(town)
    term = town.now + timedelta(days=30)
    town.run(lambda tx: contact_outcome(tx, row.id, Outcome.REACHED))
    town.advance(days=3)

    town.run(lambda tx: contact_outcome(tx, row.id, Outcome.REFUSED))

    assert town.run(lambda tx: contacts.known_numbers(tx, where.id, ["+32470120000"])).refused == {"+32470120000"}
    kept = town.run(lambda tx: tx.execute(membership_rows.select().where(membership_rows.c.id == row.callee_id)).one())
    assert kept.expires_at == term


def test_a_refusal_told_after_the_share_went_back_reaches_whoever_has_it_now(town: Town) -> None:
    where, anna, row = share(town)
    accepts_statement(town, anna, where)
    bert = joins(town, town.person("Bert"), where, part=Part.ONLY_CALLS)
    town.advance(days=14)
    (now,) = calls(town, where)
    assert now.caller_id == bert

    anna.forges(f"report:{row.id}")
    anna.taps("Does not want a call")
    anna.taps("Save")

    assert calls(town, where) == []
    assert town.run(lambda tx: contacts.known_numbers(tx, where.id, ["+32470120000"])).refused == {"+32470120000"}


def test_who_wants_another_call_keeps_it_when_acute_danger_cut_the_questions_short(town: Town) -> None:
    where, anna, row = share(town)
    accepts_statement(town, anna, where)
    anna.forges(f"report:{row.id}")
    for label in ("We talked", "Yes, to all three", "Both good", "No, all is arranged"):
        anna.taps(label)
    anna.says("Talks of suicide")

    anna.taps("Yes, acute danger")
    anna.taps("Send to the coordinator now")

    (after,) = calls(town, where)
    assert (after.id, after.due_at) == (row.id, town.now + timedelta(days=7))
    member = town.run(lambda tx: memberships.get(tx, row.callee_id))
    assert member is not None
    assert member.state is MembershipState.ACTIVE
