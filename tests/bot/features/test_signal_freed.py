"""A signal does not stay with somebody who is coordinator no longer: it is announced anew, and all hear so."""

from __future__ import annotations

import pytest

from bot.incoming import Kind
from domain.programme import Part, Role
from domain.signals import SignalState
from storage import roles, signals
from tests.bot.features.calls import Street, raises, raises_acute, street
from tests.bot.features.scene import joins, makes_fikser, programme
from tests.bot.town import Town


def leaves_the_chat(here: Street) -> None:
    here.town.receive(here.karim, here.desk, Kind.PERSON_LEFT)


def is_taken_back_by_the_admin(here: Street) -> None:
    here.admin.forges(f"uncoord:{here.programme.id}:{here.karim.id}")


def leaves_the_programme(here: Street) -> None:
    membership = joins(here.town, here.karim, here.programme, part=Part.ONLY_CALLS)
    here.karim.forges(f"leaveyes:{membership}")


def is_forgotten(here: Street) -> None:
    here.karim.says("/vergeetmij")
    here.karim.taps("Yes, erase everything")


GOES = [leaves_the_chat, is_taken_back_by_the_admin, leaves_the_programme, is_forgotten]


@pytest.mark.parametrize("goes", GOES)
def test_what_a_coordinator_had_taken_is_announced_anew_when_they_go(town: Town, goes: object) -> None:
    here = street(town)
    raises(here.anna)
    here.karim.taps("I take this", group=here.desk)
    first = here.desk.last.id
    assert callable(goes)

    goes(here)
    town.deliver()

    assert here.signal().state is SignalState.RECEIVED
    assert here.signal().taken_by is None
    assert here.desk.last.id != first
    assert here.desk.last.labels == ["I take this"]
    assert here.desk.messages[first].labels == []
    assert "announced to the coordinators once more" in here.anna.room.last.text


def test_the_volunteer_hears_of_the_next_one_who_takes_it(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    here.karim.taps("I take this", group=here.desk)
    leaves_the_chat(here)
    town.advance(minutes=1)

    here.lotte.taps("I take this", group=here.desk)

    assert here.signal().taken_by == here.lotte.id
    assert here.anna.room.text.count("has taken signal") == 2


def test_an_acute_one_counts_its_quarter_of_an_hour_anew(town: Town) -> None:
    here = street(town)
    raises_acute(here.anna)
    here.karim.taps("I take this", group=here.desk)
    town.advance(minutes=60)
    leaves_the_chat(here)
    shown = len(here.desk.messages)

    town.advance(minutes=14)
    before = len(here.desk.messages)
    town.advance(minutes=1)

    assert before == shown
    assert len(here.desk.messages) == shown + 1
    assert "call 112 now" in here.anna.room.last.text


def test_what_others_have_taken_and_what_is_closed_stays(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    for label in ("I take this", "Close", "Not reached"):
        here.lotte.taps(label, group=here.desk)
    signal_id = here.signal().id

    leaves_the_chat(here)
    town.run(lambda tx: signals.in_hands_of(tx, here.programme.id, "somebody"))

    assert here.signal().state is SignalState.CLOSED
    assert here.signal().id == signal_id


@pytest.mark.parametrize("goes", GOES)
def test_the_admins_hear_when_nobody_is_left_to_take_signals(town: Town, goes: object) -> None:
    here = street(town)
    lotte = here.lotte.id
    town.run(lambda tx: roles.revoke(tx, lotte, here.programme.id, Role.COORDINATOR))
    assert callable(goes)

    goes(here)
    town.deliver()

    assert "Zonnebloem has no coordinator now" in here.admin.room.text


def test_the_admins_hear_of_a_signal_that_nobody_can_take(town: Town) -> None:
    here = street(town)
    for one in here.coordinators:
        person_id = one.id
        town.run(lambda tx, who=person_id: roles.revoke(tx, who, here.programme.id))  # type: ignore[misc]

    raises(here.anna)

    assert "Zonnebloem has no coordinator now" in here.admin.room.text


def test_without_a_coordinator_chat_an_acute_signal_comes_to_the_coordinators_again_in_private(town: Town) -> None:
    here = street(town, desk=False)
    raises_acute(here.anna)
    cards = here.karim.room.text.count("Acute danger")

    town.advance(minutes=15)

    assert here.karim.room.text.count("Acute danger") == cards + 1
    assert here.karim.room.last.labels == ["I take this"]


def test_the_admins_hear_when_the_only_fikser_is_forgotten(town: Town) -> None:
    admin = town.person("Agnes")
    admin.says("/start")
    where = programme(town)
    fikser = town.person("Fien")
    makes_fikser(town, fikser, where)
    joins(town, fikser, where)

    fikser.says("/vergeetmij")
    fikser.taps("Yes, erase everything")
    town.deliver()

    assert "Zonnebloem has no fikser now" in admin.room.text
