"""`belboom restore`: a copy of the data put back into an empty place, without anybody who was erased since."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from bot.beside import ACTOR
from bot.cli_backup import add_passphrase, asked_passphrase, tell_progress
from bot.health_report import health_file, read_report
from bot.settings import Settings, load_settings
from storage import backup, backup_keys, restore
from storage.database import sqlite_path
from storage.files import locked
from storage.keys import KeyDirectory
from storage.replay import Kind, Replayed
from storage.sealed_file import CopyError
from storage.vault import Vault

_KINDS = {
    Kind.PERSON: "people",
    Kind.LEFT: "farewells",
    Kind.WITHDREW: "withdrawals",
    Kind.NEVER_CALL: "numbers that are not called",
}


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "restore",
        help="put a copy of the data back into an empty place, and erase once more who was erased since",
        description="Killed half-way it is simply run again. The key directory stays as it is, unless it is not there "
        "and --keys names a copy of it.",
    )
    parser.add_argument("source", metavar="FROM", type=Path, help="a copy, or a directory: then its newest copy")
    parser.add_argument("--keys", metavar="FILE", type=Path, help="a copy of the keys, where BELBOOM_KEY_DIR is empty")
    parser.add_argument(
        "--ledger-is-lost",
        action="store_true",
        help="go on though the ledger of erasures is older than the copy; whoever was erased after its end is back",
    )
    add_passphrase(parser)
    parser.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    settings = load_settings(needs_token=False)
    database = Path(sqlite_path(settings.database_url))
    _refuse_if_running(settings)
    restore.refuse_unless_empty(database)
    file = _copy_in(given.source)
    if given.keys is not None:
        backup_keys.put_back(given.keys, asked_passphrase(given.passphrase_file), settings.key_dir)
        print(f"keys: {settings.key_dir} (put back)")
    vault = Vault(KeyDirectory(settings.key_dir))
    print(f"putting back {file.name}, made {backup.moment_of(file):%Y-%m-%d %H:%M} UTC")
    try:
        with locked(settings.key_dir / "restore.lock", wait=False):
            done = _put_back(settings, vault, file, database, ledger_is_lost=given.ledger_is_lost)
    except BlockingIOError:
        raise CopyError("another restore is under way; wait until it is done") from None
    return _tell(done, database)


def _refuse_if_running(settings: Settings) -> None:
    file = health_file(settings.database_url)
    if file.exists() and read_report(file, time.time())[0]:
        raise CopyError("the bot is running; stop it first")


def _copy_in(source: Path) -> Path:
    if not source.is_dir():
        return source
    found = backup.copies_in(source)
    if not found:
        raise CopyError(f"there is no copy of the data in {source}")
    return found[-1]


def _put_back(
    settings: Settings, vault: Vault, file: Path, database: Path, *, ledger_is_lost: bool
) -> restore.Restored:
    from bot.clock import SystemClock
    from bot.left_to_do import left_to_do
    from bot.outbox import Priority

    return restore.put_back(
        file,
        database,
        vault,
        SystemClock().now(),
        actor=ACTOR,
        keep_urgent=Priority.URGENT,
        catch_up=left_to_do,
        without_ledger=ledger_is_lost,
        progress=tell_progress("put back"),
        tell=lambda words: print(f"  {words}", flush=True),
    )


def _tell(done: restore.Restored, database: Path) -> int:
    print(f"erased once more: {_replayed(done.replayed)}")
    if done.dropped:
        print(f"dropped: {done.dropped} messages that waited then and would come late")
    if done.missing:
        print(f"LOOK: the ledger lacks {done.missing} entries; whoever was erased after its end may be back")
    if done.refused:
        print(f"LOOK: {done.refused} data keys do not open; belboom doctor --deep says what that touches")
    print(f"done: {database}; what happened after {done.made_at:%Y-%m-%d %H:%M} UTC is not in it. Now: belboom doctor")
    return 0


def _replayed(replayed: Replayed) -> str:
    return ", ".join(f"{name} {replayed.done[kind]}" for kind, name in _KINDS.items())
