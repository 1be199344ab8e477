"""Somebody puts their own name or number right, or a fikser or coordinator does it for somebody else."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel

from conversations.answers import LONGEST_NAME, name_problem, phone_problem
from conversations.effects import Effect
from conversations.questions import Choice, TypedText
from conversations.registry import dialogue
from conversations.talk import Talk
from domain.phone import EXAMPLE, international
from locales import LANGUAGES, Plain, Words, t

_LANGUAGE = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English"}


class DetailsArgs(BaseModel):
    """Whose details: a membership, or (empty) those of whoever talks."""

    member: str | None = None
    has_phone: bool = False


class Field(StrEnum):
    """What can be put right."""

    NAME = "name"
    PHONE = "phone"
    NO_PHONE = "no_phone"
    LANGUAGE = "language"


class Correct(Effect):
    """Keep another name, phone number (international form; empty: none) or language."""

    member: str | None
    field: Field
    value: str


@dialogue("correct_details", version=1, args=DetailsArgs)
async def correct_details(talk: Talk, args: DetailsArgs) -> None:
    """One thing at a time."""
    options: dict[Field, Words] = {Field.NAME: t("Name"), Field.PHONE: t("Phone number")}
    if args.has_phone:
        options[Field.NO_PHONE] = t("Take the phone number away")
    options[Field.LANGUAGE] = t("Language")
    prompt: Words = t("What shall I put right?")
    if args.member is not None:
        prompt = t("What shall I put right for {name}?", name=talk.name_of(args.member))
    field = await talk.ask("field", Choice(prompt=prompt, title=t("To put right"), options=options))
    value = await _value(talk, field)
    await talk.review(prompt=t("Is this right?"), options={"save": t("Yes, keep it")})
    talk.do(Correct(member=args.member, field=field, value=value))


async def _value(talk: Talk, field: Field) -> str:
    if field is Field.NAME:
        question = TypedText(
            prompt=t("What is the right name? Please type it."),
            title=t("Name"),
            max_length=LONGEST_NAME,
            identity=True,
            validate=name_problem,
        )
        return (await talk.ask("name", question)).text
    if field is Field.PHONE:
        question = TypedText(
            prompt=t("What is the right phone number? Type it like {example}.", example=EXAMPLE),
            title=t("Phone number"),
            max_length=40,
            identity=True,
            validate=phone_problem,
        )
        return international((await talk.ask("phone", question)).text) or ""
    if field is Field.LANGUAGE:
        languages: dict[str, Words] = {code: Plain(_LANGUAGE[code]) for code in LANGUAGES}
        return await talk.ask(
            "language", Choice(prompt=t("Which language?"), title=t("Language"), options=languages, columns=2)
        )
    return ""
