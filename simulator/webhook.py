"""Delivery of updates to the bot's webhook (core.telegram.org/bots/api#setwebhook)."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from simulator.jsontypes import Json
from simulator.updates import UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name


@dataclass
class Webhook:
    """Where updates go, and a task that brings them there: in order within a chat, chats side by side."""

    url: str
    secret: str
    max_connections: int
    queue: UpdateQueue
    first_delay: float = 1.0
    longest_delay: float = 60.0
    last_error: str | None = None
    _chains: dict[int, deque[Json]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def start(self) -> None:
        """Begin to deliver; needs a running loop."""
        self._spawn(self._distribute())

    async def stop(self) -> None:
        """Stop delivering; what was not acknowledged goes back to the queue."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        left = [update for chain in self._chains.values() for update in chain]
        self._chains.clear()
        for update in sorted(left, key=lambda one: one["update_id"], reverse=True):
            self.queue.waiting.appendleft(update)

    @property
    def pending(self) -> int:
        """Updates taken from the queue and not yet acknowledged."""
        return sum(len(chain) for chain in self._chains.values())

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _distribute(self) -> None:
        connector = aiohttp.TCPConnector(limit=self.max_connections)
        async with aiohttp.ClientSession(connector=connector) as http:
            while True:
                number = self.queue.changed.number
                while (update := self.queue.take()) is not None:
                    key = _whose(update)
                    chain = self._chains.get(key)
                    if chain is None:
                        self._chains[key] = deque([update])
                        self._spawn(self._deliver(http, key))
                    else:
                        chain.append(update)
                await self.queue.changed.after(number)

    async def _deliver(self, http: aiohttp.ClientSession, key: int) -> None:
        chain = self._chains[key]
        delay = self.first_delay
        while chain:
            if await self._post(http, chain[0]):
                chain.popleft()
                delay = self.first_delay
                self.queue.changed.bump()
            else:
                await asyncio.sleep(delay)
                delay = min(self.longest_delay, delay * 2)
        del self._chains[key]

    async def _post(self, http: aiohttp.ClientSession, update: Json) -> bool:
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers[SECRET_HEADER] = self.secret
        try:
            async with http.post(self.url, data=json.dumps(update).encode(), headers=headers) as answer:
                await answer.read()
                if answer.status // 100 == 2:
                    return True
                self.last_error = f"Wrong response from the webhook: {answer.status}"
        except (aiohttp.ClientError, TimeoutError, OSError):
            self.last_error = "Connection failed"
        return False


def _whose(update: Json) -> int:
    """The chat or person whose updates must stay in order."""
    for kind, content in update.items():
        if kind == "update_id":
            continue
        if kind == "callback_query":
            return int(content["from"]["id"])
        return int(content["chat"]["id"])
    return 0
