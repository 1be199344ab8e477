"""Hands a payload to Telegram and says in our own terms what came of it.

Error strings: Telegram documents only that descriptions exist (core.telegram.org/bots/api#making-requests); those
matched here are the ones its own server, `tdlib/telegram-bot-api`, sends. None of them leaves this module: a
description may quote a text.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable
from typing import Any, TypeVar

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InputFile,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.delivery import Blocked, ChatGone, DeliveryError, Migrated, Rejected, TooManyRequests, Unreachable
from bot.outgoing import Answer, Delete, Document, Edit, Keyboard, Leave, Menu, Payload, Photo, Send

T = TypeVar("T")

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

_GONE = (
    "chat not found",
    "group chat was deactivated",
    "bot was kicked",
    "bot is not a member",
    "the group chat was deleted",
)
_REASONS = {
    "can't parse entities": "bad_markup",
    "message is too long": "too_long",
    "message text is empty": "empty",
    "button_data_invalid": "bad_button",
    "message can't be deleted": "cannot_delete",
    "message can't be edited": "cannot_edit",
    "message to edit not found": "message_gone",
    "file is too big": "too_big",
    "not enough rights to send": "no_rights",
    "have no rights to send": "no_rights",
    "chat_write_forbidden": "no_rights",
    "chat_restricted": "no_rights",
    "topic_closed": "no_rights",
}
_SAME = "message is not modified"
_DELETED = ("message to delete not found", "message identifier is not specified", "message_id_invalid")
_EXPIRED = ("query is too old", "query id is invalid", "query_id_invalid")


class TelegramDelivery:
    """Delivers through `bot`. One object serves all chats at once."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def __call__(self, chat_id: int, payload: Payload, old_message_id: int | None) -> int | None:
        """Deliver; the id of the message that now stands in the chat, None for what leaves none.

        `old_message_id` is that of the message to edit, delete or take the buttons from. Raises `DeliveryError`.
        """
        match payload:
            case Send():
                return await self._send(chat_id, payload, old_message_id)
            case Edit():
                return await self._edit(chat_id, payload, old_message_id)
            case Delete():
                await self._delete(chat_id, old_message_id)
                return None
            case Answer():
                await self._answer(payload)
                return None
            case Document():
                return await self._document(chat_id, payload)
            case Photo():
                return await self._photo(chat_id, payload)
            case Menu():
                commands = [BotCommand(item.command, item.description) for item in payload.items]
                await _asked(self._bot.set_my_commands(commands, scope=BotCommandScopeChat(chat_id)))
                return None
            case Leave():
                await _unless(ChatGone, self._bot.leave_chat(chat_id))
                return None

    async def _send(self, chat_id: int, payload: Send, old_message_id: int | None) -> int:
        if old_message_id is None:
            return await self._say(chat_id, payload)
        bare, said = await asyncio.gather(
            _asked(self._bot.edit_message_reply_markup(chat_id, old_message_id)),
            self._say(chat_id, payload),
            return_exceptions=True,
        )
        if isinstance(said, BaseException):
            raise said
        if isinstance(bare, BaseException) and not isinstance(bare, DeliveryError):
            raise bare
        # Old buttons that stay are harmless: whoever taps them is told that the question was answered.
        return said

    async def _say(self, chat_id: int, payload: Send) -> int:
        reply = ReplyParameters(payload.reply_to, allow_sending_without_reply=True) if payload.reply_to else None
        message = await _asked(
            self._bot.send_message(
                chat_id,
                payload.text,
                parse_mode=ParseMode.HTML,
                api_kwargs=_buttons(payload.keyboard),
                protect_content=payload.protect or None,
                reply_parameters=reply,
                link_preview_options=_NO_PREVIEW,
            )
        )
        return message.message_id

    async def _edit(self, chat_id: int, payload: Edit, message_id: int | None) -> int | None:
        if message_id is not None:
            try:
                await _asked(
                    self._bot.edit_message_text(
                        payload.text,
                        chat_id,
                        message_id,
                        parse_mode=ParseMode.HTML,
                        api_kwargs=_buttons(payload.keyboard),
                        link_preview_options=_NO_PREVIEW,
                    )
                )
                return message_id
            except _Same:
                return message_id
            except Rejected as refusal:
                if refusal.reason not in ("message_gone", "cannot_edit"):
                    raise
        if not payload.or_anew:
            return message_id
        # The message is not there (any more): people should see what it would have said all the same.
        return await self._say(chat_id, Send(text=payload.text, keyboard=payload.keyboard, protect=payload.protect))

    async def _delete(self, chat_id: int, message_id: int | None) -> None:
        if message_id is not None:
            await _unless(_Deleted, self._bot.delete_message(chat_id, message_id))

    async def _answer(self, payload: Answer) -> None:
        await _unless(
            _Expired,
            self._bot.answer_callback_query(
                payload.callback_id, payload.text or None, show_alert=payload.alert or None
            ),
        )

    async def _document(self, chat_id: int, payload: Document) -> int:
        message = await _asked(
            self._bot.send_document(
                chat_id,
                InputFile(payload.content, filename=payload.name),
                caption=payload.caption or None,
                parse_mode=ParseMode.HTML,
                protect_content=payload.protect or None,
                disable_content_type_detection=True,
            )
        )
        return message.message_id

    async def _photo(self, chat_id: int, payload: Photo) -> int:
        message = await _asked(
            self._bot.send_photo(
                chat_id,
                InputFile(payload.content, filename="picture.png"),
                caption=payload.caption or None,
                parse_mode=ParseMode.HTML,
                api_kwargs=_buttons(payload.keyboard),
                protect_content=payload.protect or None,
            )
        )
        return message.message_id


