"""One chat: who is in it, what stands in it, and what changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from simulator.changes import Changes
from simulator.jsontypes import Json

Kind = Literal["private", "group", "supergroup"]
INSIDE = frozenset({"creator", "administrator", "member"})


class ChatGone(Exception):  # noqa: N818 - it reads as what happened
    """A person did something in a chat that they cannot reach; the message says what."""


@dataclass(eq=False)
class Chat:
    """A private chat of a person with the bot, a group, or a supergroup."""

    id: int
    kind: Kind
    head: Json
    """The Chat object that messages carry."""
    members: dict[int, str] = field(default_factory=dict)
    """User id -> creator, administrator, member, left or kicked."""
    messages: dict[int, Json] = field(default_factory=dict)
    touched: dict[int, int] = field(default_factory=dict)
    """Message id -> number of the change that wrote or edited it last."""
    changed: Changes = field(default_factory=Changes)
    started: bool = False
    blocked: bool = False
    migrated_to: int | None = None
    deleted: bool = False
    pinned: list[int] = field(default_factory=list)
    keyboard: Json | None = None
    """The reply keyboard of the last message that carried one."""
    last_message_id: int = 0

    def is_inside(self, user_id: int) -> bool:
        """Whether this person (or bot) is a member now."""
        return self.members.get(user_id) in INSIDE

    def is_admin(self, user_id: int) -> bool:
        """Whether this person (or bot) is creator or administrator."""
        return self.members.get(user_id) in {"creator", "administrator"}

    def write(self, message: Json) -> None:
        """Put a new or edited message in its place. Messages are replaced, never changed in place,
        so that an update already queued keeps the message as it was."""
        self.messages[message["message_id"]] = message
        self.touched[message["message_id"]] = self.changed.number + 1
        self.changed.bump()

    def remove(self, message_id: int) -> None:
        """Take a message away for everybody."""
        self.messages.pop(message_id, None)
        self.touched.pop(message_id, None)
        if message_id in self.pinned:
            self.pinned.remove(message_id)
        self.changed.bump()

    def check_open(self) -> None:
        """Raise ChatGone when nobody can write here any more."""
        if self.migrated_to is not None:
            raise ChatGone("this group became a supergroup")
        if self.deleted:
            raise ChatGone("this group was deleted")
