"""Being brought updates: Telegram posts each to our address and repeats it until we answer 200.

We answer 200 only when the update is committed (core.telegram.org/bots/api#setwebhook).
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from urllib.parse import urlsplit

from aiohttp import web
from pydantic import SecretStr
from telegram import Update
from telegram.error import TelegramError

from bot.clock import SystemTimer, Timer
from bot.intake import NotTakenInError
from bot.logs import where
from bot.telegram.connection import Connection
from bot.telegram.inward import ALLOWED_UPDATES
from bot.telegram.polling import TakingIn
from bot.telegram.trim import trim_update

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
LARGEST_BODY = 256 * 1024
"""Bytes. A text message of 4,096 characters with a reply of the same size stays far below it."""
CHECK_EVERY = 60.0


class Webhook:
    """Listens between `start` and `stop`, and sees to it that Telegram knows where."""

    def __init__(
        self,
        connection: Connection,
        taking_in: TakingIn,
        *,
        url: str,
        secret: SecretStr,
        port: int,
        host: str = "0.0.0.0",  # noqa: S104 - the proxy in front of it is another container
        timer: Timer | None = None,
    ) -> None:
        self._connection = connection
        self._taking_in = taking_in
        self._url = url
        self._secret = secret
        self._host = host
        self._timer = timer or SystemTimer()
        self._runner: web.AppRunner | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._known = False
        self.port = port
        """Where it listens; 0 until `start` finds a free port."""

    def application(self) -> web.Application:
        """The endpoint alone."""
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_post(urlsplit(self._url).path or "/", self._receive)
        return app

    async def start(self) -> None:
        """Listen. Raises `OSError` when the port is taken."""
        # A request under way is let finish: what it commits must be answered with 200.
        self._runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=10.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self.port).start()
        self.port = int(self._runner.addresses[0][1])
        self._keeping = asyncio.create_task(self._keep_known(), name="webhook: keep known")

    async def stop(self) -> None:
        """Stop listening; Telegram keeps what comes meanwhile."""
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def alive(self) -> bool:
        """Whether Telegram said within the last rounds that it brings updates here."""
        return self._known and self._keeping is not None and not self._keeping.done()

    async def _receive(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret.get_secret_value().encode()):
            return web.Response(status=403)
        try:
            body = json.loads(await request.read())
            number = int(body["update_id"])
        except (ValueError, TypeError, KeyError):
            return web.Response(status=400)
        try:
            trim_update(body)
            update = Update.de_json(body, self._connection.bot)
        except Exception as error:
            # Refused it would come again for a day, and be no more readable.
            log.error("update_unreadable", extra={"update": number, **where(error)})
            return web.Response()
        try:
            await self._taking_in.take(update)
        except NotTakenInError:
            return web.Response(status=503, headers={"Retry-After": "1"})
        return web.Response()

    async def _keep_known(self) -> None:
        while True:
            try:
                info = await self._connection.bot.get_webhook_info()
                if info.url != self._url or not self._known:
                    await self._connection.bot.set_webhook(
                        self._url, secret_token=self._secret.get_secret_value(), allowed_updates=ALLOWED_UPDATES
                    )
                    log.info("webhook_set")
                self._known = True
            except TelegramError as error:
                log.warning("webhook_not_checked", extra=where(error))
                self._known = False
            await self._timer.wait(CHECK_EVERY if self._known else 5.0, asyncio.Event())
