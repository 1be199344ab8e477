"""A signal that somebody took and on which nothing happens: its holder is reminded, and after two reminders others hear
that it lies still and can take it over.
"""

from __future__ import annotations

from bot import notify
from bot.context import Ctx, Env
from bot.features.durations import in_words
from bot.features.signal_access import for_coordinators, for_holder, has_taker, programme_of, who_has_it
from bot.features.signal_card import coordinator_chat, headline, redraw
from bot.features.signal_freed import set_free
from bot.features.signal_handling import details_gone, show
from bot.features.signal_telling import step_done
from bot.out import Out, to_group, to_person
from bot.outbox import OutboxRow, Priority
from bot.registry import action, when_not_delivered
from conversations.screen import Button, Screen
from domain.calling_again import others_hear
from domain.programme import Role
from domain.signals import Actor, SignalStep, StepNotAllowedError, Urgency
from domain.week import date_in
from locales import Words, t
from storage import outbox, people, roles, signals
from storage.people import Person
from storage.programmes import Programme
from storage.signals import Signal
from storage.tx import Tx


def lies_still(tx: Tx, env: Env, out: Out, signal: Signal, programme: Programme) -> None:
    """The term of a signal that is held has passed without a step."""
    holder = None if signal.taken_by is None else people.get(tx, signal.taken_by)
    if holder is None or not holder.has_app or not holder.reachable or not has_taker(tx, signal):
        _holder_lost(tx, env, out, signal, programme)
        return
    reminded = signals.time_passed(tx, signal)
    outbox.withdraw_all(tx, [f"still:{signal.id}"])
    words = t(
        "You took signal {code} of {programme}. Nothing was noted for {time}. How are things?",
        code=signal.code,
        programme=programme.name,
        time=in_words(tx.now - signal.waits_since),
    )
    rows = (
        (Button(t("I am on it"), f"keep:{signal.id}"),),
        (Button(t("Open {code}", code=signal.code), f"case:{signal.id}"),),
        (Button(t("Give back"), f"giveback:{signal.id}"),),
    )
    key = f"still:{signal.id}:{tx.now:%Y%m%d%H%M%S}"
    priority = _priority(signal)
    out.send(to_person(holder), Screen(words, rows), key=key, priority=priority, purpose=f"still:{signal.id}")
    if others_hear(reminded.calls_made):
        _others_hear(tx, out, reminded, programme)


@action("keep")
def still_on_it(ctx: Ctx, signal_id: str) -> None:
    """Whoever has it is on it: its term counts anew."""
    found = for_holder(ctx, signal_id)
    if found is None:
        return
    signal = found[0]
    try:
        signals.move(ctx.tx, signal, SignalStep.KEEP, Actor.HOLDER, by=ctx.me.id)
    except StepNotAllowedError:
        ctx.notice(who_has_it(ctx, signal), alert=True)
        return
    ctx.notice(t("Noted."))
    if ctx.private:
        words = t(
            "Good that you are on it. You can note what you do for {code}; then everybody concerned can see it.",
            code=signal.code,
        )
        ctx.change(Screen(words, ((Button(t("Open {code}", code=signal.code), f"case:{signal.id}"),),)))


@action("takeover")
def take_over(ctx: Ctx, signal_id: str) -> None:
    """Somebody else goes on with a signal that lies still in spite of reminders; whoever had it hears so."""
    found = for_coordinators(ctx, signal_id)
    if found is None:
        return
    signal, programme = found
    before = signal.taken_by
    if not signal.is_open or before is None or before == ctx.me.id or not others_hear(signal.calls_made):
        ctx.notice(_why_not(ctx, signal), alert=True)
        return
    outbox.hasten(ctx.tx, details_gone(signal))
    try:
        taken = signals.take(ctx.tx, signals.give_back(ctx.tx, signal), ctx.me.id)
    except StepNotAllowedError:
        ctx.notice(t("Somebody was just before you. This is how it stands now."), alert=True)
        return
    ctx.notice(t("Thank you. {code} is yours now.", code=taken.code))
    person = people.get(ctx.tx, before)
    if person is not None and person.has_app:
        words = t(
            "{name} has taken signal {code} over from you, as nothing was noted for a while. You need do nothing "
            "more; what you know of it is welcome there.",
            name=people.name_of(ctx.tx, ctx.me.id) or t("Another coordinator"),
            code=taken.code,
        )
        ctx.out.send(to_person(person), words, key=f"takenover:{taken.id}:{ctx.now:%Y%m%d%H%M%S}")
    if ctx.private:
        show(ctx, taken, programme)
    else:
        ctx.change(headline(ctx.tx, taken, programme))
        redraw(ctx.tx, ctx.out, taken, programme)
    step_done(ctx.tx, ctx.out, taken, programme, SignalStep.TAKE)


