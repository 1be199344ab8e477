"""The fikser adds somebody without the app: who they are, which part they take, and who agreed to that, when, how."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from conversations.answers import LONGEST_NAME, day_in, name_problem, past_day_problem, phone_problem
from conversations.effects import Effect
from conversations.foreseen import Foreseen, beforehand
from conversations.labels import PART
from conversations.ports import Query
from conversations.questions import Choice, TypedText
from conversations.registry import dialogue
from conversations.talk import Talk
from domain.contacts import Agreed, AgreedHow, AgreedWhen
from domain.phone import EXAMPLE, international
from domain.programme import Part
from locales import Words, paragraphs, t

AGREED = {
    # Translators: who agreed that somebody without the app takes part.
    Agreed.SELF: t("The person themselves"),
    Agreed.FAMILY: t("Family or somebody who cares for them"),
    Agreed.GUARDIAN: t("Their administrator, named by the court"),
}
HOW = {
    AgreedHow.FACE_TO_FACE: t("Face to face"),
    AgreedHow.BY_PHONE: t("By phone"),
    AgreedHow.IN_WRITING: t("In writing"),
}
WHEN = {
    AgreedWhen.TODAY: t("Today"),
    AgreedWhen.YESTERDAY: t("Yesterday"),
    AgreedWhen.EARLIER: t("Another day"),
}


class ProgrammeArgs(BaseModel):
    """`programme` is an id, `title` its name, `timezone` its time zone."""

    programme: str
    title: str
    timezone: str


class SameNumber(Query):
    """Who has this number already: `{"here": [membership ids], "elsewhere", "refused", "nowhere": bool}`."""

    programme: str
    phone: str


class WhatItChanges(Query):
    """What it would change if somebody joined who takes this part: `{"revision": int, "foreseen": counts}`.

    `foreseen` is a `conversations.foreseen.Foreseen`, or null where the group is too large to work it out.
    """

    programme: str
    part: Part


class AddMember(Effect):
    """Add a member without app. `phone` in international form; `agreed_name` is set when somebody else agreed.

    `revision` is that of the programme when it was shown what this changes.
    """

    programme: str
    name: str
    phone: str
    part: Part
    agreed: Agreed
    agreed_name: str | None
    how: AgreedHow
    when: date
    revision: int = -1


@dialogue("add_member", version=1, args=ProgrammeArgs)
async def add_member(talk: Talk, args: ProgrammeArgs) -> None:
    """Ends early when the person turns out to be there already."""
    name, phone = await name_and_number(talk, args)
    if phone is None:
        return
    part = await talk.ask(
        "part",
        Choice(
            prompt=t("Which part do they take? Somebody without the app can call too; the fikser lets them know whom."),
            title=t("Part"),
            options={part: PART[part] for part in (Part.ONLY_CALLED, Part.BOTH)},
        ),
    )
    agreed = await talk.ask(
        "agreed", Choice(prompt=t("Who agreed that they take part?"), title=t("Agreed by"), options=AGREED)
    )
    agreed_name = None
    if agreed is not Agreed.SELF:
        agreed_name = await talk.ask(
            "agreed_name",
            TypedText(
                prompt=t("What is the name of whoever agreed? Please type it."),
                title=t("Name of whoever agreed"),
                max_length=LONGEST_NAME,
                identity=True,
                validate=name_problem,
            ),
        )
    how = await talk.ask("how", Choice(prompt=t("How did they agree?"), title=t("Agreed how"), options=HOW))
    when = await _day(talk, args)
    revision, changes = _foreseen(talk, args, part)
    await talk.review(
        prompt=paragraphs(changes, t("Shall I add them to {programme}?", programme=args.title)),
        options={"add": t("Yes, add them")},
    )
    talk.do(
        AddMember(
            programme=args.programme,
            name=name,
            phone=phone,
            part=part,
            agreed=agreed,
            agreed_name=agreed_name.text if agreed_name else None,
            how=how,
            when=when,
            revision=revision,
        )
    )


def _foreseen(talk: Talk, args: ProgrammeArgs, part: Part) -> tuple[int, Words | None]:
    """The programme's revision, and what the newcomer would change for the others."""
    found = talk.look_up("changes", WhatItChanges(programme=args.programme, part=part))
    if not isinstance(found, dict):
        return -1, None
    foreseen = found.get("foreseen")
    revision = found.get("revision")
    counts = None if foreseen is None else Foreseen.model_validate(foreseen)
    return (revision if isinstance(revision, int) else -1), beforehand(counts)


async def name_and_number(talk: Talk, args: ProgrammeArgs) -> tuple[str, str | None]:
    """Name and international number of somebody new. The number is `None` when they are there already, and that was
    said."""
    name = await talk.ask(
        "name",
        TypedText(
            prompt=t("What is the name of the person? Please type it."),
            title=t("Name"),
            max_length=LONGEST_NAME,
            identity=True,
            validate=name_problem,
        ),
    )
    phone = await talk.ask(
        "phone",
        TypedText(
            prompt=t("On which phone number do they take calls? Type it like {example}.", example=EXAMPLE),
            title=t("Phone number"),
            max_length=40,
            identity=True,
            validate=phone_problem,
        ),
    )
    number = international(phone.text) or ""
    found = talk.look_up("same", SameNumber(programme=args.programme, phone=number))
    same = found if isinstance(found, dict) else {}
    if same.get("nowhere"):
        talk.say(
            t("Whoever has this number asked never to be called again, by any programme here. So they are not added.")
        )
        return name.text, None
    if same.get("refused"):
        talk.say(
            t(
                "Whoever has this number asked {programme} not to call any more. So they are not added.",
                programme=args.title,
            )
        )
        return name.text, None
    here = same.get("here")
    if isinstance(here, list) and here:
        other = await talk.ask(
            "other",
            Choice(
                prompt=t(
                    "This number is in {programme} already, with {name}. Is this somebody else?",
                    programme=args.title,
                    name=talk.name_of(str(here[0])),
                ),
                options={"other": t("Yes, somebody else on the same number"), "same": t("No, the same person")},
            ),
        )
        if other == "same":
            talk.say(t("Then all is well: they are in {programme} already. Nothing was changed.", programme=args.title))
            return name.text, None
    elif same.get("elsewhere"):
        talk.show(
            t(
                "Somebody with this number is in another programme of ours. That is fine; "
                "perhaps it is the same person, and then they get calls from both."
            )
        )
    return name.text, number


async def _day(talk: Talk, args: ProgrammeArgs) -> date:
    today = talk.now("today").astimezone(ZoneInfo(args.timezone)).date()
    when = await talk.ask("when", Choice(prompt=t("When did they agree?"), title=t("Agreed when"), options=WHEN))
    if when is AgreedWhen.TODAY:
        return today
    if when is AgreedWhen.YESTERDAY:
        return today - timedelta(days=1)
    typed = await talk.ask(
        "day",
        TypedText(
            prompt=t("On which day was that? Please type the date."),
            title=t("Date"),
            max_length=20,
            identity=True,
            validate=past_day_problem(today),
        ),
    )
    return day_in(typed.text) or today
