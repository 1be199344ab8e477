"""Figures as lines of text."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def say(*lines: str) -> None:
    """Print at once, so that somebody who waits sees how far it is."""
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; the first column is words, the others are figures."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    say("", title)
    for row in (head, *rows):
        cells = [
            cell.ljust(width) if not at else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        say("  " + "   ".join(cells).rstrip())
