"""The connection to Telegram: one bot object for everything that is asked of the platform."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr
from telegram import Bot, Update
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.clock import SystemTimer, Timer
from bot.delivery import TokenRefusedError
from bot.logs import where
from bot.sender import IN_FLIGHT, back_off
from bot.telegram.request import AiohttpRequest

log = logging.getLogger(__name__)

POLL_SECONDS = 25


class Connection:
    """`bot` with its two pools: one for fetching updates, one for all else."""

    def __init__(self, token: SecretStr, api: str) -> None:
        outside = urlsplit(api).hostname not in ("127.0.0.1", "localhost", "::1")
        self.polls = AiohttpRequest(4, trust_env=outside)
        self.calls = AiohttpRequest(IN_FLIGHT + 8, trust_env=outside)
        self.heard: Callable[[Sequence[Update]], None] = _nobody_listens
        """Is told of every batch of updates as soon as it was fetched, before the poller goes through it."""
        self.bot: Bot = _TellingBot(
            lambda updates: self.heard(updates),
            token.get_secret_value(),
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=self.calls,
            get_updates_request=self.polls,
        )

    async def open(self, timer: Timer | None = None) -> None:
        """Come back when Telegram has told who we are, however long it is away. Raises `TokenRefusedError`."""
        timer = timer or SystemTimer()
        attempt = 0
        while True:
            try:
                await self.bot.initialize()
                return
            except InvalidToken:
                await self.close()
                raise TokenRefusedError(TokenRefusedError.__doc__) from None
            except TelegramError as error:
                attempt += 1
                log.warning("telegram_not_reached", extra=where(error))
                pause = error._retry_after.total_seconds() if isinstance(error, RetryAfter) else back_off(attempt, 0)
                await timer.wait(min(pause, 60.0), asyncio.Event())

    async def close(self) -> None:
        """Close both pools."""
        await self.bot.shutdown()

    @property
    def last_answer(self) -> float | None:
        """When Telegram last answered with success, in `time.monotonic()` seconds."""
        return max((at for at in (self.polls.last_answer, self.calls.last_answer) if at is not None), default=None)


class _TellingBot(Bot):
    """python-telegram-bot hands updates on one by one; told of the whole batch we can take it in at once."""

    def __init__(self, tell: Callable[[Sequence[Update]], None], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._tell = tell

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        updates = await super().get_updates(*args, **kwargs)
        self._tell(updates)
        return updates


def _nobody_listens(_: Sequence[Update]) -> None:
    pass
