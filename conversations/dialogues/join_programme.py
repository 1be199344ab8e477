"""Somebody opens an invitation and asks to join: name, phone number if they like, which part they take."""

from __future__ import annotations

from pydantic import BaseModel

from conversations.answers import LONGEST_NAME, name_problem, phone_problem
from conversations.effects import Effect
from conversations.labels import PART
from conversations.ports import Query
from conversations.questions import Choice, TypedText, skippable
from conversations.registry import dialogue
from conversations.talk import Talk
from domain.phone import EXAMPLE, international
from domain.programme import Part, ProgrammeKind
from locales import t


class JoinArgs(BaseModel):
    """`programme` and `invitation` are ids; `title` is the programme's name."""

    programme: str
    invitation: str
    title: str
    kind: ProgrammeKind


class KnownOfMe(Query):
    """What is kept of whoever is talking: a list with "name", "phone", both or neither."""


class JoinProgramme(Effect):
    """Ask to join. Name and number are `None` where they stay as they are; the number is in international form."""

    programme: str
    invitation: str
    name: str | None
    phone: str | None
    part: Part


@dialogue("join_programme", version=1, args=JoinArgs)
async def join_programme(talk: Talk, args: JoinArgs) -> None:
    """Asks only what is not known from another programme."""
    known = talk.look_up("known", KnownOfMe())
    known = known if isinstance(known, list) else []
    belboom = args.kind is ProgrammeKind.BELBOOM
    talk.show(
        t("Welcome! {programme} is a group of people who call one another, for a chat.", programme=args.title)
        if belboom
        else t("Welcome! In {programme}, volunteers call people to hear how they are.", programme=args.title)
    )
    name = phone = None
    if "name" not in known:
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
    if "phone" not in known:
        phone = await talk.ask(
            "phone",
            skippable(
                TypedText(
                    prompt=t(
                        "On which phone number can they call you? Type it like {example}. "
                        "You may leave it out; then they reach you another way.",
                        example=EXAMPLE,
                    )
                    if belboom
                    else t(
                        "On which phone number can the organisation reach you? Type it like {example}. "
                        "You may leave it out.",
                        example=EXAMPLE,
                    ),
                    title=t("Phone number"),
                    max_length=40,
                    identity=True,
                    validate=phone_problem,
                ),
                t("Leave it out"),
            ),
        )
    part = Part.ONLY_CALLS
    if belboom:
        part = await talk.ask(
            "part", Choice(prompt=t("Which part would you like to take?"), title=t("Part"), options=PART)
        )
    await talk.review(
        prompt=t("Shall I ask whether you may join {programme}?", programme=args.title),
        options={"join": t("Yes, please ask")},
    )
    talk.do(
        JoinProgramme(
            programme=args.programme,
            invitation=args.invitation,
            name=name.text if name else None,
            phone=international(phone.text) if phone else None,
            part=part,
        )
    )
