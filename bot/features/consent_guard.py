"""Who may take consent back: the person, whoever calls them, and whoever looks after the programme."""

from __future__ import annotations

from bot.context import Ctx
from bot.features.lists import Part, may_see
from bot.features.member_guard import refused
from domain.consent import How
from domain.programme import MembershipState, ProgrammeKind, Role
from locales import t
from storage import assignments, memberships, programmes, statements
from storage.memberships import Membership


def called_by_me(ctx: Ctx) -> list[Membership]:
    """Those whom whoever asks calls, and may see."""
    found: dict[str, Membership] = {}
    for mine in memberships.of_person(ctx.tx, ctx.me.id):
        programme = programmes.get(ctx.tx, mine.programme_id)
        if programme is None or not may_see(ctx.tx, Part(mine, programme)):
            continue
        for row in assignments.by_caller(ctx.tx, mine.id):
            theirs = memberships.get(ctx.tx, row.callee_id)
            if theirs is not None and theirs.state is MembershipState.ACTIVE:
                found[theirs.id] = theirs
    return list(found.values())


def calls_them(ctx: Ctx, membership: Membership) -> bool:
    """Whether whoever did this calls that member, or told of a call to them that is still kept."""
    mine = memberships.of(ctx.tx, membership.programme_id, ctx.me.id)
    if mine is None or mine.state is not MembershipState.ACTIVE:
        return False
    programme = programmes.get(ctx.tx, membership.programme_id)
    if programme is None or not may_see(ctx.tx, Part(mine, programme)):
        return False
    return any(row.callee_id == membership.id for row in assignments.by_caller(ctx.tx, mine.id))


def permitted(ctx: Ctx, membership_id: str) -> Membership | None:
    """Whom this is about, where whoever tapped may say so for them; `None` after saying that they may not."""
    membership = memberships.get(ctx.tx, membership_id)
    if not ctx.private or ctx.person is None or membership is None:
        refused(ctx)
        return None
    if membership.person_id == ctx.me.id or calls_them(ctx, membership) or looks_after(ctx, membership.programme_id):
        return membership
    ctx.notice(t("That button belongs to somebody else."), alert=True)
    return None


def looks_after(ctx: Ctx, programme_id: str) -> bool:
    """Whether whoever did this is fikser, coordinator or admin there, and may see names."""
    programme = programmes.get(ctx.tx, programme_id)
    if programme is None or not any(ctx.holds(role, programme_id) for role in (Role.FIKSER, Role.COORDINATOR)):
        return False
    if programme.kind is ProgrammeKind.BELBOOM and ctx.holds(Role.FIKSER, programme_id):
        return True
    return statements.has_accepted(ctx.tx, ctx.me.id, programme_id)


def how_of(ctx: Ctx, membership: Membership) -> How:
    """In which way whoever tapped says it: for themselves, for somebody they call, or noted down by the programme."""
    if membership.person_id == ctx.me.id:
        return How.CHAT
    return How.CALL if calls_them(ctx, membership) else How.PAPER
