""" "Wie bel ik?" in the group and in private, and the digest on Monday morning."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from icalendar import Calendar
from PIL import Image

from simulator.phone import Phone
from tests.journeys.village import Belboom, Village


def _group_of_five(village: Village) -> tuple[list[Phone], Belboom]:
    people = [village.sim.phone(name, language="en") for name in ("Anna", "Bert", "Chris", "Dora", "Elly")]
    return people, village.belboom(*people)


@pytest.mark.parametrize("question", ["/wiebelik", "/WieBelIk", "/wiebelik@simulated_bot", "/whodoicall"])
async def test_the_command_is_answered_in_the_group_with_names(village: Village, question: str) -> None:
    people, belboom = _group_of_five(village)
    here = people[0].in_group(belboom.group)

    here.send(question)
    answer = await here.wait_for(belboom.callees_of(people[0])[0])

    assert all(name in answer.text for name in belboom.callees_of(people[0]))


@pytest.mark.parametrize(
    "question", ["wie bel ik", "WIE BEL IK?", "Wie moet ik bellen?", "Qui j'appelle ?", "Wen rufe ich an?"]
)
async def test_with_privacy_mode_on_a_question_is_a_reply_to_the_bot(village: Village, question: str) -> None:
    people, belboom = _group_of_five(village)
    here = people[0].in_group(belboom.group)
    here.send("/wiebelik")
    earlier = await here.wait_for(belboom.callees_of(people[0])[0])

    here.send(question, reply_to=earlier)
    answer = await here.wait_for(belboom.callees_of(people[0])[0])

    assert answer.id != earlier.id


async def test_with_privacy_mode_off_plain_text_is_enough_and_other_talk_is_left_alone(village: Village) -> None:
    people, belboom = _group_of_five(village)
    await village.sleep()
    village.sim.privacy(False)
    await village.wake()
    here = people[0].in_group(belboom.group)
    await here.wait_for("Here I am again", anytime=True)
    before = len([m for m in here.see() if m.by_bot])

    here.send("Shall we have coffee on Friday, and who do I call about the cake?")
    here.send("wie bel ik")
    await here.wait_for(belboom.callees_of(people[0])[0])

    assert len([m for m in here.see() if m.by_bot]) == before + 1


async def test_the_digest_comes_on_monday_at_nine_once_however_often_the_bot_restarts(village: Village) -> None:
    people, belboom = _group_of_five(village)
    anna = people[0]
    anna.start()
    await anna.wait_for("De Linde")

    village.until(datetime(2026, 11, 23, 7, 59, tzinfo=UTC))
    anna.send("/help")
    await anna.wait_for("I keep a circle")
    before = [m.text for m in anna.see()]
    village.until(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    digest = await anna.wait_for(lambda m: all(name in m.text for name in belboom.callees_of(anna)), anytime=True)
    await village.restart()
    anna.send("/help")
    await anna.wait_for("I keep a circle")

    assert digest.text not in before
    assert sum(m.text == digest.text for m in anna.see()) == 1
    assert any(belboom.callees_of(anna)[0] in label for label in digest.labels)


async def test_a_button_of_the_digest_begins_the_report(village: Village) -> None:
    people, belboom = _group_of_five(village)
    anna = people[0]
    anna.start()
    await anna.wait_for("De Linde")
    village.until(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    callee = belboom.callees_of(anna)[0]
    digest = await anna.wait_for(lambda m: any(callee in label for label in m.labels), anytime=True)

    anna.tap(next(label for label in digest.labels if callee in label), digest)
    question = await anna.wait_for("How did your call to")

    assert callee in question.text


async def test_a_stranger_in_the_group_gets_kind_words_and_no_names(village: Village) -> None:
    people, belboom = _group_of_five(village)
    stranger = village.sim.phone("Stranger", language="en")
    belboom.group.add(stranger)
    here = stranger.in_group(belboom.group)

    here.send("/wiebelik")
    answer = await here.wait_for("fikser")

    assert not any(person.name in answer.text for person in people)


async def test_the_tree_comes_as_a_picture_with_its_words_and_as_text(village: Village) -> None:
    people, belboom = _group_of_five(village)
    here = people[0].in_group(belboom.group)

    here.send("/boom")
    text = await here.wait_for("Who calls whom in De Linde")
    picture = await here.wait_for("Picture of the tree of De Linde: 5 people")

    assert picture.file is not None
    assert Image.open(BytesIO(picture.file.data)).format == "PNG"
    assert all(name in picture.text for name in belboom.callees_of(people[0]))
    assert picture.id < text.id


async def test_the_calls_come_as_a_file_for_the_calendar_without_names(village: Village) -> None:
    people, belboom = _group_of_five(village)
    anna = people[0]
    anna.start()
    await anna.wait_for("De Linde")

    anna.send("/agenda")
    sent = await anna.wait_for(lambda m: m.file is not None)

    assert sent.file is not None
    events = Calendar.from_ical(sent.file.data).walk("VEVENT")
    assert len(events) == len(belboom.callees_of(anna))
    assert not any(person.name.encode() in sent.file.data for person in people)
