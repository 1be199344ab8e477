"""A volunteer answers what a coordinator asked about a signal. The question itself stands above, protected."""

from __future__ import annotations

from conversations.registry import dialogue
from conversations.steps.told_later import ToldLater, UnderWay, told_later
from conversations.talk import Talk
from locales import t


class AnswerSignal(ToldLater):
    """Keep the answer with the signal, and let whoever asked know."""


@dialogue("answer_signal", version=1, args=UnderWay)
async def answer_signal(talk: Talk, args: UnderWay) -> None:
    """One text, looked at once more."""
    told = await told_later(
        talk, args, t("What do you answer the coordinator of {code}?", code=args.code), send=t("Send the answer")
    )
    talk.do(AnswerSignal(signal=args.signal, text=told.text or "", danger=told.danger))
