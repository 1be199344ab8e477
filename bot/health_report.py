"""The health report in its file, as `belboom health` reads it. Light to import: it is asked for twice a minute."""

from __future__ import annotations

import json
from pathlib import Path

STALE_AFTER = 60.0
"""Seconds after which a report is too old to be believed."""


def health_file(database_url: str) -> Path:
    """Where the running bot says how it is: beside the database."""
    return Path(database_url.partition(":///")[2]).with_suffix(".health")


def read_report(file: Path, now: float) -> tuple[bool, str]:
    """Whether the running bot is well, and a line that says so. `now` is in seconds since 1970."""
    try:
        report = json.loads(file.read_text("utf-8"))
        age = now - float(report["at"])
        ill = [str(name) for name, alive in report["parts"].items() if not alive]
        silent = report["silent_for"]
    except FileNotFoundError:
        return False, "the bot does not run, or runs on another database"
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False, "the health report cannot be read"
    if age > STALE_AFTER:
        return False, f"the last health report is {age:.0f} seconds old: the bot hangs or was killed"
    if ill:
        return False, f"not well: {', '.join(ill)}"
    return True, "well" if silent is None else f"well; the platform answered {silent:.0f} seconds ago"
