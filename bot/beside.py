"""Work of a command that goes on beside a running bot, in portions between which the bot has its turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from bot.settings import Settings
from storage.database import Database
from storage.tx import Tx

T = TypeVar("T")

ACTOR = "server"
"""Who did it, in the access log: whoever has the server at hand."""

BREATH = 0.02
"""Seconds between two portions. SQLite's lock is not handed on in turn: without a pause the bot would not get it."""


@asynccontextmanager
async def database_of(settings: Settings) -> AsyncIterator[Database]:
    """The database, all in order or an error that says what to do."""
    from bot.clock import SystemClock
    from bot.main import open_database

    database = await open_database(settings, SystemClock())
    try:
        yield database
    finally:
        await database.close()


async def in_portions(database: Database, work: Callable[[Tx], T]) -> AsyncGenerator[T, None]:
    """Run `work` again and again, each time in a transaction of its own; whoever asks stops when there is no more."""
    while True:
        yield await database.run(work)
        await asyncio.sleep(BREATH)
