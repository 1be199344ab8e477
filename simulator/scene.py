"""A scene: people, groups and phones, declared in a JSON file."""

from __future__ import annotations

import json
from pathlib import Path

from simulator import groups, people
from simulator.jsontypes import Json
from simulator.world import World


def load_scene(world: World, path: Path) -> None:
    """Read ``path`` and play it; raises OSError, or ValueError that says what is wrong."""
    try:
        scene = json.loads(path.read_text("utf-8"))
    except json.JSONDecodeError as error:
        raise ValueError(f"the scene is not JSON: line {error.lineno}: {error.msg}") from None
    if not isinstance(scene, dict):
        raise ValueError("a scene is a JSON object")
    play_scene(world, scene)


def play_scene(world: World, scene: Json) -> None:
    """Bring the people, the groups and the phones of ``scene`` into the world.

    Shape: ``clock`` (as POST /sim/clock), ``privacy`` (bool), ``limits``; ``users``: [{id, first_name,
    language_code?, username?, last_name?, started?}]; ``groups``: [{id?, title, creator, members, with_bot?,
    bot_admin?, supergroup?}]; ``phones``: [{title, user, chat}], where chat is a group's id or title, or
    absent for the private chat with the bot. Keys that are not known are an error.
    """
    _only(scene, {"clock", "privacy", "limits", "users", "groups", "phones"}, "a scene")
    if "clock" in scene:
        world.clock.change(scene["clock"])
    world.bot.privacy = bool(scene.get("privacy", world.bot.privacy))
    world.limits.set(scene.get("limits", {}))
    for user in scene.get("users", []):
        person = dict(user)
        started = person.pop("started", False)
        _only(person, {"id", "first_name", "last_name", "language_code", "username"}, "a user")
        made = world.add_user(**person)
        if started:
            people.start(world, made["id"])
    by_title: dict[str, int] = {}
    for group in scene.get("groups", []):
        order = dict(group)
        admin = order.pop("bot_admin", False)
        _only(order, {"id", "title", "creator", "members", "with_bot", "supergroup"}, "a group")
        chat = groups.create_group(world, **order)
        by_title[chat.head["title"]] = chat.id
        if admin:
            groups.promote(world, chat.id, world.bot.id)
    for phone in scene.get("phones", []):
        _only(phone, {"title", "user", "chat"}, "a phone")
        if phone.get("user") not in world.users:
            raise ValueError(f"the phone {phone.get('title')!r} names a user that is not in the scene")
        where = phone.get("chat", phone["user"])
        chat_id = by_title.get(where, where)
        if chat_id not in world.chats:
            raise ValueError(f"the phone {phone.get('title')!r} names a chat that is not in the scene")
        world.phones.append({"title": phone["title"], "user": phone["user"], "chat": chat_id})


def _only(given: Json, known: set[str], what: str) -> None:
    unknown = sorted(given.keys() - known)
    if unknown:
        raise ValueError(f"{what} has no {', '.join(unknown)}")
