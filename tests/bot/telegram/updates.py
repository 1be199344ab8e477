"""Updates as Telegram writes them, for tests. All people are invented."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from telegram import Update

from bot.telegram.inward import Reader

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
BOT_ID = 99
ANNA = {"id": 11, "is_bot": False, "first_name": "Anna", "last_name": "Proef", "language_code": "nl"}
BERT = {"id": 12, "is_bot": False, "first_name": "Bert"}
BOT = {"id": BOT_ID, "is_bot": True, "first_name": "Belboom", "username": "Proef_bot"}
OTHER_BOT = {"id": 98, "is_bot": True, "first_name": "Else", "username": "other_bot"}
PRIVATE = {"id": 11, "type": "private", "first_name": "Anna"}
GROUP = {"id": -100, "type": "group", "title": "Proefgroep"}

READER = Reader(BOT_ID, "proef_bot", lambda text: text.lower().strip(" ?") == "wie bel ik")


def update(**content: Any) -> Update:
    """An update with this content."""
    made = Update.de_json({"update_id": 7, **content}, None)
    assert made is not None
    return made


def message(text: str | None = None, **more: Any) -> dict[str, Any]:
    """A message by Anna, in private unless told otherwise; a leading slash makes it a command, as clients do."""
    made: dict[str, Any] = {
        "message_id": 50,
        "date": int(AT.timestamp()),
        "chat": PRIVATE,
        "from": ANNA,
    }
    if text is not None:
        made["text"] = text
        if text.startswith("/"):
            made["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    return {**made, **more}


def member(user: dict[str, Any], status: str, **more: Any) -> dict[str, Any]:
    """Somebody's place in a chat."""
    extra: dict[str, Any] = {"until_date": 0} if status == "kicked" else {}
    return {"user": user, "status": status, **extra, **more}


def change(chat: dict[str, Any], old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Somebody's place changes, by Anna."""
    return {"chat": chat, "from": ANNA, "date": int(AT.timestamp()), "old_chat_member": old, "new_chat_member": new}
