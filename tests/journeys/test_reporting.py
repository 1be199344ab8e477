"""A volunteer reports a call, on a phone, interrupted by the doorbell."""

from __future__ import annotations

from sqlalchemy import func, select

from storage.schema import conversations, reports
from storage.tx import Tx
from tests.journeys import calls
from tests.journeys.village import Village


def _kept(tx: Tx) -> int:
    found: int = tx.execute(select(func.count()).select_from(reports)).scalar_one()
    return found


async def test_an_ordinary_call_takes_eight_taps_and_no_typing(village: Village) -> None:
    anna, *others = [village.sim.phone(n, language="en") for n in ("Anna", "Bert", "Chris", "Dora", "Elly")]
    belboom = village.belboom(anna, *others)
    callee = belboom.callees_of(anna)[0]
    anna.start()
    await anna.wait_for("De Linde")

    await calls.up_to_review(anna, callee)
    anna.tap("Save; the coordinator need not know")
    await anna.wait_for("Thank you for calling")

    assert village.keep(_kept) == 1
    assert village.keep(lambda tx: tx.execute(select(func.count()).select_from(conversations)).scalar_one()) == 0


async def test_a_report_goes_on_after_a_restart_and_days_later(village: Village) -> None:
    anna, *others = [village.sim.phone(n, language="en") for n in ("Anna", "Bert", "Chris", "Dora", "Elly")]
    belboom = village.belboom(anna, *others)
    anna.start()
    await anna.wait_for("De Linde")
    await calls.up_to_question_three(anna, belboom.callees_of(anna)[0])

    await village.sleep()
    village.pass_time(days=3)
    await village.wake()
    anna.tap("Nothing more")
    await anna.wait_for("Shall somebody call")
    anna.tap("No, not needed")
    await anna.wait_for("Is it right")
    anna.tap("Save; the coordinator need not know")
    await anna.wait_for("Thank you for calling")

    assert village.keep(_kept) == 1


async def test_a_typed_note_is_redacted_kept_and_taken_from_the_chat(village: Village) -> None:
    anna, *others = [village.sim.phone(n, language="en") for n in ("Anna", "Bert", "Chris", "Dora", "Elly")]
    belboom = village.belboom(anna, *others)
    callee = belboom.callees_of(anna)[0]
    anna.start()
    await anna.wait_for("De Linde")
    await calls.up_to_question_three(anna, callee)

    note = anna.send("Her daughter can be reached on 0470 12 34 56 after six.")
    await anna.wait_for("Shall somebody call")
    anna.tap("No, not needed")
    review = await anna.wait_for("Is it right")
    await anna.wait_gone(note)

    assert "[number" in review.text
    assert "0470" not in review.text


async def test_a_button_that_was_answered_already_moves_nothing(village: Village) -> None:
    anna, *others = [village.sim.phone(n, language="en") for n in ("Anna", "Bert", "Chris", "Dora", "Elly")]
    belboom = village.belboom(anna, *others)
    anna.start()
    await anna.wait_for("De Linde")
    await calls.up_to_consent(anna, belboom.callees_of(anna)[0])
    stale = anna.last()
    anna.tap("Yes, to all three")
    await anna.wait_for("in body and in mind?")

    answer = await anna.tap("No, note nothing", stale).answered()

    assert "already answered" in str(answer["text"])
    assert "in body and in mind?" in anna.last().text


async def test_two_quick_taps_count_once(village: Village) -> None:
    anna, *others = [village.sim.phone(n, language="en") for n in ("Anna", "Bert", "Chris", "Dora", "Elly")]
    belboom = village.belboom(anna, *others)
    anna.start()
    await anna.wait_for("De Linde")
    await calls.up_to_review(anna, belboom.callees_of(anna)[0])
    seen = anna.last()

    first = anna.tap("Save; the coordinator need not know", seen)
    second = anna.tap("Save; the coordinator need not know", seen)
    await first.answered()
    await second.answered()

    assert village.keep(_kept) == 1
