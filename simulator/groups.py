"""What happens to groups: made, joined, left, upgraded, deleted."""

from __future__ import annotations

import itertools

from simulator.chat import Chat, ChatGone
from simulator.jsontypes import Json
from simulator.world import World

FIRST_GROUP_ID = -4_000_001
FIRST_SUPERGROUP_ID = -1_001_000_000_001


def create_group(
    world: World,
    title: str,
    creator: int,
    members: list[int] | None = None,
    *,
    with_bot: bool = False,
    supergroup: bool = False,
    id: int | None = None,
) -> Chat:
    """Make a group; ``with_bot`` puts the bot in from the start."""
    chat_id = id or _free_id(world, supergroup)
    if chat_id in world.chats:
        raise ValueError(f"chat {chat_id} exists already")
    kind = "supergroup" if supergroup else "group"
    head: Json = {"id": chat_id, "type": kind, "title": title}
    if not supergroup:
        head["all_members_are_administrators"] = False
    chat = Chat(chat_id, "supergroup" if supergroup else "group", head)
    chat.members = {creator: "creator", **{user: "member" for user in members or [] if user != creator}}
    world.chats[chat_id] = chat
    world.post(chat, world.users[creator], {f"{kind}_chat_created": True})
    if with_bot:
        add_member(world, chat_id, world.bot.id, by=creator)
    return chat


def _free_id(world: World, supergroup: bool) -> int:
    first = FIRST_SUPERGROUP_ID if supergroup else FIRST_GROUP_ID
    return next(number for number in itertools.count(first, -1) if number not in world.chats)


def add_member(world: World, chat: int, user: int, by: int | None = None) -> None:
    """Bring a person or the bot in; a service message for all, a member update for the bot."""
    place = world.chat(chat)
    place.check_open()
    if place.is_inside(user):
        return
    old = place.members.get(user, "left")
    person, actor = world.users[user], world.users[by or user]
    place.members[user] = "member"
    world.member_update(place, actor, person, old, "member")
    world.post(place, actor, {"new_chat_members": [person]})


def remove_member(world: World, chat: int, user: int, by: int | None = None) -> None:
    """A member leaves, or is thrown out by ``by``."""
    place = world.chat(chat)
    if not place.is_inside(user):
        return
    old = place.members[user]
    person, actor = world.users[user], world.users[by or user]
    new = "left" if by in (None, user) else "kicked"
    world.post(place, actor, {"left_chat_member": person}, to_bot=user != world.bot.id)
    place.members[user] = new
    world.member_update(place, actor, person, old, new)


def kick_bot(world: World, chat: int, by: int) -> None:
    """Throw the bot out: my_chat_member says kicked, and every later call is refused with 403."""
    remove_member(world, chat, world.bot.id, by)


def promote(world: World, chat: int, user: int, by: int | None = None, admin: bool = True) -> None:
    """Make somebody (or the bot) administrator, or an ordinary member again."""
    place = world.chat(chat)
    old = place.members.get(user)
    if old is None or not place.is_inside(user):
        raise ChatGone("only a member can become administrator")
    new = "administrator" if admin else "member"
    if old in {new, "creator"}:
        return
    actor = world.users[by or next(u for u, s in place.members.items() if s == "creator")]
    place.members[user] = new
    world.member_update(place, actor, world.users[user], old, new)
    world.tell({"kind": "chat", "chat": place.id})


def upgrade(world: World, chat: int) -> Chat:
    """A group becomes a supergroup with a new id; the old id answers with ``migrate_to_chat_id``."""
    old = world.chat(chat)
    old.check_open()
    if old.kind != "group":
        raise ChatGone("only a small group can be upgraded")
    new_id = _free_id(world, True)
    head: Json = {"id": new_id, "type": "supergroup", "title": old.head["title"]}
    new = Chat(new_id, "supergroup", head, dict(old.members))
    world.chats[new_id] = new
    creator = world.users[next(user for user, status in old.members.items() if status == "creator")]
    world.post(old, creator, {"migrate_to_chat_id": new_id})
    old.migrated_to = new_id
    world.post(new, creator, {"migrate_from_chat_id": old.id})
    return new


def delete_group(world: World, chat: int) -> None:
    """The group is deleted for everybody; the bot finds out at its next call (403)."""
    place = world.chat(chat)
    place.deleted = True
    world.tell({"kind": "chat", "chat": place.id})
