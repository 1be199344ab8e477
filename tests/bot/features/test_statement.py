"""The confidentiality statement stands before names from outside one's own belboom."""

from __future__ import annotations

import pytest

from bot.features import statement as feature
from conversations.statement import VERSION
from storage import statements
from tests.bot.features.setting_up import Started, starts
from tests.bot.features.test_members import adds_contact
from tests.bot.town import START, Someone, Town


@pytest.fixture
def summer(town: Town) -> Started:
    """An opbelactie with one contact."""
    started = starts(town, town.person("Ada"), "Zomerbel", kind="Opbelactie")
    adds_contact(started.admin, "Georges", "053 12 34 56")
    return started


def accepted_at(started: Started, person: Someone) -> object:
    person_id = person.id
    return started.town.run(lambda tx: statements.accepted_at(tx, person_id, started.id, VERSION))


def test_a_volunteer_accepts_the_statement_and_reads_what_they_asked_for(town: Town, summer: Started) -> None:
    anna = summer.member("Anna", summer.admin)

    anna.says("/wiebelik")
    before = anna.room.text
    anna.taps("I accept")

    assert "What you hear stays with you" in before
    assert "Georges" not in before
    assert "Georges" in anna.room.last.text
    assert accepted_at(summer, anna) == START


def test_the_plain_question_goes_on_after_accepting_too(town: Town, summer: Started) -> None:
    anna = summer.member("Anna", summer.admin)

    anna.says("Who do I call?")
    anna.taps("I accept")

    assert "Georges" in anna.room.last.text


def test_what_was_accepted_is_not_asked_again(town: Town, summer: Started) -> None:
    anna = summer.member("Anna", summer.admin)
    anna.says("/wiebelik")
    anna.taps("I accept")

    anna.says("/wiebelik")

    assert "I accept" not in anna.room.last.labels
    assert "Georges" in anna.room.last.text


def test_a_changed_statement_is_asked_again(town: Town, summer: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = summer.member("Anna", summer.admin)
    anna.says("/leden")
    anna.says("/wiebelik")
    old = anna.room.last.keyboard[0][0].data
    monkeypatch.setattr(feature, "VERSION", "2099-1")

    anna.forges(old, message_id=anna.room.last.id)

    assert "text has changed" in anna.room.notices[-1]
    assert accepted_at(summer, anna) is None


def test_a_stranger_accepts_nothing_with_a_forged_button(town: Town, summer: Started) -> None:
    otto = town.person("Otto")
    otto.says("/start")

    otto.forges(f"accept:{summer.id}:{VERSION}:wiebelik")

    assert "no longer works" in otto.room.notices[-1]
    assert accepted_at(summer, otto) is None


@pytest.mark.parametrize("wanted", ["export", "fikser", "uitnodigen", "leden"])
def test_a_forged_continuation_gives_no_more_rights_than_a_command(town: Town, summer: Started, wanted: str) -> None:
    anna = summer.member("Anna", summer.admin)

    anna.forges(f"accept:{summer.id}:{VERSION}:{wanted}")

    assert "That is not for you to do here" in anna.room.last.text


def test_a_forged_continuation_starts_no_programme_in_private(town: Town, summer: Started) -> None:
    summer.admin.forges(f"accept:{summer.id}:{VERSION}:programma")

    assert "works in a group" in summer.admin.room.last.text


@pytest.mark.parametrize("wanted", ["accept:x", "nothing", "nothing:at:all", ":::"])
def test_a_forged_continuation_that_leads_nowhere_is_left_alone(town: Town, summer: Started, wanted: str) -> None:
    anna = summer.member("Anna", summer.admin)

    anna.forges(f"accept:{summer.id}:{VERSION}:{wanted}")

    assert "You accepted the agreement" in anna.room.last.text
