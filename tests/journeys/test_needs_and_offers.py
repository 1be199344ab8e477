"""Something somebody could use, told in a call, is met by a neighbour who offered it; and where services are found."""

from __future__ import annotations

from simulator.phone import Phone
from tests.journeys import calls
from tests.journeys.calls import goes_through
from tests.journeys.village import Belboom, Village

NAMES = ("Anna", "Bert", "Chris", "Dora", "Elly")


async def _everybody(village: Village) -> tuple[dict[str, Phone], Belboom]:
    phones = {name: village.sim.phone(name, language="en") for name in NAMES}
    belboom = village.belboom(*phones.values())
    for phone in (*phones.values(), belboom.karim):
        phone.start()
        await phone.wait_for("good to see you")
    return phones, belboom


async def _offers_errands(phone: Phone) -> None:
    phone.send("/ikbied")
    await phone.wait_for(lambda m: "A helping hand" in m.labels)
    await goes_through(
        phone,
        ("A helping hand", "✓ A helping hand"),
        ("Done", "what exactly?"),
        ("Bring groceries or medicine", "✓ Bring groceries or medicine"),
        ("Done", "When does it suit you?"),
        ("Any time", "How often, at most?"),
        ("Now and then", "Which languages do you speak"),
        ("English only", "How do you get around?"),
        ("On foot", "Is this right?"),
        ("Save", "Thank you, it is noted"),
    )


async def _tells_groceries(phone: Phone, callee: str) -> None:
    await calls.up_to_consent(phone, callee)
    await goes_through(
        phone,
        ("Yes, to all three", "in body and in mind?"),
        ("Both good", "Would a hand be welcome"),
        ("Practical things", "✓ Practical things"),
        ("Done", "Groceries"),
        ("Groceries", "✓ Groceries"),
        ("Done", "Is there anything else"),
        ("Nothing more", "Shall somebody call"),
        ("No, not needed", "Is it right"),
        ("Save; the coordinator need not know", "Thank you for calling"),
    )


async def test_a_neighbour_is_asked_in_private_says_yes_and_both_are_asked_how_it_went(village: Village) -> None:
    phones, belboom = await _everybody(village)
    callee = belboom.callees_of(phones["Anna"])[0]
    helper = next(phones[name] for name in NAMES if name not in ("Anna", callee))
    await _offers_errands(helper)
    await _tells_groceries(phones["Anna"], callee)
    karim = belboom.karim
    karim.send("/noden")
    needs = await karim.wait_for("Groceries")
    await goes_through(
        karim,
        (next(label for label in needs.labels if "Groceries" in label), "Find somebody"),
        ("Find somebody", "Every week"),
        ("Once", f"Ask {helper.name}"),
        (f"Ask {helper.name}", "Did you ask"),
    )
    karim.tap(next(label for label in karim.last().labels if label.startswith("I asked, and")))
    question = await helper.wait_for("What: Groceries", anytime=True)
    helper.tap("Yes, gladly")
    told = await helper.wait_for(callee, anytime=True)
    await phones[callee].wait_for(helper.name, anytime=True)
    village.pass_time(days=7)
    await helper.wait_for("How did it go", anytime=True)
    await phones[callee].wait_for("How did it go", anytime=True)
    helper.tap("Well")
    phones[callee].tap("Well")
    await phones[callee].wait_for("Thank you", anytime=True)

    assert callee not in needs.text
    assert callee not in question.text
    assert told.protected
    office = karim.in_group(belboom.coordinators)
    assert "Groceries" not in "".join(message.text for message in office.see())


async def test_somebody_looks_for_a_service_by_word(village: Village) -> None:
    anna, _, _ = await calls.a_caller(village)

    anna.send("/hulp tele-onthaal")
    found = await anna.wait_for("Tele-Onthaal")
    anna.send("/socialekaart qqqq")
    nothing = await anna.wait_for("I found nothing")

    assert "106" in found.text
    assert nothing.labels
