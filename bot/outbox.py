"""The rows of the outbox as the sender works with them, and what it asks of whoever keeps them.

No handler sends: it commits rows here in the transaction that changes the state, and the sender drains them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from itertools import count
from typing import Protocol

from bot.outgoing import PAYLOAD, Answer, Payload
from storage import outbox as kept
from storage.tx import Tx


class Priority(IntEnum):
    """Lower goes first, within one chat as well as between chats."""

    URGENT = 0
    """Alerts; never paced."""
    REPLY = 10
    """What somebody is waiting for with the phone in hand."""
    BULK = 20
    """Digests, nudges and the like; paced."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom: a person (`person_id`) or a group (`group_id`), exactly one, with its platform id."""

    chat_id: int
    person_id: str | None = None
    group_id: str | None = None

    def __post_init__(self) -> None:
        if (self.person_id is None) == (self.group_id is None):
            raise ValueError("a recipient is either a person or a group")


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One message on its way. `not_before` is an aware UTC instant, `attempts` counts failures so far."""

    id: int
    to: Recipient
    priority: Priority
    payload: Payload
    not_before: datetime
    attempts: int = 0
    purpose: str = ""

    @property
    def kept(self) -> bool:
        """Whether it stands in the table. What does not is gone after a crash."""
        return self.id > 0

    @property
    def chat_ref(self) -> str:
        """Our own name of the chat; unlike the platform's id it survives an upgrade of the group."""
        return f"p:{self.to.person_id}" if self.to.person_id is not None else f"g:{self.to.group_id}"

    def moved_to(self, chat_id: int) -> OutboxRow:
        """The same row for a chat that got a new platform id."""
        return replace(self, to=replace(self.to, chat_id=chat_id))


class OutboxStore(Protocol):
    """Keeps the rows. Every method runs inside the caller's transaction."""

    def take(self, tx: Tx, limit: int) -> Sequence[OutboxRow]:
        """The waiting rows that are due at `tx.now`, the most urgent and oldest first."""

    def next_due(self, tx: Tx) -> datetime | None:
        """When the earliest row falls due that is not due yet."""

    def is_due(self, tx: Tx, row_id: int) -> bool:
        """Whether it is still to be sent, and now: it may have been withdrawn or put off."""

    def mark_sent(self, tx: Tx, row_id: int, message_id: int | None) -> None:
        """The platform has it. Its words are wiped."""

    def count_attempt(self, tx: Tx, row_id: int) -> None:
        """It did not get through this time. It stays due, so that the order within its chat outlives a restart."""

    def fail(self, tx: Tx, row_id: int, reason: str) -> None:
        """It will never get through. Its words are wiped; `reason` is a short term of ours."""

    def message_id_of(self, tx: Tx, row_id: int) -> int | None:
        """The platform's id of the message the row became; None where it never did."""


class StoredOutbox:
    """The outbox table behind `OutboxStore`."""

    def take(self, tx: Tx, limit: int) -> Sequence[OutboxRow]:
        return [_row(stored) for stored in kept.take(tx, limit)]

    def next_due(self, tx: Tx) -> datetime | None:
        return kept.next_due(tx)

    def is_due(self, tx: Tx, row_id: int) -> bool:
        return kept.is_due(tx, row_id)

    def mark_sent(self, tx: Tx, row_id: int, message_id: int | None) -> None:
        kept.mark_sent(tx, row_id, message_id)

    def count_attempt(self, tx: Tx, row_id: int) -> None:
        kept.count_attempt(tx, row_id)

    def fail(self, tx: Tx, row_id: int, reason: str) -> None:
        kept.fail(tx, row_id, reason)

    def message_id_of(self, tx: Tx, row_id: int) -> int | None:
        return kept.message_id_of(tx, row_id)


def enqueue(
    tx: Tx,
    key: str,
    to: Recipient,
    payload: Payload,
    *,
    priority: Priority = Priority.REPLY,
    purpose: str = "",
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> OutboxRow | None:
    """Write one row; None where `key` was written before, ever.

    `key` says what the message is for in ids only (say `digest:<person>:2026-W31`); it is kept in the clear.
    The answer goes to the sender once the transaction is committed.
    """
    due = not_before or tx.now
    row_id = kept.add(
        tx,
        key=key,
        person_id=to.person_id,
        group_id=to.group_id,
        priority=int(priority),
        kind=payload.kind,
        payload=PAYLOAD.dump_json(payload),
        purpose=purpose,
        not_before=due,
        expires_at=expires_at,
    )
    if row_id is None:
        return None
    return OutboxRow(row_id, to, priority, payload, due, 0, purpose)


def unkept(tx: Tx, to: Recipient, payload: Payload) -> OutboxRow:
    """A row that is sent once the transaction is committed, and of which nothing is kept."""
    return OutboxRow(-next(_NUMBERS), to, Priority.REPLY, payload, tx.now)


_NUMBERS = count(1)


def lane_of(row: OutboxRow) -> str:
    """What must go one at a time: the chat. The answer to a tap waits for nobody."""
    return f"answer:{row.id}" if isinstance(row.payload, Answer) else row.chat_ref


def _row(stored: kept.StoredMessage) -> OutboxRow:
    return OutboxRow(
        id=stored.id,
        to=Recipient(stored.platform_id, stored.person_id, stored.group_id),
        priority=Priority(stored.priority),
        payload=PAYLOAD.validate_json(stored.payload),
        not_before=stored.not_before,
        attempts=stored.attempts,
        purpose=stored.purpose,
    )
