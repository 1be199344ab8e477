"""Puts the parts together as one aiohttp application, and runs it on this machine."""

from __future__ import annotations

from aiohttp import web

from simulator.api import BotApi
from simulator.control import Control
from simulator.page import add_page
from simulator.world import World

BODY_MAX = 60 * 1024 * 1024
"""Bytes of a request; above Telegram's 50 MB for a document, so that the refusal is ours to give."""


class Server:
    """The Bot API, the control interface and the page, on one port."""

    def __init__(self, world: World, host: str = "127.0.0.1") -> None:
        self.world = world
        self.host = host
        self.port = 0
        self.api = BotApi(world)
        self.control = Control(world, self.api, host)
        self._runner: web.AppRunner | None = None

    def application(self) -> web.Application:
        """A fresh application with all routes."""
        app = web.Application(client_max_size=BODY_MAX)
        self.api.add_routes(app)
        self.control.add_routes(app)
        add_page(app)
        return app

    async def start(self, port: int = 0) -> None:
        """Listen; port 0 takes a free one, which is in ``port`` afterwards. Raises OSError when it is taken."""
        self._runner = web.AppRunner(
            self.application(), access_log=None, handler_cancellation=True, shutdown_timeout=1.0
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, port)
        await site.start()
        self.port = int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """End the waiting calls and stop listening."""
        self.world.bot.queue.close()
        self.control.close()
        if self.world.bot.webhook is not None:
            await self.world.bot.webhook.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def url(self) -> str:
        """Where the page is; the bot's base URL is this plus ``/bot``."""
        return f"http://{self.host}:{self.port}"
