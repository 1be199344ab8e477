"""`belboom admin password`: makes the password of the exports."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from bot.export.password import make_password
from bot.settings import load_settings


def register(commands: Any) -> None:
    """Add the commands to the parser."""
    admin = commands.add_parser("admin", help="what only whoever runs the server may do")
    what = admin.add_subparsers(dest="what", required=True, metavar="what")
    password = what.add_parser("password", help="make the password that opens exports, and show it once")
    password.add_argument("--replace", action="store_true", help="make a new one in the place of the old one")
    password.set_defaults(run=_password)


def _password(given: argparse.Namespace) -> int:
    settings = load_settings(needs_token=False)
    password = make_password(settings.key_dir, replace=given.replace)
    print("The password of the exports; it is not shown again. Keep it apart from the exports themselves.")
    print(password)
    if not sys.stdout.isatty():
        print("It was not written to a terminal: see to it that it stays in no log or file.", file=sys.stderr)
    return 0
