"""Small pieces of database work, gathered: what arrives while one transaction runs shares the next one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from storage.database import StorageUnavailableError
from storage.tx import Tx

T = TypeVar("T")


class Runner(Protocol):
    """Runs a function as one transaction; `storage.database.Database` is one."""

    async def run(self, work: Callable[[Tx], T]) -> T:
        """All of `work` is kept or nothing. Raises what `work` raises, and `StorageUnavailableError`."""


class Marks:
    """Commits pieces of work together. One that fails does not take the others with it."""

    def __init__(self, database: Runner) -> None:
        self._database = database
        self._waiting: list[tuple[Callable[[Tx], Any], asyncio.Future[Any]]] = []
        self._flushing: asyncio.Task[None] | None = None

    async def commit(self, work: Callable[[Tx], T]) -> T:
        """Come back when `work` is committed. Raises what `work` raises, and `StorageUnavailableError`."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush(), name="marks")
        return await done

    async def _flush(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await self._together(batch)
            except StorageUnavailableError as error:
                _refuse(batch, error)
            except Exception as error:
                if len(batch) == 1:
                    _refuse(batch, error)
                else:
                    await self._one_by_one(batch)

    async def _together(self, batch: list[tuple[Callable[[Tx], Any], asyncio.Future[Any]]]) -> None:
        results = await self._database.run(lambda tx: [work(tx) for work, _ in batch])
        for (_, done), result in zip(batch, results, strict=True):
            if not done.done():
                done.set_result(result)

    async def _one_by_one(self, batch: list[tuple[Callable[[Tx], Any], asyncio.Future[Any]]]) -> None:
        for piece in batch:
            try:
                await self._together([piece])
            except Exception as error:
                _refuse([piece], error)


def _refuse(batch: list[tuple[Callable[[Tx], Any], asyncio.Future[Any]]], error: Exception) -> None:
    for _, done in batch:
        if not done.done():
            done.set_exception(error)
