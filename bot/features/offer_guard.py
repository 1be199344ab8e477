"""Whose offer it is, and who may change it: the member, or for somebody without the app a fikser or coordinator."""

from __future__ import annotations

from bot.context import Ctx
from domain.programme import MembershipState, Role
from locales import t
from storage import memberships, programmes
from storage.memberships import Membership
from storage.programmes import Programme


def offerer(ctx: Ctx, membership_id: str) -> tuple[Programme, Membership] | None:
    """The member that a button is about, where whoever tapped may speak for them; `None` after saying why not."""
    membership = memberships.get(ctx.tx, membership_id)
    programme = None if membership is None else programmes.get(ctx.tx, membership.programme_id)
    if membership is None or programme is None or not may_speak_for(ctx, membership):
        ctx.notice(t("That button belongs to somebody else."), alert=True)
        return None
    if membership.state is not MembershipState.ACTIVE:
        ctx.notice(t("That person has left in the meantime."), alert=True)
        return None
    if not ctx.private:
        ctx.notice(t("That is between you and me. Send /ikbied to me in private."), alert=True)
        return None
    return programme, membership


def may_speak_for(ctx: Ctx, membership: Membership) -> bool:
    """For oneself, and for somebody without the app in whose programme one looks after people."""
    if is_own(ctx, membership):
        return True
    return not membership.has_app and may_note_for_others(ctx, membership.programme_id)


def is_own(ctx: Ctx, membership: Membership) -> bool:
    """Whether whoever tapped is this member."""
    return ctx.person is not None and membership.person_id == ctx.person.id


def may_note_for_others(ctx: Ctx, programme_id: str) -> bool:
    """Fiksers and coordinators."""
    return any(ctx.holds(role, programme_id) for role in (Role.FIKSER, Role.COORDINATOR))
