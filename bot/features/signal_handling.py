"""What coordinators do with a signal from its card: take, hand over, give back, close."""

from __future__ import annotations

from bot.context import Ctx, Env
from bot.features.signal_access import for_coordinators, for_holder, programme_of, who_has_it
from bot.features.signal_card import announce, card, closings, coordinator_chat, redraw
from bot.features.signal_case import case_screen
from bot.features.signal_raise import tell_those_who_can_act
from bot.features.signal_telling import step_done
from bot.out import Out, to_group, to_person
from bot.outbox import OutboxRow, Priority
from bot.registry import action, when_not_delivered
from conversations.screen import Button, Screen
from domain.programme import Role
from domain.signals import ActionKind, Closing, SignalStep, StepNotAllowedError
from locales import Plain, Words, t
from storage import outbox, people, roles, signal_actions, signals
from storage.programmes import Programme
from storage.signals import Signal
from storage.tx import Tx


@action("take")
def take(ctx: Ctx, signal_id: str) -> None:
    """Take a signal upon oneself; the first one to tap gets it."""
    found = for_coordinators(ctx, signal_id)
    if found is None:
        return
    signal, programme = found
    try:
        taken = signals.take(ctx.tx, signal, ctx.me.id)
    except StepNotAllowedError:
        ctx.notice(who_has_it(ctx, signal), alert=True)
        show(ctx, signal, programme)
        return
    ctx.notice(t("Thank you. {code} is yours now.", code=taken.code))
    show(ctx, taken, programme)
    step_done(ctx.tx, ctx.out, taken, programme, SignalStep.TAKE)


@action("giveback")
def give_back(ctx: Ctx, signal_id: str) -> None:
    """Whoever has taken it cannot go on: it is announced to all coordinators once more."""
    found = for_holder(ctx, signal_id)
    if found is None:
        return
    signal, programme = found
    free = signals.give_back(ctx.tx, signal, ctx.me.id)
    ctx.notice(t("{code} is free again. Thank you for saying so.", code=free.code))
    occasion = f"back{ctx.now:%Y%m%d%H%M%S}"
    if not announce(ctx.tx, ctx.out, free, programme, occasion=occasion):
        tell_those_who_can_act(ctx.tx, ctx.env, ctx.out, free, programme, occasion)
    if ctx.private:
        ctx.change(case_screen(ctx.tx, free, programme, ctx.me.id))
    outbox.hasten(ctx.tx, details_gone(free))
    step_done(ctx.tx, ctx.out, free, programme, SignalStep.GIVE_BACK)


@action("handover")
def hand_over(ctx: Ctx, signal_id: str) -> None:
    """Ask to whom of the other coordinators."""
    found = for_holder(ctx, signal_id)
    if found is None:
        return
    signal, programme = found
    rows = []
    for person_id in _others(ctx, programme):
        name = people.name_of(ctx.tx, person_id)
        label: Words = t("somebody who gave no name yet") if name is None else Plain(name)
        rows.append((Button(label, f"handto:{signal.id}:{person_id}"),))
    if not rows:
        ctx.notice(t("There is no other coordinator of {programme}.", programme=programme.name), alert=True)
        return
    ctx.notice()
    screen = Screen(t("To whom do you hand over {code}?", code=signal.code), (*rows, (_back(signal),)))
    ctx.change(screen)


@action("handto")
def hand_to(ctx: Ctx, signal_id: str, person_id: str) -> None:
    """The other coordinator has it from now on, and hears so in private."""
    found = for_holder(ctx, signal_id)
    if found is None:
        return
    signal, programme = found
    person = people.get(ctx.tx, person_id)
    if person is None or person_id not in _others(ctx, programme):
        ctx.notice(t("They are no longer a coordinator of {programme}.", programme=programme.name), alert=True)
        hand_over(ctx, signal_id)
        return
    handed = signals.hand_over(ctx.tx, signal, ctx.me.id, to=person_id)
    ctx.notice(t("{code} is handed over.", code=handed.code))
    words = t(
        "{name} hands signal {code} of {programme} over to you. You have it from now on; if it does not suit you, "
        "give it back with a tap.",
        name=people.name_of(ctx.tx, ctx.me.id) or t("Another coordinator"),
        code=handed.code,
        programme=programme.name,
    )
    screen = Screen(words, ((Button(t("Open {code}", code=handed.code), f"case:{handed.id}"),),))
    ctx.out.send(to_person(person), screen, priority=Priority.URGENT, purpose=f"handed:{handed.id}")
    show(ctx, handed, programme)
    outbox.hasten(ctx.tx, details_gone(handed))
    step_done(ctx.tx, ctx.out, handed, programme, SignalStep.HAND_OVER)


