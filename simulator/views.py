"""What can be seen of the world, as JSON for the page and for tests in another process."""

from __future__ import annotations

from simulator.chat import Chat, ChatGone
from simulator.jsontypes import Json
from simulator.world import World

SHOWN = 200
"""Messages of a chat that one look gives; the newest ones."""


def state_view(world: World) -> Json:
    """Bot, people, chats with their members, the phones of the scene, settings and clock."""
    return {
        "bot": world.bot.me(),
        "users": [user for user in world.users.values() if not user["is_bot"]],
        "chats": [_brief(chat) for chat in world.chats.values() if chat.migrated_to is None],
        "phones": world.phones,
        "limits": world.limits.as_json(),
        "query_life": world.query_life,
        "pending_updates": len(world.bot.queue.waiting),
        "webhook": world.bot.webhook.url if world.bot.webhook else "",
        "clock": world.clock.as_json(),
    }


def _brief(chat: Chat) -> Json:
    return {
        **chat.head,
        "members": {str(user): status for user, status in chat.members.items()},
        "started": chat.started,
        "blocked": chat.blocked,
        "deleted": chat.deleted,
    }


def chat_view(world: World, chat: Chat, user_id: int) -> Json:
    """A chat as this person sees it; ChatGone when they are not in it."""
    if not chat.is_inside(user_id):
        raise ChatGone("this person is not in this chat")
    language = str(world.users[user_id].get("language_code", ""))[:2]
    numbers = list(chat.messages)[-SHOWN:]
    return {
        **_brief(chat),
        "messages": [chat.messages[number] for number in numbers],
        "keyboard": chat.keyboard,
        "pinned": chat.pinned,
        "commands": world.bot.menu(chat.id, chat.kind, user_id, chat.is_admin(user_id), language),
        "version": chat.changed.number,
    }
