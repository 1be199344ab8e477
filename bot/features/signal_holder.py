"""Whoever holds a signal hears in private what the volunteer, or the person it is about, brings about."""

from __future__ import annotations

from bot.context import Env
from bot.features.signal_access import has_taker, programme_of, taker
from bot.features.signal_card import coordinator_chat
from bot.features.signal_telling import when_it_suits
from bot.out import Out, to_group, to_person
from bot.outbox import OutboxRow, Priority
from bot.registry import when_not_delivered
from conversations.screen import Button, Screen
from domain.signals import Urgency
from locales import Words, t
from storage import people, signals
from storage.signals import Signal
from storage.tx import Tx


def tell_holder(tx: Tx, out: Out, signal: Signal, words: Words, *, key: str, details: bool = False) -> bool:
    """Tell whoever holds the signal, once per `key`, with the way to its `details` or to the case; what is not urgent
    waits for the end of their quiet hours.

    False where nobody holds it, or nobody who may, so that there is nobody to tell."""
    person = None if signal.taken_by is None else people.get(tx, signal.taken_by)
    if person is None or not has_taker(tx, signal):
        return False
    button = (
        Button(t("Read details"), f"details:{signal.id}")
        if details
        else Button(t("Open {code}", code=signal.code), f"case:{signal.id}")
    )
    out.send(
        to_person(person),
        Screen(words, ((button,),)),
        key=f"signal:{signal.id}:holder:{key}",
        priority=Priority.URGENT if signal.urgency is Urgency.ACUTE else Priority.REPLY,
        purpose=f"toholder:{signal.id}",
        not_before=when_it_suits(tx, signal, person.id),
    )
    return True


@when_not_delivered("toholder")
def holder_not_reached(tx: Tx, env: Env, out: Out, row: OutboxRow, reason: str) -> None:
    """They stopped the chat with us: the coordinator chat says that there is something to see."""
    signal = signals.get(tx, row.purpose.removeprefix("toholder:"))
    programme = None if signal is None else programme_of(tx, signal)
    chat = None if programme is None else coordinator_chat(tx, programme)
    if signal is None or programme is None or chat is None or signal.taken_by != row.to.person_id:
        return
    words = t(
        "There is news about {code} for {name}, to whom I cannot write in private. "
        "Please open t.me/{bot} and tap Start, or give {code} back.",
        code=signal.code,
        name=taker(tx, signal),
        bot=env.bot_username,
    )
    out.send(to_group(chat, programme.language), words, key=f"toholder:{row.id}", priority=Priority.URGENT)
