"""A warm referral: the volunteer is asked to go along, and whoever goes hears of it the day before (source 004)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from bot.context import Ctx, Env
from bot.features.signal_access import has_taker, programme_of
from bot.features.signal_holder import tell_holder
from bot.features.signal_own import to_go_on
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
    found = to_go_on(ctx, signal_id)
    if found is None:
        return
    signal = found.signal
    plan = signal_actions.get(ctx.tx, action_id, signal)
    warm = None if plan is None else _warm(plan)
    if plan is None or warm is None or plan.state is not ActionState.PLANNED or warm.along is not Along.VOLUNTEER:
        ctx.notice(t("That is no longer needed. Thank you all the same."), alert=True)
        return
    ctx.notice()
    if answer == "yes":
        signal_actions.set_body(ctx.tx, signal, plan.id, {**plan.body, "agreed": True})
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
    """Whoever goes along tomorrow hears of it, in the hours in which they may be disturbed; where there are none left,
    or nothing ran, on the day itself."""
    for signal_id in signal_actions.with_open_referral(tx):
        signal = signals.get(tx, signal_id)
        programme = None if signal is None else programme_of(tx, signal)
        if signal is None or programme is None:
            continue
        today = date_in(tx.now, programme.timezone)
        for plan in signal_actions.of(tx, signal):
            warm = _warm(plan)
            if plan.state is ActionState.PLANNED and warm is not None and 0 <= (warm.day - today).days <= 1:
                _remind(tx, out, signal, programme, plan, warm, is_today=warm.day == today)


def _remind(
    tx: Tx, out: Out, signal: Signal, programme: Programme, plan: SignalAction, warm: Warm, *, is_today: bool
) -> None:
    """Once to each. A volunteer who did not say yes is not counted on: whoever holds the signal sees to it."""
    by_volunteer = warm.along is Along.VOLUNTEER and bool(plan.body.get("agreed"))
    holder = signal.taken_by if has_taker(tx, signal) else None
    goes = signal.reporter_id if by_volunteer else holder
    person = None if goes is None else people.get(tx, goes)
    if person is None or not person.has_app:
        return
    if people.hours_of(tx, person.id).hours.awake(tx.now, programme.timezone) > tx.now:
        return
    service, code = _where(tx, plan), signal.code
    if by_volunteer or warm.along is Along.COORDINATOR:
        words = t("Tomorrow you go along to {service} for {code}.", service=service, code=code)
        if is_today:
            words = t("Today you go along to {service} for {code}.", service=service, code=code)
    else:
        words = t("Tomorrow somebody is to go along to {service} for {code}.", service=service, code=code)
        if is_today:
            words = t("Today somebody is to go along to {service} for {code}.", service=service, code=code)
    out.send(to_person(person), words, key=f"along:{plan.id}:{warm.day}:{person.id}")


def _warm(plan: SignalAction) -> Warm | None:
    along, day = plan.body.get("along"), plan.body.get("day")
    return Warm(Along(along), date.fromisoformat(day)) if along and day else None


def _where(tx: Tx, plan: SignalAction) -> Words | str:
    service = None if plan.service_id is None else directory.get(tx, plan.service_id)
    named = plan.body.get("named") if service is None else service.name
    return str(named) if named else t("a service")
