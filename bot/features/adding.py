"""`/lid` and `/contact`: the fikser adds people who have no app."""

from __future__ import annotations

from pydantic import JsonValue

from bot import talking
from bot.context import Ctx
from bot.features import previewing, rota
from bot.features.choosing import choose, permitted
from bot.features.mending import replan
from bot.features.statement import require_statement
from bot.features.waiting import request
from bot.registry import Where, action, applies, command, looks_up
from conversations.dialogues.add_contact import AddContact
from conversations.dialogues.add_member import AddMember, SameNumber, WhatItChanges
from domain.programme import MembershipState, ProgrammeKind, Role
from domain.tree import Standing
from locales import Words, t
from storage import contacts, memberships, people, programmes
from storage.contacts import NewContact
from storage.programmes import Programme

NEWCOMER = "\uffff"
"""Stands for somebody who has no membership yet; after every id, as a newcomer's id may be anything."""


@command(
    "lid",
    "membre",
    "mitglied",
    "member",
    help=t("Add somebody without the app to a belboom"),
    where=Where.PRIVATE,
    role=Role.FIKSER,
)
def add_member(ctx: Ctx) -> None:
    """Start adding a member to the belboom that is meant."""
    question = t("To which belboom do you want to add somebody?")
    programme = choose(ctx, Role.FIKSER, "addmember", question, ProgrammeKind.BELBOOM)
    if programme is not None:
        _begin(ctx, programme)


@command(
    "contact",
    "kontakt",
    help=t("Add somebody to call to an opbelactie"),
    where=Where.PRIVATE,
    role=Role.FIKSER,
)
def add_contact(ctx: Ctx) -> None:
    """Start adding a contact to the opbelactie that is meant."""
    question = t("To which opbelactie do you want to add somebody?")
    programme = choose(ctx, Role.FIKSER, "addcontact", question, ProgrammeKind.OPBELACTIE)
    if programme is not None:
        _begin(ctx, programme)


@action("addmember")
def add_member_to(ctx: Ctx, programme_id: str) -> None:
    """Start adding a member to the chosen belboom."""
    _begin_tapped(ctx, programme_id, ProgrammeKind.BELBOOM)


@action("addcontact")
def add_contact_to(ctx: Ctx, programme_id: str) -> None:
    """Start adding a contact to the chosen opbelactie."""
    _begin_tapped(ctx, programme_id, ProgrammeKind.OPBELACTIE)


@looks_up(SameNumber)
def same_number(ctx: Ctx, query: SameNumber) -> JsonValue:
    """Who has this number; others' programmes are told of, their people are not."""
    here: list[JsonValue] = []
    elsewhere = False
    for person_id in people.with_phone(ctx.tx, query.phone):
        mine = memberships.of(ctx.tx, query.programme, person_id)
        if mine is not None and mine.state is not MembershipState.LEFT:
            here.append(mine.id)
        elsewhere = elsewhere or any(
            m.programme_id != query.programme for m in memberships.of_person(ctx.tx, person_id)
        )
    known = contacts.known_numbers(ctx.tx, query.programme, [query.phone])
    refused, nowhere = query.phone in known.refused, query.phone in known.nowhere
    return {"here": here, "elsewhere": elsewhere, "refused": refused, "nowhere": nowhere}


@looks_up(WhatItChanges)
def what_it_changes(ctx: Ctx, query: WhatItChanges) -> JsonValue:
    """What one more member would change, with the revision it was worked out for."""
    programme = programmes.get(ctx.tx, query.programme)
    if programme is None or not ctx.holds(Role.FIKSER, programme.id):
        return None
    calls, called = rota.numbers_of(programme, query.part, calls=None, called=None)
    newcomer = Standing(NEWCOMER, calls, called)
    foreseen = previewing.foresee(ctx.tx, programme, lambda tree: tree.having(newcomer), about=NEWCOMER)
    return {"revision": programme.revision, "foreseen": None if foreseen is None else foreseen.model_dump(mode="json")}


