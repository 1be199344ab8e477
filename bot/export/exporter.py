"""Makes the exports that were asked for, one at a time, each in a process of its own, while the bot goes on answering.

The process reads by itself and hands locked files over; what it does to the bot's own data is in `bot.export.errands`.
Where the bot goes down, the process ends with it, and the export is gone on with at the next start.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from collections.abc import Callable, Sequence
from typing import Concatenate, ParamSpec, TypeVar

from bot.context import Env
from bot.export import errands
from bot.export.making import File, Planned, Step
from bot.export.order import Order, Source
from bot.export.pipe import GO_ON, LONGEST_LINE, MakingFailedError, Task, read_step
from bot.logs import where
from bot.out import Out
from bot.outbox import OutboxRow
from bot.transactions import Runner
from storage.database import StorageUnavailableError
from storage.tx import Tx

log = logging.getLogger(__name__)

T = TypeVar("T")
P = ParamSpec("P")

TELLS_EVERY = 3.0
"""Seconds between two looks at how far it is: platforms slow a bot down that edits more often."""

DELIVERY_PATIENCE = 300.0
"""Seconds for which the next file waits for the one before it to arrive, so that few of them lie in the database."""

GLANCE = 0.25
"""Seconds between two looks whether it has."""

RETRY = 2.0
"""Seconds after which a database that was away is tried again."""

PAUSE = 30.0
"""Seconds after a bug."""


class Exporter:
    """Runs between `start` and `stop`."""

    def __init__(
        self,
        database: Runner,
        env: Env,
        source: Source,
        offer: Callable[[Sequence[OutboxRow]], None],
        *,
        command: Sequence[str] = (sys.executable, "-m", "bot.export.child"),
        tells_every: float = TELLS_EVERY,
    ) -> None:
        self._database = database
        self._env = env
        self._source = source
        self._offer = offer
        self._command = tuple(command)
        self._tells_every = tells_every
        self._woken = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin; what an earlier run left is gone on with."""
        self._loop = asyncio.create_task(self._run_forever(), name="exporter")

    async def stop(self) -> None:
        """End, and with it the process that makes an export."""
        if self._loop is not None:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._loop is not None and not self._loop.done()

    def offer(self, rows: Sequence[OutboxRow]) -> None:
        """Rows that were committed just now go on to the sender; if one of them is about an export, look after it."""
        self._offer(rows)
        if any(errands.wakes(row.purpose) for row in rows):
            self._woken.set()

    async def _run_forever(self) -> None:
        adopted = False
        while True:
            try:
                if not adopted:
                    await self._commit(errands.adopt)
                    adopted = True
                await self._make_all()
            except Exception as error:
                log.error("exporter_failed", extra=where(error))
                await asyncio.sleep(PAUSE)

    async def _make_all(self) -> None:
        while True:
            self._woken.clear()
            export_id = await self._commit(errands.next_one)
            if export_id is None:
                await self._woken.wait()
            else:
                await self._make(export_id)

    async def _make(self, export_id: str) -> None:
        order = await self._commit(errands.begin, self._env, export_id)
        if order is None:
            return
        log.info("export_begun", extra={"export": export_id, "shown": order.shown})
        try:
            files = await self._by_a_process(export_id, order)
        except _NotWantedError:
            log.info("export_stopped", extra={"export": export_id})
        except MakingFailedError as error:
            log.error("export_failed", extra={"export": export_id, "error": error.error, "at": error.at})
            await self._commit(errands.fail, export_id)
        except Exception as error:
            log.error("export_failed", extra={"export": export_id, **where(error)})
            await self._commit(errands.fail, export_id)
        else:
            await self._commit(errands.finish, export_id, files)
            log.info("export_made", extra={"export": export_id, "files": files})

    async def _by_a_process(self, export_id: str, order: Order) -> int:
        """How many files it became. Raises `MakingFailedError`, `_NotWantedError`."""
        child = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # whatever a library says there may quote somebody
            start_new_session=True,  # Ctrl-C is for us; the process is ended below
            limit=LONGEST_LINE,
        )
        try:
            return await self._follow(child, export_id, order)
        finally:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await asyncio.shield(child.wait())

    async def _follow(self, child: asyncio.subprocess.Process, export_id: str, order: Order) -> int:
        assert child.stdin is not None
        assert child.stdout is not None
        await _say(child.stdin, Task(source=self._source, order=order).model_dump_json().encode() + b"\n")
        planned, told_at = Planned(0, ()), float("-inf")
        while (step := await self._next(child.stdout, export_id)) is not None:
            if isinstance(step, Planned):
                planned = step
                await self._commit(errands.plan, export_id, planned)
            elif isinstance(step, File):
                await self._hand_over(export_id, step)
                await _say(child.stdin, GO_ON)
            elif (now := asyncio.get_running_loop().time()) - told_at >= self._tells_every:
                told_at = now
                await self._commit(errands.tell, export_id, step, planned)
        return len(planned.cuts) + 1

    async def _next(self, lines: asyncio.StreamReader, export_id: str) -> Step | None:
        """The next step, unless meanwhile somebody stops it: `_NotWantedError`."""
        reading = asyncio.ensure_future(read_step(lines))
        try:
            while not reading.done():
                if self._woken.is_set():
                    self._woken.clear()
                    if not await self._commit(errands.is_wanted, export_id):
                        raise _NotWantedError
                waking = asyncio.ensure_future(self._woken.wait())
                await asyncio.wait((reading, waking), return_when=asyncio.FIRST_COMPLETED)
                waking.cancel()
            return reading.result()
        finally:
            reading.cancel()

    async def _hand_over(self, export_id: str, file: File) -> None:
        """Send a file; unless it is the last, come back when it has arrived, or failed to, or time is up."""
        handed = await self._commit(errands.hand_over, self._env, export_id, file)
        if handed is None:
            raise _NotWantedError
        patience = DELIVERY_PATIENCE
        while file.number < file.of and patience > 0 and await self._commit(errands.is_on_its_way, handed):
            await asyncio.sleep(GLANCE)
            patience -= GLANCE

    async def _commit(self, work: Callable[Concatenate[Tx, Out, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Commit, however long the database is away; what it wrote for people goes to the sender."""

        def write(tx: Tx) -> tuple[T, Sequence[OutboxRow]]:
            out = Out(tx)
            return work(tx, out, *args, **kwargs), out.rows

        while True:
            try:
                result, rows = await self._database.run(write)
            except StorageUnavailableError as error:
                log.warning("export_waits", extra=where(error))
                await asyncio.sleep(RETRY)
            else:
                self._offer(rows)
                return result


class _NotWantedError(Exception):
    """Nobody waits for the export any more."""


async def _say(to: asyncio.StreamWriter, what: bytes) -> None:
    """Where the process has ended, reading tells so."""
    with contextlib.suppress(ConnectionError):
        to.write(what)
        await to.drain()
