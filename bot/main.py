"""The composition root: what is started, in which order, and how it all comes to an end.

Order matters at both ends: nothing is fetched before the sender can send, and at the end fetching stops first, then
the jobs, then the sender brings home what is on its way, and the database closes last.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from bot.brain import Brain
from bot.clock import Clock, SystemClock
from bot.context import Env
from bot.export.exporter import Exporter
from bot.export.order import Source
from bot.health import Health
from bot.health_report import health_file
from bot.intake import Intake
from bot.left_to_do import left_to_do
from bot.outbox import StoredOutbox
from bot.scheduler import Scheduler
from bot.sender import Sender
from bot.settings import Settings, complaint
from bot.telegram.connection import Connection
from bot.telegram.inward import Reader
from bot.telegram.outward import TelegramDelivery
from bot.telegram.polling import Polling, TakingIn
from bot.telegram.webhook import Webhook
from bot.transactions import GroupCommit
from domain.questions import question_in
from storage import directory, upgrade
from storage.database import Database
from storage.health import check_keys
from storage.keys import KeyDirectory
from storage.vault import Vault

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are on the platform, as it told us."""

    id: int
    username: str
    reads_all_group_text: bool


Environment = Callable[[Settings, Identity], Env]


@dataclass(frozen=True, slots=True)
class App:
    """Everything that runs, between `start` and `stop`."""

    settings: Settings
    identity: Identity
    database: Database
    connection: Connection
    sender: Sender
    scheduler: Scheduler
    inbound: Polling | Webhook
    health: Health


@asynccontextmanager
async def running(settings: Settings, environment: Environment, clock: Clock | None = None) -> AsyncIterator[App]:
    """The whole bot, as long as the context lasts.

    Raises `SettingsError`, `KeyDirectoryError`, `UnsupportedDatabaseError`, `StaleSchemaError`,
    `StorageUnavailableError`, `SealBrokenError`, `LedgerError` and `TokenRefusedError` when it cannot start; each says
    what to do.
    """
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        database = await open_database(settings, clock)
        stack.push_async_callback(database.close)
        connection = Connection(settings.token(), settings.telegram_api)
        stack.push_async_callback(connection.close)
        await connection.open()
        identity = _identity(connection)
        brain = Brain(environment(settings, identity))

        shared = GroupCommit(database)
        sender = Sender(shared, StoredOutbox(), TelegramDelivery(connection.bot), brain, clock)
        scheduler = Scheduler(database, brain.jobs(), clock, sender.offer)
        source = Source(database_url=settings.database_url, key_dir=settings.key_dir)
        exporter = Exporter(shared, brain.env, source, sender.offer)
        intake = Intake(shared, brain.handle, brain.apologise, exporter.offer)
        reader = Reader(identity.id, identity.username, lambda text: question_in(text) is not None)
        inbound = _inbound(settings, connection, TakingIn(reader, intake, clock.now))
        health = Health(
            database,
            {
                "incoming": lambda: inbound.alive,
                "sender": lambda: sender.alive,
                "scheduler": lambda: scheduler.alive,
                "exporter": lambda: exporter.alive,
            },
            lambda: connection.last_answer,
            file=health_file(settings.database_url),
            port=settings.health_port,
        )
        for part in (sender, scheduler, exporter, inbound, health):
            stack.push_async_callback(part.stop)  # called in reverse: the sender outlives whoever writes for it
            try:
                await part.start()
            except OSError as error:
                field = "webhook_port" if part is inbound else "health_port"
                raise complaint(field, f"the port cannot be used ({error.strerror})") from None
        log.info("started", extra={"inbound": type(inbound).__name__.lower()})
        yield App(settings, identity, database, connection, sender, scheduler, inbound, health)
        log.info("stopping")


async def run(settings: Settings, environment: Environment, clock: Clock | None = None) -> None:
    """The whole bot until SIGTERM or SIGINT; raises as `running` does."""
    stop, started = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_unheard)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)

    async def live() -> None:
        async with running(settings, environment, clock):
            gc.freeze()  # what is loaded by now stays: looking through it again and again costs a fifth of a digest
            started.set()
            await stop.wait()

    living = asyncio.create_task(live(), name="belboom")
    stopped = asyncio.create_task(stop.wait(), name="stop signal")
    await asyncio.wait((living, stopped), return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not started.is_set():
        living.cancel()  # the start may be waiting for a platform that does not answer
    with contextlib.suppress(asyncio.CancelledError):
        await living


async def open_database(settings: Settings, clock: Clock) -> Database:
    """The database with its keys, on which all is done that a crash or a restore left to do. Raises what `running` does
    where keys, schema or file are not in order."""
    vault = Vault(KeyDirectory(settings.key_dir))
    database = await Database.open(settings.database_url, vault, clock.now)
    try:
        await database.run(lambda tx: upgrade.check(tx.conn))
        await database.run(check_keys)
        await database.run(lambda tx: directory.seed(tx.conn))  # a release may bring lines and no new schema
        await database.run(left_to_do)
    except BaseException:
        await database.close()
        raise
    return database


def _identity(connection: Connection) -> Identity:
    me = connection.bot.bot
    return Identity(me.id, me.username or "", bool(me.can_read_all_group_messages))


def _inbound(settings: Settings, connection: Connection, taking_in: TakingIn) -> Polling | Webhook:
    if settings.webhook_url is None:
        return Polling(connection, taking_in)
    return Webhook(
        connection,
        taking_in,
        url=settings.webhook_url,
        secret=settings.webhook_secret(),
        port=settings.webhook_port,
    )


def _unheard(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """What nobody awaited. asyncio's own words would repeat the exception's message."""
    error = context.get("exception")
    told = {"error": type(error).__qualname__} if isinstance(error, BaseException) else {}
    log.error("task_failed", extra=told)
