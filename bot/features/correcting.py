"""`/verbeter`: somebody puts their own details right; for others whoever looks after the programme does."""

from __future__ import annotations

from pydantic import JsonValue

from bot import talking
from bot.context import Ctx
from bot.features import menus
from bot.features.consent_guard import looks_after
from bot.registry import Where, applies, command
from conversations.dialogues.correct_details import Correct, Field
from locales import LANGUAGES, Words, t
from storage import access, contacts, memberships, people
from storage.memberships import Membership


@command(
    "verbeter",
    "corriger",
    "berichtigen",
    "correct",
    help=t("Put your name or number right"),
    where=Where.PRIVATE,
)
def correct_own(ctx: Ctx) -> None:
    """Ask what is to be put right about whoever asks."""
    begin(ctx, None, ctx.me.id)


def begin(ctx: Ctx, member: str | None, person_id: str) -> None:
    """Ask what is to be put right about this person; `member` is empty for one's own details."""
    args: dict[str, JsonValue] = {"member": member, "has_phone": people.phone_of(ctx.tx, person_id) is not None}
    talking.begin(ctx, "correct_details", args)


@applies(Correct)
def keep(ctx: Ctx, effect: Correct) -> Words | None:
    """Keep it, where whoever says so may."""
    membership = None if effect.member is None else memberships.get(ctx.tx, effect.member)
    if effect.member is not None and (membership is None or not looks_after(ctx, membership.programme_id)):
        return t("You look after that programme no longer, so nothing was changed.")
    person_id = ctx.me.id if membership is None else membership.person_id
    if effect.field is Field.PHONE and _refused(ctx, person_id, effect.value):
        return t("Whoever has this number asked not to be called any more. So nothing was changed.")
    _change(ctx, person_id, effect)
    programme = None if membership is None else membership.programme_id
    access.log(ctx.tx, ctx.me.id, access.Action.CORRECTED, subject=person_id, programme=programme)
    menus.refresh(ctx.tx, ctx.env, ctx.out, person_id)
    return t("Good, that is put right. Those who call see it from now on.")


def _change(ctx: Ctx, person_id: str, effect: Correct) -> None:
    if effect.field is Field.NAME:
        people.set_name(ctx.tx, person_id, effect.value)
    elif effect.field is Field.LANGUAGE:
        if effect.value in LANGUAGES:
            people.set_language(ctx.tx, person_id, effect.value)
    else:
        people.set_phone(ctx.tx, person_id, effect.value or None)
    ctx.tx.wipes = True  # what was wrong is not to be found in the file any more


def _refused(ctx: Ctx, person_id: str, phone: str) -> bool:
    """A number that is never to be called does not come back by another way."""
    mine: list[Membership] = memberships.of_person(ctx.tx, person_id)
    return any(phone in contacts.known_numbers(ctx.tx, one.programme_id, [phone]).refused for one in mine)
