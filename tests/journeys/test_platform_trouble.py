"""Telegram answers with errors, with silence, too late or not at all: nothing is lost, and little comes twice."""

from __future__ import annotations

from collections import Counter

import pytest

from simulator.phone import Phone
from tests.journeys import calls, looks
from tests.journeys.village import Village

STEPS = (
    ("We talked", "Did you say who you are"),
    ("Yes, to all three", "in body and in mind?"),
    ("Both good", "Would a hand be welcome"),
    ("No, all is arranged", "Is there anything else"),
    ("> Falls more often lately.", "Shall somebody call"),
    ("No, not needed", "should the coordinator know?"),
    ("Save and tell the coordinator: urgent", "Nobody has taken it yet"),
)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried again is tried again soon."""
    monkeypatch.setattr("bot.sender.back_off", lambda attempts, jitter: 0.02)


@pytest.mark.parametrize(
    ("kind", "every"),
    [("500", 1), ("502", 1), ("hang", 1), ("429", 3), pytest.param("429", 1, marks=pytest.mark.soak)],
)
async def test_trouble_during_a_report_loses_nothing_and_repeats_nothing(
    village: Village, kind: str, every: int
) -> None:
    anna, belboom, callee = await calls.a_caller(village)

    await _report_amid(village, anna, callee, kind, every)
    office = belboom.karim.in_group(belboom.coordinators)
    await office.wait_for("Urgent", anytime=True)

    assert looks.kept_reports(village) == 1
    assert looks.kept_signals(village) == 1
    assert _twice(anna) == _twice(office) == 0


async def test_answers_lost_in_every_step_repeat_what_was_lost_and_nothing_else(village: Village) -> None:
    anna, belboom, callee = await calls.a_caller(village)

    lost = await _report_amid(village, anna, callee, "lost", every=1)
    office = belboom.karim.in_group(belboom.coordinators)
    await office.wait_for("Urgent", anytime=True)

    assert looks.kept_reports(village) == 1
    assert looks.kept_signals(village) == 1
    assert _twice(anna) <= lost
    assert _twice(office) <= 1
    assert not any("Falls more often" in message.text for message in anna.see())


@pytest.mark.parametrize("method", ["answerCallbackQuery", "editMessageText", "deleteMessage", "sendMessage"])
async def test_a_call_that_fails_ten_times_succeeds_at_the_eleventh(village: Village, method: str) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_question_three(anna, callee)

    village.sim.fault("502", times=10, method=method)
    note = anna.send("Falls more often lately.")
    await anna.wait_for("Shall somebody call")
    await anna.wait_gone(note)
    anna.tap("No, not needed")
    await anna.wait_for("Is it right")
    village.sim.clear_faults()
    await calls.save(anna)

    assert looks.kept_reports(village) == 1


@pytest.mark.parametrize(
    "kind", ["lost", "500", *(pytest.param(rare, marks=pytest.mark.soak) for rare in ("429", "hang"))]
)
async def test_trouble_while_fetching_loses_no_update_and_handles_none_twice(village: Village, kind: str) -> None:
    anna, _, callee = await calls.a_caller(village)

    village.sim.fault(kind, method="getUpdates", seconds=0.1)
    await calls.up_to_review(anna, callee)
    await calls.save(anna)

    assert looks.kept_reports(village) == 1


async def test_an_update_that_comes_twice_counts_once(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_review(anna, callee)
    anna.tap("Save; the coordinator need not know")
    await anna.wait_for("Thank you for calling")
    before = len(anna.see())

    village.sim.repeat_update()
    await village.sim.wait_until_taken()
    anna.send("/tips")
    await anna.wait_for(lambda message: True)

    assert looks.kept_reports(village) == 1
    assert len(anna.see()) == before + 2


async def test_flood_control_of_one_chat_holds_nobody_else_up(village: Village) -> None:
    anna, belboom, callee = await calls.a_caller(village)
    village.sim.fault("429", method="sendMessage", seconds=3600, chat=belboom.group.id)
    anna.in_group(belboom.group).send("/wiebelik")
    await village.sim.wait_for_calls("sendMessage", village.sim.count("sendMessage") + 1)

    await calls.up_to_review(anna, callee)
    await calls.save(anna)

    assert looks.kept_reports(village) == 1


async def test_what_waits_while_telegram_is_away_is_sent_after_a_restart(village: Village) -> None:
    anna, belboom, callee = await calls.a_caller(village)
    village.sim.fault("502", times=10_000, chat=belboom.coordinators.id)
    await calls.up_to_review(anna, callee, note="Falls more often lately.")
    anna.tap("Save and tell the coordinator: urgent")
    await anna.wait_for("Nobody has taken it yet")

    await village.sleep()
    village.sim.clear_faults()
    await village.wake()
    office = belboom.karim.in_group(belboom.coordinators)
    await office.wait_for("Urgent", anytime=True)

    assert _twice(office) == 0
    assert looks.kept_signals(village) == 1


async def _report_amid(village: Village, anna: Phone, callee: str, kind: str, every: int) -> int:
    """A whole report that raises a signal; in so many steps the next call of the bot, whichever it is, goes wrong."""
    steps = (("> /gebeld", "Whom did you call?"), (callee, "How did your call to"), *STEPS)
    for number, (what, then) in enumerate(steps):
        if number % every == 0:
            village.sim.fault(kind, seconds=0.05)
        if what.startswith("> "):
            anna.send(what.removeprefix("> "))
        else:
            anna.tap(what)
        await anna.wait_for(then)
    assert not village.sim.server.api.faults.waiting
    return len(steps)


def _twice(phone: Phone) -> int:
    """How many messages of the bot are repetitions of another one."""
    texts = Counter(message.text for message in phone.see() if message.by_bot)
    return sum(times - 1 for times in texts.values())


async def test_a_note_that_can_no_longer_be_deleted_is_left_to_whoever_typed_it(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_question_three(anna, callee)
    village.sim.fault("502", times=100_000, method="deleteMessage")
    note = anna.send("Falls more often lately.")
    await anna.wait_for("Shall somebody call")

    village.pass_time(hours=49)
    village.sim.clear_faults()
    await anna.wait_for("please delete your own message", anytime=True)

    assert any(message.id == note.id for message in anna.see())
