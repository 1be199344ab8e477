"""Groups get another id, put the bot out, or disappear; people block the bot and come back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

from simulator.phone import Phone
from simulator.seen import Seen
from tests.journeys import calls, looks
from tests.journeys.village import Belboom, Village

MONDAY_NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


async def _signal(anna: Phone, callee: str) -> None:
    await calls.up_to_review(anna, callee, note="Falls more often lately.")
    anna.tap("Save and tell the coordinator: urgent")
    await anna.wait_for("Nobody has taken it yet")


async def test_a_coordinator_chat_that_became_a_supergroup_gets_the_alert_and_it_is_handled_there(
    village: Village,
) -> None:
    anna, belboom, callee = await calls.a_caller(village)

    belboom.coordinators.upgrade()
    await _signal(anna, callee)
    office = belboom.karim.in_group(belboom.coordinators)
    await office.wait_for("Urgent", anytime=True)
    office.tap("I take this")
    await office.wait_for("Taken by Karim")
    await anna.wait_for("has taken signal", anytime=True)

    assert belboom.coordinators.id < -1_000_000_000_000
    assert looks.kept_signals(village) == 1


async def test_an_alert_under_way_while_the_chat_is_upgraded_arrives_in_the_new_one(village: Village) -> None:
    anna, belboom, callee = await calls.a_caller(village)
    old = belboom.coordinators.id
    village.sim.fault("500", chat=old, method="sendMessage")

    await _signal(anna, callee)
    await village.sim.wait_for_calls("sendMessage", village.sim.count("sendMessage"))
    belboom.coordinators.upgrade()
    office = belboom.karim.in_group(belboom.coordinators)
    await office.wait_for("Urgent", anytime=True)

    assert sum("Urgent" in message.text for message in office.see()) == 1


async def test_a_card_that_stood_in_the_old_chat_is_put_into_the_new_one_and_can_be_taken_there(
    village: Village,
) -> None:
    anna, belboom, callee = await calls.a_caller(village)
    await _signal(anna, callee)
    await belboom.karim.in_group(belboom.coordinators).wait_for("Urgent", anytime=True)

    belboom.coordinators.upgrade()
    office = belboom.karim.in_group(belboom.coordinators)
    await office.wait_for("Urgent", anytime=True)
    office.tap("I take this")
    taken = await office.wait_for("Taken by Karim")

    assert [message.id for message in office.see() if "Signal S-" in message.text] == [taken.id]


async def test_after_an_upgrade_no_message_is_mistaken_for_one_of_the_old_chat(village: Village) -> None:
    anna, belboom, callee = await calls.a_caller(village)
    await _signal(anna, callee)
    old = await belboom.karim.in_group(belboom.coordinators).wait_for("Urgent", anytime=True)
    belboom.coordinators.upgrade()
    office = belboom.karim.in_group(belboom.coordinators)
    await office.wait_for("Urgent", anytime=True)
    while office.last().id < old.id:
        before = office.last().id
        office.send("/hulp")
        await office.wait_for(_later_than(before))
    same_id = office.last()

    office.tap("I take this")
    await office.wait_for("Taken by Karim")

    assert next(message for message in office.see() if message.id == same_id.id).text == same_id.text


async def test_a_belboom_whose_group_was_upgraded_still_answers_there_and_reminds(village: Village) -> None:
    anna, belboom, callee = await calls.a_caller(village)
    belboom.group.upgrade()
    await village.sim.wait_until_taken()
    here = anna.in_group(belboom.group)

    here.send("/wiebelik")
    answer = await here.wait_for(callee)
    village.until(MONDAY_NINE)
    digest = await anna.wait_for(lambda m: any(callee in label for label in m.labels), anytime=True)

    assert callee in answer.text
    assert callee in digest.text


async def test_thrown_out_of_the_group_the_admins_hear_it_and_reminders_go_on_in_private(village: Village) -> None:
    anna, belboom, callee = await calls.a_caller(village)
    village.admin.start()
    await village.admin.wait_for("/programma")

    belboom.group.kick_bot(village.admin)
    await village.admin.wait_for("I was removed from the group of De Linde", anytime=True)
    village.until(MONDAY_NINE)
    digest = await anna.wait_for(lambda m: any(callee in label for label in m.labels), anytime=True)

    assert callee in digest.text


async def test_back_in_the_coordinator_chat_alerts_arrive_there_again(village: Village) -> None:
    anna, belboom, callee = await calls.a_caller(village)
    village.admin.start()
    await village.admin.wait_for("/programma")
    belboom.coordinators.kick_bot(village.admin)
    await village.admin.wait_for("no longer write in the coordinator chat", anytime=True)

    belboom.coordinators.add_bot(village.admin)
    await village.sim.wait_until_taken()
    await _signal(anna, callee)
    card = await belboom.karim.in_group(belboom.coordinators).wait_for("Urgent", anytime=True)

    assert callee not in card.text


async def test_signals_raised_while_we_were_out_are_shown_when_we_are_back(village: Village) -> None:
    anna, belboom, callee = await calls.a_caller(village)
    belboom.coordinators.kick_bot(village.admin)
    await calls.up_to_review(anna, callee, note="Falls more often lately.")
    anna.tap("Save and tell the coordinator: urgent")
    await anna.wait_for("nobody has seen it yet")

    belboom.coordinators.add_bot(village.admin)
    office = belboom.karim.in_group(belboom.coordinators)
    await office.wait_for("Urgent", anytime=True)
    office.tap("I take this")
    await office.wait_for("Taken by Karim")

    assert sum("Signal S-" in message.text for message in office.see()) == 1


async def test_a_coordinator_chat_that_was_deleted_is_found_out_by_the_alert_and_everybody_hears(
    village: Village,
) -> None:
    anna, belboom, callee = await calls.a_caller(village)
    village.admin.start()
    await village.admin.wait_for("/programma")
    belboom.coordinators.delete()

    await calls.up_to_review(anna, callee, note="Falls more often lately.")
    anna.tap("Save and tell the coordinator: urgent")
    await anna.wait_for(re.compile("nobody has seen it", re.IGNORECASE), anytime=True)
    await village.admin.wait_for(re.compile("nobody has seen it", re.IGNORECASE), anytime=True)

    assert looks.kept_signals(village) == 1


async def test_a_member_who_blocks_the_bot_is_told_of_to_the_fikser_and_comes_back(village: Village) -> None:
    anna, belboom, _ = await calls.a_caller(village)
    bert = await _started(village, "Bert", belboom)

    bert.block()
    await anna.wait_for("I can no longer reach Bert of De Linde", anytime=True)
    village.until(MONDAY_NINE)
    weekly = await anna.wait_for("Good morning", anytime=True)
    bert.start()
    await bert.wait_for("De Linde")
    village.until(datetime(2026, 11, 30, 8, 0, tzinfo=UTC))
    digest = await bert.wait_for(lambda m: m.labels and belboom.callees_of(bert)[0] in m.text, anytime=True)

    assert "Could you let them know" in weekly.text
    assert "Bert: " in weekly.text
    assert digest.labels
    assert _told_of(anna, "Bert") == 1


async def test_a_block_that_we_find_out_when_writing_is_told_to_the_fikser_once(village: Village) -> None:
    anna, belboom, _ = await calls.a_caller(village)
    bert = await _started(village, "Bert", belboom)
    await village.sleep()
    bert.block()
    village.sim.world.bot.queue.waiting.clear()
    await village.wake()

    village.until(MONDAY_NINE)
    await anna.wait_for("I can no longer reach Bert of De Linde", anytime=True)
    village.until(datetime(2026, 11, 30, 8, 0, tzinfo=UTC))
    await anna.wait_for(lambda m: m.labels and belboom.callees_of(anna)[0] in m.text)

    assert _told_of(anna, "Bert") == 1


async def test_unblocking_alone_is_enough_to_be_written_to_again(village: Village) -> None:
    anna, belboom, _ = await calls.a_caller(village)
    bert = await _started(village, "Bert", belboom)
    bert.block()
    await anna.wait_for("I can no longer reach Bert", anytime=True)

    bert.unblock()
    await village.sim.wait_until_taken()
    village.until(MONDAY_NINE)
    digest = await bert.wait_for(lambda m: m.labels and belboom.callees_of(bert)[0] in m.text, anytime=True)

    assert digest.labels


def _later_than(number: int) -> Callable[[Seen], bool]:
    return lambda message: message.id > number


def _told_of(fikser: Phone, name: str) -> int:
    return sum(f"can no longer reach {name}" in message.text for message in fikser.see())


async def _started(village: Village, name: str, belboom: Belboom) -> Phone:
    """The phone of this member, who has started the bot."""
    user = next(user for user in village.sim.world.users.values() if user["first_name"] == name)
    phone = Phone(village.sim.world, int(user["id"]))
    phone.start()
    await phone.wait_for(belboom.programme.name)
    return phone
