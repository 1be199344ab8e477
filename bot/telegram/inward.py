"""A Telegram update in our own words, or None where it is none of our business. Pure.

What a group says among itself is looked at here, in memory, and goes no further.
Fields: core.telegram.org/bots/api#update.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from telegram import CallbackQuery, ChatMember, ChatMemberUpdated, Message, Update, User
from telegram import Chat as TelegramChat
from telegram.constants import ChatMemberStatus, ChatType, MessageEntityType

from bot.incoming import Chat, ChatKind, Incoming, Kind, Sender

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")
"""All that we ask for; `chat_member` is never sent to who does not name it."""

_KINDS = {
    ChatType.PRIVATE: ChatKind.PRIVATE,
    ChatType.GROUP: ChatKind.GROUP,
    ChatType.SUPERGROUP: ChatKind.GROUP,
}
_NOBODY = Sender(0)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads updates for the bot with this id and user name (without @).

    `is_question` recognises the few plain sentences that we answer in a group.
    """

    bot_id: int
    bot_username: str
    is_question: Callable[[str], bool]

    def translate(self, update: Update, received_at: datetime) -> Incoming | None:
        """`received_at` stands in where Telegram tells no moment: a tap has none."""
        if update.message is not None:
            return self._message(update.update_id, update.message)
        if update.callback_query is not None:
            return _tap(update.update_id, update.callback_query, received_at)
        if update.edited_message is not None:
            return self._edited(update.update_id, update.edited_message)
        if update.my_chat_member is not None:
            return _our_place(update.update_id, update.my_chat_member)
        if update.chat_member is not None:
            return _their_place(update.update_id, update.chat_member)
        return None

    def _message(self, update_id: int, message: Message) -> Incoming | None:
        chat = _chat(message.chat)
        if chat is None:
            return None
        if message.migrate_to_chat_id:
            sender = _sender(message.from_user)
            return Incoming(
                update_id, Kind.MIGRATED, message.date, chat, sender, new_chat_id=message.migrate_to_chat_id
            )
        if message.left_chat_member is not None:
            return _left(update_id, message.date, chat, message.left_chat_member)
        if message.from_user is None or message.from_user.is_bot:
            return None
        if message.text is not None:
            return self._text(update_id, message, chat, message.text)
        if message.effective_attachment is not None and self._meant_for_us(message, chat):
            return self._from(update_id, Kind.UNUSABLE, message, chat)
        return None

    def _text(self, update_id: int, message: Message, chat: Chat, text: str) -> Incoming | None:
        length = _command_length(message)
        if length:
            # A command is ASCII, so UTF-16 units, in which Telegram counts, are characters here.
            name, _, addressee = text[1:length].partition("@")
            if addressee and addressee.casefold() != self.bot_username.casefold():
                return None
            rest = text[length:].strip()
            return self._from(update_id, Kind.COMMAND, message, chat, text=rest, command=name.lower())
        text = self._without_mention(text)
        if self._meant_for_us(message, chat) or self.is_question(text):
            return self._from(update_id, Kind.TEXT, message, chat, text=text)
        return None

    def _edited(self, update_id: int, message: Message) -> Incoming | None:
        chat = _chat(message.chat)
        if chat is None or message.from_user is None or message.from_user.is_bot:
            return None
        if not self._meant_for_us(message, chat):
            return None
        return self._from(update_id, Kind.EDITED, message, chat, text=message.text or "")

    def _meant_for_us(self, message: Message, chat: Chat) -> bool:
        if chat.kind is ChatKind.PRIVATE:
            return True
        replied = message.reply_to_message
        return replied is not None and replied.from_user is not None and replied.from_user.id == self.bot_id

    def _without_mention(self, text: str) -> str:
        mention = f"@{self.bot_username}"
        if text.casefold().startswith(mention.casefold()):
            return text[len(mention) :].lstrip(" ,:")
        return text

    def _from(
        self, update_id: int, kind: Kind, message: Message, chat: Chat, *, text: str = "", command: str = ""
    ) -> Incoming:
        replied = _replied(message)
        return Incoming(
            update_id,
            kind,
            message.date,
            chat,
            _sender(message.from_user),
            message_id=message.message_id,
            text=text,
            command=command,
            reply_to=_sender(replied.from_user) if replied is not None and replied.from_user is not None else None,
            reply_to_message_id=replied.message_id if replied is not None else 0,
            forwarded=message.forward_origin is not None,
        )


def _replied(message: Message) -> Message | None:
    """The message that somebody answered. In a group with topics everything answers the message that opened the
    topic (core.telegram.org/bots/api#message, `message_thread_id`); that is nobody's choice."""
    replied = message.reply_to_message
    return None if replied is None or replied.forum_topic_created is not None else replied


def _tap(update_id: int, query: CallbackQuery, received_at: datetime) -> Incoming | None:
    if query.message is None or query.data is None:
        return None
    chat = _chat(query.message.chat)
    if chat is None:
        return None
    return Incoming(
        update_id,
        Kind.TAP,
        received_at,
        chat,
        _sender(query.from_user),
        message_id=query.message.message_id,
        action=query.data,
        callback_id=query.id,
    )


def _our_place(update_id: int, change: ChatMemberUpdated) -> Incoming | None:
    chat = _chat(change.chat)
    before, after = _is_in(change.old_chat_member), _is_in(change.new_chat_member)
    if chat is None or before == after:
        return None
    kind = Kind.BOT_REMOVED
    if after:
        kind = Kind.BOT_UNBLOCKED if chat.kind is ChatKind.PRIVATE else Kind.BOT_ADDED
    return Incoming(update_id, kind, change.date, chat, _sender(change.from_user))


def _their_place(update_id: int, change: ChatMemberUpdated) -> Incoming | None:
    chat = _chat(change.chat)
    if chat is None or not _is_in(change.old_chat_member) or _is_in(change.new_chat_member):
        return None
    return _left(update_id, change.date, chat, change.new_chat_member.user)


def _left(update_id: int, at: datetime, chat: Chat, who: User) -> Incoming | None:
    if who.is_bot or chat.kind is ChatKind.PRIVATE:
        return None
    return Incoming(update_id, Kind.PERSON_LEFT, at, chat, _sender(who))


def _is_in(member: ChatMember) -> bool:
    if member.status == ChatMemberStatus.RESTRICTED:
        return bool(getattr(member, "is_member", False))
    return member.status in (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)


def _command_length(message: Message) -> int:
    for entity in message.entities:
        if entity.type == MessageEntityType.BOT_COMMAND and entity.offset == 0:
            return entity.length
    return 0


def _chat(chat: TelegramChat) -> Chat | None:
    kind = _KINDS.get(ChatType(chat.type)) if chat.type in set(ChatType) else None
    return None if kind is None else Chat(chat.id, kind)


def _sender(user: User | None) -> Sender:
    if user is None:
        return _NOBODY
    return Sender(user.id, user.full_name, user.language_code or "", user.is_bot)
