"""A volunteer adds something to a signal they raised."""

from __future__ import annotations

from conversations.registry import dialogue
from conversations.steps.told_later import ToldLater, UnderWay, told_later
from conversations.talk import Talk
from locales import t


class AddToSignal(ToldLater):
    """Keep it with the signal, and let whoever holds it know."""


@dialogue("add_to_signal", version=1, args=UnderWay)
async def add_to_signal(talk: Talk, args: UnderWay) -> None:
    """One text, looked at once more."""
    told = await told_later(
        talk, args, t("What would you like to add to {code}?", code=args.code), send=t("Send to the coordinator")
    )
    talk.do(AddToSignal(signal=args.signal, text=told.text or "", danger=told.danger))
