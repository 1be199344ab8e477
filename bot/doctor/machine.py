"""What the machine must have: room, a place to write, a clock that goes right, no leftovers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp

from bot.doctor.finding import Finding, fail, ok, warn
from bot.settings import OFFICIAL_API, Settings
from storage import restore
from storage.database import sqlite_path

TIGHT, FULL = 500_000_000, 50_000_000
"""Bytes free below which somebody should see to it, and below which it does not work for long."""
SKEW = timedelta(seconds=30)


def examine(settings: Settings) -> Iterator[Finding]:
    """What can be seen without asking anybody."""
    database = Path(sqlite_path(settings.database_url))
    yield _room(database)
    yield _writable(settings.key_dir)
    if Path(f"{database}{restore.SUFFIX}").exists():
        yield warn("restore", "one was interrupted; run it again, or remove the file that ends in .restoring")
    if _readable_by_others(database):
        yield warn("database file", f"other users may read it; run: chmod go-rwx {database}")


def has_database(settings: Settings) -> bool:
    """Whether there is one; opening it would make one."""
    return Path(sqlite_path(settings.database_url)).exists()


async def clock(settings: Settings, now: datetime) -> Finding:
    """Our clock beside the platform's, as every answer of it tells the time."""
    outside = settings.telegram_api == OFFICIAL_API
    try:
        async with (
            aiohttp.ClientSession(trust_env=outside, timeout=aiohttp.ClientTimeout(total=10)) as session,
            session.get(settings.telegram_api) as answer,
        ):
            told = answer.headers.get("Date", "")
        theirs = parsedate_to_datetime(told)
    except (aiohttp.ClientError, TimeoutError, ValueError, TypeError):
        return warn("clock", f"{settings.telegram_api} did not tell the time, so that ours could not be compared")
    skew = now - theirs
    if abs(skew) > SKEW:
        which = "ahead" if skew > timedelta(0) else "behind"
        return fail("clock", f"is {abs(skew).total_seconds():.0f} seconds {which}; let the machine set it (NTP)")
    return ok("clock", "goes right")


def _room(database: Path) -> Finding:
    size = database.stat().st_size if database.exists() else 0
    free = shutil.disk_usage(_existing(database.parent)).free
    told = f"{free / 1_000_000:.0f} MB free, the database takes {size / 1_000_000:.1f} MB"
    if free < max(FULL, size):
        return fail("disk", f"{told}; make room, or soon nothing can be kept")
    if free < max(TIGHT, 3 * size):
        return warn("disk", f"{told}; make room")
    return ok("disk", told)


def _writable(key_dir: Path) -> Finding:
    if key_dir.is_dir() and not os.access(key_dir, os.W_OK):
        return fail(
            "key directory",
            f"{key_dir} cannot be written; the ledger of erasures stands there, so nobody can be erased",
        )
    return ok("key directory", str(key_dir))


def _readable_by_others(database: Path) -> bool:
    return database.exists() and bool(database.stat().st_mode & 0o077) and bool(database.parent.stat().st_mode & 0o077)


def _existing(directory: Path) -> Path:
    return next(one for one in (directory, *directory.resolve().parents) if one.exists())
