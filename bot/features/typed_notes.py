"""What is typed into a dialogue goes from the chat once its answer is kept; where it cannot, its writer is asked to."""

from __future__ import annotations

from bot.context import Env
from bot.out import Out, to_person
from bot.outbox import OutboxRow
from bot.registry import when_not_delivered
from locales import t
from storage import people
from storage.tx import Tx


@when_not_delivered("typed")
def still_there(tx: Tx, env: Env, out: Out, row: OutboxRow, reason: str) -> None:
    """Telegram deletes what is younger than 48 hours (core.telegram.org/bots/api#deletemessage). Asked once a day: it
    is in front of them."""
    person = None if row.to.person_id is None else people.get(tx, row.to.person_id)
    if person is not None and person.reachable:
        words = t(
            "I could not take away what you typed here. I have your answer; please delete your own message, "
            "so that it does not stay on your phone."
        )
        out.send(to_person(person), words, key=f"typed:{person.id}:{tx.now:%Y%m%d}")
