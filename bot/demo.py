"""The demo: a simulator as a child process, an example programme, and the bot as it always is.

The bot cannot tell that it is not on Telegram; only its clock follows the simulator's, so that the page can make it
Monday morning.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot import demo_people
from bot.demo_clock import FollowedClock
from bot.demo_error import DemoError
from bot.environment import environment
from bot.export.password import make_password
from bot.main import open_database, running
from bot.settings import Settings, load_settings
from storage import upgrade
from storage.database import connect_sqlite, engine_over
from storage.keys import KeyDirectory

BOT_USERNAME = "belboom_demo_bot"
MARKER = "made by belboom demo; everything in this directory is invented and may go\n"


async def demo(directory: Path, port: int) -> None:
    """Run until Ctrl-C or SIGTERM. `directory` is made anew; it is refused where it is not the demo's own."""
    token = f"{secrets.randbelow(10**9)}:{secrets.token_urlsafe(26)}"
    _prepare(directory, token)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with _simulator(directory, port) as page:
        settings = _settings(directory, token, page)
        password = _furnish(settings)
        async with FollowedClock(page) as clock:
            await _settle(settings, clock)
            async with running(settings, environment, clock):
                print(f"\n  The phones are here:  {page}/\n", flush=True)
                print(f"  The password of what the admin exports:  {password}", flush=True)
                print("  Everybody is invented. Stop with Ctrl-C.\n", flush=True)
                await stop.wait()


def _prepare(directory: Path, token: str) -> None:
    if directory.exists():
        if not (directory / "DEMO").is_file():
            raise DemoError(f"{directory} is not the demo's; give another one with --directory")
        shutil.rmtree(directory)
    directory.mkdir(parents=True, mode=0o700)
    (directory / "DEMO").write_text(MARKER, "utf-8")
    (directory / "scene.json").write_text(json.dumps(demo_people.scene()), "utf-8")
    descriptor = os.open(directory / "token", os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(token)


@asynccontextmanager
async def _simulator(directory: Path, port: int) -> AsyncIterator[str]:
    """The simulator's address, once it answers; the child process ends with the context."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "simulator", "--port", str(port), "--token-file", str(directory / "token")),
        *("--bot-username", BOT_USERNAME, "--bot-name", "Belboom", "--scene", str(directory / "scene.json")),
        "--until-eof",  # it ends with us, even where we are killed
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for us; the child is ended below
    )
    assert child.stdout is not None
    try:
        line = (await child.stdout.readline()).decode()
        if "http://" not in line:
            raise DemoError(f"the simulator could not start on port {port}; try another one: belboom demo --port 8099")
        yield "http://" + line.split("http://")[1].split("/")[0]
    finally:
        if child.returncode is None:
            child.terminate()
            await child.wait()


def _settings(directory: Path, token: str, page: str) -> Settings:
    return load_settings(
        _env_file=None,
        telegram_token=token,
        telegram_api=page,
        database_url=f"sqlite:///{directory}/belboom.db",
        key_dir=directory / "keys",
        admins=(demo_people.ADMIN,),
        timezone="Europe/Brussels",
        language="nl",
    )


def _furnish(settings: Settings) -> str:
    KeyDirectory.create(settings.key_dir)
    raw = connect_sqlite(settings.database_url.removeprefix("sqlite:///"))
    engine = engine_over(raw)
    upgrade.upgrade(engine)
    engine.dispose()
    raw.close()
    return make_password(settings.key_dir)


async def _settle(settings: Settings, clock: FollowedClock) -> None:
    database = await open_database(settings, clock)
    try:
        await database.run(
            lambda tx: demo_people.settle(tx, timezone=settings.timezone, retention_days=settings.retention_days)
        )
    finally:
        await database.close()
