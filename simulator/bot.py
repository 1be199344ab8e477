"""The one bot of this simulated world: who it is, its queue, webhook and command menus."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.jsontypes import Json
from simulator.updates import UpdateQueue
from simulator.webhook import Webhook

CommandKey = tuple[str, int, int, str]
"""Scope type, chat id, user id (0 where not used), language code ("" for all)."""


@dataclass
class Bot:
    """The bot's account."""

    token: str
    username: str
    name: str = "Bot"
    privacy: bool = True
    """Group privacy mode (core.telegram.org/bots/features#privacy-mode)."""
    queue: UpdateQueue = field(default_factory=UpdateQueue)
    webhook: Webhook | None = None
    commands: dict[CommandKey, list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    """Name, description and short description, by (which, language)."""

    def __post_init__(self) -> None:
        head = self.token.split(":", 1)[0]
        self.id = int(head) if head.isdigit() else 7_000_000_001
        self.user: Json = {
            "id": self.id,
            "is_bot": True,
            "first_name": self.name,
            "username": self.username,
        }

    def me(self) -> Json:
        """The answer of getMe."""
        return {
            **self.user,
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def menu(self, chat_id: int, kind: str, user_id: int, is_admin: bool, language: str) -> list[Json]:
        """The commands that this person sees in this chat, by the order of #determining-list-of-commands."""
        scopes: list[tuple[str, int, int]]
        if kind == "private":
            scopes = [("chat", chat_id, 0), ("all_private_chats", 0, 0), ("default", 0, 0)]
        else:
            scopes = [("chat_member", chat_id, user_id)]
            scopes += [("chat_administrators", chat_id, 0)] if is_admin else []
            scopes += [("chat", chat_id, 0)]
            scopes += [("all_chat_administrators", 0, 0)] if is_admin else []
            scopes += [("all_group_chats", 0, 0), ("default", 0, 0)]
        for scope in scopes:
            for code in (language, ""):
                found = self.commands.get((*scope, code))
                if found:
                    return found
        return []
