"""Somebody who has a role but takes no part in the calls says by which name others know them."""

from __future__ import annotations

from pydantic import BaseModel

from conversations.answers import LONGEST_NAME, name_problem
from conversations.effects import Effect
from conversations.questions import TypedText
from conversations.registry import dialogue
from conversations.talk import Talk
from locales import t


class NoArgs(BaseModel):
    """The dialogue starts from nothing."""


class GiveName(Effect):
    """Keep the name of whoever says this."""

    name: str


@dialogue("give_name", version=1, args=NoArgs)
async def give_name(talk: Talk, args: NoArgs) -> None:
    """One name, looked at once more."""
    name = await talk.ask(
        "name",
        TypedText(
            prompt=t("By which name do the others know you? Please type it."),
            title=t("Name"),
            max_length=LONGEST_NAME,
            identity=True,
            validate=name_problem,
        ),
    )
    await talk.review(prompt=t("Is this right?"), options={"save": t("Yes, keep it")})
    talk.do(GiveName(name=name.text))
