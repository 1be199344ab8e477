"""`/mijnsignalen`: the signals somebody raised, how far each one is, and what they can still do with it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.context import Ctx
from bot.features.signal_access import has_taker, taker
from bot.features.signal_own import Own, own, question_waiting
from bot.features.signal_telling import BY_VOLUNTEER, IN_PLAIN_WORDS, telling_buttons
from bot.registry import Where, action, command
from conversations.labels import SIGNAL_KIND, SIGNAL_STATE, TELLS
from conversations.screen import Button, Screen
from domain.programme import Role
from domain.signals import SignalState, SignalStep
from locales import Plain, Words, lines, paragraphs, t
from storage import programmes, signal_steps, signals
from storage.signals import Signal
from storage.tx import Tx

RECENT = timedelta(weeks=4)
"""How long a signal that is over stays in the list."""

_MOST_SHOWN = 20
_LONGEST_HISTORY = 30


@command(
    "mijnsignalen",
    "messignaux",
    "meinesignale",
    "mysignals",
    help=t("How it goes with what you told the coordinators"),
    where=Where.PRIVATE,
    role=Role.MEMBER,
)
def my_signals(ctx: Ctx) -> None:
    """The signals this person raised."""
    ctx.reply(_list(ctx))


@action("mines")
def back_to_list(ctx: Ctx) -> None:
    """The same, in the place of what was shown."""
    if ctx.private and ctx.person is not None:
        ctx.notice()
        ctx.change(_list(ctx))


@action("mine")
def open_mine(ctx: Ctx, signal_id: str, place: str = "") -> None:
    """One of them: below the message that told of it, or in the place of the list it was chosen from."""
    found = own(ctx, signal_id)
    if found is None:
        return
    ctx.notice()
    if place:
        ctx.change(mine_screen(ctx, found))
    else:
        ctx.reply(mine_screen(ctx, found))


def mine_screen(ctx: Ctx, found: Own) -> Screen:
    """How far it is, what was done and when, and what its volunteer can do. No coordinator is named but its holder."""
    signal, programme, _ = found
    title = (
        t("<b>Signal {code}</b>, of a programme that has ended", code=signal.code)
        if programme is None
        else t("<b>Signal {code}</b> in {programme}", code=signal.code, programme=programme.name)
    )
    question = question_waiting(ctx.tx, signal)
    words = paragraphs(
        lines(title, SIGNAL_KIND[signal.kind], *_stage(ctx.tx, signal)),
        lines(*_history(ctx, signal)),
        None if question is None else lines(t("<b>A question for you</b>"), Plain(question.text)),
    )
    return Screen(words, _buttons(found, has_question=question is not None), protect=True)


def zone_of(ctx: Ctx, signal: Signal) -> str:
    """The time zone of the programme, or ours where it has ended."""
    programme = programmes.get(ctx.tx, signal.programme_id)
    return ctx.env.timezone if programme is None else programme.timezone


def _list(ctx: Ctx) -> Screen:
    since = ctx.now - RECENT
    kept = [one for one in signals.raised_by(ctx.tx, ctx.me.id) if one.is_open or (one.closed_at or since) > since]
    shown = sorted(kept, key=lambda one: (not one.is_open, -one.created_at.timestamp()))[:_MOST_SHOWN]
    if not shown:
        return Screen(t("You told the coordinators nothing lately. With /signaal you can, whenever you like."))
    told = [
        t(
            "{code}: {stage}, since {day}",
            code=one.code,
            stage=SIGNAL_STATE[one.state],
            day=_reached(ctx, one),
        )
        for one in shown
    ]
    rows = tuple((Button(Plain(one.code), f"mine:{one.id}:l"),) for one in shown)
    # Protected because a card takes its place, and what a message may not do cannot be changed later.
    return Screen(paragraphs(t("<b>What you told the coordinators</b>"), lines(*told)), rows, protect=True)


def _reached(ctx: Ctx, signal: Signal) -> date:
    """Since which day it is as far as it is."""
    moments = [one.at for one in signal_steps.without_content(ctx.tx, signal.id) if one.state is signal.state]
    moment = moments[-1] if moments else signal.created_at
    return moment.astimezone(ZoneInfo(zone_of(ctx, signal))).date()


def _stage(tx: Tx, signal: Signal) -> list[Words]:
    if signal.state is SignalState.CLOSED and signal.closing is not None:
        return [SIGNAL_STATE[signal.state], IN_PLAIN_WORDS[signal.closing]]
    if not signal.is_open:
        return [SIGNAL_STATE[signal.state]]
    holder = (
        t("{name} follows it through.", name=taker(tx, signal))
        if has_taker(tx, signal)
        else t("Nobody has taken this yet")
    )
    told: list[Words] = [SIGNAL_STATE[signal.state], holder]
    if signal.tells is not None:
        told.append(t("Tells the person: {who}.", who=TELLS[signal.tells]))
    return told


def _history(ctx: Ctx, signal: Signal) -> list[Words]:
    zone = ZoneInfo(zone_of(ctx, signal))
    steps = [
        (one.at.astimezone(zone).date(), one.step)
        for one in signal_steps.without_content(ctx.tx, signal.id)
        if one.step in _FOR_VOLUNTEERS
    ]
    once = [key for key, _ in groupby(steps)]  # several plans on one day are one line
    told: list[Words] = [t("• {day}: {what}", day=day, what=_FOR_VOLUNTEERS[step]) for day, step in once]
    return told[-_LONGEST_HISTORY:]


def _buttons(found: Own, *, has_question: bool) -> tuple[tuple[Button, ...], ...]:
    signal = found.signal
    rows: list[tuple[Button, ...]] = []
    if found.programme is not None and found.membership is not None:
        if signal.is_open:
            if has_question:
                rows.append((Button(t("Answer"), f"answer:{signal.id}"),))
            if signal.tells in BY_VOLUNTEER and signal.state is not SignalState.FED_BACK:
                rows += telling_buttons(signal)
            rows.append(
                (
                    Button(t("Add something"), f"add:{signal.id}"),
                    Button(t("Withdraw it"), f"takeback:{signal.id}"),
                )
            )
        rows.append((Button(t("It weighs on me"), f"weighs:{signal.id}"),))
    rows.append((Button(t("All I told"), "mines"),))
    return tuple(rows)


_FOR_VOLUNTEERS: dict[SignalStep, Words] = {
    # Translators: what was done with a message for the coordinator; a line of its history, for whoever told it.
    SignalStep.RAISE: t("you told it"),
    SignalStep.TAKE: t("a coordinator took it"),
    SignalStep.HAND_OVER: t("another coordinator took it over"),
    SignalStep.GIVE_BACK: t("free again for another coordinator"),
    SignalStep.INTERPRET: t("read and weighed"),
    SignalStep.ASK: t("a question for you"),
    SignalStep.ANSWER: t("you answered"),
    SignalStep.ADD: t("you let the coordinator know something"),
    SignalStep.TRANSLATE: t("agreed who tells the person"),
    SignalStep.ACT: t("help set in motion"),
    SignalStep.FEED_BACK: t("told how things stand"),
    SignalStep.CLOSE: t("closed"),
    SignalStep.WITHDRAW: t("you withdrew it"),
    SignalStep.REOPEN: t("opened again"),
}
