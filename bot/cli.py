"""The command line: `belboom <command>`. Each module `bot.cli_*` adds its own commands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules

import bot


def parser(only: str = "") -> argparse.ArgumentParser:
    """All commands, or those of the module `bot.cli_<only>` where there is one.

    A module `bot.cli_*` has `register(commands)`, which adds its own and gives each a `run`; that takes the parsed
    arguments and returns the exit code.
    """
    whole = argparse.ArgumentParser(prog="belboom", description="A chat bot that runs a call tree.")
    commands = whole.add_subparsers(dest="command", required=True, metavar="command")
    found = sorted(module.name for module in iter_modules(bot.__path__) if module.name.startswith("cli_"))
    for name in [f"cli_{only}"] if f"cli_{only}" in found else found:
        import_module(f"bot.{name}").register(commands)
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 when it did what it says."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    given = parser(words[0] if words else "").parse_args(words)
    try:
        return int(given.run(given) or 0)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        print(f"belboom: {advice_on(error) or _place_of(error)}", file=sys.stderr)
        return 1


def advice_on(error: Exception) -> str | None:
    """What an operator is told of an error that was to be expected; None for a bug."""
    from bot.delivery import TokenRefusedError
    from bot.demo_error import DemoError
    from bot.settings import SettingsError
    from storage.database import StorageUnavailableError, UnsupportedDatabaseError
    from storage.keys import KeyDirectoryError
    from storage.ledger_file import LedgerError
    from storage.sealed_file import CopyError
    from storage.upgrade import StaleSchemaError
    from storage.vault import SealBrokenError

    if isinstance(error, SealBrokenError) and not isinstance(error, KeyDirectoryError):
        return "the data does not open with these keys; point BELBOOM_KEY_DIR at those that belong to this database"
    told = (
        SettingsError,
        TokenRefusedError,
        KeyDirectoryError,
        UnsupportedDatabaseError,
        StaleSchemaError,
        StorageUnavailableError,
        LedgerError,
        CopyError,
        DemoError,
    )
    return str(error) if isinstance(error, told) else None


def _place_of(error: Exception) -> str:
    """A bug; its message may quote somebody, and what is printed here ends up in logs."""
    from bot.logs import where

    told = where(error)
    return f"unexpected {told['error']} at {told['at']}; please report this line"


if __name__ == "__main__":
    sys.exit(main())
