"""A coordinator asks the volunteer who raised a signal something back, through the bot."""

from __future__ import annotations

from pydantic import BaseModel

from conversations.effects import Effect
from conversations.questions import TypedText
from conversations.registry import dialogue
from conversations.talk import Talk
from locales import t


class SignalArgs(BaseModel):
    """The signal, and the code by which people know it."""

    signal: str
    code: str


class AskVolunteer(Effect):
    """Send the question; `text` is redacted."""

    signal: str
    text: str


@dialogue("ask_volunteer", version=1, args=SignalArgs)
async def ask_volunteer(talk: Talk, args: SignalArgs) -> None:
    """One question, looked at once more."""
    question = await talk.ask(
        "question",
        TypedText(
            prompt=t(
                "What would you like to ask whoever told {code}? Please leave out names and numbers.", code=args.code
            ),
            title=t("Question"),
            max_length=600,
        ),
    )
    await talk.review(prompt=t("Is this right?"), options={"send": t("Ask it")})
    talk.do(AskVolunteer(signal=args.signal, text=question.text))
    talk.say(t("I have passed your question on. You hear from me as soon as there is an answer."))
