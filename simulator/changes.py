"""Wake-up calls: somebody waits until something changed, without asking again and again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Changes:
    """A number that grows with each change, and a way to wait for the next one."""

    __slots__ = ("_waiting", "number")

    def __init__(self) -> None:
        self.number = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def bump(self) -> None:
        """Something changed: wake everybody who waits."""
        self.number += 1
        if self._waiting:
            for waiter in self._waiting:
                if not waiter.done():
                    waiter.set_result(None)
            self._waiting.clear()

    async def after(self, number: int) -> None:
        """Return as soon as the number is higher than ``number``."""
        while self.number <= number:
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.add(waiter)
            try:
                await waiter
            finally:
                self._waiting.discard(waiter)

    async def until(self, look: Callable[[], T | None], timeout: float) -> T:  # noqa: ASYNC109
        """Look again after each change, until ``look`` gives something true; TimeoutError after ``timeout`` s."""
        async with asyncio.timeout(timeout):
            while True:
                number = self.number
                found = look()
                if found:
                    return found
                await self.after(number)
