"""Open dialogues: one sealed log per person and chat."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from domain.retention import Record, expires
from storage.prepared import Prepared
from storage.schema import conversations
from storage.tx import Tx


class ConversationMovedOnError(Exception):
    """Somebody else wrote this conversation in the meantime; read it again."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An open dialogue as it is kept. `log` is the engine's JSON; `screen_row` the outbox row of its last question."""

    id: str
    person_id: str
    dialogue: str
    revision: int
    log: str
    screen_row: int | None


def chat_index(tx: Tx, platform: str, chat_id: int) -> bytes:
    """The blind index of the chat a dialogue is held in."""
    return tx.vault.blind("conversation", f"{platform}:{chat_id}")


_COLUMNS = (
    conversations.c.id,
    conversations.c.person_id,
    conversations.c.dialogue,
    conversations.c.revision,
    conversations.c.log,
    conversations.c.screen_row,
)
_OPEN = Prepared(
    select(*_COLUMNS).where(
        conversations.c.person_id == bindparam("person"), conversations.c.chat_index == bindparam("index")
    )
)


def open_for(tx: Tx, person_id: str, index: bytes) -> Kept | None:
    """The dialogue this person has open in that chat."""
    row = tx.row(_OPEN, {"person": person_id, "index": index})
    if row is None:
        return None
    log = tx.readable(person_id, "conversations", row.id, "log", row.log)
    if log is None:  # nobody can go on with it; a new one can begin
        end(tx, row.id)
        return None
    return Kept(row.id, row.person_id, row.dialogue, row.revision, log, row.screen_row)


def owner_of(tx: Tx, conversation_id: str) -> str | None:
    """Whose dialogue this is, so that another person's tap can be told apart from a stale one."""
    found: str | None = tx.execute(
        select(conversations.c.person_id).where(conversations.c.id == conversation_id)
    ).scalar()
    return found


def start(tx: Tx, conversation_id: str, person_id: str, index: bytes, dialogue: str, log: str, revision: int) -> None:
    """Keep a dialogue that has just begun."""
    tx.execute(
        insert(conversations).values(
            id=conversation_id,
            person_id=person_id,
            chat_index=index,
            dialogue=dialogue,
            revision=revision,
            log=tx.seal(person_id, "conversations", conversation_id, "log", log),
            screen_row=None,
            updated_at=tx.now,
            expires_at=expires(Record.CONVERSATION, tx.now),
        )
    )


_SAVE = Prepared(
    update(conversations)
    .where(conversations.c.id == bindparam("row"), conversations.c.revision == bindparam("seen"))
    .values(
        revision=bindparam("next"),
        log=bindparam("kept"),
        screen_row=bindparam("screen"),
        updated_at=bindparam("moment"),
        expires_at=bindparam("until"),
    )
)


def save(tx: Tx, kept: Kept, log: str, revision: int, screen_row: int | None) -> None:
    """Keep the next state of a dialogue. Raises `ConversationMovedOnError` when it is not the one that was read."""
    changed = tx.change(
        _SAVE,
        {
            "row": kept.id,
            "seen": kept.revision,
            "next": revision,
            "kept": tx.seal(kept.person_id, "conversations", kept.id, "log", log),
            "screen": screen_row,
            "moment": tx.now,
            "until": expires(Record.CONVERSATION, tx.now),
        },
    )
    if changed != 1:
        raise ConversationMovedOnError


def end(tx: Tx, conversation_id: str) -> None:
    """Forget a dialogue that is finished or stopped."""
    tx.execute(delete(conversations).where(conversations.c.id == conversation_id))
