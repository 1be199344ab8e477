"""Takes out of Telegram's JSON what we never read, before the library makes objects of it.

A tap brings the whole message along whose button it was, a sent message comes back whole, both with every button that
we put there. Building those objects costs more than dealing with the tap.
"""

from __future__ import annotations

from typing import Any

OF_A_MESSAGE = ("message_id", "date", "chat")
"""What the library insists on. Of our own messages we need no more than the first and the last."""


def trim_answer(answer: dict[str, Any]) -> None:
    """Trim, in place, the answer to any call: a message that was sent or edited, or a batch of updates."""
    result = answer.get("result")
    if isinstance(result, dict) and "message_id" in result:
        answer["result"] = _essence(result)
    elif isinstance(result, list):
        for update in result:
            trim_update(update)


def trim_update(update: Any) -> None:
    """Trim, in place, one update; anything that does not look like one stays as it is."""
    query = update.get("callback_query") if isinstance(update, dict) else None
    message = query.get("message") if isinstance(query, dict) else None
    if isinstance(query, dict) and isinstance(message, dict):
        query["message"] = _essence(message)


def _essence(message: dict[str, Any]) -> dict[str, Any]:
    return {name: message[name] for name in OF_A_MESSAGE if name in message}
