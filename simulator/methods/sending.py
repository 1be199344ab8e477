"""sendMessage, sendDocument, sendPhoto, sendChatAction."""

from __future__ import annotations

from simulator.args import Args
from simulator.chat import Chat
from simulator.entities import CAPTION_MAX, TEXT_MAX, formatted
from simulator.files import StoredFile, image_size
from simulator.jsontypes import Json
from simulator.markup import inline_keyboard
from simulator.methods.registry import chat_id_of, method
from simulator.refusals import Refused
from simulator.world import World

UPLOAD_MAX = 50 * 1024 * 1024
"""Bytes of an uploaded document (#sending-files)."""
PHOTO_MAX = 10 * 1024 * 1024
"""Bytes of an uploaded photo (#sendphoto)."""

_ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip


@method("sendMessage")
def send_message(world: World, args: Args) -> Json:
    """core.telegram.org/bots/api#sendmessage"""
    text = args.text("text")
    if not text:
        raise Refused("text empty")
    content = _text(text, args)
    return _send(world, args, content)


@method("sendDocument")
def send_document(world: World, args: Args) -> Json:
    """core.telegram.org/bots/api#senddocument"""
    chat = world.reach(chat_id_of(world, args))
    stored = _file(world, args, "document", "documents", UPLOAD_MAX)
    document = {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_name": stored.name,
        "mime_type": stored.mime,
        "file_size": len(stored.data),
    }
    return _send(world, args, {"document": document, **_caption(args)}, chat)


@method("sendPhoto")
def send_photo(world: World, args: Args) -> Json:
    """core.telegram.org/bots/api#sendphoto"""
    chat = world.reach(chat_id_of(world, args))
    stored = _file(world, args, "photo", "photos", PHOTO_MAX)
    size = image_size(stored.data)
    if size is None:
        raise Refused("not a photo")
    width, height = size
    if width + height > 10_000 or max(size) > 20 * max(1, min(size)):
        raise Refused("photo size")
    photo = {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
        "width": width,
        "height": height,
    }
    return _send(world, args, {"photo": [photo], **_caption(args)}, chat)


@method("sendChatAction")
def send_chat_action(world: World, args: Args) -> bool:
    """core.telegram.org/bots/api#sendchataction"""
    world.reach(chat_id_of(world, args))
    if args.text("action") not in _ACTIONS:
        raise Refused("chat action")
    return True


def _text(text: str, args: Args) -> Json:
    shown, entities = formatted(
        text, args.text("parse_mode"), args.objects("entities"), maximum=TEXT_MAX, too_long="text too long"
    )
    if not shown:
        raise Refused("text only spaces")
    return {"text": shown, "entities": entities} if entities else {"text": shown}


def _caption(args: Args) -> Json:
    shown, entities = formatted(
        args.text("caption"),
        args.text("parse_mode"),
        args.objects("caption_entities"),
        maximum=CAPTION_MAX,
        too_long="caption too long",
    )
    if not shown:
        return {}
    return {"caption": shown, "caption_entities": entities} if entities else {"caption": shown}


def _send(world: World, args: Args, content: Json, chat: Chat | None = None) -> Json:
    """Check all that every send method has in common, count it, and post it."""
    markup, keyboard = inline_keyboard(args)
    chat = chat or world.reach(chat_id_of(world, args))
    replied = _replied(chat, args)
    world.limits.count(chat.id)
    if replied is not None:
        content["reply_to_message"] = {k: v for k, v in replied.items() if k != "reply_to_message"}
    if markup:
        content["reply_markup"] = markup
    if args.flag("protect_content"):
        content["has_protected_content"] = True
    if keyboard is not None:
        chat.keyboard = keyboard if "keyboard" in keyboard else None
    return world.post(chat, world.bot.user, content)


def _replied(chat: Chat, args: Args) -> Json | None:
    """The message that is replied to (#replyparameters)."""
    parameters = args.object("reply_parameters") or {}
    number = parameters.get("message_id") or args.number("reply_to_message_id")
    if not number:
        return None
    found = chat.messages.get(int(number))
    lenient = parameters.get("allow_sending_without_reply") or args.flag("allow_sending_without_reply")
    if found is None and not lenient:
        raise Refused("reply missing")
    return found


def _file(world: World, args: Args, name: str, folder: str, maximum: int) -> StoredFile:
    """The file of this call: uploaded under its own name, attached under another, or known by its id."""
    value = args.text(name)
    upload = args.uploads.get(value[len("attach://") :] if value.startswith("attach://") else name)
    if upload is not None:
        if not upload.data:
            raise Refused("file empty")
        if len(upload.data) > maximum:
            raise Refused("too large")
        return world.files.keep(upload.data, upload.name, folder=folder, mime=upload.mime)
    if not value:
        raise Refused("file missing", kind=name)
    known = world.files.by_id.get(value)
    if known is None:
        raise Refused("file id")
    return known
