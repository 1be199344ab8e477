"""`/pauze`: a member takes a rest, sees it, changes it, or is back. Why is nobody's business."""

from __future__ import annotations

from pydantic import JsonValue

from bot import talking
from bot.context import Ctx
from bot.features import lists, pausing
from bot.registry import Where, action, applies, command
from conversations.dialogues.pause import BeginPause, what_rests
from conversations.screen import Button, Screen
from domain.pause import PauseKind
from domain.programme import MembershipState, Role
from domain.week import date_in
from locales import Plain, Words, t
from storage import memberships, pauses, programmes
from storage.memberships import Membership
from storage.programmes import Programme


@command(
    "pauze",
    "pause",
    help=t("Take a rest for a while, or be back"),
    where=Where.PRIVATE,
    role=Role.MEMBER,
)
def pause(ctx: Ctx) -> None:
    """Ask from which programme, where there are several; then begin, or show the pause that is under way."""
    parts = lists.parts_of(ctx.tx, ctx.me.id)
    if len(parts) == 1:
        _show(ctx, parts[0].membership, parts[0].programme)
        return
    rows = tuple((Button(Plain(part.programme.name), f"pause:{part.membership.id}"),) for part in parts)
    ctx.reply(Screen(t("From which programme do you take a rest?"), rows))


@action("pause")
def chosen(ctx: Ctx, membership_id: str) -> None:
    """The programme was chosen."""
    found = _mine(ctx, membership_id)
    if found is not None:
        ctx.notice()
        _show(ctx, *found)


@action("pausechange")
def another_day(ctx: Ctx, membership_id: str) -> None:
    """Another end, or something else rests."""
    found = _mine(ctx, membership_id)
    if found is not None:
        ctx.notice()
        _ask(ctx, *found)


@action("pauseend")
def back(ctx: Ctx, membership_id: str) -> None:
    """The member is back."""
    found = _mine(ctx, membership_id)
    if found is None:
        return
    membership, programme = found
    if not pausing.end(ctx.tx, ctx.out, membership, ended_by=ctx.me.id):
        ctx.notice(t("Your pause is over already. Welcome back!"))
    ctx.change(pausing.welcome_back(membership, programme))


@applies(BeginPause)
def keep_pause(ctx: Ctx, effect: BeginPause) -> Words | None:
    """The pause begins; the questions may have been answered days ago, so what they hold is looked at again."""
    membership = memberships.get(ctx.tx, effect.membership)
    programme = None if membership is None else programmes.get(ctx.tx, membership.programme_id)
    if membership is None or programme is None or membership.person_id != ctx.me.id:
        return t("You no longer take part there, so there is nothing to rest from.")
    if membership.state is not MembershipState.ACTIVE:
        return t("You no longer take part there, so there is nothing to rest from.")
    if effect.last < date_in(ctx.now, programme.timezone):
        return t("One thing: that last day has gone by in the meantime, so your calls are as ever.")
    pausing.begin(ctx.tx, ctx.out, membership, effect.kind, effect.last, set_by=ctx.me.id)
    return None


def _show(ctx: Ctx, membership: Membership, programme: Programme) -> None:
    pause = pauses.of_member(ctx.tx, membership.id)
    if pause is None:
        _ask(ctx, membership, programme)
        return
    words = what_rests(programme.name, programme.kind, pause.kind, pausing.last_day(programme, pause))
    rows = (
        (Button(t("I am back"), f"pauseend:{membership.id}"),),
        (Button(t("Change my pause"), f"pausechange:{membership.id}"),),
    )
    ctx.reply(Screen(words, rows))


def _ask(ctx: Ctx, membership: Membership, programme: Programme) -> None:
    args: dict[str, JsonValue] = {
        "membership": membership.id,
        "title": programme.name,
        "timezone": programme.timezone,
        "programme_kind": programme.kind,
        "kind": None if pausing.may_rest_from_calling(programme, membership) else PauseKind.WHOLE,
    }
    talking.begin(ctx, "pause", args)


def _mine(ctx: Ctx, membership_id: str) -> tuple[Membership, Programme] | None:
    membership = memberships.get(ctx.tx, membership_id)
    if membership is None or ctx.person is None or membership.person_id != ctx.person.id:
        ctx.notice(t("That button belongs to somebody else."), alert=True)
        return None
    programme = programmes.get(ctx.tx, membership.programme_id)
    if programme is None or membership.state is not MembershipState.ACTIVE:
        ctx.notice(t("You no longer take part there, so there is nothing to rest from."), alert=True)
        return None
    if not ctx.private:
        ctx.notice(t("That is between you and me. Send /pauze to me in private."), alert=True)
        return None
    return membership, programme
