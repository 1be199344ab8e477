"""A small town for feature tests: invented people, groups, a real SQLite file and the real dispatcher.

No network: what would be sent is read from the outbox and shown as the chats of those people. Visible text is the
English message id as long as people speak English here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TypeVar

import bot.features  # noqa: F401  fills the registry
from bot.brain import Brain
from bot.context import PLATFORM, Env
from bot.dispatch import handle
from bot.incoming import Chat, ChatKind, Incoming, Kind, Sender
from bot.out import Out
from bot.outbox import OutboxRow, StoredOutbox
from bot.outgoing import Answer, Delete, Document, Edit, Keyboard, Menu, Photo, Send
from bot.registry import JOBS
from conversations.ports import RedactedText
from storage.database import connect_sqlite, engine_over, transact
from storage.keys import KeyDirectory
from storage.people import find
from storage.tx import Tx
from storage.vault import Vault
from tests.installed import install

T = TypeVar("T")

START = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
"""A Wednesday."""


@dataclass
class Message:
    """A message as it stands in a chat."""

    id: int
    text: str
    keyboard: Keyboard
    protect: bool = False
    document: Document | None = None
    photo: Photo | None = None

    @property
    def labels(self) -> list[str]:
        """What stands on its buttons."""
        return [key.label for row in self.keyboard for key in row]


@dataclass
class Room:
    """A chat as the platform shows it. `notices` are the answers to taps; `deleted` the ids taken away."""

    id: int
    messages: dict[int, Message] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    refuses: str = ""
    menu: dict[str, str] = field(default_factory=dict)
    """The command menu: what each command is for."""

    @property
    def last(self) -> Message:
        """The newest message of the bot."""
        return self.messages[max(self.messages)]

    @property
    def text(self) -> str:
        """Everything the bot said that still stands here."""
        return "\n".join(message.text for _, message in sorted(self.messages.items()))


class Someone:
    """An invented person with the app."""

    def __init__(self, town: Town, name: str, number: int) -> None:
        self.town, self.name, self.number = town, name, number
        self.room = town.room(number)

    def says(self, text: str, *, group: Room | None = None, reply_to: Someone | None = None) -> None:
        """Type something, in private or in a group. A leading slash makes it a command."""
        room = group or self.room
        command, _, rest = text.partition(" ")
        is_command = text.startswith("/")
        self.town.receive(
            self,
            room,
            Kind.COMMAND if is_command else Kind.TEXT,
            message_id=next(self.town.message_ids),
            command=command[1:].lower() if is_command else "",
            text=rest if is_command else text,
            reply_to=None if reply_to is None else reply_to.sender,
        )

    def taps(self, label: str, *, group: Room | None = None) -> None:
        """Tap the newest button on which `label` stands."""
        room = group or self.room
        for message in sorted(room.messages.values(), key=lambda m: -m.id):
            for row in message.keyboard:
                for key in row:
                    if label in key.label and key.data:
                        self.forges(key.data, group=group, message_id=message.id)
                        return
        raise AssertionError(f"no button {label!r}; there are {[m.labels for m in room.messages.values()]}")

    def forges(self, data: str, *, group: Room | None = None, message_id: int = 0) -> None:
        """Tap a button that carries `data`, whether it exists or not."""
        self.town.receive(
            self,
            group or self.room,
            Kind.TAP,
            action=data,
            callback_id=f"cb{next(self.town.update_ids)}",
            message_id=message_id,
        )

    def sends_photo(self) -> None:
        """Send a picture in private."""
        self.town.receive(self, self.room, Kind.UNUSABLE, message_id=next(self.town.message_ids))

    @property
    def sender(self) -> Sender:
        """How the platform names this person."""
        return Sender(self.number, self.name, "en")

    @property
    def id(self) -> str:
        """Our own id of this person."""
        person = self.town.run(lambda tx: find(tx, PLATFORM, self.number))
        assert person is not None
        return person.id


class Town:
    """A database, a clock and everybody's chats."""

    def __init__(self, directory: Path, *, admins: tuple[int, ...] = (1,)) -> None:
        self.directory = directory
        self.now = START
        install(directory, database="town.db")
        self.vault = Vault(KeyDirectory(directory / "keys"))
        self.raw = connect_sqlite(str(directory / "town.db"))
        self.raw.execute("PRAGMA synchronous = OFF")  # no power cut to outlive here; the journeys have theirs
        self.engine = engine_over(self.raw)
        self.env = Env(
            bot_id=999,
            bot_username="belboom_test_bot",
            admins=frozenset(admins),
            language="en",
            timezone="Europe/Brussels",
            retention_days=90,
            redact=lambda text, names, language: RedactedText(text),
            alarm=lambda text: "suicide" in text,
            export_password=lambda: "a long enough password",
        )
        self.rooms: dict[int, Room] = {}
        self.update_ids, self.message_ids = count(1), count(1000)
        self._numbers, self._groups = count(1), count(-100, -1)

    def person(self, name: str) -> Someone:
        """Somebody new with the app. The first one is the admin."""
        return Someone(self, name, next(self._numbers))

    def group(self, *, added_by: Someone | None = None) -> Room:
        """A new group, into which the bot is put when `added_by` is given."""
        room = self.room(next(self._groups))
        if added_by is not None:
            self.receive(added_by, room, Kind.BOT_ADDED)
        return room

    def room(self, chat_id: int) -> Room:
        """The chat with this platform id."""
        return self.rooms.setdefault(chat_id, Room(chat_id))

    def run(self, work: Callable[[Tx], T]) -> T:
        """Run something in a transaction, and deliver what it put into the outbox."""
        return transact(self.engine, self.vault, self.now, work)

    def receive(self, who: Someone, room: Room, kind: Kind, **fields: object) -> None:
        """An update comes in and is dealt with, and what it leads to is delivered."""
        chat = Chat(room.id, ChatKind.PRIVATE if room.id > 0 else ChatKind.GROUP)
        incoming = Incoming(next(self.update_ids), kind, self.now, chat, who.sender, **fields)  # type: ignore[arg-type]
        handled = self.run(lambda tx: handle(tx, self.env, incoming))
        for row in handled.outbox:
            if not row.kept and isinstance(row.payload, Answer):
                room.notices.append(row.payload.text)
        self.deliver()

    def advance(self, **by: float) -> None:
        """Let time pass (`minutes=…`, `days=…`), run what is due then, and deliver it."""
        self.now += timedelta(**by)
        self.run_jobs()

    def run_jobs(self) -> None:
        """Run every job until it is done, and deliver what it leads to."""
        for _, _, work in JOBS:
            while self.run(lambda tx, work=work: work(tx, self.env, Out(tx))):  # type: ignore[misc]
                pass  # it did a slice, and there is more
        self.deliver()

    def deliver(self) -> None:
        """Bring every due message to its chat, as the sender would."""
        store = StoredOutbox()
        while rows := self.run(lambda tx: list(store.take(tx, 100))):
            for row in sorted(rows, key=lambda r: r.id):
                self.run(lambda tx, row=row: self._deliver(tx, store, row))  # type: ignore[misc]

    def _deliver(self, tx: Tx, store: StoredOutbox, row: OutboxRow) -> None:
        room = self.room(row.to.chat_id)
        if room.refuses:
            store.fail(tx, row.id, room.refuses)
            brain = Brain(self.env)
            if room.refuses == "blocked":
                brain.on_blocked(tx, row)
            brain.on_failed(tx, row, room.refuses)
            return
        store.mark_sent(tx, row.id, self._show(tx, store, room, row))

    def _show(self, tx: Tx, store: StoredOutbox, room: Room, row: OutboxRow) -> int | None:
        match row.payload:
            case Send(text=text, keyboard=keyboard, protect=protect, replaces_row=old):
                assert 0 < len(text) <= 4096, "the platform takes 1 to 4096 characters"
                replaced = room.messages.get(store.message_id_of(tx, old) or 0) if old else None
                if replaced is not None:
                    replaced.keyboard = ()
                return self._put(room, Message(next(self.message_ids), text, keyboard, protect))
            case Edit(text=text, keyboard=keyboard, message_id=message_id, row=old_row, or_anew=or_anew):
                target = message_id or (store.message_id_of(tx, old_row) or 0)
                if target not in room.messages and not or_anew:
                    return target
                if target not in room.messages:
                    return self._put(room, Message(next(self.message_ids), text, keyboard))
                room.messages[target] = Message(target, text, keyboard)
                return target
            case Delete(message_id=message_id, row=old_row):
                target = message_id or (store.message_id_of(tx, old_row) or 0)
                room.messages.pop(target, None)
                room.deleted.append(target)
            case Answer(text=text):
                room.notices.append(text)
            case Document() as document:
                return self._put(room, Message(next(self.message_ids), document.caption, (), document=document))
            case Photo() as photo:
                return self._put(room, Message(next(self.message_ids), photo.caption, photo.keyboard, photo=photo))
            case Menu(items=items):
                room.menu = {item.command: item.description for item in items}
            case _:
                pass
        return None

    @staticmethod
    def _put(room: Room, message: Message) -> int:
        assert all(len(key.data.encode()) <= 64 for row in message.keyboard for key in row)
        room.messages[message.id] = message
        return message.id