class _Same(DeliveryError):  # noqa: N818
    """The message says that already."""


class _Deleted(DeliveryError):  # noqa: N818
    """The message is gone already."""


class _Expired(DeliveryError):  # noqa: N818
    """The tap is too old to be answered."""


async def _asked(call: Awaitable[T]) -> T:
    try:
        return await call
    except TelegramError as error:
        translated = translate_error(error)
    # Outside the handler, and without a cause: the platform's own words must not travel along.
    raise translated


async def _unless(fine: type[DeliveryError], call: Awaitable[Any]) -> None:
    with contextlib.suppress(fine):
        await _asked(call)


def translate_error(error: TelegramError) -> DeliveryError:
    """What the library raised, as one of ours."""
    said = error.message.casefold()
    if isinstance(error, ChatMigrated):
        return Migrated(error.new_chat_id)
    if isinstance(error, RetryAfter):
        return TooManyRequests(_seconds(error))
    if isinstance(error, Forbidden):
        return ChatGone() if any(sign in said for sign in _GONE) else Blocked()
    if isinstance(error, BadRequest):
        return _refusal(said)
    if isinstance(error, NetworkError) and "request entity too large" in said:
        return Rejected("too_big")
    return Unreachable(type(error).__name__.lower())


def _refusal(said: str) -> DeliveryError:
    if _SAME in said:
        return _Same()
    if any(sign in said for sign in _DELETED):
        return _Deleted()
    if any(sign in said for sign in _EXPIRED):
        return _Expired()
    if any(sign in said for sign in _GONE):
        return ChatGone()
    for sign, reason in _REASONS.items():
        if sign in said:
            return Rejected(reason)
    return Rejected()


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return float(after) if isinstance(after, int | float) else after.total_seconds()


def _buttons(keyboard: Keyboard) -> dict[str, Any] | None:
    """The inline keyboard as it travels (core.telegram.org/bots/api#inlinekeyboardmarkup). The library would take its
    own objects apart again, at the cost of a fifth of the whole call."""
    if not keyboard:
        return None
    rows = [
        [{"text": key.label, **({"url": key.url} if key.url else {"callback_data": key.data})} for key in row]
        for row in keyboard
    ]
    return {"reply_markup": {"inline_keyboard": rows}}
