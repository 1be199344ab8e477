"""The outbox table: every message we mean to send, written in the transaction that decided on it.

Life of a row: `waiting` → `sent` | `failed`; nothing leads back. The words are sealed for whom they are meant
and wiped as soon as the row no longer waits; the platform's message id stays for later edits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.prepared import Prepared
from storage.schema import chats, outbox, persons
from storage.tx import Tx
from storage.vault import SYSTEM, SealBrokenError

KEPT_AFTER = timedelta(days=14)
"""How long a row stays unless told otherwise: as long as an unfinished conversation may edit its message."""

WAITING, SENT, FAILED = "waiting", "sent", "failed"

_WRITTEN = (
    "key",
    "person_id",
    "chat_id",
    "priority",
    "kind",
    "payload",
    "purpose",
    "state",
    "attempts",
    "not_before",
    "created_at",
    "expires_at",
)

# Built once: putting a statement together costs more than running it.
_INSERT_ONCE = {
    name: Prepared(
        dialect.insert(outbox).on_conflict_do_nothing(index_elements=["key"]).returning(outbox.c.id), columns=_WRITTEN
    )
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
_TAKE = (
    select(outbox, persons.c.platform_id.label("person_platform"), chats.c.chat_id.label("group_platform"))
    .select_from(outbox.outerjoin(persons).outerjoin(chats))
    .where(outbox.c.state == WAITING, outbox.c.not_before <= bindparam("now"))
    .order_by(outbox.c.priority, outbox.c.id)
    .limit(bindparam("limit"))
)
_NEXT_DUE = select(func.min(outbox.c.not_before)).where(
    outbox.c.state == WAITING, outbox.c.not_before > bindparam("now")
)
_MARK_SENT = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("row"), outbox.c.state == WAITING)
    .values(state=SENT, payload=None, sent_at=bindparam("now"), message_id=bindparam("message"))
)
_STATE = Prepared(select(outbox.c.state).where(outbox.c.id == bindparam("row")))
_DUE = Prepared(
    select(outbox.c.id).where(
        outbox.c.id == bindparam("row"), outbox.c.state == WAITING, outbox.c.not_before <= bindparam("now")
    )
)
_BY_KEY = Prepared(select(outbox.c.id).where(outbox.c.key == bindparam("key")))
_MESSAGE_ID = Prepared(select(outbox.c.message_id).where(outbox.c.id == bindparam("row")))


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A waiting row, opened. `payload` is JSON; exactly one of `person_id` and `group_id` is set."""

    id: int
    person_id: str | None
    group_id: str | None
    platform_id: int
    priority: int
    payload: bytes
    purpose: str
    attempts: int
    not_before: datetime


def add(
    tx: Tx,
    *,
    key: str,
    person_id: str | None,
    group_id: str | None,
    priority: int,
    kind: str,
    payload: bytes,
    purpose: str,
    not_before: datetime,
    expires_at: datetime | None,
) -> int | None:
    """Write a row and give its id; None where a row with this key was ever written."""
    values = {
        "key": key,
        "person_id": person_id,
        "chat_id": group_id,
        "priority": priority,
        "kind": kind,
        "payload": tx.seal(person_id or SYSTEM, "outbox", key, "payload", payload),
        "purpose": purpose,
        "state": WAITING,
        "attempts": 0,
        "not_before": not_before,
        "created_at": tx.now,
        "expires_at": expires_at or max(not_before, tx.now) + KEPT_AFTER,
    }
    written = tx.row(_INSERT_ONCE[tx.conn.dialect.name], values)
    return None if written is None else int(written.id)


def take(tx: Tx, limit: int) -> list[StoredMessage]:
    """The rows due at `tx.now`, the most urgent and oldest first, at most `limit`.

    A row that does not open any more (its person was erased, or the file was tampered with) is marked failed.
    """
    return list(_opened(tx, tx.execute(_TAKE, {"now": tx.now, "limit": limit}).all()))


def next_due(tx: Tx) -> datetime | None:
    """When the earliest row falls due that is not due yet."""
    moment: datetime | None = tx.execute(_NEXT_DUE, {"now": tx.now}).scalar_one()
    return moment


def mark_sent(tx: Tx, row_id: int, message_id: int | None) -> None:
    """The platform took the message and calls it `message_id` (None for what is not a message)."""
    tx.change(_MARK_SENT, {"row": row_id, "now": tx.now, "message": message_id})


