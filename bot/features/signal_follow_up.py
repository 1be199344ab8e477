"""What was planned is asked about on its day: how did the visit go, was it really solved? A "no" opens the signal again
(source 002 §3.2)."""

from __future__ import annotations

from datetime import timedelta

from bot.context import Ctx, Env
from bot.features.signal_access import for_coordinators, programme_of
from bot.features.signal_card import closings, coordinator_chat, redraw
from bot.features.signal_case import case_screen
from bot.features.signal_planning import reopen
from bot.out import Out, to_group, to_person
from bot.outbox import OutboxRow
from bot.registry import action, job, when_not_delivered
from conversations.screen import Button, Screen
from domain.programme import Role
from domain.signals import ActionKind, ActionState, Actor, SignalState, SignalStep
from domain.terms import morning
from domain.week import date_in, hour_of
from locales import Words, t
from storage import directory, people, roles, signal_actions, signals
from storage.programmes import Programme
from storage.signal_actions import SignalAction
from storage.signals import Signal
from storage.tx import Tx

AWAKE = range(8, 20)
"""Hours in which a day's questions are asked; they come at nine, unless the bot was down then."""


@job(every=timedelta(minutes=10))
def ask_what_came_of_it(tx: Tx, env: Env, out: Out) -> None:
    """Ask about visits and referrals whose day has come, and bring up signals that were to be looked at again."""
    for action_id, signal_id in signal_actions.due(tx):
        signal = signals.get(tx, signal_id)
        programme = None if signal is None else programme_of(tx, signal)
        if signal is None or programme is None or hour_of(tx.now, programme.timezone) not in AWAKE:
            continue
        plan = signal_actions.get(tx, action_id, signal)
        if plan is not None and signal.state is not SignalState.WITHDRAWN:
            signal_actions.asked(tx, plan.id)
            _ask(tx, out, signal, programme, _question(tx, signal, plan), f"plan:{plan.id}", by=plan.by)
    for signal in signals.to_follow_up(tx):
        programme = programme_of(tx, signal)
        if programme is None or hour_of(tx.now, programme.timezone) not in AWAKE:
            continue
        day = signals.bring_up(tx, signal)
        words = t("You wanted to look at signal {code} again today.", code=signal.code)
        screen = Screen(words, ((Button(t("Open {code}", code=signal.code), f"case:{signal.id}"),),))
        _ask(tx, out, signal, programme, screen, f"lookagain:{signal.id}:{day:%Y%m%d}", by=signal.taken_by)


@when_not_delivered("followup")
def not_asked(tx: Tx, env: Env, out: Out, row: OutboxRow, reason: str) -> None:
    """Whoever planned it cannot be reached in private: the coordinator chat tells that somebody should look."""
    signal = signals.get(tx, row.purpose.removeprefix("followup:"))
    programme = None if signal is None else programme_of(tx, signal)
    if signal is not None and programme is not None:
        _in_the_chat(tx, out, signal, programme, f"followup:{row.id}")


@action("planned")
def what_came_of_it(ctx: Ctx, signal_id: str, action_id: str, answer: str) -> None:
    """A coordinator answers: solved, not solved, or not known yet."""
    found = for_coordinators(ctx, signal_id)
    if found is None or not ctx.private:
        return
    signal, programme = found
    plan = signal_actions.get(ctx.tx, action_id, signal)
    if plan is None or plan.state is not ActionState.PLANNED:
        ctx.notice(t("Thank you, that was answered already."))
        return
    if answer == "later":
        _put_off(ctx, signal, programme, plan)
    elif answer == "yes":
        _solved(ctx, signal, programme, plan)
    elif answer == "no":
        _not_solved(ctx, signal, programme, plan)


