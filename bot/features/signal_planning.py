"""What a coordinator settles about a signal with a tap: how urgent, who tells the person, told back, no help wanted,
somebody close by, open again."""

from __future__ import annotations

from typing import Any

from bot.context import Ctx
from bot.features.need_card import show_need
from bot.features.signal_access import for_coordinators, for_holder_in_private
from bot.features.signal_card import redraw
from bot.features.signal_case import case_screen
from bot.features.signal_handling import close_with
from bot.features.signal_telling import step_done
from bot.registry import action
from conversations.labels import NEED, URGENCY
from conversations.screen import Button, Screen
from domain.call import Need
from domain.needs import HowOften, asks_neighbours
from domain.signals import (
    ActionKind,
    ActionState,
    Actor,
    Basis,
    Closing,
    SignalState,
    SignalStep,
    StepNotAllowedError,
    Tells,
    Urgency,
)
from locales import Words, t
from storage import needs, signal_actions, signals
from storage.programmes import Programme
from storage.signals import Signal


@action("weigh")
def ask_urgency(ctx: Ctx, signal_id: str) -> None:
    """Whoever has it weighs it (source 002, try-out 8: "wie weegt het gewicht?")."""
    found = for_holder_in_private(ctx, signal_id)
    if found is None:
        return
    signal = found[0]
    rows = tuple((Button(URGENCY[one], f"weighed:{signal.id}:{one}"),) for one in Urgency)
    words = t("How urgent is {code}, now that you have read it?", code=signal.code)
    ctx.change(Screen(words, (*rows, _back(signal))))


@action("weighed")
def weighed(ctx: Ctx, signal_id: str, urgency: str) -> None:
    """It is as urgent as this."""
    if urgency in tuple(Urgency):
        _step(ctx, signal_id, SignalStep.INTERPRET, urgency=Urgency(urgency))


@action("tells")
def ask_who_tells(ctx: Ctx, signal_id: str) -> None:
    """Who tells the person what is proposed (source 002 §3.3.2)."""
    found = for_holder_in_private(ctx, signal_id, about_person=True)
    if found is None:
        return
    signal = found[0]
    rows = tuple((Button(_WHO_TELLS[one], f"telling:{signal.id}:{one}"),) for one in Tells)
    words = t(
        "Who tells the person what is proposed? The volunteer hears it from me, and can say if it does not suit them."
    )
    ctx.change(Screen(words, (*rows, _back(signal))))


@action("telling")
def agreed(ctx: Ctx, signal_id: str, who: str) -> None:
    """It is agreed who tells the person."""
    if who in tuple(Tells) and for_holder_in_private(ctx, signal_id, about_person=True) is not None:
        _step(ctx, signal_id, SignalStep.TRANSLATE, tells=Tells(who))


@action("toldperson")
def told_back(ctx: Ctx, signal_id: str) -> None:
    """The person was told."""
    if for_holder_in_private(ctx, signal_id, about_person=True) is not None:
        _step(ctx, signal_id, SignalStep.FEED_BACK)


@action("nohelp")
def ask_no_help(ctx: Ctx, signal_id: str) -> None:
    """The person wants no help: a valid end, and it need not be the end."""
    found = for_holder_in_private(ctx, signal_id, about_person=True)
    if found is None:
        return
    signal = found[0]
    rows = (
        (Button(t("Note it and close"), f"nohelpyes:{signal.id}:close"),),
        (Button(t("Note it, keep it open"), f"nohelpyes:{signal.id}:open"),),
        _back(signal),
    )
    ctx.change(Screen(t("The person wants no help now. That is always their right."), rows))


@action("nohelpyes")
def no_help(ctx: Ctx, signal_id: str, then: str) -> None:
    """It is noted; with `close` that is how the signal ends."""
    found = for_holder_in_private(ctx, signal_id, about_person=True)
    if found is None:
        return
    action_id = signal_actions.add(ctx.tx, found[0], ActionKind.NO_HELP, by=ctx.me.id, due_at=None)
    signal_actions.settle(ctx.tx, action_id, ActionState.SOLVED)
    if then == "close":
        signals.move(ctx.tx, found[0], SignalStep.ACT, Actor.HOLDER, by=ctx.me.id)
        close_with(ctx, signal_id, Closing.NO_HELP_WANTED)
    else:
        _step(ctx, signal_id, SignalStep.ACT)


