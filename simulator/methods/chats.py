"""getChat, members, leaveChat, command menus, and the bot's own texts."""

from __future__ import annotations

import re

from simulator.args import Args
from simulator.bot import CommandKey
from simulator.chat import INSIDE
from simulator.jsontypes import Json
from simulator.methods.registry import chat_id_of, method
from simulator.refusals import Refused
from simulator.world import World, member

_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)
_SCOPES = frozenset({
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat",
    "chat_administrators", "chat_member",
})  # fmt: skip
_TEXTS = {"name": 64, "description": 512, "short_description": 120}


@method("getChat")
def get_chat(world: World, args: Args) -> Json:
    """core.telegram.org/bots/api#getchat"""
    chat = world.reach(chat_id_of(world, args), write=False)
    info: Json = {**chat.head, "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _GIFTS}
    if chat.pinned:
        info["pinned_message"] = chat.messages[chat.pinned[-1]]
    return info


@method("getChatMember")
def get_chat_member(world: World, args: Args) -> Json:
    """core.telegram.org/bots/api#getchatmember"""
    chat = world.reach(chat_id_of(world, args), write=False)
    user = world.users.get(args.number("user_id"))
    if user is None:
        raise Refused("user unknown")
    return member(user, chat.members.get(user["id"], "left"))


@method("getChatAdministrators")
def get_chat_administrators(world: World, args: Args) -> list[Json]:
    """core.telegram.org/bots/api#getchatadministrators: people only, no other bots"""
    chat = world.reach(chat_id_of(world, args), write=False)
    if chat.kind == "private":
        raise Refused("no admins in private")
    return [
        member(world.users[user_id], status)
        for user_id, status in chat.members.items()
        if status in {"creator", "administrator"}
    ]


@method("getChatMemberCount")
def get_chat_member_count(world: World, args: Args) -> int:
    """core.telegram.org/bots/api#getchatmembercount"""
    chat = world.reach(chat_id_of(world, args), write=False)
    return sum(1 for status in chat.members.values() if status in INSIDE)


@method("leaveChat")
def leave_chat(world: World, args: Args) -> bool:
    """core.telegram.org/bots/api#leavechat"""
    chat = world.reach(chat_id_of(world, args))
    if chat.kind == "private":
        raise Refused("leave private")
    bot = world.bot.user
    old = chat.members[bot["id"]]
    world.post(chat, bot, {"left_chat_member": bot}, to_bot=False)
    chat.members[bot["id"]] = "left"
    world.member_update(chat, bot, bot, old, "left")
    return True


@method("setMyCommands")
def set_my_commands(world: World, args: Args) -> bool:
    """core.telegram.org/bots/api#setmycommands"""
    key = _command_key(world, args)
    commands = args.objects("commands") or []
    if len(commands) > 100:
        raise Refused("too many commands")
    for one in commands:
        if not re.fullmatch(r"/?[a-z0-9_]{1,32}", str(one.get("command", ""))):
            raise Refused("command name")
        if not 1 <= len(str(one.get("description", ""))) <= 256:
            raise Refused("command description")
    world.bot.commands[key] = [
        {"command": one["command"].removeprefix("/"), "description": one["description"]} for one in commands
    ]
    world.tell({"kind": "commands"})
    return True


@method("getMyCommands")
def get_my_commands(world: World, args: Args) -> list[Json]:
    """core.telegram.org/bots/api#getmycommands"""
    return world.bot.commands.get(_command_key(world, args), [])


@method("deleteMyCommands")
def delete_my_commands(world: World, args: Args) -> bool:
    """core.telegram.org/bots/api#deletemycommands"""
    world.bot.commands.pop(_command_key(world, args), None)
    world.tell({"kind": "commands"})
    return True


def _command_key(world: World, args: Args) -> CommandKey:
    scope = args.object("scope") or {"type": "default"}
    kind = str(scope.get("type"))
    if kind not in _SCOPES:
        raise Refused("command scope")
    language = args.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise Refused("command language")
    if kind not in {"chat", "chat_administrators", "chat_member"}:
        return kind, 0, 0, language
    chat_id = chat_id_of(world, Args(scope))
    world.reach(chat_id, write=False)
    user_id = int(scope.get("user_id") or 0) if kind == "chat_member" else 0
    return kind, chat_id, user_id, language


def _set_text(world: World, args: Args, what: str) -> bool:
    text = args.text(what)
    if len(text) > _TEXTS[what]:
        raise Refused("name too long", what=what.replace("_", " "))
    world.bot.texts[what, args.text("language_code")] = text
    return True


def _get_text(world: World, args: Args, what: str) -> Json:
    fallback = world.bot.name if what == "name" else ""
    texts = world.bot.texts
    return {what: texts.get((what, args.text("language_code"))) or texts.get((what, "")) or fallback}


def _register_texts(what: str, name: str) -> None:
    """core.telegram.org/bots/api#setmyname and its siblings"""

    @method(f"setMy{name}")
    def set_it(world: World, args: Args) -> bool:
        return _set_text(world, args, what)

    @method(f"getMy{name}")
    def get_it(world: World, args: Args) -> Json:
        return _get_text(world, args, what)


_register_texts("name", "Name")
_register_texts("description", "Description")
_register_texts("short_description", "ShortDescription")
