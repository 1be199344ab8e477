"""Somebody who taps and types anything at all, in any order, on old buttons too: the bot never stumbles."""

from __future__ import annotations

import logging
import random

import pytest

from bot.registry import COMMAND_BY_NAME
from domain.programme import ProgrammeKind
from simulator.phone import Phone
from tests.journeys import looks
from tests.journeys.village import Village

WORDS = (
    "Georges Peeters", "0470 12 34 56", "+32 9 123 45 67", "yes", "Wie bel ik?", "12/03/2026", "5", "", "<b>bold",
    "She fell and said she wants to die.", "x" * 4096, "🙂" * 300, "/", "//", "/gebeld@somebody_else_bot", "\u202egnal",
)  # fmt: skip
MEDIA = ("photo", "sticker", "voice", "document", "location", "contact")


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("seed", "kind", "deeds"),
    [
        (1, ProgrammeKind.BELBOOM, 250),
        *(
            pytest.param(seed, kind, 1500, marks=pytest.mark.soak)
            for seed in range(2, 6)
            for kind in (ProgrammeKind.BELBOOM, ProgrammeKind.OPBELACTIE)
        ),
    ],
)
async def test_whatever_anybody_does_nothing_breaks(
    village: Village, caplog: pytest.LogCaptureFixture, seed: int, kind: ProgrammeKind, deeds: int
) -> None:
    dice = random.Random(seed)
    people = [village.sim.phone(name, language="en") for name in ("Anna", "Bert", "Chris", "Dora", "Elly")]
    belboom = village.belboom(*people, kind=kind)
    stranger = village.sim.phone("Stranger", language="fr")
    everybody = [*people[:3], belboom.karim, village.admin, stranger]
    for person in everybody:
        person.start()
    phones = [
        *everybody,
        people[0].in_group(belboom.group),
        village.admin.in_group(belboom.group),
        belboom.karim.in_group(belboom.coordinators),
        village.admin.in_group(belboom.coordinators),
    ]

    with caplog.at_level(logging.INFO):
        done = []
        for _ in range(deeds):
            phone = dice.choice(phones)
            done.append((phone.name, _does_something(phone, dice)))
            if dice.random() < 0.7:
                await village.sim.wait_until_taken()
            if dice.random() < 0.02:
                village.pass_time(hours=dice.choice((1, 5, 30)))
        await village.sim.wait_until_taken()

    broken = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert broken == [], f"after {done[-12:]}"
    assert looks.everything(village)["programmes"]
    people[2].send("/help")
    await people[2].wait_for("112")  # in whichever language was chosen meanwhile


def _does_something(phone: Phone, dice: random.Random) -> str:
    """One deed, and what it was."""
    buttons = [(message, button) for message in phone.see()[-25:] for row in message.rows for button in row]
    what = dice.choices(("tap", "command", "say", "media", "forward", "edit"), (60, 15, 18, 3, 2, 2))[0]
    if what == "tap" and buttons:
        # The newest screen most often, as people do; now and then an old one.
        message, button = dice.choice(buttons[-8:] if dice.random() < 0.8 else buttons)
        if "callback_data" in button:
            phone.tap_data(message, button["callback_data"])
        return f"tap {button['text']}"
    if what == "media":
        phone.send_media(dice.choice(MEDIA), caption=dice.choice(WORDS)[:200])
        return what
    if what == "forward":
        phone.forward_burst([dice.choice(WORDS) or "x" for _ in range(4)])
        return what
    mine = [message for message in phone.see() if message.sender == phone.name and "text" in message.raw]
    if what == "edit" and mine:
        phone.edit(dice.choice(mine), "changed")
        return what
    words = "/" + dice.choice(sorted(COMMAND_BY_NAME)) if what == "command" else dice.choice(WORDS) or "x"
    bots = [message for message in phone.see() if message.by_bot]
    phone.send(words, reply_to=bots[-1] if bots and phone.chat.kind != "private" and dice.random() < 0.7 else None)
    return words[:40]
