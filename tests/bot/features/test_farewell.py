"""Whoever stops sees nothing any more from that moment on, and is asked whether their notes are destroyed."""

from __future__ import annotations

import pytest

from bot.features.farewell import PATIENCE
from domain.programme import Role
from storage import farewells, roles
from tests.bot.features.setting_up import Started, starts
from tests.bot.features.test_members import adds_contact
from tests.bot.town import Someone, Town


@pytest.fixture
def summer(town: Town) -> Started:
    """An opbelactie with one contact, and a fikser."""
    started = starts(town, town.person("Ada"), "Zomerbel", kind="Opbelactie")
    adds_contact(started.admin, "Georges", "053 12 34 56")
    return started


@pytest.fixture
def anna(summer: Started) -> Someone:
    """A volunteer with Georges on her list, and his number on her screen."""
    someone = summer.member("Anna", summer.admin)
    someone.says("/wiebelik")
    someone.taps("I accept")
    someone.taps("Show phone numbers")
    assert "053" in someone.room.text
    return someone


def leaves(anna: Someone) -> None:
    anna.says("/verlaat")
    anna.taps("Yes, leave")


def confirmations(town: Town, person: Someone) -> list[bool]:
    person_id = person.id
    return [one.confirmed_at is not None for one in town.run(lambda tx: farewells.of_person(tx, person_id))]


def test_names_and_numbers_are_taken_away_from_the_chat_at_once(summer: Started, anna: Someone) -> None:
    leaves(anna)

    assert "Georges" not in anna.room.text
    assert "053" not in anna.room.text
    assert "You have left Zomerbel" in anna.room.text


def test_a_message_that_is_too_old_to_be_deleted_is_left_alone(town: Town, summer: Started, anna: Someone) -> None:
    old = next(number for number, message in anna.room.messages.items() if "This is whom you call" in message.text)
    town.now += PATIENCE

    leaves(anna)

    assert old not in anna.room.deleted


def test_a_report_that_was_open_ends_with_the_farewell(town: Town, summer: Started, anna: Someone) -> None:
    anna.taps("I called Georges")
    question = [key.data for row in anna.room.last.keyboard for key in row]

    leaves(anna)

    anna.forges(question[0])
    assert "already answered" in anna.room.notices[-1]
    assert "Georges" not in anna.room.text


def test_somebody_who_is_taken_out_loses_the_lists_as_well(summer: Started, anna: Someone) -> None:
    summer.admin.says("/leden")
    summer.admin.taps("Anna")
    summer.admin.taps("Take out of the programme")
    summer.admin.taps("Yes, take out")

    assert "Georges" not in anna.room.text
    assert "Nothing is left with me" in [label for one in anna.room.messages.values() for label in one.labels]


def test_the_confirmation_is_kept(town: Town, summer: Started, anna: Someone) -> None:
    leaves(anna)
    before = confirmations(town, anna)

    anna.taps("Nothing is left with me")

    assert (before, confirmations(town, anna)) == ([False], [True])
    assert "that is noted" in anna.room.text


def test_nobody_confirms_for_somebody_else_with_a_forged_button(town: Town, summer: Started, anna: Someone) -> None:
    leaves(anna)
    anna_id = anna.id
    (asked,) = town.run(lambda tx: farewells.of_person(tx, anna_id))
    otto = town.person("Otto")
    otto.says("/start")

    otto.forges(f"destroyed:{asked.id}")
    otto.forges(f"destroyedfor:{asked.id}")

    assert confirmations(town, anna) == [False]


def test_whoever_looks_after_the_programme_hears_once_that_it_stays_out(
    town: Town, summer: Started, anna: Someone
) -> None:
    karim = coordinator(town, summer)
    leaves(anna)
    town.advance(days=6)
    early = karim.room.text

    town.advance(days=2)
    town.advance(days=2)

    assert "whether lists and notes" not in early
    assert karim.room.text.count("Anna stopped with Zomerbel a week ago") == 1
    karim.taps("Yes, nothing is left")
    assert confirmations(town, anna) == [True]


def test_nobody_is_bothered_when_it_was_confirmed_or_when_they_are_back(
    town: Town, summer: Started, anna: Someone
) -> None:
    karim = coordinator(town, summer)
    leaves(anna)
    anna.taps("Nothing is left with me")

    town.advance(days=9)

    assert "whether lists and notes" not in karim.room.text


def test_a_volunteer_who_never_saw_a_name_is_asked_nothing(town: Town, summer: Started) -> None:
    otto = summer.member("Otto", summer.admin)

    leaves(otto)

    assert confirmations(town, otto) == []


def coordinator(town: Town, summer: Started) -> Someone:
    karim = town.person("Karim")
    karim.says("/start")
    karim_id = karim.id
    town.run(lambda tx: roles.grant(tx, karim_id, summer.id, Role.COORDINATOR, granted_by=None))
    return karim


def test_a_coordinator_whose_role_ends_is_asked_too(town: Town, summer: Started) -> None:
    karim = coordinator(town, summer)
    karim.says("/verklaring")
    karim.taps("Read it for Zomerbel")
    karim.taps("I accept")
    summer.admin.says("/coordinator")
    summer.admin.taps("End: ")

    assert "Nothing is left with me" in karim.room.last.labels


def test_a_fikser_who_stays_a_volunteer_keeps_the_list(town: Town, summer: Started, anna: Someone) -> None:
    anna_id = anna.id
    town.run(lambda tx: roles.grant(tx, anna_id, summer.id, Role.FIKSER, granted_by=None))
    summer.admin.says("/fikser")
    summer.admin.taps("Anna")

    assert "Georges" in anna.room.text
    assert confirmations(town, anna) == []
