"""Somebody sees what is kept about them, and has it erased: from the files, the rota and the messages under way."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import select

from bot.context import PLATFORM
from simulator.phone import Phone
from storage import people
from storage.schema import data_keys, persons, reports, signals
from storage.tx import Tx
from tests.journeys import calls
from tests.journeys.calls import goes_through
from tests.journeys.village import Belboom, Village

NOTE = "Sings with the Kwikstaart every morning."
CODE = re.compile(r"S-[0-9A-Z]{4}")


async def test_somebody_reads_what_was_noted_about_them_and_who_read_it(village: Village) -> None:
    anna, belboom, called = await _a_call_with_a_note(village)
    called.start()
    await called.wait_for("De Linde")
    here = called.in_group(belboom.group)

    called.send("/mijngegevens")
    shown = await called.wait_for("What is kept about you")
    here.send("/mijngegevens")
    public = await here.wait_for("between you and me")

    assert f"Name: {called.name}" in shown.text
    assert NOTE in shown.text
    assert "De Linde" in shown.text
    assert "note it down, pass it on, call again" in shown.text
    assert "a coordinator read a signal about you" in shown.text
    assert str(called.user_id) in shown.text
    assert shown.protected
    assert anna.name not in shown.text
    assert "Karim" not in shown.text
    assert NOTE not in public.text


async def test_who_is_forgotten_is_in_no_file_any_more_and_gets_a_last_word(village: Village) -> None:
    anna, _, called = await _a_call_with_a_note(village)
    called.start()
    await called.wait_for("De Linde")
    kept = _traces(village, called)
    before = _found(village, kept)

    question = await goes_through(called, ("> /vergeetmij", "Shall I forget you?"))
    farewell = await goes_through(called, ("Yes, erase everything about me", "everything about you is erased"))
    at_once = _found(village, kept)
    village.pass_time(seconds=30)
    told = await anna.wait_for("Somebody has left De Linde", anytime=True)
    await village.sleep()

    assert "This cannot be undone" in question.text
    assert farewell.labels == []
    assert before == kept
    assert at_once == set()
    assert _found(village, kept) == set()
    assert called.name not in told.text


async def test_after_somebody_is_forgotten_everybody_else_calls_and_is_called(village: Village) -> None:
    anna, belboom, _ = await calls.a_caller(village)
    others = _others(village, belboom, anna)
    hers = [other for other in others if anna.name in belboom.callees_of(other)]
    for other in hers:
        other.start()
        await other.wait_for("De Linde")

    await goes_through(anna, ("> /vergeetmij", "Shall I forget you?"))
    await goes_through(anna, ("Yes, erase everything about me", "everything about you is erased"))
    village.pass_time(minutes=31)
    for other in hers:
        await other.wait_for("look a little different", anytime=True)

    called = [name for other in others for name in belboom.callees_of(other)]
    assert anna.name not in called
    assert sorted(called) == sorted([other.name for other in others] * 2)
    assert all(other.name not in belboom.callees_of(other) for other in others)


async def test_what_was_on_its_way_never_arrives_and_who_comes_back_is_a_stranger(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_consent(anna, callee)
    asked = anna.last()
    anna.send("/vergeetmij")
    await anna.wait_for("Shall I forget you?")

    await goes_through(anna, ("Yes, erase everything about me", "everything about you is erased"))
    answer = await anna.tap("Yes, to all three", asked).answered()
    anna.start()
    welcome = await anna.wait_for("Hello")
    anna.send("/mijngegevens")
    shown = await anna.wait_for("What is kept about you")

    assert answer["text"]
    assert "De Linde" not in welcome.text
    assert "Name: –" in shown.text
    assert "De Linde" not in shown.text


async def test_who_changes_their_mind_stays(village: Village) -> None:
    anna, belboom, callee = await calls.a_caller(village)

    await goes_through(
        anna, ("> /vergeetmij", "Shall I forget you?"), ("No, leave it as it is", "Everything stays as it was")
    )
    anna.send("/wiebelik")
    share = await anna.wait_for("This is whom you call")

    assert callee in share.text
    assert callee in belboom.callees_of(anna)


async def _a_call_with_a_note(village: Village) -> tuple[Phone, Belboom, Phone]:
    """Anna reports a call with a note and warns the coordinator, who reads it. Who was called is the third."""
    anna, belboom, callee = await calls.a_caller(village)
    belboom.karim.start()
    await belboom.karim.wait_for("Karim")
    await calls.up_to_review(anna, callee, note=NOTE)
    anna.tap("Save and tell the coordinator")
    await anna.wait_for("Nobody has taken it yet")
    office = belboom.karim.in_group(belboom.coordinators)
    await office.wait_for(CODE, anytime=True)
    office.tap("I take this")
    await office.wait_for("Taken by Karim")
    office.tap("Read details")
    await belboom.karim.wait_for("Kwikstaart", anytime=True)
    return anna, belboom, next(one for one in _others(village, belboom, anna) if one.name == callee)


def _others(village: Village, belboom: Belboom, *but: Phone) -> list[Phone]:
    """Everybody of the group but these, the admin and the bot."""
    known = {village.admin.user_id, village.sim.world.bot.id, *(one.user_id for one in but)}
    inside = village.sim.world.chat(belboom.group.id).members
    return [Phone(village.sim.world, number) for number in inside if number not in known]


def _traces(village: Village, phone: Phone) -> set[bytes]:
    """What is in the file about somebody: their sealed and blind columns, their key, and what was told in the only
    call there was, which was to them."""

    def read(tx: Tx) -> set[bytes]:
        person = people.find(tx, PLATFORM, phone.user_id)
        assert person is not None
        rows = [
            tx.execute(select(persons).where(persons.c.id == person.id)).one(),
            tx.execute(select(data_keys).where(data_keys.c.owner_id == person.id)).one(),
            tx.execute(select(reports)).one(),
            tx.execute(select(signals)).one(),
        ]
        return {value for row in rows for value in row if isinstance(value, bytes)}

    found = village.keep(read)
    assert len(found) >= 6
    return found


def _found(village: Village, values: Iterable[bytes]) -> set[bytes]:
    """Those that stand in the database or in the log beside it."""
    content = b"".join(file.read_bytes() for file in sorted(village.directory.glob("belboom.db*")))
    return {value for value in values if value in content}
