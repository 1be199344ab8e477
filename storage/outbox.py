"""Messages we mean to send: one row each, with a unique key, sealed until sent and wiped afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from sqlalchemy import Row, Select, bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from domain.retention import Record, expires
from storage.schema import chats, outbox, persons
from storage.tx import Tx
from storage.vault import SYSTEM


class Priority(IntEnum):
    """Smaller goes first."""

    URGENT = 0
    REPLY = 1
    BULK = 2


class OutboxState(StrEnum):
    """Where a row is."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One message to send. `chat` is the platform's chat id; `payload` the JSON of `bot.outgoing`."""

    id: int
    key: str
    person_id: str | None
    chat_row: str | None
    chat: int
    priority: int
    kind: str
    payload: bytes
    purpose: str | None
    attempts: int
    not_before: datetime


def add(
    tx: Tx,
    *,
    key: str,
    kind: str,
    payload: bytes,
    person_id: str | None = None,
    chat_row: str | None = None,
    priority: Priority = Priority.REPLY,
    not_before: datetime | None = None,
    purpose: str | None = None,
) -> int | None:
    """Add one row for a person or for a group chat; `None` where a row with this key was there already."""
    due = not_before or tx.now
    values = {
        "key": key,
        "person_id": person_id,
        "chat_id": chat_row,
        "priority": int(priority),
        "kind": kind,
        "payload": tx.seal(person_id or SYSTEM, "outbox", key, "payload", payload),
        "purpose": purpose,
        "state": OutboxState.WAITING,
        "attempts": 0,
        "not_before": due,
        "created_at": tx.now,
        "expires_at": expires(Record.MESSAGE, due),
    }
    row_id = tx.execute(_ADD, values).scalar_one_or_none()
    return None if row_id is None else int(row_id)


_ADD = insert_or(outbox).on_conflict_do_nothing(index_elements=[outbox.c.key]).returning(outbox.c.id)

_WITH_TARGET = (
    select(
        outbox.c.id,
        outbox.c.key,
        outbox.c.person_id,
        outbox.c.chat_id,
        outbox.c.priority,
        outbox.c.kind,
        outbox.c.payload,
        outbox.c.purpose,
        outbox.c.attempts,
        outbox.c.not_before,
        persons.c.platform_id,
        chats.c.chat_id.label("group_id"),
    )
    .outerjoin(persons, outbox.c.person_id == persons.c.id)
    .outerjoin(chats, outbox.c.chat_id == chats.c.id)
)


def due(tx: Tx, limit: int, *, after: int = 0) -> list[OutboxRow]:
    """Rows that may go now with an id above `after`, the most urgent and oldest first."""
    statement = (
        _WITH_TARGET.where(outbox.c.state == OutboxState.WAITING, outbox.c.not_before <= tx.now, outbox.c.id > after)
        .order_by(outbox.c.priority, outbox.c.id)
        .limit(limit)
    )
    return _rows(tx, statement)


def by_ids(tx: Tx, ids: list[int]) -> list[OutboxRow]:
    """The waiting rows among `ids`, oldest first."""
    if not ids:
        return []
    return _rows(
        tx, _WITH_TARGET.where(outbox.c.id.in_(ids), outbox.c.state == OutboxState.WAITING).order_by(outbox.c.id)
    )


def next_due_at(tx: Tx) -> datetime | None:
    """When the next waiting row may go."""
    earliest: datetime | None = tx.execute(
        select(func.min(outbox.c.not_before)).where(outbox.c.state == OutboxState.WAITING)
    ).scalar()
    return earliest


def mark_sent(tx: Tx, row_id: int, message_id: int | None) -> None:
    """The platform took the message; its words are wiped."""
    tx.execute(_MARK_SENT, {"row": row_id, "message": message_id, "moment": tx.now})


_MARK_SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(state=OutboxState.SENT, payload=None, message_id=bindparam("message"), sent_at=bindparam("moment"))
)


def postpone(tx: Tx, row_id: int, until: datetime, *, counts: bool = True) -> None:
    """Try again at `until`; `counts` where this was an attempt that failed."""
    attempts = outbox.c.attempts + (1 if counts else 0)
    tx.execute(update(outbox).where(outbox.c.id == row_id).values(not_before=until, attempts=attempts))


def fail(tx: Tx, row_id: int, error: str) -> None:
    """Give up on a message; its words are wiped. `error` is a term of ours, never the platform's text."""
    tx.execute(update(outbox).where(outbox.c.id == row_id).values(state=OutboxState.FAILED, payload=None, error=error))


def message_id_of(tx: Tx, row_id: int) -> int | None:
    """The platform's id of the message that row carried; `None` while it was not sent."""
    found: int | None = tx.execute(select(outbox.c.message_id).where(outbox.c.id == row_id)).scalar()
    return found


def _rows(tx: Tx, statement: Select[tuple[object, ...]]) -> list[OutboxRow]:
    return [row for row in (_row(tx, found) for found in tx.execute(statement)) if row is not None]


def _row(tx: Tx, found: Row[tuple[object, ...]]) -> OutboxRow | None:
    if found.person_id is not None:
        if found.platform_id is None:
            fail(tx, found.id, "no_app")
            return None
        chat = tx.unseal(found.person_id, "persons", found.person_id, "platform_id", found.platform_id)
        payload = tx.unseal_bytes(found.person_id, "outbox", found.key, "payload", found.payload)
    else:
        chat = tx.unseal(SYSTEM, "chats", found.chat_id, "chat_id", found.group_id)
        payload = tx.unseal_bytes(SYSTEM, "outbox", found.key, "payload", found.payload)
    return OutboxRow(
        id=found.id,
        key=found.key,
        person_id=found.person_id,
        chat_row=found.chat_id,
        chat=int(chat),
        priority=found.priority,
        kind=found.kind,
        payload=payload,
        purpose=found.purpose,
        attempts=found.attempts,
        not_before=found.not_before,
    )
