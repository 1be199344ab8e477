"""A phone in somebody's hand: they write, tap what they see, and wait for an answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar
from urllib.parse import parse_qs, urlsplit

from simulator import people
from simulator.chat import INSIDE, Chat
from simulator.jsontypes import Json
from simulator.seen import Seen, seen
from simulator.world import World

T = TypeVar("T")
WAIT = 10.0
"""Seconds of real time that a wait takes at most; a wait ends as soon as what it waits for is there."""

Wanted = str | re.Pattern[str] | Callable[[Seen], object]
"""Part of a text, a pattern to search, or a question about a message."""


class HasId(Protocol):
    """A group."""

    @property
    def id(self) -> int:
        """The chat's id."""


@dataclass(frozen=True)
class Tap:
    """A tap on a button, and what the bot answers to it."""

    world: World
    query_id: str

    async def answered(self, timeout: float = WAIT) -> Json:  # noqa: ASYNC109
        """The bot's answer: ``text``, ``show_alert``, ``url``."""
        return await self.world.changed.until(lambda: self.world.answers.get(self.query_id), timeout)


class Phone:
    """One person's phone, opened at one chat (their private chat with the bot unless ``in_group``)."""

    def __init__(self, world: World, user_id: int, group: HasId | None = None) -> None:
        self.world = world
        self.user_id = user_id
        self._group = group
        self._mark = 0
        self._marked_chat = 0

    @property
    def chat(self) -> Chat:
        """The chat on the screen."""
        return self.world.chat(self._group.id if self._group else self.user_id)

    @property
    def name(self) -> str:
        """The person's first name."""
        return str(self.world.users[self.user_id]["first_name"])

    def in_group(self, group: HasId) -> Phone:
        """The same phone, opened at a group."""
        return Phone(self.world, self.user_id, group)

    def groups(self) -> list[int]:
        """Ids of the groups this person is in."""
        return [
            chat.id
            for chat in self.world.chats.values()
            if chat.kind != "private" and chat.migrated_to is None and chat.members.get(self.user_id) in INSIDE
        ]

    # --- doing ----------------------------------------------------------------------------------

    def start(self, payload: str = "") -> Seen:
        """Open the bot, as a t.me link with ``?start=payload`` does."""
        self.mark()
        return self._seen(people.start(self.world, self.user_id, payload))

    def send(self, text: str, reply_to: Seen | None = None) -> Seen:
        """Write a message, or a command."""
        self.mark()
        number = reply_to.id if reply_to else None
        return self._seen(people.send_text(self.world, self.user_id, self.chat.id, text, number))

    def send_media(self, kind: str, *, caption: str = "", data: bytes = b"", name: str = "") -> Seen:
        """Send a photo, sticker, voice, document, location or contact."""
        self.mark()
        message = people.send_media(self.world, self.user_id, self.chat.id, kind, caption, data, name)
        return self._seen(message)

    def forward_burst(self, texts: list[str]) -> None:
        """Forward several messages at once."""
        self.mark()
        people.forward_burst(self.world, self.user_id, self.chat.id, texts)

    def edit(self, message: Seen, text: str) -> Seen:
        """Change one's own message."""
        self.mark()
        return self._seen(people.edit_text(self.world, self.user_id, self.chat.id, message.id, text))

    def tap(self, label: str | re.Pattern[str], message: Seen | None = None) -> Tap:
        """Tap the button with this label: on ``message`` (as it was seen, perhaps stale), or on the newest
        message that has it. A whole label wins over a part of one. Raises LookupError with what is there.
        A t.me link to the bot is opened; other links raise LookupError.
        """
        where, button = self._find(label, [message] if message else self.see())
        if "url" in button:
            self.open(str(button["url"]))
            return Tap(self.world, "")
        return self.tap_data(where, str(button["callback_data"]))

    def tap_data(self, message: Seen, data: str) -> Tap:
        """Send a tap with any data at all, as a forged app can."""
        self.mark()
        return Tap(self.world, people.tap(self.world, self.user_id, self.chat.id, message.id, data))

    def open(self, link: str) -> Seen:
        """Follow a t.me link to the bot, with its start parameter; LookupError for any other link."""
        parts = urlsplit(link if "://" in link else "https://" + link)
        if parts.netloc != "t.me" or parts.path.strip("/").lower() != self.world.bot.username.lower():
            raise LookupError("this link does not lead to the bot")
        return self.start(parse_qs(parts.query).get("start", [""])[0])

    def block(self) -> None:
        """Block the bot."""
        people.block(self.world, self.user_id)

    def unblock(self) -> None:
        """Let the bot write again."""
        people.block(self.world, self.user_id, False)

    # --- seeing ---------------------------------------------------------------------------------

    def see(self) -> list[Seen]:
        """All messages in this chat, oldest first; nothing when the person is not in it."""
        chat = self.chat
        if not chat.is_inside(self.user_id):
            return []
        return [self._seen(message) for message in chat.messages.values()]

    def last(self) -> Seen:
        """The newest message of the bot; LookupError when there is none."""
        for message in reversed(self.see()):
            if message.by_bot:
                return message
        raise LookupError("the bot has written nothing here")

    def find(self, wanted: Wanted) -> Seen | None:
        """The newest message of the bot that fits."""
        fits = _matcher(wanted)
        return next((one for one in reversed(self.see()) if one.by_bot and fits(one)), None)

    def mark(self) -> None:
        """From here on ``wait_for`` looks only at what is written or edited later. Every action marks."""
        chat = self.chat
        self._mark, self._marked_chat = chat.changed.number, chat.id

    async def wait_for(self, wanted: Wanted, *, anytime: bool = False, timeout: float = WAIT) -> Seen:  # noqa: ASYNC109
        """The newest message of the bot that fits and was written or edited since the last action here
        (``anytime``: since ever). AssertionError with what is on the screen when it does not come."""
        fits = _matcher(wanted)

        def look() -> Seen | None:
            chat = self.chat
            since = 0 if anytime or chat.id != self._marked_chat else self._mark
            if not chat.is_inside(self.user_id):
                return None
            bot_id = self.world.bot.id
            for number in reversed(chat.messages):
                if chat.touched[number] > since and chat.messages[number]["from"]["id"] == bot_id:
                    message = self._seen(chat.messages[number])
                    if fits(message):
                        return message
            return None

        return await self._until(look, f"nothing fits {_named(wanted)}", timeout)

    async def wait_gone(self, message: Seen, *, timeout: float = WAIT) -> None:  # noqa: ASYNC109
        """Until ``message`` was deleted."""
        await self._until(lambda: message.id not in self.chat.messages, "the message stays", timeout)

    async def _until(self, look: Callable[[], T | None], why: str, timeout: float) -> T:  # noqa: ASYNC109
        try:
            return await self.chat.changed.until(look, timeout)
        except TimeoutError:
            screen = "\n".join(f"  {one}" for one in self.see()[-8:]) or "  (empty)"
            raise AssertionError(f"{self.name} waited: {why}; on the screen:\n{screen}") from None

    def _find(self, label: str | re.Pattern[str], messages: list[Seen]) -> tuple[Seen, Json]:
        newest_first = [one for one in reversed(messages) if one.rows]
        for test in _label_tests(label):
            for message in newest_first:
                for row in message.rows:
                    for button in row:
                        if test(str(button["text"])):
                            return message, button
        there = [text for one in newest_first for text in one.labels]
        raise LookupError(f"no button {label!r}; there are {there}")

    def _seen(self, message: Json) -> Seen:
        return seen(self.world, message)


def _label_tests(label: str | re.Pattern[str]) -> list[Callable[[str], object]]:
    if isinstance(label, str):
        return [lambda text: text == label, lambda text: label in text]
    return [label.search]


def _matcher(wanted: Wanted) -> Callable[[Seen], object]:
    if isinstance(wanted, str):
        return lambda message: wanted in message.text
    if isinstance(wanted, re.Pattern):
        return lambda message: wanted.search(message.text)
    return wanted


def _named(wanted: Wanted) -> str:
    return repr(wanted) if isinstance(wanted, str) else getattr(wanted, "pattern", "the question")
