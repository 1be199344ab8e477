"""Two members exchange the days on which they call a third, on their phones; the third sees who calls when."""

from __future__ import annotations

from simulator.phone import Phone
from storage import assignments, memberships, people, programmes
from storage.tx import Tx
from tests.journeys.village import Belboom, Village

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _days(belboom: Belboom) -> dict[tuple[str, str], str]:
    """The weekday of each call, by the names of the two."""

    def look(tx: Tx) -> dict[tuple[str, str], str]:
        def name(member: str) -> str:
            return people.name_of_member(tx, member) or ""

        rows = assignments.of_programme(tx, belboom.programme.id)
        return {(name(row.caller_id), name(row.callee_id)): DAYS[row.weekday or 0] for row in rows}

    return belboom.village.keep(look)


async def _a_ring(village: Village) -> tuple[Phone, Phone, Phone, Belboom]:
    """Three who call one another on three days, so that a day of one's own choice is another's."""
    anna, bert, cem = [village.sim.phone(name, language="en") for name in ("Anna", "Bert", "Cem")]
    belboom = village.belboom(anna, bert, cem)
    wanted = {
        ("Anna", "Bert"): 0,
        ("Anna", "Cem"): 2,
        ("Bert", "Anna"): 0,
        ("Bert", "Cem"): 1,
        ("Cem", "Anna"): 2,
        ("Cem", "Bert"): 1,
    }

    def lay(tx: Tx) -> None:
        programmes.change(tx, belboom.programme.id, calling_days=0b0000111)
        for row in assignments.of_programme(tx, belboom.programme.id):
            two = (people.name_of_member(tx, row.caller_id) or "", people.name_of_member(tx, row.callee_id) or "")
            assignments.set_weekday(tx, row.id, wanted[two])

    village.keep(lay)
    for phone in (anna, bert, cem):
        phone.start()
        await phone.wait_for("De Linde")
    return anna, bert, cem, belboom


async def test_two_members_exchange_days_and_whom_they_call_sees_it(village: Village) -> None:
    anna, bert, cem, belboom = await _a_ring(village)
    anna.send("/wiebelik")
    await anna.wait_for("Monday: Bert")
    anna.tap("Another day, every week")
    await anna.wait_for("Which call would you like to make on another day")
    anna.tap("Bert, Monday")
    await anna.wait_for("On which day would you rather?")
    anna.tap("Tuesday, in exchange with Cem")
    await anna.wait_for("Shall I ask Cem?")
    anna.tap("Yes, ask Cem")
    await anna.wait_for("I asked Cem.")

    question = await cem.wait_for("whether you could call Bert on Monday instead")
    cem.tap("Yes, that is fine")

    await cem.wait_for("You call Bert on Monday instead of Tuesday.")
    await anna.wait_for("Cem says yes.")
    await bert.wait_for("somebody calls you on another day from now on")
    days = _days(belboom)
    assert (days["Anna", "Bert"], days["Cem", "Bert"]) == ("Tuesday", "Monday")
    bert.send("/wiebeltmij")
    told = await bert.wait_for("These are the people who call you.")
    assert "Monday: Cem" in told.text
    assert "Tuesday: Anna" in told.text

    again = await cem.tap("No, rather not", question).answered()
    assert "answered already" in str(again["text"])
    assert _days(belboom) == days


async def test_days_that_were_exchanged_outlive_a_restart_and_somebody_who_cannot_on_another_day(
    village: Village,
) -> None:
    anna, bert, cem, belboom = await _a_ring(village)
    anna.send("/ruil")
    await anna.wait_for("Which call would you like to make on another day")
    anna.tap("Bert, Monday")
    await anna.wait_for("On which day would you rather?")
    anna.tap("Tuesday, in exchange with Cem")
    await anna.wait_for("Shall I ask Cem?")
    anna.tap("Yes, ask Cem")
    await cem.wait_for("whether you could call Bert on Monday instead")
    await village.restart()

    cem.tap("Yes, that is fine")
    await anna.wait_for("Cem says yes.")
    bert.send("/dagen")
    await bert.wait_for("On which days can you not make it")
    bert.tap("✓ Wednesday")
    await bert.wait_for(lambda message: "✗ Wednesday" in message.labels)
    bert.tap("Done")
    await bert.wait_for("None of your calls had to move for it.")

    days = _days(belboom)
    assert (days["Anna", "Bert"], days["Cem", "Bert"]) == ("Tuesday", "Monday")
    kept = village.keep(lambda tx: [one.cannot for one in memberships.active(tx, belboom.programme.id) if one.cannot])
    assert kept == [{2}]
