"""`belboom import services` and `export services`: the directory as Open Referral HSDS 3. All of it, or nothing."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.hsds.faults import HsdsError
from bot.settings import Settings, load_settings
from domain.services import Entry, web_address
from storage import access, directory
from storage.directory import New, Ready
from storage.tx import Tx

if TYPE_CHECKING:
    from bot.hsds.source import Source

ACTOR = "server"
"""Who did it, in the access log: whoever has the server at hand."""

TELL_EVERY = 5000


def register(commands: Any) -> None:
    """Add `export` to the parser; `import` has its own module."""
    exporting = commands.add_parser("export", help="write data to a file on this server")
    what = exporting.add_subparsers(dest="what", required=True, metavar="what")
    parser = what.add_parser(
        "services",
        help="the directory of services, as Open Referral HSDS 3",
        description="The end of the name says in which form: .json (one page), .jsonl (one service a line), .zip or a "
        "directory (CSV files with datapackage.json).",
    )
    parser.add_argument("--replace", action="store_true", help="write over a file that is there already")
    parser.add_argument("file", type=Path, help="where to write")
    parser.set_defaults(run=run_export)


def add_import_parser(subparsers: Any) -> None:
    """Add `services` to the kinds of data that can be taken up."""
    parser = subparsers.add_parser(
        "services",
        help="the directory of services, from Open Referral HSDS 3",
        description="JSON (a service, a list, a page of an API, one service a line) or a package of CSV files (a "
        "directory or a zip). Services that are there already are brought up to date by their id. Nothing is taken up "
        "as long as there is one fault; faults are told by file and line.",
    )
    parser.add_argument("--check", action="store_true", help="look at the file and tell what would happen")
    parser.add_argument("file", type=Path, help="the JSON file, the zip or the directory")
    parser.set_defaults(run=run_import)


def run_import(args: argparse.Namespace) -> int:
    """Take up the file. Returns the exit code."""
    from bot.hsds.source import open_source

    settings = load_settings(needs_token=False)
    try:
        source = open_source(args.file)
        number = source.check(lambda done: print(f"  {done} checked", file=sys.stderr))
        if args.check:
            print(f"{number} services, and no fault. Nothing was written.")
        else:
            asyncio.run(_import(settings, source))
    except HsdsError as error:
        print(f"belboom: {error}", file=sys.stderr)
        print("Nothing was taken up.", file=sys.stderr)
        return 1
    return 0


def run_export(args: argparse.Namespace) -> int:
    """Write the directory. Returns the exit code."""
    settings = load_settings(needs_token=False)
    try:
        if args.file.exists() and not args.replace:
            raise HsdsError(f"{args.file.name} is there already; give another name, or --replace")
        if args.file.is_dir():
            raise HsdsError(
                f"{args.file.name} is a directory; an export writes over no directory, so give another name"
            )
        number, unfit = asyncio.run(_export(settings, args.file))
    except HsdsError as error:
        print(f"belboom: {error}", file=sys.stderr)
        print("Nothing was written.", file=sys.stderr)
        return 1
    print(f"{number} services were written to {args.file}.")
    if unfit:
        print(f"left out, as they refer to nothing and CSV has no row for that: {unfit} parts of services")
    return 0


async def _import(settings: Settings, source: Source) -> None:
    from bot.clock import SystemClock
    from bot.main import open_database

    database = await open_database(settings, SystemClock())
    try:
        ready, unlinked = _ready(source, SystemClock().now())
        came, changed = await database.run(lambda tx: _take_up(tx, ready))
    finally:
        await database.close()
    print(f"{came} services came, {changed} that were there were brought up to date.")
    for file, number in source.left_out().items():
        print(f"left out, as it belongs to no service: {number} rows of {file}")
    if unlinked:
        print(f"not shown as a link, as it is no address of the web: {unlinked}")


def _ready(source: Source, now: datetime) -> tuple[list[Ready], int]:
    """The services as they are written, and how many have an address that is not shown.

    Before the database is asked for anything: nobody else writes in it while we do.
    """
    ready = []
    unlinked = 0
    for number, record in enumerate(source.records(), 1):
        unlinked += bool(record.get("url")) and not web_address(record["url"])
        ready.append(directory.ready(_new(record, now)))
        if number % TELL_EVERY == 0:
            print(f"  {number} read", file=sys.stderr)
    return ready, unlinked


def _take_up(tx: Tx, ready: list[Ready]) -> tuple[int, int]:
    """One transaction: write, and note down that it was done."""
    done = directory.put(tx, ready)
    access.log(tx, ACTOR, access.Action.IMPORTED)
    return done


def _new(record: dict[str, Any], now: datetime) -> New:
    from bot.hsds.mapping import new_of

    new = new_of(record, now)
    return _in_four_languages(new) if new.entry.line is not None else new


def _in_four_languages(new: New) -> New:
    """One of our own lines that comes back as we wrote it keeps its words in every language."""
    from dataclasses import replace

    from bot.features.service_words import WHAT_FOR
    from locales import LANGUAGES, render_plain

    line = new.entry.line
    assert line is not None
    ours = {render_plain(WHAT_FOR[line], language) for language in LANGUAGES}
    return replace(new, entry=replace(new.entry, description="")) if new.entry.description in ours else new


async def _export(settings: Settings, path: Path) -> tuple[int, int]:
    from bot.clock import SystemClock
    from bot.hsds.target import write
    from bot.main import open_database

    database = await open_database(settings, SystemClock())
    loop = asyncio.get_running_loop()

    def records() -> Iterator[dict[str, Any]]:
        """A few at a time, so that the bot can go on writing meanwhile."""
        last = ""
        while True:
            work = partial(_some, after=last, language=settings.language)
            some = asyncio.run_coroutine_threadsafe(database.run(work), loop).result()
            if not some:
                return
            yield from some
            last = some[-1]["id"]

    try:
        await database.run(lambda tx: access.log(tx, ACTOR, access.Action.EXPORTED))
        return await asyncio.to_thread(write, path, records)
    finally:
        await database.close()


def _some(tx: Tx, *, after: str, language: str) -> list[dict[str, Any]]:
    from bot.hsds.records import record_of

    found = directory.after(tx, after)
    return [record_of(entry, kept, _told(entry, language), tx.now) for entry, kept in found]


def _told(entry: Entry, language: str) -> str:
    """What one of our own lines is for, in the language it answers in."""
    from bot.features.service_words import WHAT_FOR
    from locales import render_plain

    return "" if entry.line is None else render_plain(WHAT_FOR[entry.line], (*entry.languages, language)[0])
