"""Who may answer for which side of a match: each for themselves, a coordinator for whoever has no app."""

from __future__ import annotations

from bot.context import Ctx
from bot.features.match_telling import Parties, parties
from domain.matching import MatchState
from domain.needs import HowOften, NeedState
from domain.programme import MembershipState, Role
from locales import t
from storage import matches
from storage.memberships import Membership


def for_helper(ctx: Ctx, match_id: str) -> Parties | None:
    """The match, where whoever tapped helps or speaks for who does; `None` after saying why not."""
    return _for_side(ctx, match_id, helper=True)


def for_person(ctx: Ctx, match_id: str) -> Parties | None:
    """The match, where whoever tapped is helped or speaks for who is; `None` after saying why not."""
    return _for_side(ctx, match_id, helper=False)


def speaks_for(ctx: Ctx, member: Membership, programme_id: str) -> bool:
    """Whether whoever tapped is not this member, and may answer in their place."""
    return not _is(ctx, member) and not member.has_app and ctx.holds(Role.COORDINATOR, programme_id)


def is_latest(ctx: Ctx, found: Parties) -> bool:
    """Whether what is told about this help is about the need as it is now: it is under way, or was done and nothing
    was noted or asked about the need since."""
    if found.match.state is not MatchState.DONE:
        return found.match.state is MatchState.ACCEPTED
    return found.need.state is NeedState.MET and matches.of_need(ctx.tx, found.need.id)[-1].id == found.match.id


def goes_on(ctx: Ctx, found: Parties) -> bool:
    """Whether the helper still helps; who came more than once may go on after the last question."""
    once = found.match.state is MatchState.DONE and found.need.often is HowOften.ONCE
    return is_latest(ctx, found) and not once


def _for_side(ctx: Ctx, match_id: str, *, helper: bool) -> Parties | None:
    match = matches.get(ctx.tx, match_id)
    found = None if match is None else parties(ctx.tx, match)
    if found is None:
        ctx.notice(t("That is settled in the meantime. Thank you all the same!"), alert=True)
        return None
    member = found.helper if helper else found.person
    if not _is(ctx, member) and not speaks_for(ctx, member, found.programme.id):
        ctx.notice(t("That button belongs to somebody else."), alert=True)
        return None
    if not ctx.private or member.state is not MembershipState.ACTIVE:
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."), alert=True)
        return None
    return found


def _is(ctx: Ctx, member: Membership) -> bool:
    return ctx.person is not None and member.person_id == ctx.person.id
