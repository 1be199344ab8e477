"""The simulated world: people, chats, the bot, and what passes between them."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from simulator.bot import Bot
from simulator.changes import Changes
from simulator.chat import Chat, ChatGone
from simulator.clock import Clock
from simulator.files import Files
from simulator.jsontypes import Json
from simulator.limits import Limits
from simulator.refusals import Refused

FIRST_USER_ID = 900_001
SERVICE_KEYS = frozenset({
    "new_chat_members", "left_chat_member", "group_chat_created", "supergroup_chat_created",
    "migrate_to_chat_id", "migrate_from_chat_id", "pinned_message", "new_chat_title",
})  # fmt: skip


class World:
    """All state of one simulator. Everything happens in one event loop, so nothing here is awaited."""

    def __init__(self, bot: Bot, clock: Clock | None = None) -> None:
        self.bot = bot
        self.clock = clock or Clock()
        self.users: dict[int, Json] = {bot.id: bot.user}
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.limits = Limits(self.clock)
        self.changed = Changes()
        """Anything at all changed: a chat, a user, the clock."""
        self.watchers: list[Callable[[Json], None]] = []
        self.queries: dict[str, Json] = {}
        self.answers: dict[str, Json] = {}
        self.webhook_delay = 1.0
        """Seconds before a webhook that failed is tried again (then twice as long, and so on)."""
        self.query_life = 60.0
        """Seconds on the simulator's clock in which a tap can be answered."""
        self.phones: list[Json] = []
        self._numbers = itertools.count(1)
        self._query_numbers = itertools.count(5_000_000_001)
        self.clock.on_change = lambda: self.tell({"kind": "clock"})

    # --- people and chats ---------------------------------------------------------------------

    def add_user(
        self,
        first_name: str,
        *,
        id: int | None = None,
        language_code: str | None = None,
        username: str | None = None,
        last_name: str | None = None,
    ) -> Json:
        """Create a person; ids are given out in order when none is asked for."""
        user_id = id or next(n for n in itertools.count(FIRST_USER_ID) if n not in self.users)
        if user_id in self.users:
            raise ValueError(f"user {user_id} exists already")
        user: Json = {"id": user_id, "is_bot": False, "first_name": first_name}
        for key, value in (("last_name", last_name), ("username", username), ("language_code", language_code)):
            if value:
                user[key] = value
        self.users[user_id] = user
        head = {"id": user_id, "type": "private", **{k: v for k, v in user.items() if k in _NAME_KEYS}}
        members = {user_id: "member", self.bot.id: "member"}
        self.chats[user_id] = Chat(user_id, "private", head, members)
        self.tell({"kind": "users"})
        return user

    def chat(self, chat_id: int) -> Chat:
        """The chat a person means, following an upgrade; raises ChatGone when there is none."""
        chat = self.chats.get(chat_id)
        while chat is not None and chat.migrated_to is not None:
            chat = self.chats.get(chat.migrated_to)
        if chat is None:
            raise ChatGone("there is no such chat")
        return chat

    def known_to_bot(self, user_id: int) -> bool:
        """Whether the bot's account has met this person: started it, or was in a group together."""
        chat = self.chats.get(user_id)
        if chat is None:
            return False
        return chat.started or any(
            user_id in group.members and self.bot.id in group.members
            for group in self.chats.values()
            if group.kind != "private"
        )

    def reach(self, chat_id: int, *, write: bool = True) -> Chat:
        """The chat in which the bot may act, or the refusal that Telegram gives.

        ``write`` False asks only that the bot can see it (getChat, getChatMember).
        """
        chat = self.chats.get(chat_id)
        if chat is None:
            raise Refused("chat not found")
        if chat.kind == "private":
            if not chat.started:
                raise Refused("never started" if write and self.known_to_bot(chat_id) else "chat not found")
            if chat.blocked and write:
                raise Refused("blocked")
            return chat
        status = chat.members.get(self.bot.id)
        if status is None:
            raise Refused("chat not found")
        if chat.migrated_to is not None and write:
            raise Refused("chat migrated", parameters={"migrate_to_chat_id": chat.migrated_to})
        if chat.deleted and write:
            raise Refused("chat deleted")
        if status in {"kicked", "left"} and (write or chat.kind == "supergroup"):
            raise Refused(("kicked from " if status == "kicked" else "not in ") + chat.kind)
        return chat

    # --- messages -----------------------------------------------------------------------------

    def next_message_id(self, chat: Chat) -> int:
        """Private chats and small groups share one count; a supergroup has its own, as on Telegram."""
        if chat.kind == "supergroup":
            chat.last_message_id += 1
            return chat.last_message_id
        return next(self._numbers)

    def post(self, chat: Chat, sender: Json, content: Json, *, to_bot: bool = True) -> Json:
        """Put a new message in ``chat``; the bot hears of it when it may (never of its own)."""
        message: Json = {
            "message_id": self.next_message_id(chat),
            "from": sender,
            "chat": chat.head,
            "date": self.clock.unix(),
            **content,
        }
        chat.write(message)
        if to_bot and sender["id"] != self.bot.id and self.bot_hears(chat, message):
            self.bot.queue.put("message", message)
        self.tell({"kind": "chat", "chat": chat.id})
        return message

    def rewrite(self, chat: Chat, message: Json) -> None:
        """Put a changed message in the place of the old one."""
        chat.write(message)
        self.tell({"kind": "chat", "chat": chat.id})

    def remove(self, chat: Chat, message_id: int) -> None:
        """Delete a message for everybody."""
        chat.remove(message_id)
        self.tell({"kind": "chat", "chat": chat.id})

    def bot_hears(self, chat: Chat, message: Json) -> bool:
        """The rules of core.telegram.org/bots/features#privacy-mode."""
        if chat.kind == "private":
            return True
        if not chat.is_inside(self.bot.id):
            return False
        if not self.bot.privacy or chat.is_admin(self.bot.id) or not SERVICE_KEYS.isdisjoint(message):
            return True
        replied = message.get("reply_to_message")
        if replied is not None and replied["from"]["id"] == self.bot.id:
            return True
        text = message.get("text") or message.get("caption") or ""
        if not text.startswith("/"):
            return False
        first = text.split(maxsplit=1)[0]
        _, at, addressee = first.partition("@")
        return not at or addressee.lower() == self.bot.username.lower()

    def member_update(self, chat: Chat, actor: Json, user: Json, old: str, new: str) -> None:
        """Tell the bot that a membership changed: its own always, others' only where it is admin."""
        kind = "my_chat_member" if user["id"] == self.bot.id else "chat_member"
        if kind == "chat_member" and not chat.is_admin(self.bot.id):
            return
        self.bot.queue.put(
            kind,
            {
                "chat": chat.head,
                "from": actor,
                "date": self.clock.unix(),
                "old_chat_member": member(user, old),
                "new_chat_member": member(user, new),
            },
        )

    def next_query_id(self) -> str:
        """An id for a callback query."""
        return str(next(self._query_numbers))

    def tell(self, event: Json) -> None:
        """Let everybody who watches know that something changed."""
        self.changed.bump()
        for watcher in self.watchers:
            watcher(event)


_NAME_KEYS = {"first_name", "last_name", "username"}
_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_promote_members", "can_edit_messages", "can_post_stories",
    "can_edit_stories", "can_delete_stories",
)  # fmt: skip
_GIVEN_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_change_info", "can_invite_users", "can_pin_messages",
)  # fmt: skip


def member(user: Json, status: str) -> Json:
    """The ChatMember object (#chatmember) of ``user`` with ``status``."""
    result: Json = {"user": user, "status": status}
    if status == "creator":
        result["is_anonymous"] = False
    elif status == "administrator":
        result |= dict.fromkeys(_RIGHTS, False) | dict.fromkeys(_GIVEN_RIGHTS, True)
    elif status == "kicked":
        result["until_date"] = 0
    return result
