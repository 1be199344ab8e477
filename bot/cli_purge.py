"""`belboom purge`: remove now what is due; the running bot does the same once a day."""

from __future__ import annotations

import argparse
import asyncio
from collections import Counter
from typing import Any

from bot.settings import Settings, load_settings
from storage.tx import Tx


def register(commands: Any) -> None:
    """Add the command to the parser."""
    purge = commands.add_parser("purge", help="remove now every record whose term has passed")
    purge.set_defaults(run=_purge)


def _purge(_: argparse.Namespace) -> int:
    settings = load_settings(needs_token=False)
    gone = asyncio.run(_remove_all(settings))
    for kind, number in sorted(gone.items()):
        print(f"{kind}: {number}")
    print(f"removed: {sum(gone.values())}")
    return 0


async def _remove_all(settings: Settings) -> Counter[str]:
    """Batch after batch, each in its own transaction, so that a bot that is running is not held up."""
    import bot.features  # noqa: F401  what removes also writes kind words, which the features know
    from bot.clock import SystemClock
    from bot.main import open_database

    database = await open_database(settings, SystemClock())
    removed: Counter[str] = Counter()
    try:
        while gone := await database.run(lambda tx: _batch(tx, settings)):
            removed.update(gone)
            print(f"  {sum(removed.values())} so far")
    finally:
        await database.close()
    return removed


def _batch(tx: Tx, settings: Settings) -> dict[str, int]:
    from bot.context import PLATFORM
    from bot.features.purging import remove_due
    from bot.out import Out
    from storage import people

    admins = (people.find(tx, PLATFORM, platform_id) for platform_id in settings.admins)
    return remove_due(tx, Out(tx), [admin.id for admin in admins if admin is not None])
