"""The power fails on Monday morning, and between a coordinator's tap and what comes of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from simulator.phone import Phone
from tests.journeys import calls, looks
from tests.journeys.village import Village

MONDAY_NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried again is tried again soon."""
    monkeypatch.setattr("bot.sender.back_off", lambda attempts, jitter: 0.02)


async def test_amid_the_digests_everybody_gets_theirs_once(village: Village, tmp_path: Path) -> None:
    people = [village.sim.phone(name, language="en") for name in ("Anna", "Bert", "Chris", "Dora", "Elly")]
    village.belboom(*people)
    for person in people:
        person.start()
        await person.wait_for("De Linde")
    for late in people[:2]:
        village.sim.fault("502", times=10_000, method="sendMessage", chat=late.user_id)

    village.until(MONDAY_NINE)
    for early in people[2:]:
        await early.wait_for("Good morning", anytime=True)
    for early in people[2:]:
        early.send("/tips")  # answered only when the digest before it is marked as sent
        await early.wait_for(lambda message: True)
    village.sim.clear_faults()
    village.sim.fault("502", times=10_000, method="sendMessage", chat=people[0].user_id)
    await people[1].wait_for("Good morning", anytime=True)
    people[1].send("/tips")
    await people[1].wait_for(lambda message: True)
    await village.after_a_power_cut(tmp_path / "after")
    village.sim.clear_faults()
    await people[0].wait_for("Good morning", anytime=True)

    assert [_digests(person) for person in people] == [1, 1, 1, 1, 1]


async def test_an_alert_that_had_not_gone_out_goes_out_after_it_and_once(village: Village, tmp_path: Path) -> None:
    anna, belboom, callee = await calls.a_caller(village)
    village.sim.fault("502", times=10_000, chat=belboom.coordinators.id)
    await calls.up_to_review(anna, callee, note="Falls more often lately.")
    anna.tap("Save and tell the coordinator: urgent")
    await anna.wait_for("Nobody has taken it yet")

    await village.after_a_power_cut(tmp_path / "after")
    village.sim.clear_faults()
    office = belboom.karim.in_group(belboom.coordinators)
    await office.wait_for("Urgent", anytime=True)
    office.tap("I take this")
    await office.wait_for("Taken by Karim")
    await anna.wait_for("has taken signal", anytime=True)

    assert looks.kept_signals(village) == 1
    assert sum("Signal S-" in message.text for message in office.see()) == 1


async def test_a_dialogue_half_way_stands_where_it_stood(village: Village, tmp_path: Path) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_question_three(anna, callee)
    anna.send("Falls more often lately.")
    await anna.wait_for("Shall somebody call")

    await village.after_a_power_cut(tmp_path / "after")
    anna.tap("No, not needed")
    review = await anna.wait_for("Is it right")
    await calls.save(anna)

    assert "Falls more often lately." in review.text
    assert looks.kept_reports(village) == 1


def _digests(phone: Phone) -> int:
    return sum("Good morning" in message.text for message in phone.see())
