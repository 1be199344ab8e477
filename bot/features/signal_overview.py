"""`/signalen`: the open signals of the programmes somebody coordinates, and how it goes with them.

An admin who coordinates nothing sees counts only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.context import Ctx
from bot.features import paging
from bot.features.durations import in_words
from bot.features.signal_access import taker
from bot.features.signal_due import is_late
from bot.registry import Where, action, command
from conversations.labels import SIGNAL_STATE, URGENCY
from conversations.questions import with_tick
from conversations.screen import Button, Screen
from domain.programme import Role
from domain.signal_overview import LOOKED_BACK, course, middles
from domain.signals import OPEN, SignalState, SignalStep, Urgency
from locales import Lines, Plain, Words, lines, paragraphs, t, tn
from storage import programmes, roles, signal_steps, signals
from storage.programmes import Programme
from storage.signals import Signal

PAGE = 10
"""Signals on one screen."""


class Show(StrEnum):
    """Which of the open signals are listed."""

    OPEN = "open"
    MINE = "mine"
    LATE = "late"


_LABEL = {Show.OPEN: t("Open"), Show.MINE: t("Mine"), Show.LATE: t("Late")}

_NONE = {
    Show.OPEN: t("There is no open signal now."),
    Show.MINE: t("You have taken no signal that is open."),
    Show.LATE: t("No signal waits for too long."),
}

_MARK = {Urgency.NORMAL: "", Urgency.URGENT: "❗", Urgency.ACUTE: "‼️"}


@dataclass(frozen=True, slots=True)
class _Entry:
    signal: Signal
    programme: Programme
    late: bool


@command(
    "signalen",
    "signals",
    "signaux",
    "signale",
    help=t("The open signals of your programmes"),
    where=Where.PRIVATE,
    role=Role.COORDINATOR,
    admins=True,
)
def show_signals(ctx: Ctx) -> None:
    """The open signals of the programmes this person coordinates, and how it goes with signals."""
    ctx.reply(overview(ctx))


@action("signals")
def back_to_signals(ctx: Ctx, which: str = Show.OPEN, page: str = "0") -> None:
    """The same in the place of what was shown, or only some of them."""
    if ctx.private:
        ctx.notice()
        ctx.change(overview(ctx, Show(which) if which in tuple(Show) else Show.OPEN, page))


def overview(ctx: Ctx, which: Show = Show.OPEN, page: str = "0") -> Screen:
    """A page of the signals asked for, each with a button that opens it, below how it goes with them as a whole."""
    mine = set(roles.programmes_of(ctx.tx, ctx.me.id, Role.COORDINATOR))
    every = [one for one in programmes.every(ctx.tx) if one.id in mine or ctx.is_admin]
    entries = [
        _Entry(signal, programme, is_late(ctx.tx, signal, programme))
        for programme in every
        for signal in signals.still_open(ctx.tx, [programme.id])
    ]
    counts = [
        _as_a_whole(ctx, programme, [one for one in entries if one.programme.id == programme.id]) for programme in every
    ]
    own = [one for one in entries if one.programme.id in mine]
    if not mine:
        return Screen(paragraphs(t("<b>Signals</b>"), *counts) if counts else _NONE[Show.OPEN])
    found = [one for one in own if _is_meant(ctx, one, which)]
    found.sort(key=lambda one: (-list(Urgency).index(one.signal.urgency), one.signal.created_at, one.signal.code))
    at = paging.place(page, len(found), PAGE)
    shown = found[at * PAGE : (at + 1) * PAGE]
    several = len(mine) > 1
    words = paragraphs(
        t("<b>Signals</b>"),
        *counts,
        lines(*(_line(ctx, one, several=several) for one in shown)) if shown else _NONE[which],
    )
    rows = (
        *paging.in_twos([_button(one) for one in shown]),
        *paging.ways(at, len(found), f"signals:{which}", PAGE),
        tuple(Button(with_tick(_LABEL[one]) if one is which else _LABEL[one], f"signals:{one}") for one in Show),
    )
    return Screen(words, rows)


def _is_meant(ctx: Ctx, entry: _Entry, which: Show) -> bool:
    if which is Show.MINE:
        return entry.signal.taken_by == ctx.me.id
    return entry.late if which is Show.LATE else True


def _line(ctx: Ctx, entry: _Entry, *, several: bool) -> Words:
    signal = entry.signal
    state: list[Words] = [URGENCY[signal.urgency]]
    if several:
        state.append(Plain(entry.programme.name))
    if signal.state is not SignalState.RECEIVED:
        state.append(SIGNAL_STATE[signal.state])
    if signal.is_held:
        state.append(t("taken by {name}", name=taker(ctx.tx, signal)))
    since = in_words(ctx.now - signal.waits_since)
    state.append(t("last step {time} ago", time=since) if signal.is_held else t("waits {time}", time=since))
    if entry.late:
        state.append(t("<b>late</b>"))
    return t("• <b>{code}</b>: {facts}", code=signal.code, facts=Lines(tuple(state), " · "))


def _button(entry: _Entry) -> Button:
    mark = _MARK[entry.signal.urgency]
    late = " ⏰" if entry.late else ""
    return Button(Plain(f"{mark} {entry.signal.code}{late}".strip()), f"case:{entry.signal.id}")


def _as_a_whole(ctx: Ctx, programme: Programme, entries: list[_Entry]) -> Words:
    return lines(
        t("<b>{programme}</b>", programme=programme.name),
        Lines(tuple(_counts(entries)), " · "),
        *_times(ctx, programme),
    )


def _counts(entries: list[_Entry]) -> Iterator[Words]:
    yield tn("{count} open", "{count} open", len(entries))
    late = sum(1 for one in entries if one.late)
    if late:
        yield tn("{count} late", "{count} late", late)
    for state in SignalState:
        number = sum(1 for one in entries if one.signal.state is state)
        if state in OPEN and number:
            yield Lines((SIGNAL_STATE[state], Plain(str(number))), ": ")


def _times(ctx: Ctx, programme: Programme) -> Iterator[Words]:
    """The middle of the last ninety days."""
    steps = (SignalStep.RAISE, SignalStep.TAKE, SignalStep.CLOSE, SignalStep.REOPEN)
    stamps = signal_steps.moments(ctx.tx, programme.id, *steps).values()
    courses = (course(sorted(one, key=lambda step: (step[1], steps.index(step[0])))) for one in stamps)
    found = middles((one for one in courses if one is not None), ctx.now - LOOKED_BACK)
    if found.to_take is None:
        yield t("Taken, in the last 90 days: too few to tell how soon.")
    else:
        yield t("Half were taken within {time} (last 90 days).", time=in_words(found.to_take))
    if found.to_close is None:
        yield t("Closed, in the last 90 days: {number}; too few to tell how soon.", number=found.closed)
    else:
        yield t("Half were closed within {time} (last 90 days).", time=in_words(found.to_close))