@when_not_delivered("still")
def holder_not_reached(tx: Tx, env: Env, out: Out, row: OutboxRow, reason: str) -> None:
    """Whoever has it stopped the chat with us: the signal is free again, and the coordinator chat tells."""
    signal = signals.get(tx, row.purpose.removeprefix("still:"))
    programme = None if signal is None else programme_of(tx, signal)
    if signal is None or programme is None or reason not in ("blocked", "chat_gone"):
        return
    if signal.is_open and signal.taken_by is not None and signal.taken_by == row.to.person_id:
        people.set_reachable(tx, signal.taken_by, False)
        _holder_lost(tx, env, out, signal, programme)


@when_not_delivered("stilldeputy")
def other_not_reached(tx: Tx, env: Env, out: Out, row: OutboxRow, reason: str) -> None:
    """A deputy who was to hear that a signal lies still cannot be reached: the chat hears it instead."""
    signal = signals.get(tx, row.purpose.removeprefix("stilldeputy:"))
    programme = None if signal is None else programme_of(tx, signal)
    if row.to.person_id is not None and reason in ("blocked", "chat_gone"):
        people.set_reachable(tx, row.to.person_id, False)
    if signal is None or programme is None or not signal.is_open or not others_hear(signal.calls_made):
        return
    if not [one for one in _deputies(tx, signal, programme) if one.id != row.to.person_id]:
        _chat_hears(tx, out, signal, programme)


def _holder_lost(tx: Tx, env: Env, out: Out, signal: Signal, programme: Programme) -> None:
    free = set_free(tx, env, out, signal, programme)
    chat = coordinator_chat(tx, programme)
    if chat is not None:
        words = t(
            "{code} is free again: I can no longer write to whoever had taken it. Who takes it over?", code=free.code
        )
        key = f"lost:{free.id}:{tx.now:%Y%m%d%H%M%S}"
        out.send(to_group(chat, programme.language), words, key=key, priority=_priority(free))


def _others_hear(tx: Tx, out: Out, signal: Signal, programme: Programme) -> None:
    """The deputies in private; where there are none, the chat. At most once a day."""
    found = _deputies(tx, signal, programme)
    day = date_in(tx.now, programme.timezone)
    for person in found:
        key = f"still:{signal.id}:{day:%Y%m%d}:{person.id}"
        out.send(
            to_person(person),
            _it_lies_still(tx, signal, programme),
            key=key,
            priority=_priority(signal),
            purpose=f"stilldeputy:{signal.id}",
        )
    if not found:
        _chat_hears(tx, out, signal, programme)


def _chat_hears(tx: Tx, out: Out, signal: Signal, programme: Programme) -> None:
    chat = coordinator_chat(tx, programme)
    if chat is not None:
        key = f"still:{signal.id}:{date_in(tx.now, programme.timezone):%Y%m%d}:chat"
        screen = _it_lies_still(tx, signal, programme)
        out.send(
            to_group(chat, programme.language),
            screen,
            key=key,
            priority=_priority(signal),
            purpose=f"stilldeputy:{signal.id}",
        )


def _it_lies_still(tx: Tx, signal: Signal, programme: Programme) -> Screen:
    words = t(
        "Signal {code} of {programme} was taken, and nothing was noted for {time}. I reminded whoever has it. Could "
        "somebody ask how things are, or take it over?",
        code=signal.code,
        programme=programme.name,
        time=in_words(tx.now - signal.waits_since),
    )
    return Screen(words, ((Button(t("I take it over"), f"takeover:{signal.id}"),),))


def _deputies(tx: Tx, signal: Signal, programme: Programme) -> list[Person]:
    named = roles.holders(tx, programme.id, Role.DEPUTY)
    return notify.reachable(tx, [one for one in named if one != signal.taken_by])


def _why_not(ctx: Ctx, signal: Signal) -> Words:
    if signal.is_open and signal.is_held and signal.taken_by != ctx.me.id:
        return t("Something was noted for {code} in the meantime. It stays with whoever has it.", code=signal.code)
    return who_has_it(ctx, signal)


def _priority(signal: Signal) -> Priority:
    return Priority.URGENT if signal.urgency is Urgency.ACUTE else Priority.REPLY
