"""The fikser of an opbelactie adds one person to call, with where the record comes from and on what legal ground."""

from __future__ import annotations

from conversations.dialogues.add_member import ProgrammeArgs, name_and_number
from conversations.effects import Effect
from conversations.labels import LEGAL_GROUND, SOURCE
from conversations.questions import Choice
from conversations.registry import dialogue
from conversations.talk import Talk
from domain.contacts import LegalGround, Source
from locales import t


class AddContact(Effect):
    """Add a contact to call. `phone` in international form."""

    programme: str
    name: str
    phone: str
    source: Source
    legal_ground: LegalGround


@dialogue("add_contact", version=1, args=ProgrammeArgs)
async def add_contact(talk: Talk, args: ProgrammeArgs) -> None:
    """Ends early when the person turns out to be there already."""
    name, phone = await name_and_number(talk, args)
    if phone is None:
        return
    source = await talk.ask(
        "source",
        Choice(prompt=t("Where do you have name and number from?"), title=t("Source"), options=SOURCE),
    )
    ground = await talk.ask(
        "ground",
        Choice(
            prompt=t("On what legal ground may we call? The data-protection officer can tell."),
            title=t("Legal ground"),
            options=LEGAL_GROUND,
        ),
    )
    await talk.review(
        prompt=t("Shall I add them to {programme}?", programme=args.title), options={"add": t("Yes, add them")}
    )
    talk.do(AddContact(programme=args.programme, name=name, phone=phone, source=source, legal_ground=ground))
