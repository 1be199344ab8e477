"""`/verlaat`: somebody says farewell to a programme."""

from __future__ import annotations

from bot import notify
from bot.context import Ctx
from bot.features import menus, previewing
from bot.features.access_ended import access_ended
from bot.features.mending import replan
from bot.features.signal_freed import no_longer_coordinator
from bot.registry import Where, action, command
from conversations.screen import Button, Screen
from domain.programme import MembershipState, Role
from domain.retention import Record
from locales import Plain, Words, paragraphs, t
from storage import memberships, programmes, retention, roles
from storage.memberships import Membership
from storage.programmes import Programme


@command("verlaat", "quitter", "verlassen", "leave", help=t("Leave a programme"), where=Where.PRIVATE, role=Role.MEMBER)
def leave(ctx: Ctx) -> None:
    """Ask which programme, where there are several, and whether it is meant."""
    mine = [
        (membership, programme)
        for membership in memberships.of_person(ctx.tx, ctx.me.id)
        if (programme := programmes.get(ctx.tx, membership.programme_id)) is not None
    ]
    if not mine:
        ctx.reply(t("You take part in no programme, so there is nothing to leave."))
    elif len(mine) == 1:
        ctx.reply(_surely(ctx, *mine[0]))
    else:
        rows = tuple((Button(Plain(programme.name), f"leave:{membership.id}"),) for membership, programme in mine)
        ctx.reply(Screen(t("Which programme do you want to leave?"), rows))


@action("leave")
def chosen(ctx: Ctx, membership_id: str) -> None:
    """Ask whether leaving this programme is meant."""
    found = _mine(ctx, membership_id)
    if found is not None:
        ctx.change(_surely(ctx, *found))


@action("leaveyes")
def farewell(ctx: Ctx, membership_id: str) -> None:
    """Say farewell: thanks, the others' calls are mended, the fiksers hear of it."""
    found = _mine(ctx, membership_id)
    if found is None:
        return
    membership, programme = found
    changed = end_membership(ctx, membership)
    ctx.change(
        t(
            "You have left {programme}. Thank you for every call. What I keep about your part goes in {days} days; "
            "/vergeetmij makes me forget you altogether. You are welcome back any time: ask for an invitation.",
            programme=programme.name,
            days=retention.days_for(ctx.tx, programme.id, Record.MEMBERSHIP),
        )
    )
    name = memberships.name_or_code(ctx.tx, membership)
    words = paragraphs(
        t(
            "{name} has left {programme}. The calls of the others are planned anew.",
            name=name,
            programme=programme.name,
        ),
        changed,
    )
    if roles.holders(ctx.tx, programme.id, Role.FIKSER):
        notify.tell_holders(ctx.tx, ctx.out, programme.id, Role.FIKSER, words)
    else:
        fikser_gone = t("{programme} has no fikser now. Please name one with /fikser.", programme=programme.name)
        notify.tell_admins(ctx.tx, ctx.env, ctx.out, paragraphs(words, fikser_gone))


@action("leaveno")
def stay(ctx: Ctx, membership_id: str) -> None:
    """Nothing changes."""
    ctx.change(t("Good, you stay. Nothing was changed."))


def end_membership(ctx: Ctx, membership: Membership) -> Words | None:
    """End somebody's part in a programme, with the roles they had there and all they could see; mend rota and menu.

    Returns what that changed for the others, in counts; nothing where they were not in a tree.
    """
    programme = programmes.get(ctx.tx, membership.programme_id)
    before = previewing.tree_before(ctx.tx, programme, membership)
    memberships.leave(ctx.tx, membership.id)
    coordinated = roles.holds(ctx.tx, membership.person_id, membership.programme_id, Role.COORDINATOR)
    roles.revoke(ctx.tx, membership.person_id, membership.programme_id)
    if coordinated and programme is not None:
        no_longer_coordinator(ctx.tx, ctx.env, ctx.out, programme, membership.person_id)
    plan = replan(ctx.tx, membership.programme_id)
    if programme is not None:
        mine = ctx.private and ctx.person is not None and ctx.person.id == membership.person_id
        access_ended(ctx.tx, ctx.out, programme, membership.person_id, keep=(ctx.incoming.message_id,) if mine else ())
    menus.refresh(ctx.tx, ctx.env, ctx.out, membership.person_id)
    return previewing.afterwards(before, plan, about=membership.id)


def _mine(ctx: Ctx, membership_id: str) -> tuple[Membership, Programme] | None:
    membership = memberships.get(ctx.tx, membership_id)
    if membership is None or ctx.person is None or membership.person_id != ctx.person.id:
        ctx.notice(t("That button belongs to somebody else."), alert=True)
        return None
    programme = programmes.get(ctx.tx, membership.programme_id)
    if programme is None or membership.state is MembershipState.LEFT:
        ctx.notice(t("You have left that programme already."))
        return None
    return membership, programme


def _surely(ctx: Ctx, membership: Membership, programme: Programme) -> Screen:
    held = any(
        roles.holds(ctx.tx, membership.person_id, programme.id, role) for role in (Role.FIKSER, Role.COORDINATOR)
    )
    words: Words = paragraphs(
        t(
            "Do you want to leave {programme}? Nobody calls you any more then, and you call nobody. "
            "That is always fine, and you need not say why.",
            programme=programme.name,
        ),
        t("What else you do for {programme} ends as well.", programme=programme.name) if held else None,
    )
    return Screen(
        words,
        (
            (Button(t("Yes, leave"), f"leaveyes:{membership.id}"),),
            (Button(t("No, I stay"), f"leaveno:{membership.id}"),),
        ),
    )
