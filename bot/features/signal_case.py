"""A signal as its coordinator sees it in private: how far it is, what was planned, and what can be done next.

Terms of ours, dates and names of services only: what somebody told, and who it is about, is in the details, which
disappear.
"""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from bot.context import Ctx
from bot.features.signal_access import for_coordinators, has_taker
from bot.features.signal_card import headline
from bot.registry import action
from conversations.dialogues.refer import Along
from conversations.help_labels import NEED_STATE
from conversations.labels import ACTION_KIND, ACTION_STATE, MOMENT, SIGNAL_STEP, TELLS
from conversations.screen import Button, Screen
from domain.call import Moment
from domain.signals import WHO, Actor, SignalKind, SignalState, Tells
from domain.week import date_in
from locales import Words, lines, paragraphs, t
from storage import directory, needs, people, signal_actions, signal_steps
from storage.programmes import Programme
from storage.signal_actions import SignalAction
from storage.signals import Signal
from storage.tx import Tx
from storage.vault import SealBrokenError


@action("case")
def open_case(ctx: Ctx, signal_id: str, where: str = "") -> None:
    """Show it, in private even where it was asked for in the coordinator chat.

    `below` the details, which are taken away after a while, it comes as a message of its own.
    """
    found = for_coordinators(ctx, signal_id)
    if found is None:
        return
    signal, programme = found
    screen = case_screen(ctx.tx, signal, programme, ctx.me.id)
    if ctx.private and where == "below":
        ctx.notice()
        ctx.reply(screen)
    elif ctx.private:
        ctx.notice()
        ctx.change(screen)
    else:
        ctx.notice(t("I send it to you in private."))
        ctx.out.send(ctx.privately, screen, purpose=f"details:{signal.id}")


@action("history")
def show_history(ctx: Ctx, signal_id: str) -> None:
    """What was done with it, step by step: what, when, and which coordinator."""
    found = for_coordinators(ctx, signal_id)
    if found is None or not ctx.private:
        return
    signal, programme = found
    ctx.notice()
    zone = ZoneInfo(programme.timezone)
    told: list[Words] = []
    for one in signal_steps.without_content(ctx.tx, signal.id):
        # Who told it is named in the details alone.
        told_it = one.by == signal.reporter_id and Actor.REPORTER in WHO[one.step]
        name = None if one.by is None or told_it else people.name_of(ctx.tx, one.by)
        moment = f"{one.at.astimezone(zone):%d/%m %H:%M}"
        told.append(
            t("{moment}: {step}", moment=moment, step=SIGNAL_STEP[one.step])
            if name is None
            else t("{moment}: {step}, {name}", moment=moment, step=SIGNAL_STEP[one.step], name=name)
        )
    words = paragraphs(t("<b>What was done with {code}</b>", code=signal.code), lines(*told[-_LONGEST_HISTORY:]))
    ctx.change(Screen(words, ((Button(t("Back"), f"case:{signal.id}"),),)))


def case_screen(tx: Tx, signal: Signal, programme: Programme, person_id: str) -> Screen:
    """The signal with whatever this coordinator can do with it now."""
    words = paragraphs(
        headline(tx, signal, programme),
        lines(*_agreed(signal, programme), *_planned(tx, signal, programme)),
    )
    return Screen(words, (*_buttons(tx, signal, person_id), *_always(signal)))


def _agreed(signal: Signal, programme: Programme) -> list[Words]:
    told: list[Words] = []
    if signal.tells is not None:
        told.append(t("Tells the person: {who}.", who=TELLS[signal.tells]))
    if signal.follow_up_at is not None:
        told.append(t("To look at again on {day}.", day=date_in(signal.follow_up_at, programme.timezone)))
    return told


def _planned(tx: Tx, signal: Signal, programme: Programme) -> list[Words]:
    try:
        return [_plan(tx, one, programme) for one in signal_actions.of(tx, signal)]
    except SealBrokenError:
        return []


def _plan(tx: Tx, one: SignalAction, programme: Programme) -> Words:
    """One line: what, where to, how it stands, and when; who goes along where somebody does."""
    what = ACTION_KIND[one.kind]
    state = ACTION_STATE[one.state]
    need = needs.get(tx, str(one.body["need"])) if one.body.get("need") else None
    if need is not None:
        state = NEED_STATE[need.state]  # whether somebody helps is known there, even when the signal is closed
    service = None if one.service_id is None else directory.get(tx, one.service_id)
    named = one.body.get("named") if service is None else service.name
    if named:
        what = t("{action}: {service}", action=what, service=str(named))
    if one.body.get("along"):
        what = t("{action}, goes along: {who}", action=what, who=_ALONG[Along(one.body["along"])])
    day = date.fromisoformat(one.body["day"]) if one.body.get("day") else None
    if day is None and one.due_at is not None:
        day = date_in(one.due_at, programme.timezone)
    if day is None:
        return t("{action} ({state})", action=what, state=state)
    moment = Moment(one.body.get("moment", Moment.ANY))
    if moment is not Moment.ANY:
        return t("{action}, {day} · {moment} ({state})", action=what, day=day, moment=MOMENT[moment], state=state)
    return t("{action}, {day} ({state})", action=what, day=day, state=state)


def _buttons(tx: Tx, signal: Signal, person_id: str) -> tuple[tuple[Button, ...], ...]:
    if not signal.is_open:
        return ()
    if not signal.is_held:
        return ((Button(t("I take this"), f"take:{signal.id}"),),)
    if signal.taken_by != person_id and has_taker(tx, signal):
        return ()
    read = (Button(t("Read details"), f"details:{signal.id}"),)
    weigh = (_button(t("How urgent"), "weigh", signal), _button(t("Look at again on…"), "followup", signal))
    ask = (_button(t("Ask the volunteer"), "askback", signal),)
    about_person = (
        (_button(t("Who tells the person"), "tells", signal), _button(t("It was told"), "toldperson", signal)),
        (_button(t("Home visit"), "visit", signal), _button(t("Refer to a service"), "refer", signal)),
        (_button(t("Somebody close by"), "nearby", signal), _button(t("No help wanted"), "nohelp", signal)),
    )
    last = (
        (_button(t("Hand over"), "handover", signal), _button(t("Give back"), "giveback", signal)),
        (_button(t("Close"), "close", signal),),
    )
    middle = about_person if signal.kind is SignalKind.PERSON else ()
    return (read, ask, weigh, *middle, *last)


def _always(signal: Signal) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = []
    if signal.state is SignalState.CLOSED:
        rows.append((_button(t("Not solved after all"), "reopen", signal),))
    rows.append((_button(t("What was done"), "history", signal), Button(t("All signals"), "signals")))
    return tuple(rows)


def _button(label: Words, name: str, signal: Signal) -> Button:
    return Button(label, f"{name}:{signal.id}")


_LONGEST_HISTORY = 40

_ALONG: dict[Along, Words] = {
    Along.VOLUNTEER: TELLS[Tells.VOLUNTEER],
    Along.COORDINATOR: TELLS[Tells.COORDINATOR],
    Along.OTHER: t("somebody else"),
}
