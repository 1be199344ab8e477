"""`/uitnodigen`: a single-use link into a programme; and what happens when somebody opens one."""

from __future__ import annotations

import re

from bot import notify, talking
from bot.context import Ctx
from bot.features import menus
from bot.features.choosing import choose, permitted, sent_privately
from bot.features.coordination import welcome
from bot.features.deputy import deputy_welcome
from bot.features.links import link_words, picture
from bot.features.waiting import pending_words
from bot.registry import action, command
from domain.programme import MembershipState, Role
from locales import Words, t
from storage import invitations, memberships, people, programmes, roles
from storage.invitations import Invitation
from storage.programmes import Programme

_CODE = re.compile(r"[A-Za-z0-9_-]{16,64}")


@command("uitnodigen", "inviter", "einladen", "invite", help=t("Invite somebody"), role=Role.FIKSER)
def invite(ctx: Ctx) -> None:
    """A link for the programme that is meant, in private."""
    programme = choose(ctx, Role.FIKSER, "invite", t("To which programme do you want to invite somebody?"))
    if programme is not None:
        _send_link(ctx, programme)
    sent_privately(ctx)


@action("invite")
def invite_to(ctx: Ctx, programme_id: str) -> None:
    """A link for the chosen programme."""
    programme = permitted(ctx, Role.FIKSER, programme_id)
    if programme is not None:
        _send_link(ctx, programme)


def open_invitation(ctx: Ctx, code: str) -> None:
    """Somebody came through a link: begin with what it is for, or tell kindly why it does not work."""
    invitation = invitations.with_code(ctx.tx, code) if _CODE.fullmatch(code) else None
    programme = None if invitation is None else programmes.get(ctx.tx, invitation.programme_id)
    if invitation is None or programme is None:
        ctx.reply(
            t(
                "I do not know this invitation. Perhaps the link was cut off, or it is an old one. "
                "Ask whoever invited you for a new link; they make one with /uitnodigen."
            )
        )
        return
    refusal = why_not(ctx, invitation, programme)
    if refusal is not None:
        ctx.reply(refusal)
    elif invitation.role in WELCOME:
        _take_role(ctx, invitation, programme)
    else:
        talking.begin(
            ctx,
            "join_programme",
            {
                "programme": programme.id,
                "invitation": invitation.id,
                "title": programme.name,
                "kind": programme.kind,
            },
        )


def why_not(ctx: Ctx, invitation: Invitation, programme: Programme) -> Words | None:
    """Why this invitation does not work for whoever opened it, in kind words."""
    if invitation.role in WELCOME:
        if invitation.role in roles.given(ctx.tx, ctx.me.id, programme.id):
            if invitation.role is Role.DEPUTY:
                return t("You are deputy for {programme} already. All is well.", programme=programme.name)
            return t("You are coordinator of {programme} already. All is well.", programme=programme.name)
        if invitation.used_at is None and not _from_an_admin(ctx, invitation):
            return t(
                "This invitation is too old to use. Ask whoever invited you for a new one, it takes them a moment."
            )
    else:
        mine = memberships.of(ctx.tx, programme.id, ctx.me.id)
        if mine is not None and mine.state is MembershipState.ACTIVE:
            return (
                t(
                    "You take part in {programme} already. You can pass the link on to somebody else.",
                    programme=programme.name,
                )
                if invitation.used_at is None
                else t("You take part in {programme} already.", programme=programme.name)
            )
        if mine is not None and mine.state is MembershipState.PENDING:
            return pending_words(programme)
    if invitation.used_at is not None:
        return t(
            "Somebody has used this invitation already; each link works once. "
            "Ask whoever invited you for a new one, it takes them a moment."
        )
    if invitation.expires_at <= ctx.now:
        return t("This invitation is too old to use. Ask whoever invited you for a new one, it takes them a moment.")
    return None


def _from_an_admin(ctx: Ctx, invitation: Invitation) -> bool:
    """Whether whoever made the link still is an admin: such a role is theirs to give when it is used."""
    maker = invitation.created_by
    return maker is not None and people.platform_id_of(ctx.tx, maker) in ctx.env.admins


def _send_link(ctx: Ctx, programme: Programme) -> None:
    person = ctx.known_person()
    code = invitations.create(ctx.tx, programme.id, Role.MEMBER, created_by=person.id)
    words = t(
        "Here is an invitation to {programme}. Send the link to one person, or let them scan the picture. "
        "You will be asked to let them in.",
        programme=programme.name,
    )
    ctx.whisper(link_words(ctx.env, words, code))
    caption = t("The same invitation to {programme}, to scan with a phone.", programme=programme.name)
    ctx.out.photo(ctx.privately, picture(ctx.env, code), caption)


WELCOME = {Role.COORDINATOR: welcome, Role.DEPUTY: deputy_welcome}
"""The roles that a link gives at once, without a dialogue, and what whoever opens it reads."""


def _take_role(ctx: Ctx, invitation: Invitation, programme: Programme) -> None:
    invitations.use(ctx.tx, invitation.id)
    roles.grant(ctx.tx, ctx.me.id, programme.id, invitation.role, granted_by=invitation.created_by)
    ctx.reply(WELCOME[invitation.role](ctx, programme, ctx.me))
    menus.refresh(ctx.tx, ctx.env, ctx.out, ctx.me.id)
    words = t(
        "Somebody opened the coordinator link of {programme} and is coordinator now. "
        "/coordinator shows who there is, and takes the role back if that was not meant.",
        programme=programme.name,
    )
    if invitation.role is Role.DEPUTY:
        words = t(
            "Somebody opened the deputy link of {programme} and is deputy now. "
            "/coordinator shows who there is, and takes the role back if that was not meant.",
            programme=programme.name,
        )
    notify.tell_admins(ctx.tx, ctx.env, ctx.out, words)
