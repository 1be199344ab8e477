"""A worrying call reaches a coordinator, who follows it through, and the volunteer hears of it."""

from __future__ import annotations

import re

from simulator.phone import Phone
from tests.journeys import calls
from tests.journeys.village import Belboom, Village

CODE = re.compile(r"S-[0-9A-Z]{4}")


async def _group_of_five(village: Village) -> tuple[Phone, Belboom, str]:
    anna, *others = [village.sim.phone(n, language="en") for n in ("Anna", "Bert", "Chris", "Dora", "Elly")]
    belboom = village.belboom(anna, *others)
    anna.start()
    await anna.wait_for("De Linde")
    belboom.karim.start()
    await belboom.karim.wait_for("Karim")
    return anna, belboom, belboom.callees_of(anna)[0]


async def test_a_signal_is_taken_read_and_closed_and_the_volunteer_hears_each_stage(village: Village) -> None:
    anna, belboom, callee = await _group_of_five(village)
    office = belboom.karim.in_group(belboom.coordinators)
    await calls.up_to_review(anna, callee, note="Falls more often lately, on the stairs.")

    anna.tap("Save and tell the coordinator: urgent")
    sent = await anna.wait_for("Nobody has taken it yet")
    card = await office.wait_for("Urgent", anytime=True)
    taking = office.tap("I take this")
    await taking.answered()
    taken = await office.wait_for("Taken by Karim")
    await anna.wait_for("has taken signal", anytime=True)
    office.tap("Read details")
    details = await belboom.karim.wait_for("Falls more often", anytime=True)
    office.tap("Close")
    await office.wait_for(lambda m: "For now no help is wanted" in " ".join(m.labels) or m.labels)
    office.tap(re.compile("no help", re.IGNORECASE))
    await office.wait_for("Closed")
    await anna.wait_for("Thank you for noticing", anytime=True)

    assert CODE.search(sent.text)
    assert callee not in card.text
    assert "Falls" not in card.text
    assert taken.id == card.id
    assert details.protected
    village.pass_time(minutes=15)
    await belboom.karim.wait_gone(details)


async def test_an_acute_signal_that_nobody_takes_is_announced_again_and_the_volunteer_hears_of_it(
    village: Village,
) -> None:
    anna, belboom, callee = await _group_of_five(village)
    village.admin.start()
    await village.admin.wait_for("/programma")
    office = belboom.karim.in_group(belboom.coordinators)
    await calls.up_to_review(anna, callee)

    anna.tap("Acute danger: warn the coordinator now")
    emergency = await anna.wait_for("112")
    anna.tap(emergency.labels[0])
    while not any(CODE.search(message.text) for message in anna.see() if message.by_bot):
        await anna.wait_for(lambda m: m.labels or CODE.search(m.text))
        if CODE.search(anna.last().text):
            break
        anna.tap(anna.last().labels[0])
    first = await office.wait_for("Acute", anytime=True)
    village.pass_time(minutes=15)
    again = await office.wait_for(lambda m: m.id > first.id and "Acute" in m.text, anytime=True)
    await anna.wait_for("call 112 now", anytime=True)
    office.tap("I take this", again)
    await office.wait_for("Taken by Karim", anytime=True)
    village.pass_time(minutes=30)

    assert sum("acute" in message.text.lower() for message in office.see()) == 2


async def test_without_a_coordinator_chat_the_volunteer_hears_at_once_that_nobody_has_seen_it(village: Village) -> None:
    anna, belboom, callee = await _group_of_five(village)
    village.admin.start()
    await village.admin.wait_for("/programma")
    belboom.coordinators.kick_bot(village.admin)
    await village.admin.wait_for("no longer write in the coordinator chat", anytime=True)
    await calls.up_to_review(anna, callee, note="Has not eaten for two days.")

    anna.tap("Save and tell the coordinator: urgent")
    told = await anna.wait_for(re.compile("nobody", re.IGNORECASE))
    warned = await village.admin.wait_for("nobody has seen it", anytime=True)

    assert "seen" in told.text
    assert callee not in warned.text


async def test_whoever_is_not_a_coordinator_cannot_take_a_signal(village: Village) -> None:
    anna, belboom, callee = await _group_of_five(village)
    curious = village.sim.phone("Curious", language="en")
    belboom.coordinators.add(curious)
    office = curious.in_group(belboom.coordinators)
    await calls.up_to_review(anna, callee, note="Would like help with the letters of the bank.")
    anna.tap("Save and tell the coordinator")
    card = await office.wait_for(CODE, anytime=True)

    answer = await office.tap("I take this", card).answered()

    assert "Only a coordinator" in str(answer["text"])
    assert answer["show_alert"]
    assert "Taken" not in office.last().text
