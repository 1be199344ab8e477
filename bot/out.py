"""Writing what we mean to send: screens become outbox rows in the recipient's language."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.outbox import OutboxRow, Priority, Recipient, enqueue, unkept
from bot.outgoing import (
    Answer,
    Delete,
    Document,
    Edit,
    Key,
    Keyboard,
    Leave,
    Menu,
    MenuItem,
    Payload,
    Photo,
    Send,
)
from conversations.screen import Screen
from locales import Words, render, render_plain
from storage import chats, people
from storage.people import Person
from storage.tx import Tx

LONGEST = 4096
"""Characters of one message, markup included (core.telegram.org/bots/api#sendmessage)."""


class Out:
    """Collects the outbox rows of one transaction, in the order of writing."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self.rows: list[OutboxRow] = []

    def send(
        self, to: Target, screen: Screen | Words, *, replaces_row: int = 0, reply_to: int = 0, **how: Any
    ) -> int | None:
        """A new message; returns the outbox row. `how`: key, priority, not_before, purpose."""
        shown = as_screen(screen)
        payload = Send(
            text=fitting(render(shown.words, to.language)),
            keyboard=keyboard(shown, to.language),
            protect=shown.protect,
            replaces_row=replaces_row,
            reply_to=reply_to,
        )
        return self.put(to, payload, **how)

    def edit(
        self,
        to: Target,
        screen: Screen | Words,
        *,
        message_id: int = 0,
        row: int = 0,
        or_anew: bool = True,
        **how: Any,
    ) -> int | None:
        """New words and buttons for the message with this id, or for the one that outbox row `row` carried."""
        shown = as_screen(screen)
        payload = Edit(
            text=fitting(render(shown.words, to.language)),
            keyboard=keyboard(shown, to.language),
            protect=shown.protect,
            message_id=message_id,
            row=row,
            or_anew=or_anew,
        )
        return self.put(to, payload, **how)

    def delete(self, to: Target, *, message_id: int = 0, row: int = 0, **how: Any) -> int | None:
        """Take a message away."""
        return self.put(to, Delete(message_id=message_id, row=row), **how)

    def answer(self, to: Target, callback_id: str, words: Words | None = None, *, alert: bool = False) -> None:
        """Answer a tap. Without words it only ends the waiting sign on the button, which goes by itself as well; that
        is not worth a place in the table."""
        if words is not None:
            text = render_plain(words, to.language)[:200]
            # No key of its own: the platform's id of a tap tells who tapped, and an update is dealt with once.
            self.put(to, Answer(callback_id=callback_id, text=text, alert=alert))
        elif (recipient := self._recipient(to)) is not None:
            self.rows.append(unkept(self._tx, recipient, Answer(callback_id=callback_id)))

    def document(
        self, to: Target, name: str, content: bytes, caption: Words, *, protect: bool = False, **how: Any
    ) -> int | None:
        """A file."""
        return self.put(
            to, Document(name=name, content=content, caption=render(caption, to.language), protect=protect), **how
        )

    def photo(self, to: Target, content: bytes, caption: Words, **how: Any) -> int | None:
        """A picture (PNG)."""
        return self.put(to, Photo(content=content, caption=render(caption, to.language)), **how)

    def menu(self, to: Target, items: list[tuple[str, Words]], **how: Any) -> int | None:
        """The command menu of a chat."""
        lines = tuple(MenuItem(command=name, description=render_plain(words, to.language)) for name, words in items)
        return self.put(to, Menu(items=lines), **how)

    def leave(self, to: Target) -> int | None:
        """Leave a group."""
        return self.put(to, Leave())

    def put(
        self,
        to: Target,
        payload: Payload,
        *,
        key: str | None = None,
        priority: Priority = Priority.REPLY,
        not_before: datetime | None = None,
        purpose: str = "",
    ) -> int | None:
        """One outbox row; `None` where its key was there already, or the person has no app to write to."""
        recipient = self._recipient(to)
        if recipient is None:
            return None
        row = enqueue(
            self._tx,
            key or f"{payload.kind}:{self._tx.new_id()}",
            recipient,
            payload,
            priority=priority,
            not_before=not_before,
            purpose=purpose,
        )
        if row is None:
            return None
        self.rows.append(row)
        return row.id

    def _recipient(self, to: Target) -> Recipient | None:
        if to.person_id is not None:
            chat = to.platform_id or people.platform_id_of(self._tx, to.person_id)
            return None if chat is None else Recipient(chat, person_id=to.person_id)
        assert to.chat_row is not None
        chat = to.platform_id or chats.platform_id_of(self._tx, to.chat_row)
        return None if chat is None else Recipient(chat, group_id=to.chat_row)


class Target:
    """Somebody's private chat, or a group chat, with the language to write in.

    `platform_id` is the platform's chat id where it is known already; it is looked up otherwise.
    """

    __slots__ = ("chat_row", "language", "person_id", "platform_id")

    def __init__(
        self, language: str, *, person_id: str | None = None, chat_row: str | None = None, platform_id: int = 0
    ) -> None:
        if (person_id is None) == (chat_row is None):
            raise ValueError("a message goes to one person or to one group")
        self.language = language
        self.person_id = person_id
        self.chat_row = chat_row
        self.platform_id = platform_id


def fitting(text: str) -> str:
    """The text, or as many of its lines as one message takes: what is cut short still arrives, what is too long would
    be refused. No markup of ours goes on from one line to the next."""
    if len(text) <= LONGEST:
        return text
    kept: list[str] = []
    room = LONGEST - len("…")
    for line in text.split("\n"):
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return "\n".join([*kept, "…"])


def to_person(person: Person) -> Target:
    """This person's private chat."""
    return Target(person.language, person_id=person.id)


def to_group(chat_row: str, language: str) -> Target:
    """This group chat."""
    return Target(language, chat_row=chat_row)


def as_screen(screen: Screen | Words) -> Screen:
    """Bare words as a screen without buttons."""
    return screen if isinstance(screen, Screen) else Screen(screen)


def keyboard(screen: Screen, language: str) -> Keyboard:
    """The buttons of a screen, rendered."""
    return tuple(
        tuple(Key(label=render_plain(b.label, language), data=b.action, url=b.url) for b in row) for row in screen.rows
    )