def count_attempt(tx: Tx, row_id: int) -> None:
    """The attempt failed; the row goes on waiting."""
    tx.execute(
        update(outbox).where(outbox.c.id == row_id, outbox.c.state == WAITING).values(attempts=outbox.c.attempts + 1)
    )


def fail(tx: Tx, row_id: int, reason: str) -> None:
    """The row will never be sent; `reason` is a short term of ours, never a platform's free text."""
    tx.execute(
        update(outbox)
        .where(outbox.c.id == row_id, outbox.c.state == WAITING)
        .values(state=FAILED, payload=None, error=reason[:64])
    )


def message_id_of(tx: Tx, row_id: int) -> int | None:
    """The platform's id of the message that the row became; None where it never was sent."""
    found = tx.row(_MESSAGE_ID, {"row": row_id})
    return None if found is None else found.message_id


def row_of(tx: Tx, key: str) -> int | None:
    """The row that was written under this key; None where none was, or where it is long gone."""
    found = tx.row(_BY_KEY, {"key": key})
    return None if found is None else int(found.id)


def hasten(tx: Tx, purpose: str) -> None:
    """What waits under this purpose for a later moment is due now."""
    tx.execute(
        update(outbox)
        .where(outbox.c.purpose == purpose, outbox.c.state == WAITING, outbox.c.not_before > tx.now)
        .values(not_before=tx.now)
    )


def withdraw(tx: Tx, row_id: int) -> bool:
    """What was to go out at a later moment does not; `False` where that moment has come."""
    later = (outbox.c.id == row_id) & (outbox.c.state == WAITING) & (outbox.c.not_before > tx.now)
    values = {"state": FAILED, "payload": None, "error": "withdrawn"}
    return tx.execute(update(outbox).where(later).values(**values)).rowcount == 1


def withdraw_all(tx: Tx, purposes: Collection[str]) -> None:
    """What waits under these purposes is not sent any more; what is on its way at this moment still is."""
    waiting = outbox.c.purpose.in_(purposes) & (outbox.c.state == WAITING)
    tx.execute(update(outbox).where(waiting).values(state=FAILED, payload=None, error="withdrawn"))


def put_off(tx: Tx, purposes: Collection[str], until: datetime, *, written_before: datetime) -> None:
    """What waits under these purposes since before `written_before`, and could go out now, goes out at `until`."""
    tx.execute(
        update(outbox)
        .where(
            outbox.c.purpose.in_(purposes),
            outbox.c.state == WAITING,
            outbox.c.not_before <= tx.now,
            outbox.c.created_at < written_before,
        )
        .values(not_before=until)
    )


def is_due(tx: Tx, row_id: int) -> bool:
    """Whether the row is still to be sent, and now."""
    found = tx.row(_DUE, {"row": row_id, "now": tx.now})
    return found is not None


def has_failed(tx: Tx, row_id: int) -> bool:
    """Whether the row will never be sent."""
    found = tx.row(_STATE, {"row": row_id})
    return found is not None and found.state == FAILED


def is_waiting(tx: Tx, row_id: int) -> bool:
    """Whether the row is still to be sent."""
    found = tx.row(_STATE, {"row": row_id})
    return found is not None and found.state == WAITING


def _opened(tx: Tx, rows: Sequence[Row[Any]]) -> Iterator[StoredMessage]:
    for row in rows:
        try:
            payload = tx.unseal_bytes(row.person_id or SYSTEM, "outbox", row.key, "payload", row.payload)
            platform_id = _platform_id(tx, row)
        except SealBrokenError:
            fail(tx, row.id, "unreadable")
            continue
        yield StoredMessage(
            id=row.id,
            person_id=row.person_id,
            group_id=row.chat_id,
            platform_id=platform_id,
            priority=row.priority,
            payload=payload,
            purpose=row.purpose or "",
            attempts=row.attempts,
            not_before=row.not_before,
        )


def _platform_id(tx: Tx, row: Row[Any]) -> int:
    if row.person_id is not None:
        if row.person_platform is None:
            raise SealBrokenError("somebody without an app cannot be written to")
        return int(tx.unseal(row.person_id, "persons", row.person_id, "platform_id", row.person_platform))
    return int(tx.unseal(SYSTEM, "chats", row.chat_id, "chat_id", row.group_platform))
