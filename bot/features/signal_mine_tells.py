"""Where the volunteer tells the person, alone or with the coordinator: that is fine, rather not, or it is done."""

from __future__ import annotations

from bot.context import Ctx
from bot.features.signal_card import redraw
from bot.features.signal_holder import tell_holder
from bot.features.signal_own import OpenOwn, over, still_open
from bot.features.signal_telling import BY_VOLUNTEER, more_about, telling_buttons
from bot.registry import action
from conversations.screen import Screen
from domain.signals import Actor, SignalState, SignalStep, StepNotAllowedError, Tells
from locales import Words, t
from storage import signal_steps, signals


@action("fine")
def that_is_fine(ctx: Ctx, signal_id: str) -> None:
    """The volunteer agrees to tell the person."""
    found = _asked(ctx, signal_id)
    if found is None:
        return
    signal, _, _ = found
    agreed = [one.id for one in signal_steps.without_content(ctx.tx, signal.id) if one.step is SignalStep.TRANSLATE]
    words = t("Whoever told {code} is glad to tell the person. Talk over what to say.", code=signal.code)
    tell_holder(ctx.tx, ctx.out, signal, words, key=f"fine:{agreed[-1] if agreed else ''}", details=True)
    ctx.notice()
    _say(ctx, found, t("Thank you! When you have told them, tap below. You can still change your mind."))


@action("rathernot")
def rather_not(ctx: Ctx, signal_id: str) -> None:
    """The volunteer would rather not: the coordinator tells the person, and hears so."""
    found = _asked(ctx, signal_id)
    if found is None:
        return
    signal, programme, membership = found
    body = {"tells": Tells.COORDINATOR.value}
    try:
        changed = signals.move(
            ctx.tx, signal, SignalStep.ADD, Actor.REPORTER, by=ctx.me.id, body=body, tells=Tells.COORDINATOR
        )
    except StepNotAllowedError:
        ctx.notice(over(signal), alert=True)
        return
    words = t(
        "Whoever told {code} would rather not tell the person. That is with you now; is there another way, choose it "
        "with “Who tells the person”.",
        code=changed.code,
    )
    tell_holder(ctx.tx, ctx.out, changed, words, key=f"rathernot:{ctx.now:%Y%m%d%H%M%S}")
    redraw(ctx.tx, ctx.out, changed, programme)
    ctx.notice()
    _say(
        ctx,
        OpenOwn(changed, programme, membership),
        t("That is quite all right, and thank you for saying so. The coordinator tells the person."),
    )


@action("toldthem")
def told_them(ctx: Ctx, signal_id: str) -> None:
    """The volunteer has told the person."""
    found = _asked(ctx, signal_id)
    if found is None:
        return
    signal, programme, membership = found
    try:
        told = signals.move(ctx.tx, signal, SignalStep.FEED_BACK, Actor.REPORTER, by=ctx.me.id)
    except StepNotAllowedError:
        ctx.notice(over(signal), alert=True)
        return
    words = t("Whoever told {code} has told the person how things stand.", code=told.code)
    tell_holder(ctx.tx, ctx.out, told, words, key=f"told:{ctx.now:%Y%m%d%H%M%S}")
    redraw(ctx.tx, ctx.out, told, programme)
    ctx.notice()
    _say(ctx, OpenOwn(told, programme, membership), t("Thank you! The coordinator knows that you told them."))


def _asked(ctx: Ctx, signal_id: str) -> OpenOwn | None:
    found = still_open(ctx, signal_id)
    if found is None:
        return None
    if found.signal.tells not in BY_VOLUNTEER:
        ctx.notice(t("The coordinator tells the person, so you need not do anything."), alert=True)
        return None
    if found.signal.state is SignalState.FED_BACK:
        ctx.notice(t("That is noted already. Thank you!"), alert=True)
        return None
    return found


def _say(ctx: Ctx, found: OpenOwn, words: Words) -> None:
    """In the place of the message whose button was tapped; what can still be done stays below it."""
    signal = found.signal
    still = signal.tells in BY_VOLUNTEER and signal.state is not SignalState.FED_BACK
    ctx.change(Screen(words, (*(telling_buttons(signal) if still else ()), (more_about(signal),))))
