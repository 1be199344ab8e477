"""`belboom rotate-keys`: a new key in the place of the old one, while the bot runs."""

from __future__ import annotations

import argparse
import asyncio
from contextlib import aclosing
from pathlib import Path
from typing import Any

from bot.beside import ACTOR, database_of, in_portions
from bot.settings import Settings, load_settings
from storage import access, rotation
from storage.database import Database
from storage.files import locked
from storage.keys import KeyDirectoryError


def register(commands: Any) -> None:
    """Add the command to the parser."""
    rotate = commands.add_parser(
        "rotate-keys",
        help="make a new key, wrap all data keys by it and retire the old one; the bot may run",
        description="Resumes where it was when it was interrupted. A retired key is kept for copies of the data that "
        "were made before, until it is destroyed with --destroy-retired.",
    )
    rotate.add_argument(
        "--destroy-retired",
        action="store_true",
        help="make no new key; destroy the retired ones, after which older copies of the data cannot be restored",
    )
    rotate.set_defaults(run=_rotate)


def _rotate(given: argparse.Namespace) -> int:
    settings = load_settings(needs_token=False)
    if not settings.key_dir.is_dir():
        raise KeyDirectoryError(f"there is no key directory at {settings.key_dir}; 'belboom init' makes one")
    try:
        with locked(settings.key_dir / "rotating.lock", wait=False):
            return _destroy(settings.key_dir) if given.destroy_retired else asyncio.run(_new_key(settings))
    except BlockingIOError:
        raise KeyDirectoryError("another rotation is under way; wait until it is done") from None


def _destroy(path: Path) -> int:
    gone = rotation.destroy_retired(path)
    print(f"done: {len(gone)} retired keys destroyed; copies of the data that need them cannot be restored any more")
    return 0


async def _new_key(settings: Settings) -> int:
    async with database_of(settings) as database:
        if rotation.rotating(settings.key_dir) is not None:
            print("going on with a rotation that was interrupted")
        target = rotation.begin(settings.key_dir)
        print(f"new key: {target}; it holds for everybody new from now on")
        wrapped, refused = await _wrap_all(database)
        still_in_use = await database.run(rotation.in_use)
        retired = rotation.finish(settings.key_dir, still_in_use)
        await database.run(lambda tx: access.log(tx, ACTOR, access.Action.ROTATED_KEYS))
    if refused:
        print(
            f"not done: {wrapped} data keys are wrapped by the new key, {refused} do not open and keep their old key; "
            "see belboom doctor --deep"
        )
        return 1
    print(
        f"done: {wrapped} data keys are wrapped by the new key, {len(retired)} old keys retired; "
        "now make a new copy of the keys (belboom backup TO --keys-to PLACE)"
    )
    return 0


async def _wrap_all(database: Database) -> tuple[int, int]:
    total = await database.run(rotation.waiting)
    wrapped = refused = 0
    after = ""
    async with aclosing(in_portions(database, lambda tx: rotation.wrap_batch(tx, after))) as batches:
        async for batch in batches:
            wrapped, refused = wrapped + batch.wrapped, refused + batch.refused
            if batch.after is None:
                break
            after = batch.after
            print(f"  {wrapped} of {total} data keys", flush=True)
    return wrapped, refused
