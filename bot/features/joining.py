"""Carries out what somebody asked for who came through an invitation."""

from __future__ import annotations

from pydantic import JsonValue

from bot.context import Ctx
from bot.features.invitations import why_not
from bot.features.waiting import admit, ask_to_let_in, welcome_words
from bot.registry import applies, looks_up
from conversations.dialogues.join_programme import JoinProgramme, KnownOfMe
from domain.programme import MembershipState, Role
from locales import Words, t
from storage import invitations, memberships, people, programmes


@looks_up(KnownOfMe)
def known_of_me(ctx: Ctx, query: KnownOfMe) -> JsonValue:
    """Which of name and number are kept already."""
    known: list[JsonValue] = []
    if people.name_of(ctx.tx, ctx.me.id) is not None:
        known.append("name")
    if people.phone_of(ctx.tx, ctx.me.id) is not None:
        known.append("phone")
    return known


@applies(JoinProgramme)
def join(ctx: Ctx, effect: JoinProgramme) -> Words | None:
    """Use the invitation up and ask the fikser; a fikser or admin who joins needs nobody's leave."""
    invitation = invitations.get(ctx.tx, effect.invitation)
    programme = programmes.get(ctx.tx, effect.programme)
    if invitation is None or programme is None or invitation.programme_id != programme.id:
        return t("In the meantime this invitation has run out. Ask whoever invited you for a new one.")
    refusal = why_not(ctx, invitation, programme)
    if refusal is not None:
        return refusal
    invitations.use(ctx.tx, invitation.id)
    if effect.name is not None:
        people.set_name(ctx.tx, ctx.me.id, effect.name)
    if effect.phone is not None:
        people.set_phone(ctx.tx, ctx.me.id, effect.phone)
    membership_id = memberships.add(
        ctx.tx,
        programme_id=programme.id,
        person_id=ctx.me.id,
        part=effect.part,
        state=MembershipState.PENDING,
        added_by=invitation.created_by,
    )
    memberships.let_wait(ctx.tx, membership_id)
    membership = memberships.get(ctx.tx, membership_id)
    assert membership is not None
    if ctx.holds(Role.FIKSER, programme.id):
        admit(ctx, programme, membership)
        return welcome_words(programme, effect.part)
    ask_to_let_in(ctx, programme, membership)
    return t(
        "I asked the fikser of {programme} to let you in. You hear from me as soon as that is done.",
        programme=programme.name,
    )
