"""What stands in somebody's private chat because we sent it lately, so that it can be taken away again."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from storage.outbox import FAILED, SENT, WAITING
from storage.schema import conversations, outbox
from storage.tx import Tx

DELETABLE = timedelta(hours=48)
"""For so long a bot may delete what it sent (core.telegram.org/bots/api#deletemessage)."""

_SHOWN = ("send", "edit", "document", "photo")


def lately(tx: Tx, person_id: str) -> list[int]:
    """The platform's ids of the messages to this person that can still be deleted, each once, the oldest first."""
    rows = tx.execute(
        select(outbox.c.message_id)
        .where(
            outbox.c.person_id == person_id,
            outbox.c.state == SENT,
            outbox.c.kind.in_(_SHOWN),
            outbox.c.message_id.is_not(None),
            outbox.c.sent_at > tx.now - DELETABLE,
        )
        .order_by(outbox.c.id)
    )
    return list(dict.fromkeys(rows.scalars()))


def withdraw_waiting(tx: Tx, person_id: str) -> int:
    """What was written to this person before this moment and still waits does not go out; how many that were."""
    waits = (
        (outbox.c.person_id == person_id)
        & (outbox.c.state == WAITING)
        & outbox.c.kind.in_(_SHOWN)
        & (outbox.c.created_at < tx.now)
    )
    return tx.execute(update(outbox).where(waits).values(state=FAILED, payload=None, error="withdrawn")).rowcount


def dialogues_of(tx: Tx, person_id: str) -> list[tuple[str, str, int | None]]:
    """Somebody's open dialogues, wherever they are held: id, log (JSON) and the outbox row of the last question."""
    rows = tx.execute(
        select(conversations.c.id, conversations.c.log, conversations.c.screen_row).where(
            conversations.c.person_id == person_id
        )
    )
    return [
        (row.id, log, row.screen_row)
        for row in rows
        if (log := tx.readable(person_id, "conversations", row.id, "log", row.log)) is not None
    ]