@applies(AddMember)
def keep_member(ctx: Ctx, effect: AddMember) -> Words | None:
    """Keep the new member with who agreed, when and how; mend the rota."""
    programme = programmes.get(ctx.tx, effect.programme)
    if programme is None or not ctx.holds(Role.FIKSER, programme.id):
        return _no_longer()
    person = people.add(ctx.tx, language=programme.language, name=effect.name, phone=effect.phone)
    # Not on what somebody saw who was slower than another fikser: then the answers are kept, and they decide once more.
    current = previewing.is_current(programme, str(effect.revision))
    membership_id = memberships.add(
        ctx.tx,
        programme_id=programme.id,
        person_id=person.id,
        part=effect.part,
        state=MembershipState.ACTIVE if current else MembershipState.PENDING,
        agreement={
            "who": effect.agreed,
            "name": effect.agreed_name,
            "how": effect.how,
            "when": effect.when.isoformat(),
            "noted_by": ctx.me.id,
            "noted_at": ctx.now.isoformat(),
        },
        added_by=ctx.me.id,
    )
    if not current:
        return _decide_again(ctx, programme, membership_id)
    replan(ctx.tx, programme.id)
    return t("{name} takes part in {programme} from now on.", name=effect.name, programme=programme.name)


@applies(AddContact)
def keep_contact(ctx: Ctx, effect: AddContact) -> Words | None:
    """Keep the new contact with source and legal ground; hand it out where a volunteer has room."""
    programme = programmes.get(ctx.tx, effect.programme)
    if programme is None or not ctx.holds(Role.FIKSER, programme.id):
        return _no_longer()
    refused = _meanwhile(ctx, programme, effect)
    if refused is not None:
        return refused
    contact = NewContact(effect.name, effect.phone, effect.source, effect.legal_ground, programme.language)
    contacts.add(ctx.tx, programme.id, contact, added_by=ctx.me.id)
    replan(ctx.tx, programme.id)
    return t("{name} is on the list of {programme} from now on.", name=effect.name, programme=programme.name)


def _meanwhile(ctx: Ctx, programme: Programme, effect: AddContact) -> Words | None:
    """Why this contact is not added after all: the questions may have been answered days ago."""
    known = contacts.known_numbers(ctx.tx, programme.id, [effect.phone])
    if known.nowhere:
        return t(
            "Whoever has this number asked never to be called again, by any programme here. So they are not added."
        )
    if known.refused:
        return t(
            "Whoever has this number asked {programme} not to call any more. So they are not added.",
            programme=programme.name,
        )
    for person_id in people.with_phone(ctx.tx, effect.phone):
        mine = memberships.of(ctx.tx, programme.id, person_id)
        there = mine is not None and mine.state is not MembershipState.LEFT
        if there and (people.name_of(ctx.tx, person_id) or "").casefold() == effect.name.casefold():
            return t(
                "Then all is well: they are in {programme} already. Nothing was changed.", programme=programme.name
            )
    return None


def _decide_again(ctx: Ctx, programme: Programme, membership_id: str) -> Words | None:
    """The newcomer waits like somebody who asked; what they would change now is in a message of its own."""
    memberships.let_wait(ctx.tx, membership_id)
    membership = memberships.get(ctx.tx, membership_id)
    if membership is not None:
        ctx.whisper(request(ctx, programme, membership, late=""))
    return None


def _begin_tapped(ctx: Ctx, programme_id: str, kind: ProgrammeKind) -> None:
    programme = permitted(ctx, Role.FIKSER, programme_id)
    if programme is None or not ctx.private:
        return
    if programme.kind is not kind:
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."))
        return
    _begin(ctx, programme)


def _begin(ctx: Ctx, programme: Programme) -> None:
    belboom = programme.kind is ProgrammeKind.BELBOOM
    # In an opbelactie a number that is there already shows a name from outside one's own belboom.
    if not belboom and not require_statement(ctx, programme.id):
        return
    args: dict[str, JsonValue] = {
        "programme": programme.id,
        "title": programme.name,
        "timezone": programme.timezone,
    }
    talking.begin(ctx, "add_member" if belboom else "add_contact", args)


def _no_longer() -> Words:
    return t("You look after that programme no longer, so nothing was added.")
