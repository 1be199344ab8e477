"""Transactions that are shared: what arrives while one runs goes together in the next.

A commit waits for the disk, a few milliseconds on ordinary hardware, whatever it holds. So a hundred updates that come
at once, or sixty messages that were just sent, cost one such wait instead of a hundred.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from storage.database import StorageUnavailableError
from storage.tx import Tx

T = TypeVar("T")

_Piece = tuple[Callable[[Tx], Any], asyncio.Future[Any]]


class Runner(Protocol):
    """Runs a function as one transaction; `storage.database.Database` is one."""

    async def run(self, work: Callable[[Tx], T]) -> T:
        """All of `work` is kept or nothing. Raises what `work` raises, and `StorageUnavailableError`."""


class GroupCommit:
    """Runs pieces of work in shared transactions, in the order in which they came.

    Pieces that come in one step of the event loop share one transaction. A piece that raises takes no other with it:
    the transaction is rolled back and each is run alone, so a piece may run twice, but what it did is kept once.
    """

    def __init__(self, database: Runner) -> None:
        self._database = database
        self._waiting: list[_Piece] = []
        self._flushing: asyncio.Task[None] | None = None

    async def run(self, work: Callable[[Tx], T]) -> T:
        """Come back when `work` is committed. Raises what `work` raises, and `StorageUnavailableError`."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush(), name="group commit")
        return await done

    async def _flush(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            try:
                await self._together(group)
            except StorageUnavailableError as error:
                _refuse(group, error)
            except Exception as error:
                if len(group) == 1:
                    _refuse(group, error)
                else:
                    await self._one_by_one(group)

    async def _together(self, group: list[_Piece]) -> None:
        results = await self._database.run(lambda tx: [work(tx) for work, _ in group])
        for (_, done), result in zip(group, results, strict=True):
            if not done.done():
                done.set_result(result)

    async def _one_by_one(self, group: list[_Piece]) -> None:
        for number, piece in enumerate(group):
            try:
                await self._together([piece])
            except StorageUnavailableError as error:
                _refuse(group[number:], error)  # the later ones must not overtake this one
                return
            except Exception as error:
                _refuse([piece], error)


def _refuse(group: list[_Piece], error: Exception) -> None:
    for _, done in group:
        if not done.done():
            done.set_exception(error)
