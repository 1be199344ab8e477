"""A volunteer tells on which number a coordinator can call them, this once: it is passed on, and not kept."""

from __future__ import annotations

from pydantic import BaseModel

from conversations.answers import phone_problem
from conversations.effects import Effect
from conversations.questions import TypedText
from conversations.registry import dialogue
from conversations.talk import Talk
from domain.phone import EXAMPLE, international
from locales import t


class NumberArgs(BaseModel):
    """For which talk."""

    debrief: str


class PassNumberOn(Effect):
    """Pass the number (international form) on to whoever is going to call."""

    debrief: str
    phone: str


@dialogue("give_number", version=1, args=NumberArgs)
async def give_number(talk: Talk, args: NumberArgs) -> None:
    """One number, looked at once more."""
    phone = await talk.ask(
        "phone",
        TypedText(
            prompt=t("On which number can the coordinator call you? Type it like {example}.", example=EXAMPLE),
            title=t("Phone number"),
            max_length=40,
            identity=True,
            validate=phone_problem,
        ),
    )
    await talk.review(prompt=t("Is this right?"), options={"send": t("Pass it on")})
    talk.do(PassNumberOn(debrief=args.debrief, phone=international(phone.text) or ""))