def _question(tx: Tx, signal: Signal, plan: SignalAction) -> Screen:
    service = None if plan.service_id is None else directory.get(tx, plan.service_id)
    named = plan.body.get("named") if service is None else service.name
    if plan.kind is ActionKind.VISIT:
        words = t("There was to be a visit for signal {code}. Did it take place?", code=signal.code)
    elif named:
        words = t(
            "For signal {code} you referred to {service}. Was it really solved?", code=signal.code, service=str(named)
        )
    else:
        words = t("For signal {code} you referred to a service. Was it really solved?", code=signal.code)
    answers: tuple[tuple[Words, str], ...] = (
        (t("Yes"), "yes"),
        (t("No"), "no"),
        (t("I do not know yet"), "later"),
    )
    return Screen(
        words, tuple((Button(label, f"planned:{signal.id}:{plan.id}:{answer}"),) for label, answer in answers)
    )


def _ask(tx: Tx, out: Out, signal: Signal, programme: Programme, screen: Screen, key: str, *, by: str | None) -> None:
    """Ask whoever holds the signal, or else planned it, as long as they are a coordinator; or else the chat."""
    asked = (one for one in (signal.taken_by, by) if one is not None)
    for person_id in asked:
        person = people.get(tx, person_id)
        if person is None or not person.has_app:
            continue
        if roles.holds(tx, person_id, programme.id, Role.COORDINATOR):
            moment = f"{key}:{tx.now:%Y%m%d}"
            out.send(to_person(person), screen, key=moment, purpose=f"followup:{signal.id}")
            return
    _in_the_chat(tx, out, signal, programme, f"{key}:{tx.now:%Y%m%d}:chat")


def _in_the_chat(tx: Tx, out: Out, signal: Signal, programme: Programme, key: str) -> None:
    chat = coordinator_chat(tx, programme)
    if chat is not None:
        words = t("It is time to look at signal {code} again. Who does?", code=signal.code)
        screen = Screen(words, ((Button(t("What next?"), f"case:{signal.id}"),),))
        out.send(to_group(chat, programme.language), screen, key=key)


def _put_off(ctx: Ctx, signal: Signal, programme: Programme, plan: SignalAction) -> None:
    day = date_in(ctx.now, programme.timezone) + timedelta(days=7)
    signal_actions.put_off(ctx.tx, plan.id, morning(day, programme.timezone))
    ctx.notice(t("Good. I ask again on {day}.", day=day))
    ctx.change(case_screen(ctx.tx, signal, programme, ctx.me.id))


def _solved(ctx: Ctx, signal: Signal, programme: Programme, plan: SignalAction) -> None:
    signal_actions.settle(ctx.tx, plan.id, ActionState.SOLVED)
    signal = _kept(ctx, signal)
    if signal.is_open and signal.taken_by == ctx.me.id and plan.kind is ActionKind.REFERRAL:
        ctx.notice(t("Good to hear."))
        ctx.change(Screen(t("Good to hear. How shall {code} end?", code=signal.code), closings(signal)))
        return
    ctx.notice(t("Good to hear."))
    ctx.change(case_screen(ctx.tx, signal, programme, ctx.me.id))


def _not_solved(ctx: Ctx, signal: Signal, programme: Programme, plan: SignalAction) -> None:
    """A closed signal is open again; whoever held it goes on, or whoever answers."""
    signal_actions.settle(ctx.tx, plan.id, ActionState.NOT_SOLVED)
    if signal.state is SignalState.CLOSED:
        holder = signal.taken_by
        if holder is None or not roles.holds(ctx.tx, holder, programme.id, Role.COORDINATOR):
            holder = ctx.me.id
        ctx.notice(t("{code} is open again.", code=signal.code))
        reopen(ctx, signal, programme, holder)
        return
    ctx.notice(t("Noted. What could help now?"))
    signal = _kept(ctx, signal)
    redraw(ctx.tx, ctx.out, signal, programme)
    ctx.change(case_screen(ctx.tx, signal, programme, ctx.me.id))


def _kept(ctx: Ctx, signal: Signal) -> Signal:
    """Whoever holds it and answers is on it: it does not lie still."""
    if not signal.is_open or signal.taken_by != ctx.me.id:
        return signal
    return signals.move(ctx.tx, signal, SignalStep.KEEP, Actor.HOLDER, by=ctx.me.id)
