"""The control interface under /sim/: what people do, the clock, trouble, and what can be seen."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from simulator import groups, people
from simulator.api import BotApi
from simulator.chat import Chat, ChatGone
from simulator.jsontypes import Json
from simulator.views import chat_view, state_view
from simulator.world import World

Action = Callable[..., object]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
OWN_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
LONGEST_WAIT = 60.0
BACKLOG = 1000
"""Events that a listener may be behind before it is told to load everything again."""


class Control:
    """Answers the page and tests that run in another process."""

    def __init__(self, world: World, api: BotApi, host: str) -> None:
        self.host = host
        self.world = world
        self.api = api
        self._listeners: set[asyncio.Queue[Json | None]] = set()
        self._closing = False
        world.watchers.append(self._broadcast)

    def add_routes(self, app: web.Application) -> None:
        """Mount everything under /sim/."""
        app.router.add_get("/sim/state", self._guarded(self.state))
        app.router.add_get("/sim/chats/{chat}", self._guarded(self.chat))
        app.router.add_get("/sim/files/{file}", self._guarded(self.file))
        app.router.add_get("/sim/events", self._guarded(self.events))
        app.router.add_get("/sim/clock", self._guarded(self.get_clock))
        app.router.add_post("/sim/clock", self._guarded(self.set_clock))
        app.router.add_post("/sim/do/{action}", self._guarded(self.act))

    def _guarded(self, handler: Handler) -> Handler:
        """On this machine's own address, answer only to its own names: a foreign site that points its
        name here (DNS rebinding) gets nothing."""

        async def check(request: web.Request) -> web.StreamResponse:
            if self.host in OWN_NAMES and request.url.host not in OWN_NAMES:
                return _json({"error": "ask by the address of this machine"}, 403)
            return await handler(request)

        return check

    def close(self) -> None:
        """End all open streams and waits."""
        self._closing = True
        for listener in self._listeners:
            listener.put_nowait(None)
        self.world.changed.bump()

    # --- looking --------------------------------------------------------------------------------

    async def state(self, request: web.Request) -> web.Response:
        """Bot, people, chats, phones, settings and clock."""
        view = state_view(self.world)
        view["faults"] = self.api.faults.as_json()
        view["calls"] = dict(self.api.counts)
        return _json(view)

    async def chat(self, request: web.Request) -> web.Response:
        """One chat as ``?user=`` sees it."""
        try:
            chat = self.world.chat(int(request.match_info["chat"]))
            user = int(request.query.get("user", chat.id))
            return _json(chat_view(self.world, chat, user))
        except (ChatGone, ValueError) as error:
            return _json({"error": str(error)}, 404)

    async def file(self, request: web.Request) -> web.Response:
        """A file's bytes; pictures are shown, everything else is a download."""
        stored = self.world.files.by_id.get(request.match_info["file"])
        if stored is None:
            return _json({"error": "there is no such file"}, 404)
        picture = stored.mime in {"image/png", "image/jpeg", "image/gif"}
        response = web.Response(body=stored.data)
        response.content_type = stored.mime if picture else "application/octet-stream"
        response.headers["X-Content-Type-Options"] = "nosniff"
        if not picture or "download" in request.query:
            plain = stored.name.encode("ascii", "replace").decode().replace('"', "'").replace("\\", "/")
            response.headers["Content-Disposition"] = f'attachment; filename="{plain}"'
        return response

    async def events(self, request: web.Request) -> web.StreamResponse:
        """A server-sent event per change, as JSON; the listener loads what it needs anew."""
        response = web.StreamResponse(headers={"Cache-Control": "no-store"})
        response.content_type = "text/event-stream"
        listener: asyncio.Queue[Json | None] = asyncio.Queue()
        self._listeners.add(listener)
        try:
            await response.prepare(request)
            await response.write(b": hello\n\n")
            while not self._closing:
                event = await listener.get()
                if event is None:
                    break
                await response.write(b"data: " + json.dumps(event).encode() + b"\n\n")
        except ConnectionError:
            pass
        finally:
            self._listeners.discard(listener)
        return response

    # --- the clock ------------------------------------------------------------------------------

    async def get_clock(self, request: web.Request) -> web.Response:
        """The time; with ``after`` (a version) and ``wait`` (seconds) only once the clock was moved."""
        clock, changed = self.world.clock, self.world.changed
        try:
            after = int(request.query.get("after", -1))
            wait = min(LONGEST_WAIT, float(request.query.get("wait", 0)))
        except ValueError:
            return _json({"error": "after and wait are numbers"}, 400)
        if wait > 0:
            with contextlib.suppress(TimeoutError):
                await changed.until(lambda: clock.version > after or self._closing, wait)
        return _json(clock.as_json())

    async def set_clock(self, request: web.Request) -> web.Response:
        """Move the clock, as ``Clock.change`` says."""
        try:
            self.world.clock.change(await _body(request))
        except (ValueError, TypeError, KeyError) as error:
            return _json({"error": str(error)}, 400)
        return _json(self.world.clock.as_json())

    # --- doing ----------------------------------------------------------------------------------

    async def act(self, request: web.Request) -> web.Response:
        """Do one thing by name, with a JSON object of its parameters."""
        action = self._actions().get(request.match_info["action"])
        if action is None:
            return _json({"error": "there is no such action"}, 404)
        try:
            order = await _body(request)
            if isinstance(order.get("data_base64"), str):
                order["data"] = base64.b64decode(order.pop("data_base64"), validate=True)
            result = action(**order)
        except (ChatGone, ValueError, TypeError, KeyError) as error:
            return _json({"error": str(error)}, 400)
        return _json({"ok": True, "result": result.head if isinstance(result, Chat) else result})

    def _actions(self) -> dict[str, Action]:
        def bound(function: Callable[..., object]) -> Action:
            return lambda **order: function(self.world, **order)

        named = {
            "user": lambda **order: self.world.add_user(**order),
            "group": bound(groups.create_group),
            "limits": lambda **order: self.world.limits.set(order),
            "privacy": lambda on: setattr(self.world.bot, "privacy", bool(on)),
            "fault": lambda **order: vars(self.api.faults.add(**order)),
            "clear_faults": lambda: self.api.faults.clear(),
            "latency": lambda seconds: setattr(self.api.faults, "latency", float(seconds)),
            "query_life": lambda seconds: setattr(self.world, "query_life", float(seconds)),
            "phones": lambda phones: self.world.phones.__setitem__(slice(None), list(phones)),
        }
        for function in (
            people.send_text, people.send_media, people.forward_burst, people.edit_text, people.delete_own,
            people.tap, people.start, people.block, groups.add_member, groups.remove_member,
            groups.kick_bot, groups.promote, groups.upgrade, groups.delete_group,
        ):  # fmt: skip
            named[function.__name__] = bound(function)
        return named

    def _broadcast(self, event: Json) -> None:
        for listener in self._listeners:
            if listener.qsize() < BACKLOG:
                listener.put_nowait(event)
            elif listener.qsize() == BACKLOG:
                listener.put_nowait({"kind": "reload"})


async def _body(request: web.Request) -> dict[str, Any]:
    """A JSON object; only with its own content type, so that no foreign page can send one."""
    if request.content_type != "application/json":
        raise ValueError("send application/json")
    body = await request.json()
    if not isinstance(body, dict):
        raise ValueError("send a JSON object")
    return body


def _json(body: object, status: int = 200) -> web.Response:
    return web.Response(
        body=json.dumps(body).encode(),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
