"""Is it well? Told to whoever asks over HTTP on this machine, and in a file that `belboom health` reads.

It says which part is ill and since when Telegram was last heard; nothing about anybody.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.logs import where
from bot.transactions import Runner
from storage.database import StorageUnavailableError
from storage.health import touch

log = logging.getLogger(__name__)

LOOK_EVERY = 15.0
DATABASE_SECONDS = 10.0
STARTING = 30.0
"""Seconds that a part may take to begin before it counts as ill."""


class Health:
    """Looks at every part a few times a minute. `parts` say by name whether a part is alive."""

    def __init__(
        self,
        database: Runner,
        parts: Mapping[str, Callable[[], bool]],
        last_contact: Callable[[], float | None],
        *,
        file: Path | None = None,
        port: int | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._parts = parts
        self._last_contact = last_contact
        self._file = file
        self._wanted_port = port
        self._monotonic = monotonic
        self._started_at: float | None = None
        self._begun: set[str] = set()
        self._runner: web.AppRunner | None = None
        self._loop: asyncio.Task[None] | None = None
        self.port = 0

    async def start(self) -> None:
        """Begin to look. Raises `OSError` when the port is taken."""
        self._started_at = self._monotonic()
        if self._wanted_port is not None:
            app = web.Application()
            app.router.add_get("/health", self._answer)
            self._runner = web.AppRunner(app, access_log=None)
            await self._runner.setup()
            await web.TCPSite(self._runner, "127.0.0.1", self._wanted_port).start()
            self.port = int(self._runner.addresses[0][1])
        if self._file is not None:
            self._loop = asyncio.create_task(self._write_forever(self._file), name="health")

    async def stop(self) -> None:
        """Stop looking; the file goes, since nobody is well any more."""
        if self._loop is not None:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)
        if self._file is not None:
            self._file.unlink(missing_ok=True)
        if self._runner is not None:
            await self._runner.cleanup()

    async def look(self) -> dict[str, Any]:
        """The report: `ok`, `parts` by name, those `starting`, `silent_for` (seconds since the platform's last answer)
        and `at`."""
        parts = {name: alive() for name, alive in self._parts.items()}
        self._begun.update(name for name, alive in parts.items() if alive)
        starting = [name for name, alive in parts.items() if not alive and self._may_still_begin(name)]
        parts.update(dict.fromkeys(starting, True))
        parts["database"] = await self._writable()
        heard = self._last_contact()
        return {
            "ok": all(parts.values()),
            "parts": parts,
            "starting": starting,
            "silent_for": None if heard is None else round(time.monotonic() - heard, 1),
            "at": time.time(),
        }

    def _may_still_begin(self, name: str) -> bool:
        began = self._started_at
        return began is not None and name not in self._begun and self._monotonic() - began < STARTING

    async def _writable(self) -> bool:
        try:
            async with asyncio.timeout(DATABASE_SECONDS):
                await self._database.run(touch)
        except (StorageUnavailableError, TimeoutError):
            return False
        except Exception as error:
            log.error("health_check_broke", extra=where(error))
            return False
        return True

    async def _answer(self, _: web.Request) -> web.Response:
        report = await self.look()
        return web.json_response(report, status=200 if report["ok"] else 503)

    async def _write_forever(self, file: Path) -> None:
        was_well = True
        while True:
            report = await self.look()
            if report["ok"] != was_well:
                was_well = report["ok"]
                ill = ",".join(name for name, alive in report["parts"].items() if not alive)
                log.log(logging.INFO if was_well else logging.ERROR, "health_changed", extra={"ill": ill or "none"})
            try:
                _replace(file, json.dumps(report))
            except OSError as error:
                log.error("health_not_written", extra=where(error))
            await asyncio.sleep(LOOK_EVERY)


def _replace(file: Path, content: str) -> None:
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_text(content, "utf-8")
    os.replace(fresh, file)
