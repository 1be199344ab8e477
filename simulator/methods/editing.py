"""editMessageText, editMessageCaption, editMessageReplyMarkup, deleteMessage(s), pins."""

from __future__ import annotations

from simulator.args import Args
from simulator.chat import Chat
from simulator.entities import CAPTION_MAX, TEXT_MAX, formatted
from simulator.jsontypes import Json
from simulator.markup import inline_keyboard
from simulator.methods.registry import chat_id_of, method
from simulator.refusals import Refused
from simulator.world import SERVICE_KEYS, World

DELETE_WITHIN = 48 * 3600
"""Seconds after which a message can no longer be deleted (#deletemessage)."""
DELETE_AT_ONCE = 100
"""Ids that one deleteMessages takes (#deletemessages)."""


@method("editMessageText")
def edit_message_text(world: World, args: Args) -> Json:
    """core.telegram.org/bots/api#editmessagetext"""
    text = args.text("text")
    if not text:
        raise Refused("text empty")
    shown, entities = formatted(
        text, args.text("parse_mode"), args.objects("entities"), maximum=TEXT_MAX, too_long="text too long"
    )
    if not shown:
        raise Refused("text only spaces")
    chat, old = _own_message(world, args)
    if "text" not in old:
        raise Refused("edit no text")
    return _replace(world, args, chat, old, {"text": shown}, "entities", entities)


@method("editMessageCaption")
def edit_message_caption(world: World, args: Args) -> Json:
    """core.telegram.org/bots/api#editmessagecaption"""
    shown, entities = formatted(
        args.text("caption"),
        args.text("parse_mode"),
        args.objects("caption_entities"),
        maximum=CAPTION_MAX,
        too_long="caption too long",
    )
    chat, old = _own_message(world, args)
    if "document" not in old and "photo" not in old:
        raise Refused("edit no caption")
    return _replace(world, args, chat, old, {"caption": shown}, "caption_entities", entities)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(world: World, args: Args) -> Json:
    """core.telegram.org/bots/api#editmessagereplymarkup"""
    chat, old = _own_message(world, args)
    return _replace(world, args, chat, old, {}, "", [])


@method("deleteMessage")
def delete_message(world: World, args: Args) -> bool:
    """core.telegram.org/bots/api#deletemessage"""
    chat_id = chat_id_of(world, args)
    number = args.number("message_id")
    if number <= 0:
        raise Refused("message id")
    chat = _where_deletable(world, chat_id)
    found = chat.messages.get(number)
    if found is None:
        raise Refused("delete missing")
    _check_deletable(world, chat, found)
    world.remove(chat, number)
    return True


@method("deleteMessages")
def delete_messages(world: World, args: Args) -> bool:
    """core.telegram.org/bots/api#deletemessages: missing ones are skipped, one forbidden stops all."""
    chat_id = chat_id_of(world, args)
    numbers = args.json("message_ids")
    if not isinstance(numbers, list) or not numbers:
        raise Refused("message ids")
    if len(numbers) > DELETE_AT_ONCE:
        raise Refused("too many ids")
    chat = _where_deletable(world, chat_id)
    found = [chat.messages[number] for number in numbers if number in chat.messages]
    for message in found:
        _check_deletable(world, chat, message)
    for message in found:
        world.remove(chat, message["message_id"])
    return True


@method("pinChatMessage")
def pin_chat_message(world: World, args: Args) -> bool:
    """core.telegram.org/bots/api#pinchatmessage"""
    chat = world.reach(chat_id_of(world, args))
    _check_pin_rights(world, chat)
    found = chat.messages.get(args.number("message_id"))
    if found is None:
        raise Refused("pin missing")
    if found["message_id"] not in chat.pinned:
        chat.pinned.append(found["message_id"])
        world.post(chat, world.bot.user, {"pinned_message": found})
    return True


@method("unpinChatMessage")
def unpin_chat_message(world: World, args: Args) -> bool:
    """core.telegram.org/bots/api#unpinchatmessage"""
    chat = world.reach(chat_id_of(world, args))
    _check_pin_rights(world, chat)
    number = args.number("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number in chat.pinned:
        chat.pinned.remove(number)
    return True


def _own_message(world: World, args: Args) -> tuple[Chat, Json]:
    chat_id = chat_id_of(world, args)
    number = args.number("message_id")
    if number <= 0:
        raise Refused("message id")
    chat = world.reach(chat_id)
    old = chat.messages.get(number)
    if old is None:
        raise Refused("edit missing")
    if old["from"]["id"] != world.bot.id or not SERVICE_KEYS.isdisjoint(old):
        raise Refused("edit not own")
    return chat, old


def _replace(
    world: World, args: Args, chat: Chat, old: Json, content: Json, entities_key: str, entities: list[Json]
) -> Json:
    """Write the message anew; a keyboard that is not given again goes away."""
    markup, _ = inline_keyboard(args)
    new = {**old, **content, "edit_date": world.clock.unix()}
    if entities_key:
        new.pop(entities_key, None)
        if entities:
            new[entities_key] = entities
    if new.get("caption") == "":
        del new["caption"]
    new.pop("reply_markup", None)
    if markup:
        new["reply_markup"] = markup
    if _shown(new) == _shown(old):
        raise Refused("not modified")
    if chat.kind != "private":
        world.limits.count(chat.id)
    world.rewrite(chat, new)
    return new


def _shown(message: Json) -> Json:
    return {key: value for key, value in message.items() if key != "edit_date"}


def _where_deletable(world: World, chat_id: int) -> Chat:
    """As for writing, but a person who blocked the bot does not keep it from deleting."""
    chat = world.chats.get(chat_id)
    if chat is not None and chat.kind == "private" and chat.started:
        return chat
    return world.reach(chat_id)


def _check_deletable(world: World, chat: Chat, message: Json) -> None:
    old = world.clock.unix() - message["date"] > DELETE_WITHIN
    own = message["from"]["id"] == world.bot.id
    service = not SERVICE_KEYS.isdisjoint(message)
    if chat.kind == "private":
        if old:
            raise Refused("delete too old")
        return
    may_all = chat.is_admin(world.bot.id)
    if "supergroup_chat_created" in message or "migrate_from_chat_id" in message:
        raise Refused("delete not allowed")
    if not may_all and (not own or service):
        raise Refused("delete not allowed")
    if old and not (may_all and chat.kind == "supergroup"):
        raise Refused("delete too old")


def _check_pin_rights(world: World, chat: Chat) -> None:
    if chat.kind != "private" and not chat.is_admin(world.bot.id):
        raise Refused("pin rights")
