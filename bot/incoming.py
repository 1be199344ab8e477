"""What reaches us from a platform, in our own words and no more of it than we need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What happened."""

    TEXT = "text"
    """Somebody typed something that is not a command."""
    COMMAND = "command"
    TAP = "tap"
    """Somebody tapped a button under one of our messages."""
    UNUSABLE = "unusable"
    """A photo, sticker, voice message, location, contact, document, poll or the like."""
    EDITED = "edited"
    """Somebody changed a message they sent before."""
    BOT_ADDED = "bot_added"
    BOT_REMOVED = "bot_removed"
    """We were put into a group, or out of it; in a private chat: somebody blocked us."""
    BOT_UNBLOCKED = "bot_unblocked"
    PERSON_LEFT = "person_left"
    """Somebody (`sender`) left a group or was put out of it."""
    MIGRATED = "migrated"
    """The group `chat` became a supergroup with the id `new_chat_id`."""


class ChatKind(StrEnum):
    """Where it happened."""

    PRIVATE = "private"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat by its platform id; in a private chat that is the person's own id."""

    id: int
    kind: ChatKind


@dataclass(frozen=True, slots=True)
class Sender:
    """Somebody by their platform id. `name` is held in memory only, never kept unasked."""

    id: int
    name: str = ""
    language: str = ""
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update. Fields that do not belong to its kind are empty."""

    update_id: int
    kind: Kind
    at: datetime
    chat: Chat
    sender: Sender
    message_id: int = 0
    text: str = ""
    """The typed text; for a command the rest of the line after the command."""
    command: str = ""
    """Lower case, without slash and without the bot's name: `wiebelik`."""
    action: str = ""
    """What the tapped button carried."""
    callback_id: str = ""
    reply_to: Sender | None = None
    reply_to_message_id: int = 0
    new_chat_id: int = 0
    forwarded: bool = False
