"""A warm referral: the volunteer is asked to go along, and whoever goes hears of it the day before (source 004)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from bot.context import Ctx, Env
from bot.features.signal_access import for_reporter, has_taker, programme_of
from bot.features.signal_holder import tell_holder
from bot.out import Out, to_person
from bot.registry import action, job
from conversations.dialogues.refer import Along
from conversations.screen import Button, Screen
from domain.signals import ActionState
from domain.week import date_in
from locales import Words, t
from storage import directory, people, signal_actions, signals
from storage.programmes import Programme
from storage.signal_actions import SignalAction
from storage.signals import Signal
from storage.tx import Tx


class Warm(NamedTuple):
    """Who goes along, and when."""

    along: Along
    day: date


def ask_to_go_along(tx: Tx, out: Out, signal: Signal, plan: SignalAction) -> None:
    """Ask the volunteer, where it was planned that they go along; they are free to say no."""
    person = None if signal.reporter_id is None else people.get(tx, signal.reporter_id)
    warm = _warm(plan)
    if warm is None or warm.along is not Along.VOLUNTEER or person is None or not person.has_app:
        return
    words = t(
        "For {code}: on {day} somebody could go along to {service}. Would you? It often makes the difference, and "
        "you are free to say no.",
        code=signal.code,
        day=warm.day,
        service=_where(tx, plan),
    )
    rows = (
        (Button(t("Yes, I go along"), f"along:{signal.id}:{plan.id}:yes"),),
        (Button(t("It does not suit me"), f"along:{signal.id}:{plan.id}:no"),),
    )
    out.send(to_person(person), Screen(words, rows), key=f"along:{plan.id}")


@action("along")
def goes_along(ctx: Ctx, signal_id: str, action_id: str, answer: str) -> None:
    """The volunteer says whether it suits them; whoever holds the signal hears it."""
    found = for_reporter(ctx, signal_id)
    if found is None:
        return
    signal, _ = found
    plan = signal_actions.get(ctx.tx, action_id, signal)
    warm = None if plan is None else _warm(plan)
    if plan is None or warm is None or plan.state is not ActionState.PLANNED or warm.along is not Along.VOLUNTEER:
        ctx.notice(t("That is no longer needed. Thank you all the same."), alert=True)
        return
    ctx.notice()
    if answer == "yes":
        ctx.change(t("Thank you! I remind you the day before."))
        words = t("The volunteer goes along for {code} on {day}.", code=signal.code, day=warm.day)
    else:
        signal_actions.set_body(ctx.tx, signal, plan.id, {**plan.body, "along": Along.OTHER})
        ctx.change(t("That is fine. The coordinator looks for somebody else."))
        words = t(
            "It does not suit the volunteer to go along for {code} on {day}. Who could?",
            code=signal.code,
            day=warm.day,
        )
    tell_holder(ctx.tx, ctx.out, signal, words, key=f"along:{plan.id}:{answer}")


@job(every=timedelta(hours=1))
def remind_the_day_before(tx: Tx, env: Env, out: Out) -> None:
    """Whoever goes along tomorrow hears of it, in the hours in which they may be disturbed."""
    for signal_id in signal_actions.with_open_referral(tx):
        signal = signals.get(tx, signal_id)
        programme = None if signal is None else programme_of(tx, signal)
        if signal is None or programme is None:
            continue
        tomorrow = date_in(tx.now, programme.timezone) + timedelta(days=1)
        for plan in signal_actions.of(tx, signal):
            warm = _warm(plan)
            if warm is not None and warm.day == tomorrow and plan.state is ActionState.PLANNED:
                _remind(tx, out, signal, programme, plan, warm)


def _remind(tx: Tx, out: Out, signal: Signal, programme: Programme, plan: SignalAction, warm: Warm) -> None:
    holder = signal.taken_by if has_taker(tx, signal) else None
    goes = signal.reporter_id if warm.along is Along.VOLUNTEER else holder
    person = None if goes is None else people.get(tx, goes)
    if person is None or not person.has_app:
        return
    words = (
        t("Tomorrow somebody is to go along to {service} for {code}.", service=_where(tx, plan), code=signal.code)
        if warm.along is Along.OTHER
        else t("Tomorrow you go along to {service} for {code}.", service=_where(tx, plan), code=signal.code)
    )
    moment = people.hours_of(tx, person.id).hours.awake(tx.now, programme.timezone)
    out.send(to_person(person), words, key=f"along:{plan.id}:{warm.day}", not_before=moment)


def _warm(plan: SignalAction) -> Warm | None:
    along, day = plan.body.get("along"), plan.body.get("day")
    return Warm(Along(along), date.fromisoformat(day)) if along and day else None


def _where(tx: Tx, plan: SignalAction) -> Words | str:
    service = None if plan.service_id is None else directory.get(tx, plan.service_id)
    named = plan.body.get("named") if service is None else service.name
    return str(named) if named else t("a service")
