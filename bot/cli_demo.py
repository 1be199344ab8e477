"""`belboom demo`: the real bot on invented people, with the simulator and its page of phones."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from typing import Any


def register(commands: Any) -> None:
    """Add the command to the parser."""
    demo = commands.add_parser("demo", help="try it out on invented people, on one page, without any account")
    demo.add_argument("--port", type=int, default=8090, help="where the page is (8090)")
    demo.add_argument("--directory", type=Path, default=Path(".demo"), help="made anew at every start (.demo)")
    demo.set_defaults(run=_demo)


def _demo(given: argparse.Namespace) -> int:
    from bot.cli_run import run_async
    from bot.demo import demo
    from bot.logs import set_up_logs

    set_up_logs(logging.WARNING, secrets=[])
    run_async(demo(given.directory, given.port))
    return 0
