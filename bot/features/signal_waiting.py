"""A signal that nobody takes is put before others until somebody does: the chat once more, the deputies in private, the
admins, and then the chat again and again. One that was taken and lies still: `signal_still`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot import notify
from bot.context import Env
from bot.features.durations import in_words
from bot.features.signal_access import programme_of
from bot.features.signal_card import announce, buttons, headline
from bot.features.signal_due import next_call
from bot.features.signal_raise import tell_those_who_can_act
from bot.features.signal_still import lies_still
from bot.features.signal_telling import tell_reporter
from bot.out import Out, to_person
from bot.outbox import OutboxRow, Priority
from bot.registry import job, when_not_delivered
from conversations.labels import URGENCY_IN_A_SENTENCE
from conversations.screen import Screen
from domain import terms
from domain.calling_again import Turn, turn
from domain.programme import Role
from domain.signals import Urgency
from domain.week import date_in
from locales import Words, paragraphs, t
from storage import outbox, people, roles, signals
from storage.people import Person
from storage.programmes import Programme
from storage.signals import Signal
from storage.tx import Tx

AT_ONCE = 50
"""Signals brought up in one transaction; others who wait for an answer have their turn between two."""

_ON_ITS_WAY = timedelta(minutes=5)
"""What waits for longer in the outbox did not get through, and may have become a matter of the next morning."""


@job(every=timedelta(minutes=1))
def call_again(tx: Tx, env: Env, out: Out) -> bool:
    """Bring up whatever waits, or lies still, for longer than its term; each signal once at a time."""
    done = 0
    for signal in signals.all_open(tx):
        programme = programme_of(tx, signal)
        if programme is None:
            continue
        awake = terms.may_call(tx.now, signal.urgency, zone=programme.timezone)
        if awake > tx.now:
            _sleeps_on_it(tx, signal, awake)
        elif next_call(tx, signal, programme) <= tx.now:
            if done == AT_ONCE:
                return True
            done += 1
            if signal.is_held:
                lies_still(tx, env, out, signal, programme)
            else:
                _nobody_took_it(tx, env, out, signal, programme)
    return False


@when_not_delivered("deputy")
def deputy_not_reached(tx: Tx, env: Env, out: Out, row: OutboxRow, reason: str) -> None:
    """A deputy stopped the chat with us, or never began one: where no other one is left, the admins hear at once."""
    signal = signals.get(tx, row.purpose.removeprefix("deputy:"))
    programme = None if signal is None else programme_of(tx, signal)
    if row.to.person_id is not None and reason in ("blocked", "chat_gone"):
        people.set_reachable(tx, row.to.person_id, False)
    if signal is None or programme is None or not signal.is_open or signal.is_held:
        return
    if not [one for one in _deputies(tx, programme) if one.id != row.to.person_id]:
        _tell_admins(tx, env, out, signal, programme, _deputies_lost(env, programme))


def _deputies(tx: Tx, programme: Programme) -> list[Person]:
    return notify.reachable(tx, roles.holders(tx, programme.id, Role.DEPUTY))


def _sleeps_on_it(tx: Tx, signal: Signal, until: datetime) -> None:
    """What did not get through before the night does not come in the middle of it."""
    purposes = [f"{signals.CARD}:{signal.id}", *signals.urging(signal.id)]
    outbox.put_off(tx, purposes, until, written_before=tx.now - _ON_ITS_WAY)


def _nobody_took_it(tx: Tx, env: Env, out: Out, signal: Signal, programme: Programme) -> None:
    again = signals.time_passed(tx, signal)
    if again.calls_made == 1:
        tell_reporter(tx, out, again, _to_the_volunteer(again), f"late:{again.waits_since:%Y%m%d%H%M%S}")
    whose = turn(again.calls_made)
    told = False
    if whose is Turn.DEPUTIES:
        told = _turn_to_deputies(tx, out, again, programme)
        if not told:
            named = roles.holders(tx, programme.id, Role.DEPUTY)
            why = _deputies_lost(env, programme) if named else _no_deputies(programme)
            told = _tell_admins(tx, env, out, again, programme, why)
    elif again.calls_made > 1:
        told = _tell_admins(tx, env, out, again, programme)
    # In acute danger the chat is asked each time, and so it is where nobody else is left to turn to today.
    if whose is Turn.CHAT or again.urgency is Urgency.ACUTE or not told:
        _show_again(tx, env, out, again, programme)


def _show_again(tx: Tx, env: Env, out: Out, signal: Signal, programme: Programme) -> None:
    outbox.withdraw_all(tx, [f"{signals.CARD}:{signal.id}", f"unseen:{signal.id}"])  # one at a time is enough
    occasion = f"again{signal.calls_made}:{tx.now:%Y%m%d%H%M}"
    if not announce(tx, out, signal, programme, occasion=occasion):
        tell_those_who_can_act(tx, env, out, signal, programme, occasion)


def _turn_to_deputies(tx: Tx, out: Out, signal: Signal, programme: Programme) -> bool:
    """Each of them gets the card in private; whoever is first has it. False where there is nobody to turn to."""
    words = paragraphs(
        t(
            "You stand in for the coordinators of {programme}. Nobody has taken this signal for {time}. Would you "
            "take it, or find somebody who can?",
            programme=programme.name,
            time=in_words(tx.now - signal.waits_since),
        ),
        headline(tx, signal, programme),
    )
    found = _deputies(tx, programme)
    for person in found:
        key = f"deputy:{signal.id}:{tx.now:%Y%m%d%H%M%S}:{person.id}"
        screen = Screen(words, buttons(signal))
        out.send(to_person(person), screen, key=key, priority=Priority.URGENT, purpose=f"deputy:{signal.id}")
    return bool(found)


def _tell_admins(tx: Tx, env: Env, out: Out, signal: Signal, programme: Programme, why: Words | None = None) -> bool:
    """Tell every admin, at most once a day. False where they heard today already."""
    words = paragraphs(
        t(
            "Signal {code} of {programme} ({urgency}) has waited {time} for somebody to take it.",
            code=signal.code,
            programme=programme.name,
            urgency=URGENCY_IN_A_SENTENCE[signal.urgency],
            time=in_words(tx.now - signal.waits_since),
        ),
        why or t("The coordinators were asked again, and the deputies as well."),
        _WHAT_AN_ADMIN_DOES[signal.urgency],
    )
    before = len(out.rows)
    key = f"signal:{signal.id}:late:{date_in(tx.now, programme.timezone):%Y%m%d}"
    notify.tell_admins(tx, env, out, words, key=key, purpose=f"late:{signal.id}")
    return len(out.rows) > before


def _no_deputies(programme: Programme) -> Words:
    return t(
        "{programme} has no deputy to turn to; you can name one with /coordinator.",
        programme=programme.name,
    )


def _deputies_lost(env: Env, programme: Programme) -> Words:
    return t(
        "The deputy of {programme} could not be reached: I cannot write to them in private. They can open t.me/{bot} "
        "and tap Start.",
        programme=programme.name,
        bot=env.bot_username,
    )


_WHAT_AN_ADMIN_DOES: Mapping[Urgency, Words] = {
    Urgency.ACUTE: t("Please phone a coordinator now. In danger: 112."),
    Urgency.URGENT: t("Would you ask a coordinator today to take it? They can with /signalen."),
    Urgency.NORMAL: t("Would you ask the coordinators who has time for it? They take it with /signalen."),
}


def _to_the_volunteer(signal: Signal) -> Words:
    if signal.urgency is Urgency.ACUTE:
        return t(
            "Nobody has taken signal {code} yet. I have alerted the coordinators again and keep on doing so. "
            "If somebody is in danger, do not wait for us: call 112 now.",
            code=signal.code,
        )
    if signal.urgency is Urgency.URGENT:
        return t(
            "Nobody has taken signal {code} yet. I have asked the coordinators again and keep on asking; you hear "
            "from me as soon as somebody takes it. Does somebody get into danger meanwhile? Call 112.",
            code=signal.code,
        )
    return t(
        "Signal {code} still waits for a coordinator. I have reminded them and stay with it; you need do nothing. "
        "You hear from me as soon as somebody takes it.",
        code=signal.code,
    )
