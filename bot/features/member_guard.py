"""What every screen about one member begins with: may whoever tapped see it, and is the member still there?"""

from __future__ import annotations

from bot.context import Ctx
from bot.features.choosing import permitted
from bot.features.statement import require_statement
from conversations.screen import Button
from domain.programme import MembershipState, ProgrammeKind, Role
from locales import t
from storage import memberships
from storage.memberships import Membership
from storage.programmes import Programme


def may_see(ctx: Ctx, programme: Programme) -> bool:
    """Members of a belboom know one another; people on the list of an opbelactie are behind the statement."""
    return programme.kind is ProgrammeKind.BELBOOM or require_statement(ctx, programme.id)


def seen(ctx: Ctx, programme_id: str) -> Programme | None:
    """The programme that a fikser looks at in private; `None` after saying why not."""
    programme = permitted(ctx, Role.FIKSER, programme_id)
    if programme is None:
        return None
    if not ctx.private:
        ctx.notice(t("That is between you and me. Send /groep to me in private."), alert=True)
        return None
    return programme if may_see(ctx, programme) else None


def member(ctx: Ctx, membership_id: str) -> tuple[Programme, Membership] | None:
    """Somebody who takes part, or asked to; `None` after saying why not."""
    membership = memberships.get(ctx.tx, membership_id)
    if membership is None:
        ctx.notice(t("That person is no longer there."), alert=True)
        return None
    programme = seen(ctx, membership.programme_id)
    if programme is None:
        return None
    if membership.state is MembershipState.LEFT:
        ctx.notice(t("That person has left in the meantime."), alert=True)
        return None
    return programme, membership


def in_tree(ctx: Ctx, membership_id: str) -> tuple[Programme, Membership] | None:
    """Somebody who takes part in a belboom; `None` after saying why not."""
    found = taking_part(ctx, membership_id)
    if found is not None and found[0].kind is not ProgrammeKind.BELBOOM:
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."))
        return None
    return found


def taking_part(ctx: Ctx, membership_id: str) -> tuple[Programme, Membership] | None:
    """Somebody who was let in; `None` after saying why not."""
    found = member(ctx, membership_id)
    if found is not None and found[1].state is not MembershipState.ACTIVE:
        ctx.notice(t("That person still has to be let in."), alert=True)
        return None
    return found


def back(membership: Membership) -> Button:
    """To the member's card."""
    return Button(t("Back"), f"member:{membership.id}")


def refused(ctx: Ctx) -> None:
    """The answer to a button that cannot be one of ours."""
    ctx.notice(t("That button no longer works. Send /help to see what I can do for you."))


def number_in(text: str, low: int, high: int) -> int | None:
    """The whole number in a button, where it is one from `low` to `high`."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 8 else -1
    return number if low <= number <= high else None
