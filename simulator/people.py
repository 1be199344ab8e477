"""What people do with their phones: write, send things, tap, start, block."""

from __future__ import annotations

import re
from typing import Any

from simulator.chat import Chat, ChatGone
from simulator.entities import TEXT_MAX, detect
from simulator.html_text import utf16
from simulator.jsontypes import Json
from simulator.world import World

_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


def _writable(world: World, user_id: int, chat_id: int) -> tuple[Json, Chat]:
    """The person and the chat, when this person can write there; ChatGone otherwise."""
    user = world.users.get(user_id)
    if user is None:
        raise ChatGone("there is no such person")
    chat = world.chat(chat_id)
    chat.check_open()
    if not chat.is_inside(user_id):
        raise ChatGone("this person is not in this chat")
    if chat.kind == "private":
        if chat.blocked:
            raise ChatGone("this person blocked the bot; unblock it first")
        chat.started = True
    return user, chat


def _reply(chat: Chat, reply_to: int | None) -> Json:
    if reply_to is None:
        return {}
    if reply_to not in chat.messages:
        raise ChatGone("the message to reply to is gone")
    return {"reply_to_message": {k: v for k, v in chat.messages[reply_to].items() if k != "reply_to_message"}}


def send_text(world: World, user: int, chat: int, text: str, reply_to: int | None = None) -> Json:
    """Write ``text``; as in Telegram's apps, white space at both ends goes, and a text that is too long
    for one message is sent as several (the last one is returned)."""
    person, place = _writable(world, user, chat)
    text = text.strip()
    if not text:
        raise ChatGone("an empty message cannot be sent")
    message: Json = {}
    for piece in _pieces(text):
        entities = detect(piece)
        content: Json = {"text": piece, **({"entities": entities} if entities else {})}
        message = world.post(place, person, {**content, **_reply(place, reply_to)})
    return message


def _pieces(text: str) -> list[str]:
    if utf16(text) <= TEXT_MAX:
        return [text]
    pieces, at = [], 0
    while at < len(text):
        end = min(len(text), at + TEXT_MAX)
        while utf16(text[at:end]) > TEXT_MAX:
            end -= 1
        pieces.append(text[at:end])
        at = end
    return pieces


def start(world: World, user: int, payload: str = "") -> Json:
    """Open the bot, through a deep link when there is a ``payload`` (#deep-linking); unblocks it."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,64}", payload):
        raise ChatGone("a start parameter has up to 64 letters, digits, _ or -")
    if world.chat(user).blocked:
        block(world, user, False)
    return send_text(world, user, user, f"/start {payload}".strip())


def block(world: World, user: int, blocked: bool = True) -> None:
    """Block the bot in the private chat, or unblock it; the bot hears it as my_chat_member."""
    chat = world.chat(user)
    if chat.blocked == blocked or not chat.started:
        return
    chat.blocked = blocked
    old, new = ("member", "kicked") if blocked else ("kicked", "member")
    world.member_update(chat, world.users[user], world.bot.user, old, new)
    world.tell({"kind": "chat", "chat": chat.id})


def edit_text(world: World, user: int, chat: int, message: int, text: str) -> Json:
    """Change one's own message; the bot hears it as edited_message where it hears messages."""
    _, place = _writable(world, user, chat)
    old = place.messages.get(message)
    if old is None or old["from"]["id"] != user or "text" not in old:
        raise ChatGone("only one's own text can be edited")
    new = {**old, "text": text, "edit_date": world.clock.unix()}
    new.pop("entities", None)
    if found := detect(text):
        new["entities"] = found
    world.rewrite(place, new)
    if world.bot_hears(place, new):
        world.bot.queue.put("edited_message", new)
    return new


def delete_own(world: World, user: int, chat: int, message: int) -> None:
    """Take back one's own message; the bot is not told."""
    place = world.chat(chat)
    old = place.messages.get(message)
    if old is None or (old["from"]["id"] != user and place.kind != "private"):
        raise ChatGone("only one's own message can be deleted")
    world.remove(place, message)


def tap(
    world: World,
    user: int,
    chat: int,
    message: int,
    data: str | None = None,
    row: int | None = None,
    column: int | None = None,
) -> str:
    """Tap an inline button, found by row and column or by its data; the id of the callback query.

    ``data`` may be anything: a stale or forged app can send what it likes (#callbackquery).
    """
    person = world.users[user]
    place = world.chat(chat)
    if not place.is_inside(user):
        raise ChatGone("this person is not in this chat")
    shown = place.messages.get(message)
    if shown is None:
        raise ChatGone("this message is gone")
    if data is None:
        rows = shown.get("reply_markup", {}).get("inline_keyboard", [])
        try:
            data = rows[int(row or 0)][int(column or 0)].get("callback_data")
        except IndexError:
            raise ChatGone("there is no button there") from None
        if data is None:
            raise ChatGone("this button opens a link")
    query_id = world.next_query_id()
    world.queries[query_id] = {"at": world.clock.now().timestamp(), "user": user, "chat": place.id}
    world.bot.queue.put(
        "callback_query",
        {"id": query_id, "from": person, "message": shown, "chat_instance": str(-place.id), "data": data},
    )
    world.changed.bump()
    return query_id


def send_media(
    world: World,
    user: int,
    chat: int,
    kind: str,
    caption: str = "",
    data: bytes = b"",
    name: str = "",
    reply_to: int | None = None,
    **details: Any,
) -> Json:
    """Send a photo, sticker, voice, document, location or contact (``details`` as in its own object)."""
    person, place = _writable(world, user, chat)
    content = _media(world, person, kind, data, name, details)
    if caption:
        content["caption"] = caption
    return world.post(place, person, {**content, **_reply(place, reply_to)})


def _media(world: World, person: Json, kind: str, data: bytes, name: str, details: Json) -> Json:
    if kind == "location":
        return {"location": {"latitude": 50.85, "longitude": 4.35, **details}}
    if kind == "contact":
        own = {"phone_number": "+32000000000", "first_name": person["first_name"], "user_id": person["id"]}
        return {"contact": {**own, **details}}
    if kind not in _MEDIA:
        raise ValueError(f"media is one of {', '.join([*_MEDIA, 'location', 'contact'])}")
    file_name, mime, extra = _MEDIA[kind]
    stored = world.files.keep(data or _PIXEL, name or file_name, folder=kind + "s", mime=None if name else mime)
    thing: Json = {"file_id": stored.file_id, "file_unique_id": stored.unique_id, "file_size": len(stored.data)}
    if kind == "document":
        thing |= {"file_name": stored.name, "mime_type": stored.mime}
    thing |= {**extra, **details}
    return {kind: [thing] if kind == "photo" else thing}


_MEDIA: dict[str, tuple[str, str, Json]] = {
    "photo": ("photo.png", "image/png", {"width": 1, "height": 1}),
    "document": ("document.bin", "application/octet-stream", {}),
    "voice": ("voice.ogg", "audio/ogg", {"duration": 3, "mime_type": "audio/ogg"}),
    "sticker": (
        "sticker.webp",
        "image/webp",
        {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False},
    ),
}


def forward_burst(world: World, user: int, chat: int, texts: list[str], name: str = "Somebody") -> list[Json]:
    """Forward several messages of somebody who hides their account, at once (#messageoriginhiddenuser)."""
    person, place = _writable(world, user, chat)
    origin = {"type": "hidden_user", "sender_user_name": name, "date": world.clock.unix()}
    return [world.post(place, person, {"text": text, "forward_origin": origin}) for text in texts]
