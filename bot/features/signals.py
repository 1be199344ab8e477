"""`/signaal`: tell the coordinators something without a report."""

from __future__ import annotations

from bot import talking
from bot.context import Ctx
from bot.features.reports import may_see_names, membership_buttons, own_membership
from bot.registry import Where, action, command
from conversations.screen import Screen
from domain.programme import MembershipState, Role
from locales import t
from storage import memberships, programmes
from storage.memberships import Membership


@command(
    "signaal",
    "signal",
    help=t("Tell the coordinators something"),
    where=Where.PRIVATE,
    role=Role.MEMBER,
)
def tell_coordinators(ctx: Ctx) -> None:
    """Ask what it is about; first for which programme, where there are several."""
    mine = [one for one in memberships.of_person(ctx.tx, ctx.me.id) if one.state is MembershipState.ACTIVE]
    if len(mine) == 1:
        _begin(ctx, mine[0])
    elif mine:
        ctx.reply(Screen(t("For which programme is it?"), membership_buttons(ctx, mine, "signaal")))
    else:
        ctx.reply(t("You are not in a programme yet, so there is nobody to pass it on to. /hulp lists who can help."))


@action("signaal")
def for_programme(ctx: Ctx, membership_id: str) -> None:
    """The programme was chosen."""
    membership = own_membership(ctx, membership_id)
    if membership is not None and ctx.private:
        _begin(ctx, membership)


def _begin(ctx: Ctx, membership: Membership) -> None:
    programme = programmes.get(ctx.tx, membership.programme_id)
    if programme is None or not may_see_names(ctx, programme):
        return
    ctx.notice()
    talking.begin(ctx, "raise_signal", {"programme": membership.programme_id, "reporter": membership.id})