@when_not_delivered("handed")
def not_handed(tx: Tx, env: Env, out: Out, row: OutboxRow, reason: str) -> None:
    """Whoever was to have it cannot be reached in private: it is free again, and the coordinator chat tells."""
    signal = signals.get(tx, row.purpose.removeprefix("handed:"))
    programme = None if signal is None else programme_of(tx, signal)
    if signal is None or programme is None or not signal.is_open or signal.taken_by != row.to.person_id:
        return
    free = signals.give_back(tx, signal)
    if not announce(tx, out, free, programme, occasion=f"unhanded{row.id}"):
        tell_those_who_can_act(tx, env, out, free, programme, f"unhanded{row.id}")
    chat = coordinator_chat(tx, programme)
    if chat is not None:
        words = t(
            "{code} could not be handed over: I cannot write to them in private. They can open t.me/{bot} and tap "
            "Start. Who takes it meanwhile?",
            code=free.code,
            bot=env.bot_username,
        )
        out.send(to_group(chat, programme.language), words, key=f"unhanded:{row.id}", priority=Priority.URGENT)


@action("close")
def close(ctx: Ctx, signal_id: str) -> None:
    """Ask how the signal ended."""
    found = for_holder(ctx, signal_id)
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
    """Do not close it, or hand it over, after all."""
    found = for_coordinators(ctx, signal_id)
    if found is None:
        return
    signal, programme = found
    ctx.notice()
    ctx.change(case_screen(ctx.tx, signal, programme, ctx.me.id) if ctx.private else card(ctx.tx, signal, programme))


@action("closing")
def close_with(ctx: Ctx, signal_id: str, how: str) -> None:
    """Close the signal with an outcome."""
    found = for_holder(ctx, signal_id)
    if found is None:
        return
    signal, programme = found
    if how not in tuple(Closing):
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."))
        return
    try:
        closed = signals.close(ctx.tx, signal, ctx.me.id, Closing(how), programme.retention_days)
    except StepNotAllowedError:
        ctx.notice(who_has_it(ctx, signal), alert=True)
        return
    # What a service was asked to do is asked about even then: only that tells whether it was really solved.
    signal_actions.cancel_all(
        ctx.tx, closed.id, but=ActionKind.REFERRAL if closed.closing is Closing.REFERRED else None
    )
    ctx.notice(t("{code} is closed. Thank you.", code=closed.code))
    show(ctx, closed, programme)
    outbox.hasten(ctx.tx, details_gone(closed))
    step_done(ctx.tx, ctx.out, closed, programme, SignalStep.CLOSE)


def details_gone(signal: Signal) -> str:
    """The purpose of the outbox rows that take the details of this signal out of a private chat."""
    return f"details_gone:{signal.id}"


def show(ctx: Ctx, signal: Signal, programme: Programme) -> None:
    """The new state, where it was tapped and on the card in the coordinator chat."""
    if ctx.private:
        ctx.change(case_screen(ctx.tx, signal, programme, ctx.me.id))
        redraw(ctx.tx, ctx.out, signal, programme)
    else:
        ctx.change(card(ctx.tx, signal, programme))


def _others(ctx: Ctx, programme: Programme) -> list[str]:
    held = [one for role in Role.COORDINATOR.held_by for one in roles.holders(ctx.tx, programme.id, role)]
    return [one for one in dict.fromkeys(held) if one != ctx.me.id]


def _back(signal: Signal) -> Button:
    return Button(t("Back"), f"card:{signal.id}")
