"""Where the time of one step goes inside the transaction, without any network: reports handled one after another."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine

import storage.prepared
import storage.vault
from bot.brain import Brain
from bot.environment import environment
from bot.incoming import Chat, ChatKind, Incoming, Kind, Sender
from bot.main import Identity
from bot.outbox import OutboxRow, StoredOutbox
from bot.outgoing import Edit, Send
from bot.settings import load_settings
from conversations import engine as replay
from storage.database import connect_sqlite, engine_over, transact
from storage.tx import Tx
from storage.vault import Vault
from tests.bench import ours
from tests.bench.script import COMMAND, STEPS, UPDATES

PARTS = ("replay", "vault", "statements", "commit", "rest")


class Stopwatch:
    """CPU seconds of this thread per part; what one part calls in another counts there alone."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = dict.fromkeys(PARTS, 0.0)
        self.commit_waits: list[float] = []
        self._running: list[str] = []
        self._since = 0.0

    def timed(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same function with its time counted as `part`."""

        def timed(*args: Any, **kwargs: Any) -> Any:
            with self.running(part):
                return function(*args, **kwargs)

        return timed

    def committing(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same for the commit, of which the wait for the disk is noted as well."""

        def timed(*args: Any) -> Any:
            began = time.perf_counter()
            with self.running("commit"):
                result = function(*args)
            self.commit_waits.append(time.perf_counter() - began)
            return result

        return timed

    @contextmanager
    def running(self, part: str) -> Iterator[None]:
        """Count what happens inside as `part`."""
        self._count()
        self._running.append(part)
        try:
            yield
        finally:
            self._count()
            self._running.pop()

    def _count(self) -> None:
        now = time.thread_time()
        if self._running:
            self.spent[self._running[-1]] += now - self._since
        self._since = now


class Desk:
    """Handles updates as the running bot does, one at a time."""

    def __init__(self, directory: Path, users: Sequence[int]) -> None:
        self.users = users
        self.vault: Vault = ours.prepare(directory, list(users))
        self.engine: Engine = engine_over(connect_sqlite(str(directory / "belboom.db")))
        settings = load_settings(
            needs_token=False,
            _env_file=None,
            key_dir=directory / "keys",
            database_url=f"sqlite:///{directory}/belboom.db",
            language="en",
        )
        self.brain = Brain(environment(settings, Identity(1, "bench_bot", False)))
        self._store = StoredOutbox()
        self._numbers = itertools.count(1)

    def report(self, user: int) -> None:
        """All updates of one report, each with the noting down of what was sent."""
        rows = self._take(user, Kind.COMMAND, command=COMMAND[1:])
        for step in STEPS:
            rows = self._take(user, Kind.TAP, action=_button(rows, step.tapped), callback_id=str(next(self._numbers)))

    def _take(self, user: int, kind: Kind, **details: Any) -> Sequence[OutboxRow]:
        number = next(self._numbers)
        chat, sender = Chat(user, ChatKind.PRIVATE), Sender(user, "Somebody", "en")
        incoming = Incoming(number, kind, datetime.now(UTC), chat, sender, message_id=number, **details)
        rows: Sequence[OutboxRow] = self._transact(lambda tx: self.brain.handle(tx, incoming)).outbox
        self._transact(lambda tx: self._mark(tx, rows, number))
        return rows

    def _mark(self, tx: Tx, rows: Sequence[OutboxRow], message_id: int) -> None:
        for row in rows:
            if row.kept:
                self._store.mark_sent(tx, row.id, message_id)

    def _transact(self, work: Callable[[Tx], Any]) -> Any:
        return transact(self.engine, self.vault, datetime.now(UTC), work)


def dissect(directory: Path, rounds: int = 4) -> tuple[dict[str, float], float]:
    """Microseconds of CPU per handled update by part, and how long its two commits wait in all, in microseconds."""
    desk = Desk(directory, range(10_001, 10_001 + 2 * ours.MEMBERS))
    for user in desk.users:
        desk.report(user)
    watch = Stopwatch()
    with _watched(watch, desk.engine):
        for _ in range(rounds):
            for user in desk.users:
                with watch.running("rest"):
                    desk.report(user)
    desk.engine.dispose()
    updates = rounds * len(desk.users) * UPDATES
    return {part: watch.spent[part] / updates * 1e6 for part in PARTS}, sum(watch.commit_waits) / updates * 1e6


@contextmanager
def _watched(watch: Stopwatch, engine: Engine) -> Iterator[None]:
    timed = partial(watch.timed)
    with ExitStack() as stack:
        for part, owner, name in (
            ("replay", replay, "begin"),
            ("replay", replay, "advance"),
            ("vault", storage.vault, "seal"),
            ("vault", storage.vault, "unseal"),
            ("vault", Vault, "blind"),
            ("statements", storage.prepared.Prepared, "rows"),
            ("statements", storage.prepared.Prepared, "change"),
            ("statements", Tx, "execute"),
        ):
            stack.enter_context(patch.object(owner, name, timed(part, getattr(owner, name))))
        stack.enter_context(patch.object(engine.dialect, "do_commit", watch.committing(engine.dialect.do_commit)))
        yield


def _button(rows: Sequence[OutboxRow], label: str) -> str:
    screen = next(row.payload for row in rows if isinstance(row.payload, Send | Edit))
    return next(key.data for line in screen.keyboard for key in line if key.label == label or not label)
