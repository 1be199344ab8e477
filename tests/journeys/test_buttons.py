"""Buttons that are old, forged, tapped twice or somebody else's: they are answered kindly and move nothing."""

from __future__ import annotations

import pytest

from bot.registry import ACTIONS
from simulator.phone import Phone
from tests.journeys import calls, looks
from tests.journeys.village import Belboom, Village


async def test_a_button_of_a_report_that_was_saved_moves_nothing(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_consent(anna, callee)
    old = anna.last()
    anna.tap("Yes, to all three")
    await anna.wait_for("in body and in mind?")
    anna.tap("Both good")
    await anna.wait_for("Would a hand be welcome")
    anna.tap("No, all is arranged")
    await anna.wait_for("Is there anything else")
    anna.tap("Nothing more")
    await anna.wait_for("Shall somebody call")
    anna.tap("No, not needed")
    await anna.wait_for("Is it right")
    await calls.save(anna)
    before = looks.everything(village)

    answer = await anna.tap("No, note nothing", old).answered()

    assert "already answered" in str(answer["text"])
    assert looks.everything(village) == before


async def test_a_button_of_yesterdays_report_does_not_answer_todays(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_consent(anna, callee)
    yesterdays = next(b for row in anna.last().rows for b in row if b["text"] == "No, note nothing")
    anna.send("/stop")
    await anna.wait_for("I have stopped", anytime=True)
    village.pass_time(days=1)
    await calls.up_to_consent(anna, callee)
    todays = await anna.wait_for("Did you say who you are", anytime=True)  # words of the day may stand after it

    answer = await anna.tap_data(todays, yesterdays["callback_data"]).answered()

    assert "already answered" in str(answer["text"])
    assert todays.text in [message.text for message in anna.see()]


async def test_saving_tapped_ten_times_saves_once(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_review(anna, callee)
    review = anna.last()

    taps = [anna.tap("Save; the coordinator need not know", review) for _ in range(10)]
    for tap in taps:
        await tap.answered()
    await anna.wait_for("Thank you for calling", anytime=True)

    assert looks.kept_reports(village) == 1


@pytest.mark.parametrize(
    "data",
    [
        "x",
        ":::::",
        "c:::::",
        "c:AAAAAAAA:consent:1:ALL",
        "c:AAAAAAAA:outcome:999999:reached",
        "report",
        "report:a:b:c",
        "take:'; drop table reports; --",
        "é" * 32,
        "\u202e0123456789",
    ],
)
async def test_forged_data_is_answered_and_moves_nothing(village: Village, data: str) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_consent(anna, callee)
    before = looks.everything(village)

    answer = await anna.tap_data(anna.last(), data).answered()

    assert answer["text"]
    assert looks.everything(village) == before


async def test_every_kind_of_button_with_made_up_ids_is_answered_and_moves_nothing(village: Village) -> None:
    anna, _, _ = await calls.a_caller(village)
    greeting = anna.last()
    before = looks.everything(village)

    for name, handler in ACTIONS.items():
        made_up = ["0", "AAAAAAAA"][: handler.__code__.co_argcount - 1]
        if name not in HARMLESS:
            await anna.tap_data(greeting, ":".join([name, *made_up])).answered()

    assert looks.everything(village) == before
    assert not _apologies(anna)


HARMLESS = {"myname", "keepme", "lang", "tip", "numbers", "hours", "hour", "quiet", "nudges", "ownfile"}
"""Anybody may tap these, and what they do is done to whoever taps."""


async def test_buttons_of_others_with_real_ids_are_refused_to_a_stranger(village: Village) -> None:
    anna, belboom, callee = await calls.a_caller(village)
    await calls.up_to_review(anna, callee, note="Falls more often lately.")
    anna.tap("Save and tell the coordinator: urgent")
    await anna.wait_for("Nobody has taken it yet")
    await belboom.karim.in_group(belboom.coordinators).wait_for("Urgent", anytime=True)
    stranger = village.sim.phone("Stranger", language="en")
    stranger.start()
    greeting = await stranger.wait_for(lambda m: True)
    real = _real_ids(village, belboom)
    before = looks.everything(village)

    for name, handler in ACTIONS.items():
        names = handler.__code__.co_varnames[1 : handler.__code__.co_argcount]
        if name in HARMLESS:
            continue
        for given in zip(*(real.get(one, ["1"]) for one in names), strict=False) if names else [()]:
            await stranger.tap_data(greeting, ":".join([name, *given])).answered()

    assert looks.everything(village) == before
    assert not _apologies(stranger)
    shown = " ".join(message.text for message in stranger.see() if message.by_bot)
    assert callee not in shown
    assert "Falls" not in shown


def _real_ids(village: Village, belboom: Belboom) -> dict[str, list[str]]:
    people = list(looks.ids(village, "persons"))
    return {
        "programme_id": [belboom.programme.id],
        "membership_id": list(looks.ids(village, "memberships")),
        "person_id": people[:1],
        "signal_id": list(looks.ids(village, "signals")),
        "assignment_id": list(looks.ids(village, "assignments")),
        "conversation_id": ["AAAAAAAA"],
        "number": ["1"],
        "how": ["done"],
        "version": ["1"],
        "stamp": ["1"],
    }


async def test_another_persons_button_in_a_group_belongs_to_that_person(village: Village) -> None:
    anna = village.sim.phone("Anna", language="en")
    group = village.sim.group("De Linde", village.admin, anna)
    here = village.admin.in_group(group)
    here.send("/programma")
    question = await here.wait_for("What is the programme called?")
    here.send("De Linde", reply_to=question)
    await here.wait_for("Which way of working is it?")
    before = looks.everything(village)

    answer = await anna.in_group(group).tap(here.last().labels[0]).answered()

    assert "somebody else's conversation" in str(answer["text"])
    assert answer["show_alert"]
    assert looks.everything(village)["conversations"] == before["conversations"]


async def test_two_devices_of_one_person_share_one_report(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_consent(anna, callee)
    tablet = Phone(village.sim.world, anna.user_id)
    question = anna.last()

    on_the_phone = anna.tap("Yes, to all three", question)
    on_the_tablet = tablet.tap("No, note nothing", question)
    first, second = await on_the_phone.answered(), await on_the_tablet.answered()
    await anna.wait_for("in body and in mind?", anytime=True)
    tablet.tap("Both good")
    await anna.wait_for("Would a hand be welcome", anytime=True)

    assert not first.get("text")
    assert "already answered" in str(second["text"])
    assert looks.open_dialogues(village) == 1


async def test_beginning_on_two_devices_at_once_begins_one_report(village: Village) -> None:
    anna, _, _ = await calls.a_caller(village)
    tablet = Phone(village.sim.world, anna.user_id)

    anna.send("/gebeld")
    tablet.send("/gebeld")
    await anna.wait_for("You were still in the middle of something", anytime=True)

    assert looks.open_dialogues(village) == 1
    assert sum("Whom did you call?" in message.text for message in anna.see()) == 1


def _apologies(phone: Phone) -> list[str]:
    return [message.text for message in phone.see() if "Something went wrong" in message.text]
