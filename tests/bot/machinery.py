"""For tests of sender, intake and scheduler: a real database without a thread, a timer that is moved by hand, and a
platform that does as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from bot.clock import FakeClock
from bot.outbox import OutboxRow, Priority, Recipient, StoredOutbox, enqueue
from bot.outgoing import Payload, Send
from bot.pace import Pace
from bot.sender import Sender
from bot.transactions import GroupCommit
from storage import chats, people
from storage.database import StorageUnavailableError, connect_sqlite, engine_over, transact
from storage.keys import KeyDirectory
from storage.schema import metadata
from storage.tx import Tx
from storage.vault import Vault

T = TypeVar("T")

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""A Monday."""


async def settle() -> None:
    """Let everything that can go on without time passing go on."""
    for _ in range(400):
        await asyncio.sleep(0)


class FakeTimer:
    """Seconds that pass only by `advance`."""

    def __init__(self) -> None:
        self._now = 1000.0
        self._waiting: list[tuple[float, asyncio.Event]] = []

    def time(self) -> float:
        return self._now

    async def wait(self, seconds: float | None, woken: asyncio.Event) -> None:
        if woken.is_set() or (seconds is not None and seconds <= 0):
            await asyncio.sleep(0)
            return
        if seconds is None:
            await woken.wait()
            return
        entry = (self._now + seconds, woken)
        self._waiting.append(entry)
        try:
            await woken.wait()
        finally:
            self._waiting.remove(entry)

    @property
    def next_in(self) -> float | None:
        """Seconds until the first of those who wait wakes up."""
        return min((at - self._now for at, _ in self._waiting), default=None)

    async def advance(self, seconds: float) -> None:
        """Let time pass, stopping wherever somebody wakes up on the way."""
        end = self._now + seconds
        await settle()
        while (step := self.next_in) is not None and self._now + step <= end:
            self._now += step
            for at, event in tuple(self._waiting):
                if at <= self._now + 1e-9:
                    event.set()
            await settle()
        self._now = end
        await settle()


class SyncDatabase:
    """A real SQLite file, without the thread. `broken` makes it unavailable; `transactions` counts them
    and `committed` is set after each."""

    def __init__(self, directory: Path, clock: FakeClock) -> None:
        self.clock = clock
        self.vault = Vault(KeyDirectory.create(directory / "keys"))
        self.raw = connect_sqlite(str(directory / "test.db"))
        self.engine = engine_over(self.raw)
        metadata.create_all(self.engine)
        self.broken = False
        self.transactions = 0
        self.committed = asyncio.Event()

    def now(self, work: Callable[[Tx], T]) -> T:
        """Run `work` at once."""
        return transact(self.engine, self.vault, self.clock.now(), work)

    async def run(self, work: Callable[[Tx], T]) -> T:
        await asyncio.sleep(0)
        if self.broken:
            raise StorageUnavailableError("database is locked")
        self.transactions += 1
        result = self.now(work)
        self.committed.set()
        await asyncio.sleep(0)
        return result

    def close(self) -> None:
        self.engine.dispose()
        self.raw.close()


@dataclass
class Platform:
    """Delivers nothing, but notes what it is given. `answers[chat_id]` are raised (or, None, not) one after another;
    while `hold` is set nothing comes back."""

    sent: list[tuple[int, Payload, int | None]] = field(default_factory=list)
    answers: dict[int, list[Exception | None]] = field(default_factory=dict)
    hold: asyncio.Event | None = None
    at_once: int = 0
    most_at_once: int = 0
    _ids: Iterator[int] = field(default_factory=lambda: iter(range(5000, 10_000_000)))

    async def __call__(self, chat_id: int, payload: Payload, old_message_id: int | None) -> int | None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if self.hold is not None:
                await self.hold.wait()
            await asyncio.sleep(0)
            planned = self.answers.get(chat_id) or []
            answer = planned.pop(0) if planned else None
            if answer is not None:
                raise answer
            self.sent.append((chat_id, payload, old_message_id))
            return next(self._ids) if payload.kind in ("send", "edit", "document", "photo") else None
        finally:
            self.at_once -= 1

    @property
    def texts(self) -> list[str]:
        """The texts that arrived, in order."""
        return [payload.text for _, payload, _ in self.sent if isinstance(payload, Send)]


@dataclass
class NotedHooks:
    """Notes what became of messages; `answer` makes the rows written in `on_failed`."""

    failed: list[tuple[int, str, str]] = field(default_factory=list)
    blocked: list[str | None] = field(default_factory=list)
    migrated: list[tuple[int, int]] = field(default_factory=list)
    answer: Callable[[Tx, OutboxRow], Sequence[OutboxRow]] = lambda tx, row: ()

    def on_failed(self, tx: Tx, row: OutboxRow, reason: str) -> Sequence[OutboxRow]:
        self.failed.append((row.id, row.purpose, reason))
        return self.answer(tx, row)

    def on_blocked(self, tx: Tx, row: OutboxRow) -> Sequence[OutboxRow]:
        self.blocked.append(row.to.person_id)
        return ()

    def on_migrated(self, tx: Tx, row: OutboxRow, new_chat_id: int) -> None:
        self.migrated.append((row.to.chat_id, new_chat_id))
        chats.migrate(tx, "telegram", row.to.chat_id, new_chat_id)


class Post:
    """A sender on a real outbox, with people to write to."""

    def __init__(self, directory: Path) -> None:
        self.clock = FakeClock(NOW)
        self.database = SyncDatabase(directory, self.clock)
        self.timer = FakeTimer()
        self.platform = Platform()
        self.hooks = NotedHooks()
        self.store = StoredOutbox()
        self._keys = iter(range(10_000_000))
        self.sender = self.new_sender()

    def new_sender(self) -> Sender:
        """A sender as after a start of the program."""
        self.sender = Sender(
            GroupCommit(self.database),
            self.store,
            self.platform,
            self.hooks,
            self.clock,
            timer=self.timer,
            pace=Pace(),
            jitter=lambda: 0.0,
        )
        return self.sender

    def person(self, platform_id: int) -> Recipient:
        """Somebody with the app."""
        made = self.database.now(lambda tx: people.add(tx, language="nl", platform="telegram", platform_id=platform_id))
        return Recipient(platform_id, person_id=made.id)

    def group(self, platform_id: int) -> Recipient:
        """A group."""
        made = self.database.now(lambda tx: chats.ensure(tx, "telegram", platform_id))
        return Recipient(platform_id, group_id=made)

    def write(self, to: Recipient, payload: Payload | str, **how: object) -> OutboxRow:
        """Commit one row and give it; the sender is not told."""
        said = Send(text=payload) if isinstance(payload, str) else payload
        key = str(how.pop("key", f"test:{next(self._keys)}"))
        row = self.database.now(lambda tx: enqueue(tx, key, to, said, **how))  # type: ignore[arg-type]
        assert row is not None
        return row

    def write_bulk(self, to: Recipient, text: str) -> OutboxRow:
        """Commit one bulk row."""
        return self.write(to, text, priority=Priority.BULK)

    def state(self, row: OutboxRow) -> str:
        """`waiting`, `sent` or `failed`."""
        query = "select state from outbox where id = ?"
        return str(self.raw(query, (row.id,))[0][0])

    def raw(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        """Look straight into the file."""
        return list(self.database.raw.execute(query, values))


@contextmanager
def post_in(directory: Path) -> Iterator[Post]:
    """A post whose database is closed at the end."""
    post = Post(directory)
    try:
        yield post
    finally:
        post.database.close()
