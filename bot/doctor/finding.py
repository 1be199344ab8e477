"""One line of the doctor: what it is about, how it stands, and what to know or do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How something stands."""

    OK = "ok"
    WARN = "warn"
    """It works, and somebody should see to it."""
    FAIL = "FAIL"
    """It does not work, or something was lost."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. `told` names no person and no secret."""

    about: str
    level: Level
    told: str


def ok(about: str, told: str) -> Finding:
    """All is well with it."""
    return Finding(about, Level.OK, told)


def warn(about: str, told: str) -> Finding:
    """It works, and somebody should see to it."""
    return Finding(about, Level.WARN, told)


def fail(about: str, told: str) -> Finding:
    """It does not work, or something was lost."""
    return Finding(about, Level.FAIL, told)
