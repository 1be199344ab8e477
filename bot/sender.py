"""Drains the outbox: one row of a chat at a time, many chats at once, and nothing is lost or sent twice by us.

A row is marked in the database before the next one of its chat goes out, so at most one message per chat comes twice,
and only where we died between the platform's taking it and our noting so, or its answer was lost.

Freshly committed rows arrive through `offer`; all others (left by an earlier run, scheduled, written by the command
line) are read when they fall due, and looked for at least twice a minute.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar

from bot.clock import Clock, SystemTimer, Timer
from bot.delivery import Blocked, Deliver, DeliveryError, Migrated, TooManyRequests, Unreachable
from bot.lanes import Lane, Lanes, about_row
from bot.logs import where
from bot.outbox import OutboxRow, OutboxStore, Priority
from bot.outgoing import Answer, Delete, Document, Edit, Photo
from bot.pace import Pace
from bot.transactions import Runner
from storage.database import StorageUnavailableError
from storage.tx import Tx

log = logging.getLogger(__name__)

T = TypeVar("T")

IN_FLIGHT = 64
LONGEST_BACK_OFF = 300.0
TAKE = 500
SENT_IDS_KEPT = 10_000
STOP_SECONDS = 10.0


class Hooks(Protocol):
    """What the rest of the bot does when a message cannot be delivered; inside the transaction that marks the row.

    The rows they write are returned, so that the sender need not read them again.
    """

    def on_failed(self, tx: Tx, row: OutboxRow, reason: str) -> Sequence[OutboxRow]:
        """The row will never be sent."""

    def on_blocked(self, tx: Tx, row: OutboxRow) -> Sequence[OutboxRow]:
        """The person does not want to hear from us any more. `on_failed` follows."""

    def on_migrated(self, tx: Tx, row: OutboxRow, new_chat_id: int) -> None:
        """The group of the row has another platform id from now on."""


class Sender:
    """Runs between `start` and `stop`."""

    def __init__(
        self,
        database: Runner,
        store: OutboxStore,
        deliver: Deliver,
        hooks: Hooks,
        clock: Clock,
        *,
        timer: Timer | None = None,
        pace: Pace | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._database = database
        self._store = store
        self._deliver = deliver
        self._hooks = hooks
        self._clock = clock
        self._timer = timer or SystemTimer()
        self._jitter = jitter
        self._lanes = Lanes(pace or Pace())
        self._next_due: datetime | None = None
        self._horizon: tuple[int, int] | None = None
        """Priority and id of the last row that was read, where more are kept behind it."""
        self._caught_up = asyncio.Event()
        self._finished_meanwhile: set[int] = set()
        self._message_ids: OrderedDict[int, tuple[int, int]] = OrderedDict()
        self._go = asyncio.Event()
        self._look = asyncio.Event()
        self._loops: list[asyncio.Task[None]] = []
        self._flights: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def start(self) -> None:
        """Begin to drain."""
        self._loops = [
            asyncio.create_task(self._launch_forever(), name="sender: launch"),
            asyncio.create_task(self._read_forever(), name="sender: read"),
        ]

    async def stop(self) -> None:
        """Launch nothing more and let what is on its way come to an end."""
        self._stopping = True
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        if self._flights:
            _, late = await asyncio.wait(self._flights, timeout=STOP_SECONDS)
            for flight in late:
                flight.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return bool(self._loops) and not any(loop.done() for loop in self._loops)

    @property
    def waiting(self) -> int:
        """How many rows are in memory."""
        return len(self._lanes.known)

    def offer(self, rows: Iterable[OutboxRow]) -> None:
        """Take over rows that were committed just now.

        Those for later are read again when they fall due, and those behind which older ones wait unread in their turn.
        """
        now, moment = self._clock.now(), self._timer.time()
        if not self._caught_up.is_set():
            self._look.set()  # what an earlier run left is older: all are read together
            rows = [row for row in rows if not row.kept]
        for row in rows:
            if row.not_before <= now:
                if self._horizon is None and row.priority is Priority.BULK and self.waiting >= TAKE:
                    self._horizon = row.priority, row.id  # a whole town's digests are not all held in memory
                if self._horizon is None or (row.priority, row.id) < self._horizon:
                    self._lanes.add(row, moment)
            elif self._next_due is None or row.not_before < self._next_due:
                self._next_due = row.not_before
                self._look.set()
        self._go.set()

    async def _launch_forever(self) -> None:
        await self._caught_up.wait()
        while True:
            self._go.clear()
            moment = self._timer.time()
            while len(self._flights) < IN_FLIGHT and (chosen := self._lanes.next(moment)) is not None:
                flight = asyncio.create_task(self._fly(*chosen), name="sender: flight")
                self._flights.add(flight)
                flight.add_done_callback(self._landed)
            full = len(self._flights) >= IN_FLIGHT
            await self._timer.wait(None if full else self._lanes.wait(moment), self._go)

    def _landed(self, flight: asyncio.Task[None]) -> None:
        self._flights.discard(flight)
        if not flight.cancelled() and (error := flight.exception()) is not None:
            log.error("flight_crashed", extra=where(error))
        self._go.set()
        if self._horizon is not None and self.waiting < TAKE // 2:
            self._look.set()

    async def _read_forever(self) -> None:
        while True:
            self._look.clear()
            try:
                await self._read()
            except StorageUnavailableError as error:
                log.warning("outbox_unreadable", extra=where(error))
                await self._timer.wait(1.0, self._look)
                continue
            except Exception as error:
                log.error("outbox_unreadable", extra=where(error))
                await self._timer.wait(30.0, self._look)
                continue
            await self._clock.wait(self._next_due, self._look)

    async def _read(self) -> None:
        self._finished_meanwhile.clear()
        limit = len(self._lanes.known) + TAKE
        rows, due = await self._database.run(lambda tx: (self._store.take(tx, limit), self._store.next_due(tx)))
        moment = self._timer.time()
        for row in sorted(rows, key=lambda row: row.id):  # what is changed later stands before its change
            if row.id not in self._finished_meanwhile:
                self._lanes.add(row, moment)
        self._horizon = (rows[-1].priority, rows[-1].id) if len(rows) >= limit else None
        self._next_due = due
        self._caught_up.set()
        self._go.set()

    async def _fly(self, lane: Lane, row: OutboxRow) -> None:
        try:
            if row.kept and row.attempts and not await self._committed(lambda tx: self._store.is_due(tx, row.id)):
                # While it did not get through it was withdrawn, or put off until the morning.
                self._finish(lane, row)
                self._look.set()
                return
            message_id = await self._deliver(row.to.chat_id, row.payload, await self._old_message(row))
        except TooManyRequests as error:
            self._flooded(lane, row, error.retry_after)
        except Migrated as error:
            await self._moved(lane, row, error.new_id)
        except Unreachable as error:
            await self._try_again(lane, row, error.reason, _attempts(row))
        except DeliveryError as error:
            await self._give_up(lane, row, error.reason, blocked=isinstance(error, Blocked))
        except Exception as error:
            log.error("delivery_broke", extra={"row": row.id, **where(error)})
            await self._try_again(lane, row, "internal", 3)
        else:
            await self._sent(lane, row, message_id)

    async def _old_message(self, row: OutboxRow) -> int | None:
        match row.payload:
            case Edit(message_id=known) | Delete(message_id=known) if known:
                return known
        about = about_row(row)
        if not about:
            return None
        chat_id, known = self._message_ids.get(about, (0, 0))
        if chat_id == row.to.chat_id:
            return known
        return await self._committed(lambda tx: self._store.message_id_of(tx, about))

    async def _sent(self, lane: Lane, row: OutboxRow, message_id: int | None) -> None:
        if row.kept:
            await self._committed(lambda tx: self._store.mark_sent(tx, row.id, message_id))
        if message_id is not None:
            self._message_ids[row.id] = row.to.chat_id, message_id
            if len(self._message_ids) > SENT_IDS_KEPT:
                self._message_ids.popitem(last=False)
        self._finish(lane, row)

    def _flooded(self, lane: Lane, row: OutboxRow, seconds: float) -> None:
        log.info("asked_to_wait", extra={"row": row.id, "seconds": seconds, "priority": row.priority.name})
        moment = self._timer.time()
        if row.priority is Priority.BULK and row.to.person_id is not None:
            # One message a second into a private chat is within that chat's limit: it is the total that is over it.
            self._lanes.pace.pause_bulk(moment, seconds)
        self._lanes.again(lane, row, moment, flooded_for=seconds + self._jitter() * 0.5)

    async def _moved(self, lane: Lane, row: OutboxRow, new_chat_id: int) -> None:
        if row.to.chat_id == new_chat_id:
            await self._give_up(lane, row, "migrated_in_circles")
            return
        log.info("chat_migrated", extra={"row": row.id})
        await self._committed(lambda tx: self._hooks.on_migrated(tx, row, new_chat_id))
        self._lanes.moved(lane, new_chat_id)
        self._lanes.again(lane, row.moved_to(new_chat_id), self._timer.time())

    async def _try_again(self, lane: Lane, row: OutboxRow, reason: str, at_most: int) -> None:
        tried = replace(row, attempts=row.attempts + 1)
        if tried.attempts >= at_most:
            await self._give_up(lane, tried, reason)
            return
        pause = back_off(tried.attempts, self._jitter())
        log.warning("not_delivered", extra={"row": row.id, "reason": reason, "attempts": tried.attempts})
        await self._committed(lambda tx: self._store.count_attempt(tx, row.id))
        self._lanes.again(lane, tried, self._timer.time(), retry_in=pause)

    async def _give_up(self, lane: Lane, row: OutboxRow, reason: str, *, blocked: bool = False) -> None:
        log.warning("delivery_failed", extra={"row": row.id, "reason": reason, "kind": row.payload.kind})

        def settle(tx: Tx) -> list[OutboxRow]:
            self._store.fail(tx, row.id, reason)
            told = list(self._hooks.on_blocked(tx, row)) if blocked else []
            return told + list(self._hooks.on_failed(tx, row, reason))

        try:
            self.offer(await self._committed(settle))
        except Exception as error:
            log.error("failure_hook_broke", extra={"row": row.id, **where(error)})
            await self._committed(lambda tx: self._store.fail(tx, row.id, reason))
        self._finish(lane, row)

    def _finish(self, lane: Lane, row: OutboxRow) -> None:
        self._finished_meanwhile.add(row.id)
        self._lanes.done(lane, row, self._timer.time())

    async def _committed(self, work: Callable[[Tx], T]) -> T:
        """Commit, however long the database is away: its chat waits, so that nothing goes out twice."""
        attempt = 0
        while True:
            try:
                return await self._database.run(work)
            except StorageUnavailableError as error:
                attempt += 1
                log.warning("outbox_unmarked", extra=where(error))
                await self._timer.wait(min(back_off(attempt, self._jitter()), 30.0), asyncio.Event())


def back_off(attempts: int, jitter: float) -> float:
    """Seconds before the next attempt: 1, 2, 4 … up to five minutes, spread by up to a quarter (`jitter` in [0, 1])."""
    return float(min(LONGEST_BACK_OFF, 2.0 ** min(attempts - 1, 10)) * (1 + jitter / 4))


def _attempts(row: OutboxRow) -> int:
    match row.payload:
        case Answer():
            return 3  # a tap waits for seconds only
        case Document() | Photo():
            return 10  # about a quarter of an hour; then better asked for again
        case _:
            return 300  # about a day
