"""The confidentiality statement stands before names from outside one's own belboom."""

from __future__ import annotations

import pytest

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


def own_text(started: Started, body: str, language: str = "en") -> str | None:
    """The programme puts a text of its own in the place of ours; returns its version."""
    return started.town.run(lambda tx: statements.set_own(tx, started.id, language, body))


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


def test_a_changed_statement_is_asked_again(town: Town, summer: Started) -> None:
    anna = summer.member("Anna", summer.admin)
    anna.says("/leden")
    anna.says("/wiebelik")
    old = anna.room.last.keyboard[0][0].data
    own_text(summer, "What we agree on since today.")

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


def test_a_text_of_the_programme_itself_is_asked_for_although_ours_was_accepted(town: Town, summer: Started) -> None:
    anna = summer.member("Anna", summer.admin)
    anna.says("/wiebelik")
    anna.taps("I accept")
    own_text(summer, "What is said here stays here.")

    anna.says("/wiebelik")

    assert "What is said here stays here." in anna.room.last.text
    assert "Version en1" in anna.room.last.text
    anna.taps("I accept")
    assert "Georges" in anna.room.last.text


def test_a_tap_on_an_old_list_shows_no_name_before_the_new_text_is_accepted(town: Town, summer: Started) -> None:
    anna = summer.member("Anna", summer.admin)
    anna.says("/wiebelik")
    anna.taps("I accept")
    old = [key.data for row in anna.room.last.keyboard for key in row]
    own_text(summer, "A new text.")
    seen = set(anna.room.messages)

    for data in old:
        anna.forges(data)

    new = [message.text for number, message in anna.room.messages.items() if number not in seen]
    assert any("A new text." in text for text in new)
    assert not [text for text in new if "Georges" in text or "053" in text]


def test_a_text_in_another_language_than_ones_own_is_shown_where_there_is_no_other(town: Town, summer: Started) -> None:
    own_text(summer, "Wat hier gezegd wordt, blijft hier.", "nl")
    anna = summer.member("Anna", summer.admin)

    anna.says("/wiebelik")
    anna.taps("I accept")

    assert "Georges" in anna.room.last.text


def test_a_new_text_in_one_language_leaves_what_was_accepted_in_another(town: Town, summer: Started) -> None:
    own_text(summer, "What is said here stays here.", "en")
    own_text(summer, "Wat hier gezegd wordt, blijft hier.", "nl")
    anna = summer.member("Anna", summer.admin)
    anna.says("/wiebelik")
    anna.taps("I accept")
    own_text(summer, "Wat hier gezegd wordt, blijft echt hier.", "nl")

    anna.says("/wiebelik")

    assert "Georges" in anna.room.last.text


def test_the_same_text_once_more_is_no_new_version(town: Town, summer: Started) -> None:
    assert own_text(summer, "What is said here stays here.") == "en1"
    assert own_text(summer, "What is said here stays here.") is None
    assert own_text(summer, "Something else.") == "en2"
    assert own_text(summer, "What is said here stays here.") == "en3"


def test_a_long_text_comes_in_several_messages_and_is_accepted_below_the_last(town: Town, summer: Started) -> None:
    paragraph = "All you hear is confidential <and> stays & remains so. " * 20
    own_text(summer, "\n\n".join(f"Article {number}. {paragraph}" for number in range(1, 13)))
    anna = summer.member("Anna", summer.admin)
    before = len(anna.room.messages)

    anna.says("/wiebelik")

    shown = [message for _, message in sorted(anna.room.messages.items())][before:]
    assert len(shown) > 2
    assert all(f"Article {number}." in "".join(one.text for one in shown) for number in range(1, 13))
    assert [one.labels for one in shown] == [*([[]] * (len(shown) - 1)), ["I accept"]]


def test_the_words_somebody_accepted_are_kept_when_the_text_changes(town: Town, summer: Started) -> None:
    anna = summer.member("Anna", summer.admin)
    anna.says("/wiebelik")
    anna.taps("I accept")
    own_text(summer, "A new text.")
    anna.says("/wiebelik")
    anna.taps("I accept")

    anna_id = anna.id
    kept = town.run(lambda tx: statements.acceptances(tx, anna_id))
    assert [one.version for one in kept] == [VERSION, "en1"]
    assert "stays with you" in kept[0].text
    assert kept[1].text == "A new text."


def test_the_statement_can_be_read_again_with_the_day_it_was_accepted(town: Town, summer: Started) -> None:
    anna = summer.member("Anna", summer.admin)
    anna.says("/verklaring")
    before = anna.room.last.text
    anna.taps("Read it for Zomerbel")
    anna.taps("I accept")

    anna.says("/verklaring")

    assert "not accepted yet" in before
    assert "you accepted version 2026-1 on 18 November 2026" in anna.room.last.text
    anna.taps("Read it for Zomerbel")
    assert "What you hear stays with you" in anna.room.last.text
    assert "I accept" not in anna.room.last.labels


def test_somebody_without_programme_has_nothing_to_agree_on(town: Town, summer: Started) -> None:
    otto = town.person("Otto")

    otto.says("/verklaring")

    assert "nothing to agree on" in otto.room.last.text
