"""What people do again and again in the journeys."""

from __future__ import annotations

from collections.abc import Callable

from simulator.phone import Phone
from simulator.seen import Seen
from tests.journeys.village import Belboom, Village


async def up_to_consent(phone: Phone, callee: str) -> None:
    """Begin a report, choose whom, say that you talked, and stand at the question about consent."""
    phone.send("/gebeld")
    await phone.wait_for("Whom did you call?")
    phone.tap(callee)
    await phone.wait_for(f"How did your call to {callee} go?")
    phone.tap("We talked")
    await phone.wait_for("Did you say who you are")


async def up_to_question_three(phone: Phone, callee: str) -> None:
    """All consents, both well, nothing needed: stand at the free text."""
    await up_to_consent(phone, callee)
    phone.tap("Yes, to all three")
    await phone.wait_for("in body and in mind?")
    phone.tap("Both good")
    await phone.wait_for("Would a hand be welcome")
    phone.tap("No, all is arranged")
    await phone.wait_for("Is there anything else")


async def up_to_review(phone: Phone, callee: str, note: str | None = None) -> None:
    """The same with a note, or none, and no call again: stand at the review."""
    await up_to_question_three(phone, callee)
    if note is None:
        phone.tap("Nothing more")
    else:
        phone.send(note)
    await phone.wait_for("Shall somebody call")
    phone.tap("No, not needed")
    await phone.wait_for("Is it right, and should the coordinator know?")


async def a_caller(village: Village) -> tuple[Phone, Belboom, str]:
    """Anna of five in De Linde, who has started the bot; her belboom, and the name of the first whom she calls."""
    anna, *others = [village.sim.phone(name, language="en") for name in ("Anna", "Bert", "Chris", "Dora", "Elly")]
    belboom = village.belboom(anna, *others)
    anna.start()
    await anna.wait_for("De Linde")
    return anna, belboom, belboom.callees_of(anna)[0]


async def save(phone: Phone) -> None:
    """At the review: save, and see that it is kept."""
    phone.tap("Save; the coordinator need not know")
    await phone.wait_for("Thank you for calling")


async def goes_through(phone: Phone, *steps: tuple[str, str]) -> Seen:
    """Do this and see that, step after step: a tap on a label, or typing where it begins with "> ".

    What is to be seen stands in the text of the answer or on one of its buttons. Returns the last answer.
    """
    for what, then in steps:
        if what.startswith("> "):
            phone.send(what.removeprefix("> "))
        else:
            phone.tap(what)
        answer = await phone.wait_for(_says_or_offers(then))
    return answer


def _says_or_offers(wanted: str) -> Callable[[Seen], bool]:
    return lambda message: wanted in message.text or wanted in message.labels
