"""A volunteer takes back a signal they raised."""

from __future__ import annotations

from bot.context import Ctx
from bot.features.signal_card import redraw
from bot.features.signal_handling import details_gone
from bot.features.signal_holder import tell_holder
from bot.features.signal_mine_card import mine_screen
from bot.features.signal_own import Own, over, still_open
from bot.registry import action
from conversations.screen import Button, Screen
from domain.signals import Basis, SignalKind, StepNotAllowedError
from locales import Words, paragraphs, t, tn
from storage import outbox, remarks, signal_actions, signals, withdrawn
from storage.programmes import Programme
from storage.signals import Signal


@action("takeback")
def ask_whether(ctx: Ctx, signal_id: str) -> None:
    """Say what it means, and ask once."""
    found = still_open(ctx, signal_id)
    if found is None:
        return
    signal, programme, _ = found
    ctx.notice()
    words = paragraphs(
        t("<b>Withdraw signal {code}?</b>", code=signal.code),
        t("Nobody follows it any more. If you are not sure, add something instead: the coordinator reads it."),
        _what_stays(signal, programme),
    )
    rows = (
        (Button(t("Yes, withdraw it"), f"takebackyes:{signal.id}"),),
        (Button(t("No, leave it"), f"mine:{signal.id}:b"),),
    )
    ctx.change(Screen(words, rows))


@action("takebackyes")
def withdraw(ctx: Ctx, signal_id: str) -> None:
    """It is over; what was told goes, unless it rested on acute danger, and whoever held it hears so."""
    found = still_open(ctx, signal_id)
    if found is None:
        return
    signal, programme, membership = found
    topic = signals.body_of(ctx.tx, signal).get("topic")
    try:
        gone = signals.withdraw(ctx.tx, signal, ctx.me.id, programme.retention_days)
    except StepNotAllowedError:
        ctx.notice(over(signal), alert=True)
        return
    signal_actions.cancel_all(ctx.tx, gone.id)
    if gone.basis is not Basis.ACUTE_DANGER:
        withdrawn.wipe(ctx.tx, gone)
    if gone.kind is not SignalKind.PERSON and topic:
        # Counted apart when it was raised, without any link to it, for the page that bundles like ones.
        week = str(remarks.week_kept(gone.created_at))
        remarks.take_back(ctx.tx, programme_id=programme.id, kind=gone.kind, category=str(topic), week=week)
    outbox.hasten(ctx.tx, details_gone(gone))
    redraw(ctx.tx, ctx.out, gone, programme)
    words = t(
        "{code} was withdrawn by whoever told it. You need not do anything more; what was planned is asked about no "
        "more.",
        code=gone.code,
    )
    tell_holder(ctx.tx, ctx.out, gone, words, key="withdrawn")
    ctx.notice(t("{code} is withdrawn.", code=gone.code))
    ctx.change(mine_screen(ctx, Own(gone, programme, membership)))


def _what_stays(signal: Signal, programme: Programme) -> Words:
    if signal.basis is Basis.ACUTE_DANGER:
        return tn(
            "As somebody was in danger, what you told stays with the coordinators for {count} day.",
            "As somebody was in danger, what you told stays with the coordinators for {count} days.",
            programme.retention_days,
        )
    return t("What you told is erased at once; that there was a signal stays a while, without a word of it.")
