"""What coordinators do with signals: take, read, close. Who may do it is read from the stored roles at every tap."""

from __future__ import annotations

from bot.context import Ctx
from bot.features.signal_card import (
    buttons,
    card,
    closings,
    has_taker,
    programme_of,
    redraw,
    taker,
    tell_reporter,
)
from bot.registry import Where, action, command
from conversations.labels import SIGNAL_STATE, URGENCY
from conversations.screen import Screen
from domain.programme import Role
from domain.signals import Closing, SignalState, StepNotAllowedError
from locales import Words, lines, paragraphs, t
from storage import outbox, programmes, roles, signals
from storage.programmes import Programme
from storage.signals import Signal


@command(
    "signalen",
    "signals",
    "signaux",
    "signale",
    help=t("The open signals of your programmes"),
    where=Where.PRIVATE,
    role=Role.COORDINATOR,
)
def show_signals(ctx: Ctx) -> None:
    """The open signals of the programmes this person coordinates."""
    ctx.reply(_overview(ctx))


@action("take")
def take(ctx: Ctx, signal_id: str) -> None:
    """Take a signal upon oneself; the first one to tap gets it."""
    found = _allowed(ctx, signal_id)
    if found is None:
        return
    signal, programme = found
    try:
        taken = signals.take(ctx.tx, signal, ctx.me.id)
    except StepNotAllowedError:
        ctx.notice(_who_has_it(ctx, signal), alert=True)
        _show(ctx, signal, programme)
        return
    ctx.notice(t("Thank you. {code} is yours now.", code=taken.code))
    _show(ctx, taken, programme)
    words = t(
        "A coordinator of {programme} has taken signal {code} and follows it through.",
        programme=programme.name,
        code=taken.code,
    )
    tell_reporter(ctx.tx, ctx.out, taken, words, f"taken{ctx.now:%Y%m%d%H%M%S}")


@action("close")
def close(ctx: Ctx, signal_id: str) -> None:
    """Ask how the signal ended."""
    found = signal_in_hands_of(ctx, signal_id)
    if found is None:
        return
    signal, programme = found
    ctx.notice()
    if ctx.private:
        ctx.reply(Screen(t("How did {code} end?", code=signal.code), closings(signal)))
    else:
        ctx.change(card(ctx.tx, signal, programme, closing=True))


@action("card")
def back_to_card(ctx: Ctx, signal_id: str) -> None:
    """Do not close it after all."""
    found = _allowed(ctx, signal_id)
    if found is not None:
        ctx.notice()
        ctx.change(_overview(ctx) if ctx.private else card(ctx.tx, *found))


@action("closing")
def close_with(ctx: Ctx, signal_id: str, how: str) -> None:
    """Close the signal with an outcome."""
    found = signal_in_hands_of(ctx, signal_id)
    if found is None:
        return
    signal, programme = found
    if how not in tuple(Closing):
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."))
        return
    try:
        closed = signals.close(ctx.tx, signal, ctx.me.id, Closing(how), programme.retention_days)
    except StepNotAllowedError:
        ctx.notice(_who_has_it(ctx, signal), alert=True)
        return
    ctx.notice(t("{code} is closed. Thank you.", code=closed.code))
    _show(ctx, closed, programme)
    outbox.hasten(ctx.tx, details_gone(closed))
    words = paragraphs(
        t("Signal {code} of {programme} is closed.", code=closed.code, programme=programme.name),
        _IN_PLAIN_WORDS[Closing(how)],
        t("Thank you for noticing and telling."),
    )
    tell_reporter(ctx.tx, ctx.out, closed, words, "closed")


_IN_PLAIN_WORDS: dict[Closing, Words] = {
    Closing.HELPED_BY_NETWORK: t("Help was found among people close by."),
    Closing.REFERRED: t("A service is working on it."),
    Closing.SOLVED_ITSELF: t("It has come right by itself."),
    Closing.NO_HELP_WANTED: t("For now no help is wanted, and that is respected."),
    Closing.NOT_REACHED: t("We tried several times, and it did not come to a talk."),
    Closing.OTHER: t("It was looked into and dealt with."),
}


def _allowed(ctx: Ctx, signal_id: str) -> tuple[Signal, Programme] | None:
    """The signal, where whoever tapped is a stored coordinator of its programme; otherwise they are told."""
    signal = signals.get(ctx.tx, signal_id)
    programme = None if signal is None else programme_of(ctx.tx, signal)
    if ctx.person is None or (
        signal is not None and not roles.holds(ctx.tx, ctx.person.id, signal.programme_id, Role.COORDINATOR)
    ):
        ctx.notice(
            t("Only a coordinator can do this. Would you like to be one? An administrator can name you."), alert=True
        )
        return None
    if signal is None or programme is None:
        ctx.notice(t("This signal is no longer kept."), alert=True)
        return None
    return signal, programme


def signal_in_hands_of(ctx: Ctx, signal_id: str) -> tuple[Signal, Programme] | None:
    """The same for whoever has taken the signal; or for any coordinator, where its taker is one no longer."""
    found = _allowed(ctx, signal_id)
    if found is None:
        return None
    signal = found[0]
    if signal.state is SignalState.RECEIVED:
        ctx.notice(t("Please take it first; then it is clear who follows it through."), alert=True)
        return None
    if signal.state is SignalState.CLOSED or (signal.taken_by != ctx.me.id and has_taker(ctx.tx, signal)):
        ctx.notice(_who_has_it(ctx, signal), alert=True)
        return None
    return found


def details_gone(signal: Signal) -> str:
    """The purpose of the outbox rows that take the details of this signal out of a private chat."""
    return f"details_gone:{signal.id}"


def _who_has_it(ctx: Ctx, signal: Signal) -> Words:
    if signal.state is SignalState.CLOSED:
        return t("{code} is closed already.", code=signal.code)
    if ctx.person is not None and signal.taken_by == ctx.person.id:
        return t("{code} is yours already.", code=signal.code)
    return t("{name} has taken {code} already.", name=taker(ctx.tx, signal), code=signal.code)


def _show(ctx: Ctx, signal: Signal, programme: Programme) -> None:
    """The new state, where it was tapped and on the card in the coordinator chat."""
    if ctx.private:
        ctx.change(_overview(ctx))
        redraw(ctx.tx, ctx.out, signal, programme)
    else:
        ctx.change(card(ctx.tx, signal, programme))


def _overview(ctx: Ctx) -> Screen:
    mine = roles.programmes_of(ctx.tx, ctx.me.id, Role.COORDINATOR)
    found = signals.still_open(ctx.tx, mine)
    if not found:
        return Screen(t("There is no open signal now."))
    shown = found[:_MOST_SHOWN]
    told: list[Words] = [t("<b>Open signals</b>")]
    for signal in shown:
        programme = programmes.get(ctx.tx, signal.programme_id)
        state: Words = SIGNAL_STATE[signal.state]
        if signal.state is SignalState.TAKEN:
            state = t("taken by {name}", name=taker(ctx.tx, signal))
        told.append(
            t(
                "{code} ({programme}): {urgency}. {state}.",
                code=signal.code,
                programme="" if programme is None else programme.name,
                urgency=URGENCY[signal.urgency],
                state=state,
            )
        )
    if len(found) > len(shown):
        told.append(t("And {number} more; these come first.", number=len(found) - len(shown)))
    rows = [
        row
        for signal in shown
        if signal.state is SignalState.RECEIVED or signal.taken_by == ctx.me.id or not has_taker(ctx.tx, signal)
        for row in buttons(signal, with_code=True)
    ]
    return Screen(lines(*told), tuple(rows))


_MOST_SHOWN = 20
