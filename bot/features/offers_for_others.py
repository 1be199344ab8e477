"""For somebody without the app a fikser or coordinator writes down what they like to do, having talked with them."""

from __future__ import annotations

from bot.context import Ctx
from bot.features import lists, paging
from bot.features.member_guard import may_see
from bot.features.offer_guard import may_note_for_others
from bot.registry import action
from conversations.screen import Button, Screen
from locales import Plain, t
from storage import memberships, programmes
from storage.programmes import Programme


@action("offersfor")
def for_whom(ctx: Ctx, programme_id: str = "", page: str = "0") -> None:
    """Who is it? First of which programme, where there are several."""
    possible = [one for one in programmes.every(ctx.tx) if may_note_for_others(ctx, one.id)]
    chosen = [one for one in possible if one.id == programme_id] or possible
    if not possible or (programme_id and chosen[0].id != programme_id):
        ctx.notice(t("That button is not for you. Ask the fikser or the admin of your programme."), alert=True)
    elif not ctx.private:
        ctx.notice(t("That is between you and me. Send /ikbied to me in private."), alert=True)
    elif len(chosen) > 1:
        rows = tuple((Button(Plain(one.name), f"offersfor:{one.id}"),) for one in chosen)
        ctx.change(Screen(t("For which programme is it?"), rows))
    elif may_see(ctx, chosen[0]):
        ctx.change(_people(ctx, chosen[0], page))


def _people(ctx: Ctx, programme: Programme, page: str) -> Screen:
    everybody = [one for one in lists.by_name(ctx.tx, memberships.active(ctx.tx, programme.id)) if not one.has_app]
    if not everybody:
        return Screen(t("Everybody in {programme} has the app: they tell it with /ikbied.", programme=programme.name))
    at = paging.place(page, len(everybody))
    part = everybody[at * paging.PAGE : (at + 1) * paging.PAGE]
    names = [Button(Plain(memberships.name_or_code(ctx.tx, one)), f"offer:{one.id}") for one in part]
    words = t("Who likes to do something for others? Note down only what you talked about together.")
    return Screen(words, paging.rows(names, at, len(everybody), f"offersfor:{programme.id}"))
