"""Somebody is forgotten about whom there are signals: these go with them, and whoever works on one hears so."""

from __future__ import annotations

from bot.features.signal_access import has_taker, programme_of
from bot.features.signal_handling import details_gone
from bot.out import Out, to_group, to_person
from bot.outbox import Priority
from locales import t
from storage import erasure, outbox, people, signals
from storage.tx import Tx


def about_forgotten(tx: Tx, out: Out, person_id: str) -> None:
    """To be called before the person is erased. Cards say so, and holders hear it in private; with the rows go plans
    and days to look again, so that nothing is asked about them later."""
    for signal in erasure.signals_about(tx, person_id):
        outbox.hasten(tx, details_gone(signal))
        if not signal.is_open:
            continue
        words = t("Signal {code} was withdrawn: nothing about it is kept any more.", code=signal.code)
        programme, chat = programme_of(tx, signal), signals.card_chat(tx, signal)
        if programme is not None and chat is not None and signal.card_row is not None:
            out.edit(to_group(chat, programme.language), words, row=signal.card_row)
        holder = None if signal.taken_by is None else people.get(tx, signal.taken_by)
        if holder is not None and holder.id != person_id and has_taker(tx, signal):
            out.send(to_person(holder), words, key=f"signal:{signal.id}:forgotten", priority=Priority.URGENT)
