"""`belboom rota`: a programme as JSON in, its rota as JSON out. Needs no settings, no database and no token."""

from __future__ import annotations

import argparse
import sys
from typing import Any

WRONG_INPUT = 2


def register(commands: Any) -> None:
    """Add the command to the parser."""
    rota = commands.add_parser(
        "rota",
        help="plan who calls whom on which day, from JSON on standard input",
        description="Reads a programme as JSON on standard input, and writes its rota as JSON: calls with their day, "
        "what changes, and all that could not be had. docs/rota.md has an example; the fields are told in "
        "docs/rota-input.schema.json and docs/rota-output.schema.json. Nothing is kept.",
    )
    rota.set_defaults(run=_rota)


def _rota(_: argparse.Namespace) -> int:
    from bot.rota_answer import answer
    from bot.rota_faults import LARGEST, RotaInputError, read

    try:
        programme = read(sys.stdin.buffer.read(LARGEST + 1))
    except RotaInputError as error:
        print(f"belboom rota: the input cannot be used (items are counted from 1).\n{error}", file=sys.stderr)
        return WRONG_INPUT
    told = answer(programme).model_dump_json(indent=2) + "\n"
    sys.stdout.buffer.write(told.encode())  # UTF-8 whatever the terminal, as JSON is
    sys.stdout.buffer.flush()
    return 0
