"""The weekdays on which a member neither calls nor is called, kept by the fikser; for members without app too."""

from __future__ import annotations

from collections.abc import Collection

from bot.context import Ctx
from bot.features import previewing, weekday_choice
from bot.features.member_guard import back, in_tree, refused
from bot.features.members import card_of
from bot.features.mending import replan
from bot.registry import action
from conversations.screen import Button, Screen
from domain.weekdays import mask_of
from locales import Words, paragraphs, t
from storage import memberships
from storage.memberships import Membership
from storage.programmes import Programme


@action("cannot")
def days(ctx: Ctx, membership_id: str, mask: str = "") -> None:
    """Choose the days; what that changes stands above them."""
    found = in_tree(ctx, membership_id)
    if found is None:
        return
    programme, membership = found
    chosen = weekday_choice.days_of(mask) if mask else membership.cannot
    if chosen is None:
        refused(ctx)
    else:
        _show(ctx, programme, membership, chosen)


@action("cannotyes")
def decided(ctx: Ctx, membership_id: str, mask: str, revision: str) -> None:
    """Keep the days and plan anew."""
    found = in_tree(ctx, membership_id)
    if found is None:
        return
    programme, membership = found
    chosen = weekday_choice.days_of(mask)
    if chosen is None or not set(programme.calling_days) - chosen:
        refused(ctx)
        return
    if not previewing.is_current(programme, revision):
        _show(ctx, programme, membership, chosen, late=revision)
        return
    memberships.set_cannot(ctx.tx, membership.id, chosen)
    replan(ctx.tx, programme.id)
    now = memberships.get(ctx.tx, membership.id)
    ctx.notice(t("Changed. Whoever is concerned hears so from me."))
    if now is not None:
        ctx.change(card_of(ctx, programme, now))


def _show(
    ctx: Ctx, programme: Programme, membership: Membership, chosen: Collection[int], *, late: str | None = None
) -> None:
    """The days as chosen so far. A group without any day left for somebody would be no group for them."""
    name = memberships.name_or_code(ctx.tx, membership)
    question = t("On which days can {name} neither call nor be called?", name=name)
    rows = list(weekday_choice.toggles(chosen, lambda mask: f"cannot:{membership.id}:{mask}"))
    foreseen: Words | None = None
    if not set(programme.calling_days) - set(chosen):
        foreseen = t(
            "At least one day on which calls are made has to stay. For a while without any, there is the pause."
        )
    elif set(chosen) != membership.cannot:
        change = previewing.otherwise(membership.id, cannot=frozenset(chosen))
        foreseen = previewing.words(ctx.tx, programme, change, late=late)
        yes = f"cannotyes:{membership.id}:{mask_of(chosen)}:{programme.revision}"
        rows.append((Button(t("Yes, change it"), yes),))
    ctx.change(Screen(paragraphs(question, foreseen), (*rows, (back(membership),))))
