"""Group chats by a random id of ours; the platform's id is sealed."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert, select, update

from storage.schema import chats, outbox, programmes
from storage.tx import Tx
from storage.vault import SYSTEM


def index_of(tx: Tx, platform: str, chat_id: int) -> bytes:
    """The blind index of a chat's id on a platform."""
    return tx.vault.blind("chat", f"{platform}:{chat_id}")


_FIND = select(chats.c.id).where(chats.c.platform == bindparam("platform"), chats.c.chat_id_index == bindparam("index"))


def find(tx: Tx, platform: str, chat_id: int) -> str | None:
    """Our id of a group chat we know."""
    found: str | None = tx.execute(_FIND, {"platform": platform, "index": index_of(tx, platform, chat_id)}).scalar()
    return found


def ensure(tx: Tx, platform: str, chat_id: int) -> str:
    """Our id of a group chat, which is kept from now on and counts as active again."""
    known = find(tx, platform, chat_id)
    if known is not None:
        set_state(tx, known, "active")
        return known
    row_id = tx.new_id()
    tx.execute(
        insert(chats).values(
            id=row_id,
            platform=platform,
            chat_id=tx.seal(SYSTEM, "chats", row_id, "chat_id", str(chat_id)),
            chat_id_index=index_of(tx, platform, chat_id),
            state="active",
            created_at=tx.now,
        )
    )
    return row_id


def set_state(tx: Tx, row_id: str, state: str) -> None:
    """`active`, or `gone` when we were put out of the group."""
    tx.execute(update(chats).where(chats.c.id == row_id).values(state=state))


def is_active(tx: Tx, row_id: str) -> bool:
    """Whether we are still in that group, as far as we know."""
    return tx.execute(select(chats.c.state).where(chats.c.id == row_id)).scalar() == "active"


def platform_id_of(tx: Tx, row_id: str) -> int | None:
    """The platform's id of a chat."""
    kept = tx.execute(select(chats.c.chat_id).where(chats.c.id == row_id)).scalar()
    told = tx.readable(SYSTEM, "chats", row_id, "chat_id", kept)
    return None if told is None else int(told)


def migrate(tx: Tx, platform: str, old: int, new: int) -> None:
    """A group got a new id on the platform (a supergroup); everything linked to it stays linked.

    Its messages do not move along, and the platform numbers those of the new chat from one again."""
    row_id = find(tx, platform, old)
    if row_id is None:
        return
    tx.execute(update(outbox).where(outbox.c.chat_id == row_id).values(message_id=None))
    duplicate = find(tx, platform, new)
    if duplicate is not None:
        # The news that we are in the supergroup may come before the news that the group became one.
        tx.execute(update(outbox).where(outbox.c.chat_id == duplicate).values(chat_id=row_id))
        for column in (programmes.c.group_chat_id, programmes.c.coordinator_chat_id):
            tx.execute(update(programmes).where(column == duplicate).values({column.name: row_id}))
        tx.execute(delete(chats).where(chats.c.id == duplicate))
    tx.execute(
        update(chats)
        .where(chats.c.id == row_id)
        .values(
            chat_id=tx.seal(SYSTEM, "chats", row_id, "chat_id", str(new)),
            chat_id_index=index_of(tx, platform, new),
            state="active",
        )
    )
