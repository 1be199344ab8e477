"""The bot as a process of its own, as `belboom run` starts it."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from tests.journeys.village import Village


class Process:
    """Killed and started again at will. `log` gets what it writes to standard error; `code` is run instead of
    `belboom run`; further settings and variables by name."""

    def __init__(self, village: Village, *, log: Path | None = None, code: str = "", **environment: str) -> None:
        self._village = village
        self._log = log
        self._command = ["-c", code] if code else ["-m", "bot.cli", "run"]
        self._environment = environment
        self._child: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, and come back when it begins to ask for updates."""
        starts = self._village.sim.count("deleteWebhook")
        with (self._log or Path(os.devnull)).open("ab") as heard:
            self._child = await asyncio.create_subprocess_exec(
                sys.executable, *self._command, env=self._settings(), stdout=heard, stderr=heard
            )
        await self._village.sim.wait_for_calls("deleteWebhook", starts + 1, timeout=20)

    async def kill(self) -> None:
        """End it as a power cut would."""
        assert self._child is not None
        self._child.kill()
        await self._child.wait()

    async def stop(self) -> int:
        """End it as a service manager does; its exit code."""
        assert self._child is not None
        self._child.terminate()
        return await self._child.wait()

    def _settings(self) -> dict[str, str]:
        settings = self._village.settings
        return {
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "BELBOOM_TELEGRAM_TOKEN": settings.token().get_secret_value(),
            "BELBOOM_TELEGRAM_API": settings.telegram_api,
            "BELBOOM_DATABASE_URL": settings.database_url,
            "BELBOOM_KEY_DIR": str(settings.key_dir),
            "BELBOOM_ADMINS": ",".join(map(str, settings.admins)),
            "BELBOOM_LANGUAGE": "en",
            **self._environment,
        }
