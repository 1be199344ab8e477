"""A need that is for a service: what the directory knows about it, and the note that the person was told."""

from __future__ import annotations

from bot.context import Ctx
from bot.features import need_card
from bot.features.need_guard import need_for_coordinator
from bot.features.service_words import told
from bot.registry import action
from conversations.labels import NEED
from conversations.screen import Button, Screen
from domain.call import Need
from domain.needs import NeedStep
from domain.themes import Theme
from locales import paragraphs, render_plain, t
from storage import directory
from storage.needs import KeptNeed
from storage.programmes import Programme

SHOWN = 4
"""Services on the screen; /socialekaart has them all."""

THEME_OF: dict[Need, Theme] = {
    Need.GROCERIES: Theme.CARE,
    Need.MEALS: Theme.FOOD,
    Need.PHARMACY: Theme.HEALTH,
    Need.DOG: Theme.CARE,
    Need.CHORES: Theme.CARE,
    Need.CLEANING: Theme.CARE,
    Need.TRANSPORT: Theme.TRANSPORT,
    Need.PAPERWORK: Theme.LAW,
    Need.DIGITAL: Theme.MEETING,
    Need.CHAT: Theme.MEETING,
    Need.VISIT: Theme.MEETING,
    Need.OUTING: Theme.MEETING,
    Need.LOSS: Theme.LOSS,
    Need.BODY: Theme.HEALTH,
    Need.MIND: Theme.MIND,
    Need.CARE_AT_HOME: Theme.CARE,
}
"""Where in the directory to look first."""


@action("needrefer")
def which_service(ctx: Ctx, need_id: str) -> None:
    """The services that fit best, the nearest first."""
    found = need_for_coordinator(ctx, need_id)
    if found is not None:
        ctx.change(_services(ctx, *found))


@action("needreferred")
def referred(ctx: Ctx, need_id: str) -> None:
    """The person was told of a service."""
    found = need_for_coordinator(ctx, need_id)
    if found is None:
        return
    if need_card.settle(ctx, found[1], NeedStep.REFER):
        ctx.notice(t("Noted. Perhaps ask in a while whether it really helped."))
    else:
        ctx.notice(t("Somebody was just before you. This is how it stands now."), alert=True)
    need_card.show_need(ctx, need_id)


def _services(ctx: Ctx, programme: Programme, need: KeptNeed) -> Screen:
    theme = THEME_OF[need.need]
    near = directory.where_is(ctx.tx, programme.place) if programme.place else None
    what = NEED[need.need]
    found = directory.search(ctx.tx, "", near=near, language=ctx.language, theme=theme, limit=SHOWN)
    if not found:
        term = render_plain(what, ctx.language)
        found = directory.search(ctx.tx, term, near=near, language=ctx.language, limit=SHOWN)
    if found:
        head = t("Services for “{what}”. All of them are in /socialekaart.", what=what)
    else:
        head = t("The directory knows no service for “{what}” yet. /socialekaart and /hulp may still help.", what=what)
    words = paragraphs(
        head,
        *(told(one, ctx.language, programme.timezone) for one in found),
        t("Tell {code} about it, or ring there together. Then note it here.", code=need.callee_code),
    )
    rows = (
        (Button(t("Done, a service was named"), f"needreferred:{need.id}"),),
        (Button(t("More services"), f"svctheme:{theme}"),),
        (Button(t("Back"), f"need:{need.id}"),),
    )
    return Screen(words, rows)
