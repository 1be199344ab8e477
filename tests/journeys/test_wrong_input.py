"""What people send where a tap is expected, or where words are: nothing is lost, and the question stays findable."""

from __future__ import annotations

import pytest

from simulator.phone import Phone
from tests.journeys import calls, looks
from tests.journeys.village import Village

HINT = "Please tap what fits"
CONSENT = "Did you say who you are"


@pytest.mark.parametrize("kind", ["photo", "sticker", "voice", "document", "location", "contact"])
async def test_what_is_no_answer_gets_the_same_question_again_and_the_report_goes_on(
    village: Village, kind: str
) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_consent(anna, callee)

    first = anna.last()
    anna.send_media(kind)
    asked = await anna.wait_for(HINT)
    await anna.wait_gone(first)
    anna.tap("Yes, to all three")
    await anna.wait_for("in body and in mind?")

    assert CONSENT in asked.text
    assert "Yes, to all three" in asked.labels


async def test_a_voice_message_where_words_are_expected_is_not_taken_for_words(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_question_three(anna, callee)

    anna.send_media("voice")
    again = await anna.wait_for("Is there anything else")
    anna.tap("Nothing more")
    await anna.wait_for("Shall somebody call")

    assert again.text != ""
    assert "Nothing more" in again.labels


async def test_a_photo_with_words_under_it_is_not_kept(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_question_three(anna, callee)

    anna.send_media("photo", caption="The letter of the bank, with her name on it.")
    await anna.wait_for("Is there anything else")
    anna.tap("Nothing more")
    await anna.wait_for("Shall somebody call")
    anna.tap("No, not needed")
    review = await anna.wait_for("Is it right")

    assert "letter" not in review.text


async def test_words_where_a_tap_is_expected_are_no_answer_unless_they_stand_on_a_button(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_consent(anna, callee)

    anna.send("perhaps")
    await anna.wait_for(HINT)
    anna.send("yes, to all three")
    question = await anna.wait_for("in body and in mind?")

    assert HINT not in question.text


async def test_an_edited_message_changes_nothing_and_the_person_hears_so(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_consent(anna, callee)
    words = anna.send("perhaps")
    await anna.wait_for(HINT)

    anna.edit(words, "yes, to all three")
    await anna.wait_for("I keep the message as you sent it first")
    anna.tap("Yes, to all three")
    await anna.wait_for("in body and in mind?")

    assert looks.open_dialogues(village) == 1


async def test_ten_forwarded_messages_at_once_get_the_question_again_once_and_it_can_be_answered(
    village: Village,
) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_consent(anna, callee)

    before = village.sim.count("sendMessage")
    anna.forward_burst([f"Forwarded text {number}" for number in range(10)])
    await anna.wait_for(HINT)
    await village.sim.wait_until_taken()
    await village.sim.wait_for(lambda: _standing(anna, "Yes, to all three") == 1 and anna.see()[-1].by_bot)
    anna.tap("Yes, to all three")
    await anna.wait_for("in body and in mind?")

    assert village.sim.count("sendMessage") - before <= 4
    assert looks.open_dialogues(village) == 1


async def test_five_thousand_characters_where_a_tap_is_expected_change_nothing(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_consent(anna, callee)

    anna.send("long " * 1000)
    await anna.wait_for(HINT)
    await village.sim.wait_until_taken()
    anna.tap("Yes, to all three")
    await anna.wait_for("in body and in mind?")

    assert looks.open_dialogues(village) == 1


async def test_five_thousand_characters_as_a_note_are_asked_for_shorter_and_the_shorter_is_kept(
    village: Village,
) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_question_three(anna, callee)

    anna.send("words " * 850)
    await anna.wait_for("shorter")
    await village.sim.wait_until_taken()

    assert looks.open_dialogues(village) == 1


async def test_a_command_in_the_midst_is_answered_and_the_report_goes_on(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_consent(anna, callee)
    question = anna.last()

    anna.send("/help")
    await anna.wait_for("/gebeld")
    anna.send("/wiebelik")
    await anna.wait_for(callee)
    anna.send("/nosuchthing")
    await anna.wait_for("I do not know that command")
    anna.tap("Yes, to all three", question)
    await anna.wait_for("in body and in mind?")

    assert looks.open_dialogues(village) == 1


async def test_a_second_report_in_the_midst_of_the_first_offers_to_carry_on(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_consent(anna, callee)

    anna.send("/gebeld")
    await anna.wait_for("You were still in the middle of something")
    anna.tap("Carry on")
    again = await anna.wait_for(CONSENT)
    anna.tap("Yes, to all three", again)
    await anna.wait_for("in body and in mind?")

    assert looks.open_dialogues(village) == 1


def _standing(phone: Phone, label: str) -> int:
    """On how many messages a button with this label stands."""
    return sum(label in message.labels for message in phone.see())
