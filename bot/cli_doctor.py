"""`belboom doctor`: looks at all that a start needs, and says what to do about what is not in order."""

from __future__ import annotations

import argparse
import asyncio
from typing import Any

from sqlalchemy import select

from bot.delivery import TokenRefusedError
from bot.settings import Settings, load_settings
from storage import chats as groups
from storage.keys import KeyDirectoryError
from storage.schema import chats
from storage.tx import Tx

PATIENCE = 20.0
"""Seconds given to Telegram."""


def register(commands: Any) -> None:
    """Add the command to the parser."""
    doctor = commands.add_parser("doctor", help="check token, privacy mode, keys, database and linked groups")
    doctor.set_defaults(run=_doctor)


def _doctor(_: argparse.Namespace) -> int:
    from bot.cli_run import run_async
    from bot.logs import set_up_logs

    settings = load_settings()
    set_up_logs(secrets=[settings.token().get_secret_value()])
    troubles: list[str] = []
    run_async(_examine(settings, troubles))
    if troubles:
        print(f"{len(troubles)} to look at: {', '.join(troubles)}")
    return 1 if troubles else 0


async def _examine(settings: Settings, troubles: list[str]) -> None:
    def tell(about: str, fine: bool, told: str) -> None:
        print(f"{'ok    ' if fine else 'LOOK  '}{about}: {told}")
        if not fine:
            troubles.append(about)

    tell("settings", True, "complete")
    if not settings.admins:
        tell("admins", False, "BELBOOM_ADMINS names nobody, so nobody can start a programme")
    linked = await _examine_data(settings, tell)
    await _examine_platform(settings, linked, tell)


async def _examine_data(settings: Settings, tell: Any) -> dict[str, int]:
    from bot.cli import advice_on
    from bot.clock import SystemClock
    from bot.main import open_database

    try:
        database = await open_database(settings, SystemClock())
    except Exception as error:
        advice = advice_on(error)
        if advice is None:
            raise
        tell("keys" if isinstance(error, KeyDirectoryError) else "database", False, advice)
        return {}
    try:
        tell("keys and database", True, "they open and belong together")
        return await database.run(_linked_groups)
    finally:
        await database.close()


async def _examine_platform(settings: Settings, linked: dict[str, int], tell: Any) -> None:
    from bot.telegram.connection import Connection
    from bot.telegram.examine import examine

    connection = Connection(settings.token(), settings.telegram_api)
    try:
        async with asyncio.timeout(PATIENCE):
            await connection.open()
            for finding in await examine(connection.bot, linked, settings.webhook_url):
                tell(finding.about, finding.fine, finding.told)
    except TokenRefusedError as error:
        tell("token", False, str(error))
    except TimeoutError:
        tell("telegram", False, f"{settings.telegram_api} did not answer in {PATIENCE:.0f} seconds")
    finally:
        await connection.close()


def _linked_groups(tx: Tx) -> dict[str, int]:
    rows = tx.execute(select(chats.c.id).where(chats.c.state == "active")).scalars().all()
    found = {f"group {row}": groups.platform_id_of(tx, row) for row in rows}
    return {name: chat_id for name, chat_id in found.items() if chat_id is not None}
