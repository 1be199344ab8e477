"""`belboom backup`: an encrypted copy of the data, and on request one of the keys for another place."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.beside import ACTOR, database_of
from bot.settings import Settings, load_settings
from storage import access, backup, backup_keys, copies, ledger_file
from storage.database import sqlite_path
from storage.files import locked
from storage.keys import KeyDirectory
from storage.sealed_file import CopyError, header_of


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "backup",
        help="make an encrypted copy of the data while the bot runs, or check one",
        description="The copy opens only with the key directory, and holds no key. Copies of data and keys are kept "
        "in different places: whoever has both can read everything.",
    )
    parser.add_argument("to", metavar="TO", nargs="?", type=Path, help=f"a directory, or a new file (…{backup.SUFFIX})")
    parser.add_argument("--keep", metavar="N", type=_count, help="keep the newest N copies in TO and remove the others")
    parser.add_argument("--keys-to", metavar="PLACE", type=Path, help="a directory elsewhere, for a copy of the keys")
    parser.add_argument("--check", metavar="FILE", type=Path, help="make no copy; look whether this one is whole")
    add_passphrase(parser)
    parser.set_defaults(run=_run)


def add_passphrase(parser: argparse.ArgumentParser) -> None:
    """The option that says where the passphrase of a copy of the keys stands."""
    parser.add_argument(
        "--passphrase-file", metavar="FILE", type=Path, help="a file with the passphrase of the copy of the keys"
    )


def passphrase_from(file: Path | None) -> str | None:
    """What the file says. Raises `CopyError`."""
    if file is None:
        return None
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise CopyError(f"{file} cannot be read; it should hold the passphrase of the copy of the keys") from None


def asked_passphrase(file: Path | None) -> str:
    """The passphrase, asked for where no file has it. Raises `CopyError` where nobody can be asked."""
    known = passphrase_from(file)
    if known is not None:
        return known
    if not sys.stdin.isatty():
        raise CopyError("the copy of the keys needs its passphrase: name a file with --passphrase-file")
    return getpass.getpass("Passphrase of the copy of the keys: ")


def tell_progress(what: str) -> backup.Progress:
    """Print every tenth part, once."""
    told = [0]

    def progress(done: int, total: int) -> None:
        tenths = done * 10 // total if total else 10
        if tenths > told[0]:
            told[0] = tenths
            print(f"  {what}: {tenths * 10} %", flush=True)

    return progress


def megabytes(size: int) -> str:
    """A size as people say it."""
    return f"{size / 1_000_000:.1f} MB"


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("how many copies to keep: 1 or more")
    return int(text)


def _run(given: argparse.Namespace) -> int:
    settings = load_settings(needs_token=False)
    if given.check is not None:
        return _check(settings, given.check, given.passphrase_file)
    if given.to is None:
        raise CopyError("say where the copy goes: belboom backup TO")
    keys = KeyDirectory(settings.key_dir)
    target = _target(given.to)
    _refuse_together(settings, target.parent, given.keys_to)
    try:
        with locked(settings.key_dir / "backup.lock", wait=False):
            return asyncio.run(_make(settings, keys, target, given))
    except BlockingIOError:
        raise CopyError("another copy is being made; wait until it is done") from None


def _target(to: Path) -> Path:
    """A path without ending is a directory, which is made where it is not there."""
    if to.suffix and not to.is_dir():
        directory, name = to.parent, to.name
    else:
        directory, name = to, backup.name_for(backup.DATA, _now())
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise CopyError(f"{directory} cannot be made ({error.strerror})") from None
    return directory / name


def _refuse_together(settings: Settings, data: Path, keys_to: Path | None) -> None:
    data, key_dir = data.resolve(), settings.key_dir.resolve()
    if data.is_relative_to(key_dir):
        raise CopyError(f"{data} is within the key directory; copies of data and keys are kept apart")
    if keys_to is None:
        return
    place, kept = keys_to.resolve(), Path(sqlite_path(settings.database_url)).resolve().parent
    if place.is_relative_to(data) or data.is_relative_to(place) or place == kept or place.is_relative_to(key_dir):
        raise CopyError(
            f"{keys_to} is beside the data, and whoever has data and keys together can read everything: "
            "name a place elsewhere for the keys, such as a stick that goes into a safe"
        )


async def _make(settings: Settings, keys: KeyDirectory, target: Path, given: argparse.Namespace) -> int:
    at = _now()
    async with database_of(settings) as database:
        await database.run(lambda tx: access.log(tx, ACTOR, access.Action.COPIED))
        backup.clear_partial(target.parent)
        size = backup.make(sqlite_path(settings.database_url), keys, target, at, tell_progress("copied"))
        key_id = header_of(target).more["key"]
        await database.run(lambda tx: copies.note_data(tx, str(key_id)))
        if given.keys_to is not None:
            current = keys.current_id
            entries = ledger_file.tail(keys.path, keys.index_key).last
            print(f"keys: {_copy_keys(keys, given.keys_to, at, given.passphrase_file)}")
            await database.run(lambda tx: copies.note_keys(tx, current, entries))
    gone = [] if given.keep is None else backup.keep_newest(target.parent, given.keep)
    removed = f"; {len(gone)} older copies removed" if gone else ""
    print(f"done: {target}, {megabytes(size)}, read back and whole{removed}")
    return 0


def _copy_keys(keys: KeyDirectory, place: Path, at: datetime, passphrase_file: Path | None) -> Path:
    given = passphrase_from(passphrase_file)
    passphrase = given or backup_keys.new_passphrase()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    backup.clear_partial(place)
    target = place / backup.name_for(backup_keys.KEYS, at)
    backup_keys.make(keys, target, passphrase, at)
    if given is None:
        print("The passphrase of this copy of the keys; it is not shown again. Write it down, and keep it apart:")
        print(passphrase)
    return target


def _check(settings: Settings, file: Path, passphrase_file: Path | None) -> int:
    header = header_of(file)
    if header.kind == backup_keys.KEYS:
        names = backup_keys.look(file, asked_passphrase(passphrase_file))
        print(f"whole: a copy of the keys, made {header.made_at[:16]} UTC, {len(names)} files")
        return 0
    keys = KeyDirectory(settings.key_dir)
    looked = backup.look(file, keys)
    since = max(0, ledger_file.tail(keys.path, keys.index_key).last - looked.done)
    print(
        f"whole: a copy of the data, made {looked.made_at:%Y-%m-%dT%H:%M} UTC, schema {looked.schema}, "
        f"{megabytes(looked.size)}; {since} entries of the ledger of erasures came after it"
    )
    return 0


def _now() -> datetime:
    from bot.clock import SystemClock

    return SystemClock().now()
