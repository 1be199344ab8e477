"""The command line: `belboom <command>`. Each module `bot.cli_*` adds its own commands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules

import bot
from bot.delivery import TokenRefusedError
from bot.demo_error import DemoError
from bot.settings import SettingsError
from storage.database import StorageUnavailableError, UnsupportedDatabaseError
from storage.keys import KeyDirectoryError
from storage.upgrade import StaleSchemaError
from storage.vault import SealBrokenError

EXPECTED = (
    SettingsError,
    TokenRefusedError,
    KeyDirectoryError,
    UnsupportedDatabaseError,
    StaleSchemaError,
    StorageUnavailableError,
    DemoError,
)
"""Errors whose message tells the operator what to do, and never anything about anybody."""


def parser() -> argparse.ArgumentParser:
    """All commands. A module `bot.cli_*` has `register(commands)`, which adds its own and gives each a `run`.

    `run` takes the parsed arguments and returns the exit code.
    """
    whole = argparse.ArgumentParser(prog="belboom", description="A chat bot that runs a call tree.")
    commands = whole.add_subparsers(dest="command", required=True, metavar="command")
    for module in sorted(found.name for found in iter_modules(bot.__path__) if found.name.startswith("cli_")):
        import_module(f"bot.{module}").register(commands)
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 when it did what it says."""
    given = parser().parse_args(arguments)
    try:
        return int(given.run(given) or 0)
    except EXPECTED as error:
        print(f"belboom: {error}", file=sys.stderr)
    except SealBrokenError:
        print(
            "belboom: the data does not open with these keys. Point BELBOOM_KEY_DIR at the directory "
            "that belongs to this database.",
            file=sys.stderr,
        )
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main())
