"""A call weighs on somebody: `/zwaar`, and three ways to make it lighter (source 002 §4.3). Nothing is counted."""

from __future__ import annotations

from bot.context import Ctx
from bot.features import lists
from bot.features.reports import own_membership
from bot.features.signal_own import to_go_on
from bot.registry import Where, action, command
from conversations.screen import Button, Screen
from domain.programme import Role
from locales import Plain, Words, paragraphs, t
from storage import programmes
from storage.memberships import Membership
from storage.signals import Signal


@command(
    "zwaar",
    "lourd",
    "schwer",
    "heavy",
    help=t("When a call weighs on you"),
    where=Where.PRIVATE,
    role=Role.MEMBER,
)
def it_is_heavy(ctx: Ctx) -> None:
    """The three ways; first for which programme, where there are several."""
    mine = [part for part in lists.parts_of(ctx.tx, ctx.me.id) if part.membership.part.calls]
    if len(mine) == 1:
        ctx.reply(ways(mine[0].membership))
    elif mine:
        rows = tuple((Button(Plain(part.programme.name), f"heavy:{part.membership.id}"),) for part in mine)
        ctx.reply(Screen(t("In which programme was the call?"), rows))
    else:
        ctx.reply(t("You make no calls here at present. /hulp shows who listens, day and night."))


@action("heavy")
def in_programme(ctx: Ctx, membership_id: str) -> None:
    """The programme was chosen, or they come back from one of the ways."""
    membership = own_caller(ctx, membership_id)
    if membership is not None:
        ctx.notice()
        ctx.change(ways(membership))


@action("weighs")
def weighs(ctx: Ctx, signal_id: str) -> None:
    """It is about a signal they raised."""
    found = to_go_on(ctx, signal_id)
    if found is not None:
        ctx.notice()
        ctx.reply(ways(found.membership, found.signal))


def ways(membership: Membership, signal: Signal | None = None) -> Screen:
    """Thanks, and what can be done. About a signal, only the person it is about can be handed over."""
    about = "" if signal is None else f":{signal.id}"
    rows: list[tuple[Button, ...]] = [(Button(t("Talk it over"), f"talk:{membership.id}{about}"),)]
    if membership.part.calls:
        other = None if signal is None else signal.subject_id
        lighten = f"lighten:{membership.id}" if other is None else f"lightenwho:{membership.id}:{other}"
        rows.append((Button(t("Somebody else calls"), lighten),))
    rows.append((Button(t("A pause for me"), f"pause:{membership.id}"),))
    return Screen(_warm(), tuple(rows))


def own_caller(ctx: Ctx, membership_id: str) -> Membership | None:
    """The membership of whoever tapped, in private and while the programme goes on; otherwise they are told."""
    membership = own_membership(ctx, membership_id)
    if membership is None:
        return None
    if not ctx.private:
        ctx.notice(t("Let us do that in private."), alert=True)
        return None
    if programmes.get(ctx.tx, membership.programme_id) is None:
        ctx.notice(t("That programme has ended."), alert=True)
        return None
    return membership


def _warm() -> Words:
    return paragraphs(
        t("Some calls stay with you for a while. Thank you for listening, and for saying so."),
        t("What would do you good? Each of these is fine, and nobody asks why."),
        t("You can always call somebody who listens as well: /hulp"),
    )
