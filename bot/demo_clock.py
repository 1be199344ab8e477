"""The simulated world's clock, followed from another process: the real one with an offset, or standing still.

Asked is `GET {url}/sim/clock`, which answers `{"now": iso, "version": n, "frozen": bool}` and, with
`?after=n&wait=25`, only when the setting has another version than `n` or the 25 seconds are over.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from bot.clock import LONGEST_NAP, Jumps, event_or_timeout
from bot.logs import where

log = logging.getLogger(__name__)

_LONG_POLL_SECONDS = 25
_PAUSE_AFTER_FAILURE = 0.5


class FollowedClock:
    """Follows the clock at `url` as long as it is entered. Raises `aiohttp.ClientError` where it cannot start."""

    def __init__(self, url: str) -> None:
        self._url = f"{url.rstrip('/')}/sim/clock"
        self._offset = timedelta()
        self._frozen_at: datetime | None = None
        self._version = 0
        self._jumps = Jumps()
        self._session: aiohttp.ClientSession | None = None
        self._task: asyncio.Task[None] | None = None

    def now(self) -> datetime:
        return self._frozen_at or datetime.now(UTC) + self._offset

    async def wait(self, until: datetime | None, woken: asyncio.Event) -> None:
        nap = LONGEST_NAP if until is None else min(LONGEST_NAP, until - self.now())
        with self._jumps.waking(woken):
            await event_or_timeout(woken, nap.total_seconds())

    async def __aenter__(self) -> FollowedClock:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_LONG_POLL_SECONDS + 10))
        try:
            self._take(await self._ask(self._session, {}))
        except BaseException:
            await self._session.close()
            raise
        self._task = asyncio.create_task(self._follow(self._session), name="followed clock")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _follow(self, session: aiohttp.ClientSession) -> None:
        while True:
            try:
                question = {"after": str(self._version), "wait": str(_LONG_POLL_SECONDS)}
                self._take(await self._ask(session, question))
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError, KeyError) as error:
                log.warning("clock_not_heard", extra=where(error))
                await asyncio.sleep(_PAUSE_AFTER_FAILURE)

    async def _ask(self, session: aiohttp.ClientSession, question: dict[str, str]) -> dict[str, Any]:
        async with session.get(self._url, params=question) as answer:
            answer.raise_for_status()
            heard: dict[str, Any] = await answer.json()
            return heard

    def _take(self, heard: dict[str, Any]) -> None:
        now = datetime.fromisoformat(str(heard["now"])).astimezone(UTC)
        self._frozen_at = now if heard.get("frozen") else None
        self._offset = now - datetime.now(UTC)
        version = int(heard["version"])
        if version != self._version:
            self._version = version
            self._jumps.wake_all()
