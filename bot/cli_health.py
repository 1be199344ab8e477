"""`belboom health`: whether the bot that runs here is well."""

from __future__ import annotations

import argparse
import time
from typing import Any

from bot.health_report import health_file, read_report
from bot.settings import load_settings


def register(commands: Any) -> None:
    """Add the command to the parser."""
    health = commands.add_parser("health", help="tell whether the bot that runs here is well (exit code 0)")
    health.set_defaults(run=_health)


def _health(_: argparse.Namespace) -> int:
    settings = load_settings(needs_token=False)
    well, told = read_report(health_file(settings.database_url), time.time())
    print(told)
    return 0 if well else 1
