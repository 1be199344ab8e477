"""Somebody asks never to be called again, by any programme: for themselves, or told to whoever calls them."""

from __future__ import annotations

from bot.context import Ctx
from bot.features import withdrawing
from bot.features.consent_guard import permitted
from bot.features.withdrawing import shown_name
from bot.registry import action
from conversations.screen import Button, Screen
from locales import paragraphs, t


@action("nevercall")
def never_call(ctx: Ctx, membership_id: str) -> None:
    """Whether it is meant that nobody calls any more."""
    membership = permitted(ctx, membership_id)
    if membership is None:
        return
    ctx.notice()
    own = membership.person_id == ctx.me.id
    words = (
        t(
            "<b>Never be called again?</b>\nNo programme here calls you any more, and none can add you later. "
            "I keep only a code of your number, from which the number cannot be read."
        )
        if own
        else t(
            "<b>Never call {name} again?</b>\nNo programme here calls {name} any more, and none can add {name} later. "
            "I keep only a code of the number, from which the number cannot be read.",
            name=shown_name(ctx.tx, membership),
        )
    )
    yes = t("Yes, nobody calls me") if own else t("Yes, {name} asked for it", name=shown_name(ctx.tx, membership))
    no = Button(t("No, go back"), "ownconsent" if own else f"theirconsent:{membership.id}")
    ctx.change(Screen(words, ((Button(yes, f"nevercallyes:{membership.id}"),), (no,))))


@action("nevercallyes")
def never_called(ctx: Ctx, membership_id: str) -> None:
    """Nobody calls them any more."""
    membership = permitted(ctx, membership_id)
    if membership is None:
        return
    kept = withdrawing.never_again(ctx.tx, ctx.env, ctx.out, membership.person_id, by=ctx.me.id)
    ctx.notice()
    done = t("Done. No programme calls any more.")
    if not kept:
        unknown = t("I know no phone number, so a programme could add the same person later without my noticing.")
        ctx.change(paragraphs(done, unknown))
        return
    ctx.change(done)
