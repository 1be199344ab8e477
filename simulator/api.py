"""The HTTP side of the Bot API: /bot<token>/<method> and /file/bot<token>/<path>."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections import Counter, deque
from dataclasses import dataclass

from aiohttp import web

from simulator.args import Args, read_args
from simulator.changes import Changes
from simulator.faults import Fault, Faults
from simulator.methods import chats, editing, getting, sending
from simulator.methods.registry import METHODS
from simulator.refusals import Refused
from simulator.world import World

REGISTERED = (chats, editing, getting, sending)
"""Importing these files fills the table of methods."""
LOG_LENGTH = 10_000


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call of the bot: no texts, only what a test asks about."""

    method: str
    chat: str
    refused: str | None
    """Name of the row in the table of refusals, or the kind of an ordered fault."""


class BotApi:
    """Answers the bot's calls on one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.faults = Faults()
        self.counts: Counter[str] = Counter()
        """Calls per method, in lower case."""
        self.log: deque[CallRecord] = deque(maxlen=LOG_LENGTH)
        self.called = Changes()

    def add_routes(self, app: web.Application) -> None:
        """Mount the two paths of the Bot API."""
        app.router.add_route("*", "/bot{token}/{method}", self.handle)
        app.router.add_get("/file/bot{token}/{path:.+}", self.download)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call, from reading its parameters to writing the answer."""
        method = request.match_info["method"].lower()
        chat = ""
        refused: str | None = None
        try:
            if request.match_info["token"] != self.world.bot.token:
                raise Refused("wrong token")
            args = await read_args(request)
            chat = args.text("chat_id")
            if self.faults.latency and method != "getupdates":
                await asyncio.sleep(self.faults.latency)
            fault = self.faults.next_for(method, chat)
            if fault is not None:
                refused = fault.kind
                return await self._with_fault(fault, method, args, request)
            return _answer({"ok": True, "result": await self._perform(method, args)}, 200)
        except Refused as error:
            refused = error.name
            return _answer(error.as_json(), error.code)
        finally:
            self.counts[method] += 1
            self.log.append(CallRecord(method, chat, refused))
            self.called.bump()

    async def _perform(self, method: str, args: Args) -> object:
        if method == "getupdates":
            return await self._get_updates(args)
        function = METHODS.get(method)
        if function is None:
            raise Refused("method not found")
        result = function(self.world, args)
        return await result if inspect.isawaitable(result) else result

    async def _get_updates(self, args: Args) -> object:
        """core.telegram.org/bots/api#getupdates"""
        bot = self.world.bot
        if bot.webhook is not None:
            raise Refused("webhook is set")
        bot.queue.allow(args.json("allowed_updates"))
        limit = min(100, max(1, args.number("limit", 100)))
        try:
            timeout = float(args.text("timeout", "0"))
        except ValueError:
            timeout = 0.0
        return await bot.queue.poll(args.number("offset"), limit, timeout)

    async def _with_fault(self, fault: Fault, method: str, args: Args, request: web.Request) -> web.StreamResponse:
        if fault.kind == "429":
            seconds = max(1, int(fault.seconds))
            raise Refused("too many requests", parameters={"retry_after": seconds}, seconds=seconds)
        if fault.kind == "500":
            raise Refused("server error")
        if fault.kind == "502":
            raise Refused("bad gateway")
        if fault.kind == "hang":
            await asyncio.sleep(fault.seconds)
        else:
            await self._perform(method, args)
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=502)

    async def download(self, request: web.Request) -> web.Response:
        """A file by the path that getFile gave (#getfile)."""
        stored = self.world.files.by_path.get(request.match_info["path"])
        if request.match_info["token"] != self.world.bot.token or stored is None:
            return _answer({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
        return web.Response(body=stored.data, content_type="application/octet-stream")


def _answer(body: object, status: int) -> web.Response:
    return web.Response(
        body=json.dumps(body, separators=(",", ":")).encode(), status=status, content_type="application/json"
    )
