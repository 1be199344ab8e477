"""`/start` always answers: to an invitation, to somebody we know, to an admin, and to a stranger."""

from __future__ import annotations

from bot.context import Ctx
from bot.features import menus
from bot.features.groups import what_an_admin_does_here
from bot.features.invitations import open_invitation
from bot.features.waiting import pending_words
from bot.registry import command
from domain.programme import MembershipState, Role
from locales import Plain, Words, lines, listed, paragraphs, t
from storage import memberships, people, programmes


@command("start", help=t("Begin"))
def start(ctx: Ctx) -> None:
    """Answer whoever opens the chat with us."""
    if not ctx.private:
        ctx.reply(_in_a_group(ctx))
        return
    if not ctx.me.reachable:
        people.set_reachable(ctx.tx, ctx.me.id, True)
    menus.refresh(ctx.tx, ctx.env, ctx.out, ctx.me.id)
    if ctx.incoming.text:
        open_invitation(ctx, ctx.incoming.text.strip())
        return
    held = menus.roles_of(ctx.tx, ctx.env, ctx.me.id)
    ctx.reply(_greeting(ctx, held) if held else _to_a_stranger(ctx))


def _in_a_group(ctx: Ctx) -> Words:
    living = ctx.group is not None and programmes.of_group(ctx.tx, ctx.group)
    if ctx.is_admin and not living:
        return what_an_admin_does_here()
    return t("Good to see you. For what is between you and me, open t.me/{bot}", bot=ctx.env.bot_username)


def _to_a_stranger(ctx: Ctx) -> Words:
    waiting = [
        pending_words(programme)
        for programme in programmes.every(ctx.tx)
        if (mine := memberships.of(ctx.tx, programme.id, ctx.me.id)) and mine.state is MembershipState.PENDING
    ]
    if waiting:
        return paragraphs(*waiting)
    return paragraphs(
        t("Hello! I am Belboom. I help groups of people to call one another, so that everybody is heard."),
        t(
            "To join, you need an invitation: ask the person who told you about me for a link, and open it. "
            "Nothing is kept of what you write here."
        ),
        t("/taal changes the language. /hulp shows whom you can call for help."),
        # The settings ask for this number, and this is where an admin learns it.
        t("Do you set Belboom up for others? Your number here is {number}.", number=str(ctx.incoming.sender.id)),
    )


def _greeting(ctx: Ctx, held: set[Role]) -> Words:
    name = people.name_of(ctx.tx, ctx.me.id)
    mine = [
        programme.name
        for membership in memberships.of_person(ctx.tx, ctx.me.id)
        if (programme := programmes.get(ctx.tx, membership.programme_id)) is not None
    ]
    return paragraphs(
        t("Hello {name}, good to see you.", name=name) if name else t("Hello, good to see you."),
        t("You take part in {programmes}.", programmes=listed(Plain(one) for one in mine)) if mine else None,
        lines(
            t("• /wiebelik: whom you call this week") if Role.MEMBER in held else None,
            t("• /wiebeltmij: who calls you") if Role.MEMBER in held else None,
            t("• /gebeld: tell how a call went") if Role.MEMBER in held else None,
            t("• /groep: how the group is doing, and what you can do") if Role.FIKSER in held else None,
            t("• /uitnodigen, /lid, /contact and /leden: look after the people who take part")
            if Role.FIKSER in held
            else None,
            t("• Signals are announced in the coordinator chat; you take one there with a tap")
            if Role.COORDINATOR in held
            else None,
            t("• Add me to a group and send /programma there, to start a programme") if Role.ADMIN in held else None,
            t("• /help: all that I can do"),
        ),
    )
