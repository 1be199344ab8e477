"""Nobody takes a signal, or the coordinator chat is gone: whoever can act hears of it, and nothing is lost."""

from __future__ import annotations

import re

from domain.programme import Role
from simulator.phone import Phone
from storage import people, roles
from storage.tx import Tx
from tests.journeys import calls
from tests.journeys.village import Belboom, Village

CARD = "Nobody has taken this yet"


async def _acute(anna: Phone, callee: str) -> None:
    await calls.up_to_review(anna, callee)
    anna.tap("Acute danger: warn the coordinator now")
    while not any("It goes by the code" in message.text for message in anna.see() if message.by_bot):
        await anna.wait_for(lambda m: m.labels or "It goes by the code" in m.text)
        if "It goes by the code" in anna.last().text:
            break
        anna.tap(anna.last().labels[0])


def _deputy(village: Village, belboom: Belboom, phone: Phone) -> None:
    """Somebody is named who never wrote to the bot."""

    def work(tx: Tx) -> None:
        person = people.add(tx, language="en", platform="telegram", platform_id=phone.user_id, name=phone.name)
        roles.grant(tx, person.id, belboom.programme.id, Role.DEPUTY, granted_by=None)

    village.keep(work)


async def test_the_deputy_is_asked_in_private_and_takes_it(village: Village) -> None:
    anna, belboom, callee = await calls.a_caller(village)
    dora = village.sim.phone("Dora", language="en")
    _deputy(village, belboom, dora)
    dora.start()
    await dora.wait_for("Dora")
    office = belboom.karim.in_group(belboom.coordinators)
    await _acute(anna, callee)
    first = await office.wait_for(CARD, anytime=True)

    village.pass_time(minutes=15)
    again = await office.wait_for(lambda m: m.id > first.id and CARD in m.text, anytime=True)
    village.pass_time(minutes=15)
    asked = await dora.wait_for("You stand in for the coordinators", anytime=True)
    dora.tap("I take this", asked)
    await office.wait_for("Taken by Dora", anytime=True)

    assert again.id > first.id
    assert callee not in asked.text
    await anna.wait_for("has taken signal", anytime=True)


async def test_a_deputy_who_never_started_the_bot_is_found_out_and_the_admin_hears_at_once(village: Village) -> None:
    anna, belboom, callee = await calls.a_caller(village)
    village.admin.start()
    await village.admin.wait_for("/programma")
    _deputy(village, belboom, village.sim.phone("Dora", language="en"))
    office = belboom.karim.in_group(belboom.coordinators)
    await _acute(anna, callee)
    first = await office.wait_for(CARD, anytime=True)

    village.pass_time(minutes=15)
    await office.wait_for(lambda m: m.id > first.id and CARD in m.text, anytime=True)
    village.pass_time(minutes=15)
    told = await village.admin.wait_for("could not be reached", anytime=True)

    assert "has waited" in told.text
    assert callee not in told.text


async def test_a_deleted_coordinator_chat_loses_nothing_and_a_new_one_shows_all_that_is_open(village: Village) -> None:
    anna, belboom, callee = await calls.a_caller(village)
    village.admin.start()
    await village.admin.wait_for("/programma")
    belboom.karim.start()
    await belboom.karim.wait_for("Karim")
    belboom.coordinators.delete()

    await calls.up_to_review(anna, callee, note="Falls more often lately.")
    anna.tap("Save and tell the coordinator: urgent")
    await anna.wait_for(re.compile("nobody has seen it", re.IGNORECASE), anytime=True)
    await village.admin.wait_for("I can no longer write in the coordinator chat of De Linde", anytime=True)
    private = await belboom.karim.wait_for(CARD, anytime=True)
    fresh = village.sim.group("New desk", village.admin, belboom.karim)
    desk = village.admin.in_group(fresh)
    desk.send("/coordinatie")
    await desk.wait_for("The signals of which programme")
    desk.tap("De Linde")
    shown = await belboom.karim.in_group(fresh).wait_for(CARD, anytime=True)
    belboom.karim.in_group(fresh).tap("I take this", shown)
    await belboom.karim.in_group(fresh).wait_for("Taken by Karim", anytime=True)

    told = [message for message in village.admin.see() if "coordinator chat" in message.text]
    assert len(told) == 1
    assert callee not in private.text + shown.text