@action("nearby")
def ask_what(ctx: Ctx, signal_id: str) -> None:
    """With what could somebody close by help? Only where the person agreed that it is passed on."""
    found = for_holder_in_private(ctx, signal_id, about_person=True)
    if found is None:
        return
    signal = found[0]
    if signal.basis is not Basis.CONSENT:
        ctx.notice(
            t("This signal was passed on without consent, so nobody close by can be asked. Ask the person first."),
            alert=True,
        )
        return
    options = [Button(NEED[one], f"closeby:{signal.id}:{one}") for one in Need if _fits(one)]
    rows = tuple(tuple(options[start : start + 2]) for start in range(0, len(options), 2))
    ctx.change(Screen(t("With what could somebody close by help?"), (*rows, _back(signal))))


@action("closeby")
def somebody_close_by(ctx: Ctx, signal_id: str, need: str) -> None:
    """It becomes a need like those told in calls, for which somebody is looked for."""
    found = for_holder_in_private(ctx, signal_id, about_person=True)
    if found is None or need not in tuple(Need):
        return
    signal, programme = found
    if signal.basis is not Basis.CONSENT or signal.subject_id is None or not _fits(Need(need)):
        return
    need_id = needs.add_for_signal(
        ctx.tx,
        signal_id=signal.id,
        programme_id=programme.id,
        callee_id=signal.subject_id,
        need=Need(need),
        urgency=signal.urgency,
        days=programme.retention_days,
    )
    if not any(
        one.kind is ActionKind.NETWORK and one.body.get("need") == need_id for one in signal_actions.of(ctx.tx, signal)
    ):
        signal_actions.add(
            ctx.tx, signal, ActionKind.NETWORK, by=ctx.me.id, due_at=None, body={"need": need_id, "what": need}
        )
        acted = signals.move(ctx.tx, signal, SignalStep.ACT, Actor.HOLDER, by=ctx.me.id)
        redraw(ctx.tx, ctx.out, acted, programme)
        step_done(ctx.tx, ctx.out, acted, programme, SignalStep.ACT)
    ctx.notice()
    show_need(ctx, need_id, signal_id=signal.id)


@action("reopen")
def open_again(ctx: Ctx, signal_id: str) -> None:
    """It was not solved after all: whoever says so goes on with it."""
    found = for_coordinators(ctx, signal_id)
    if found is None:
        return
    signal, programme = found
    if signal.state is not SignalState.CLOSED:
        ctx.notice(t("{code} is open already.", code=signal.code))
        ctx.change(case_screen(ctx.tx, signal, programme, ctx.me.id))
        return
    ctx.notice(t("{code} is open again, and yours.", code=signal.code))
    reopen(ctx, signal, programme, ctx.me.id)


def reopen(ctx: Ctx, signal: Signal, programme: Programme, holder: str) -> Signal:
    """Open a closed signal again in the hands of `holder`; the card and the volunteer hear of it."""
    again = signals.reopen(ctx.tx, signal, ctx.me.id, holder=holder)
    redraw(ctx.tx, ctx.out, again, programme)
    if ctx.private:
        ctx.change(case_screen(ctx.tx, again, programme, ctx.me.id))
    step_done(ctx.tx, ctx.out, again, programme, SignalStep.REOPEN)
    return again


def _step(ctx: Ctx, signal_id: str, step: SignalStep, **values: Any) -> None:
    """One step of whoever has it, shown in private and on the card; the volunteer hears of it."""
    found = for_holder_in_private(ctx, signal_id)
    if found is None:
        return
    signal, programme = found
    try:
        moved = signals.move(ctx.tx, signal, step, Actor.HOLDER, by=ctx.me.id, **values)
    except StepNotAllowedError:
        ctx.notice(t("Somebody was just before you. This is how it stands now."), alert=True)
        ctx.change(case_screen(ctx.tx, signal, programme, ctx.me.id))
        return
    ctx.notice(t("Noted."))
    ctx.change(case_screen(ctx.tx, moved, programme, ctx.me.id))
    redraw(ctx.tx, ctx.out, moved, programme)
    step_done(ctx.tx, ctx.out, moved, programme, step)


def _back(signal: Signal) -> tuple[Button, ...]:
    return (Button(t("Back"), f"case:{signal.id}"),)


_WHO_TELLS: dict[Tells, Words] = {
    # Translators: buttons; who tells the person what is proposed.
    Tells.VOLUNTEER: t("The volunteer"),
    Tells.COORDINATOR: t("I do"),
    Tells.TOGETHER: t("Both of us together"),
}


def _fits(need: Need) -> bool:
    """Whether somebody close by can be asked at all; how often it is needed is asked when somebody is looked for."""
    return asks_neighbours(need, HowOften.ONCE)
