"""Fetching updates: python-telegram-bot polls, and hands each update to a queue of ours whose `put` is the intake.

Traps of python-telegram-bot 22.8 (`telegram/ext/_updater.py`), each with a test:
- The offset moves on only after every `put` of a batch came back, so what was not committed comes again.
- A `put` that raises anything but a `TelegramError` ends the polling task, and nobody is told.
- After such an end `stop()` leaves its stop event set, and a poller started anew would never poll. So a new
  `Updater` is made each time; those updates that come again are known by their ids.
- Updates are put one by one, each waiting for the one before: so the whole batch is taken in before the first `put`.
- A time-out is retried at once and told to nobody. Only the moment of the last answer shows it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import Updater

from bot.clock import SystemTimer, Timer
from bot.intake import Intake, NotTakenInError
from bot.logs import where
from bot.telegram.connection import POLL_SECONDS, Connection
from bot.telegram.inward import ALLOWED_UPDATES, Reader

log = logging.getLogger(__name__)

SILENCE = 3.0 * POLL_SECONDS
"""Seconds without an answer to a poll after which something is wrong."""
WATCH_EVERY = 5.0
_PAUSES = (0.2, 1.0)
"""Seconds between the attempts to take one update in; after them the poller itself waits and asks again."""


class TakingIn:
    """Reads an update and takes it in."""

    def __init__(self, reader: Reader, intake: Intake, now: Callable[[], datetime]) -> None:
        self._reader = reader
        self._intake = intake
        self._now = now

    async def take(self, update: Update) -> None:
        """Come back when the update is dealt with, or is none of our business. Raises `NotTakenInError`."""
        try:
            incoming = self._reader.translate(update, self._now())
        except Exception as error:
            # It would fail again each time it came, and hold up everybody's updates.
            log.error("update_unreadable", extra={"update": update.update_id, **where(error)})
            return
        if incoming is not None:
            await self._intake.take(incoming)


class Inbox(asyncio.Queue[object]):
    """Looks like the queue that the poller fills, but keeps nothing: `put` comes back when the update is committed.

    A batch is taken in at once, so that it shares transactions; `put` then waits for the batch of its update.
    """

    def __init__(self, taking_in: TakingIn, timer: Timer) -> None:
        super().__init__()
        self._taking_in = taking_in
        self._timer = timer
        self._batch: asyncio.Task[set[int]] | None = None
        self._expected: set[int] = set()

    def expect(self, updates: Sequence[Update]) -> None:
        """These were fetched, and are about to be put one by one."""
        if updates:
            self._expected = {update.update_id for update in updates}
            self._batch = asyncio.create_task(self._take_all(updates, self._batch), name="inbox: batch")

    async def put(self, item: object) -> None:
        """Raises `TelegramError`, and nothing else, when the update could not be taken in."""
        assert isinstance(item, Update)
        if item.update_id not in self._expected:
            self.expect([item])
        assert self._batch is not None
        # Shielded: when the poller is stopped meanwhile, what is being committed comes to its end all the same.
        if item.update_id in await asyncio.shield(self._batch):
            raise TelegramError("an update could not be taken in")

    async def finish(self) -> None:
        """Come back when nothing is being taken in any more."""
        if self._batch is not None:
            await asyncio.gather(self._batch, return_exceptions=True)

    async def _take_all(self, updates: Sequence[Update], before: asyncio.Task[set[int]] | None) -> set[int]:
        """The ids of those that could not be taken in."""
        if before is not None:
            await asyncio.gather(before, return_exceptions=True)
        left = list(updates)
        for pause in (*_PAUSES, None):
            taken = await asyncio.gather(*(self._take(update) for update in left))
            left = [update for update, fine in zip(left, taken, strict=True) if not fine]
            if not left or pause is None:
                break
            await self._timer.wait(pause, asyncio.Event())
        return {update.update_id for update in left}

    async def _take(self, update: Update) -> bool:
        try:
            await self._taking_in.take(update)
        except NotTakenInError:
            return False
        except Exception as error:
            log.error("intake_broke", extra={"update": update.update_id, **where(error)})
            return False
        return True


class Polling:
    """Keeps a poller running between `start` and `stop`."""

    def __init__(self, connection: Connection, taking_in: TakingIn, timer: Timer | None = None) -> None:
        self._connection = connection
        self._timer = timer or SystemTimer()
        self._inbox = Inbox(taking_in, self._timer)
        self._updater: Updater | None = None
        self._watching: asyncio.Task[None] | None = None
        self._since = time.monotonic()

    async def start(self) -> None:
        """Begin to fetch, however long Telegram is away."""
        self._since = time.monotonic()
        self._connection.heard = self._inbox.expect
        self._watching = asyncio.create_task(self._watch(), name="polling: watch")

    async def stop(self) -> None:
        """Stop fetching. What was fetched and not committed comes again."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        await self._end(self._updater)
        await self._inbox.finish()

    @property
    def alive(self) -> bool:
        """Whether a poller runs and Telegram answered it lately."""
        answered = max(self._connection.polls.last_answer or 0.0, self._since)
        return self._runs() and time.monotonic() - answered < SILENCE

    async def _watch(self) -> None:
        while True:
            if not self._runs():
                await self._begin()
            await self._timer.wait(WATCH_EVERY, asyncio.Event())

    async def _begin(self) -> None:
        await self._end(self._updater)
        self._updater = Updater(self._connection.bot, self._inbox)
        try:
            await self._updater.initialize()
            await self._updater.start_polling(
                timeout=POLL_SECONDS, allowed_updates=ALLOWED_UPDATES, error_callback=_poll_failed
            )
        except TelegramError as error:
            log.warning("polling_not_started", extra=where(error))
            return
        log.info("polling_started")

    async def _end(self, updater: Updater | None) -> None:
        if updater is None or not updater.running:
            return
        try:
            await updater.stop()
        except Exception as error:
            log.error("polling_died", extra=where(error))

    def _runs(self) -> bool:
        task = polling_task(self._updater) if self._updater is not None else None
        return task is not None and not task.done()


def polling_task(updater: Updater) -> asyncio.Task[None] | None:
    """The task in which `updater` polls; the library does not show it, and a test of ours fails should it move."""
    task: asyncio.Task[None] | None = getattr(updater, "_Updater__polling_task", None)
    return task


def _poll_failed(error: TelegramError) -> None:
    log.warning("poll_failed", extra=where(error))
