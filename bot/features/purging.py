"""Once a day what is due is removed, a little at a time."""

from __future__ import annotations

from datetime import timedelta

from bot import notify
from bot.context import Env
from bot.out import Out, to_person
from bot.outbox import Priority
from bot.registry import job
from domain.week import date_in
from locales import t
from storage import conversations, facts, people, purge
from storage.tx import Tx

_DONE = "purged_on"


@job(every=timedelta(minutes=1))
def daily_purge(tx: Tx, env: Env, out: Out) -> None:
    """One batch at a time until nothing is due any more; after a crash it goes on where it was."""
    today = date_in(tx.now, env.timezone).isoformat()
    if facts.get(tx, _DONE) == today:
        return
    keep = [person.id for person in notify.admins(tx, env)]
    if not remove_due(tx, out, keep):
        facts.put(tx, _DONE, today)


def remove_due(tx: Tx, out: Out, keep_persons: list[str]) -> dict[str, int]:
    """Remove one batch of all that is due, and say how many rows of each kind went; empty when that was all."""
    gone = purge.purge_batch(tx, keep_persons=keep_persons)
    for expired in purge.expired_conversations(tx):
        conversations.end(tx, expired.conversation_id)
        gone["conversations"] += 1
        person = people.get(tx, expired.person_id)
        if person is not None and person.reachable:
            words = t(
                "You had begun to tell me something two weeks ago. I have let it go, and nothing of it was kept. "
                "You can always begin again: /help shows how."
            )
            key = f"expired:{expired.conversation_id}"
            out.send(to_person(person), words, key=key, priority=Priority.BULK)
    return dict(gone)
