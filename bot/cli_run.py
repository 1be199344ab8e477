"""`belboom run`, `init` and `migrate`."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from bot.logs import set_up_logs
from bot.settings import Settings, load_settings
from storage import upgrade
from storage.database import connect_sqlite, engine_over, sqlite_path
from storage.keys import KeyDirectory


def register(commands: Any) -> None:
    """Add the commands to the parser."""
    commands.add_parser("run", help="run the bot until it is stopped").set_defaults(run=_run)
    commands.add_parser("init", help="make the keys and the database, once").set_defaults(run=_init)
    commands.add_parser("migrate", help="bring the database to the schema of this release").set_defaults(run=_migrate)


def _run(_: argparse.Namespace) -> int:
    from bot.environment import environment
    from bot.main import run

    settings = load_settings()
    begin_logs(settings)
    run_async(run(settings, environment))
    return 0


def _init(_: argparse.Namespace) -> int:
    settings = load_settings(needs_token=False)
    if (settings.key_dir / "kek" / "current").exists():
        KeyDirectory(settings.key_dir)
        print(f"keys:     {settings.key_dir} (were there already)")
    else:
        KeyDirectory.create(settings.key_dir)
        print(f"keys:     {settings.key_dir} (made; keep a copy apart from the copies of the data)")
    print(f"database: {_upgraded(settings)}")
    return 0


def _migrate(_: argparse.Namespace) -> int:
    settings = load_settings(needs_token=False)
    print(f"database: {_upgraded(settings)}")
    return 0


def begin_logs(settings: Settings) -> None:
    """Logs to standard error, with our own secrets masked."""
    secrets = [settings.token().get_secret_value()]
    if settings.webhook_url is not None:
        secrets.append(settings.webhook_secret().get_secret_value())
    set_up_logs(logging.getLevelName(settings.log_level), secrets=secrets)


def run_async(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine on the fastest loop there is."""
    import asyncio

    if sys.platform == "win32":
        asyncio.run(work)
    else:
        import uvloop

        uvloop.run(work)


def _upgraded(settings: Settings) -> str:
    path = sqlite_path(settings.database_url)
    Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = engine_over(connect_sqlite(path))
    try:
        upgrade.upgrade(engine)
        return f"{path} (schema {upgrade.newest()})"
    finally:
        engine.dispose()
