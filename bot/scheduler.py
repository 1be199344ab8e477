"""What happens by itself: jobs that are run again and again, each in its own transaction."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.logs import where
from bot.outbox import OutboxRow
from bot.transactions import Runner
from storage.tx import Tx

log = logging.getLogger(__name__)

RETRY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Worked:
    """The rows that a job wrote. `again`: there is more of it, left for a transaction of its own."""

    rows: Sequence[OutboxRow] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """`work` is run at the start, then `every` so often, and whenever the time jumps.

    It finds out by itself what is due at `tx.now`, and changes nothing the second time. What would hold up everybody
    who waits for an answer it does in slices: it is run again at once, and between two slices others have their turn.
    """

    name: str
    every: timedelta
    work: Callable[[Tx], Worked]


class Scheduler:
    """Runs the jobs between `start` and `stop`."""

    def __init__(
        self, database: Runner, jobs: Sequence[Job], clock: Clock, offer: Callable[[Sequence[OutboxRow]], None]
    ) -> None:
        self._database = database
        self._jobs = tuple(jobs)
        self._clock = clock
        self._offer = offer
        self._due: dict[str, datetime] = {}
        self._jumped = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin."""
        self._loop = asyncio.create_task(self._run_forever(), name="scheduler")

    async def stop(self) -> None:
        """Let the job under way be committed or rolled back, and run no other."""
        if self._loop is not None:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._loop is not None and not self._loop.done()

    async def run_due(self, *, all_of_them: bool = False) -> None:
        """Run what is due now, one after another."""
        for job in self._jobs:
            now = self._clock.now()
            if all_of_them or self._due.get(job.name, now) <= now:
                self._due[job.name] = now + await self._run(job)

    async def _run_forever(self) -> None:
        jumped = True
        while True:
            self._jumped.clear()
            await self.run_due(all_of_them=jumped)
            await self._clock.wait(min(self._due.values(), default=None), self._jumped)
            jumped = self._jumped.is_set()

    async def _run(self, job: Job) -> timedelta:
        """How long until it is run again."""
        try:
            worked = await self._database.run(job.work)
        except Exception as error:
            log.error("job_failed", extra={"job": job.name, **where(error)})
            return min(job.every, RETRY)
        if worked.rows:
            log.info("job_wrote", extra={"job": job.name, "rows": len(worked.rows)})
        self._offer(worked.rows)
        return timedelta(0) if worked.again else job.every
