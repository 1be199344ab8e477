"""What is wrong with a file, told by file and line, with what to do about it. Values are never repeated: they may be
names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MOST_TOLD = 30
"""Faults that are told one by one; the others are counted."""

_KINDS = {"string": "a text", "number": "a number", "array": "a list", "object": "an object with fields"}
_FORMATS = {
    "uuid": "a UUID, such as 3f2c8a52-6d0f-4b1e-9d1b-0c7a5e9b2a44",
    "uri": "an address with its scheme, such as https://www.example.org",
    "email": "an e-mail address",
    "date": "a day, such as 2026-11-20",
    "time": "an hour, such as 09:30",
    "date-time": "a moment, such as 2026-11-20T09:30:00Z",
}


class HsdsError(Exception):
    """The file cannot be used; the message says why and what to do, and repeats nothing out of it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the file, its line (1 is the first), and the way to it, such as `phones[0].number`."""

    file: str
    line: int
    way: str = ""

    def __str__(self) -> str:
        return f"{self.file} line {self.line}" + (f", {self.way}" if self.way else "")


@dataclass(slots=True)
class Faults:
    """What was found so far."""

    told: list[str] = field(default_factory=list)
    number: int = 0

    def add(self, place: Place, says: str) -> None:
        """One more."""
        self.number += 1
        if len(self.told) < MOST_TOLD:
            self.told.append(f"{place}: {says}")

    def raise_any(self) -> None:
        """Raises `HsdsError` with all of them, where there are any."""
        if not self.number:
            return
        more = self.number - len(self.told)
        told = [f"  {one}" for one in self.told] + ([f"  … and {more} more"] if more else [])
        raise HsdsError("the file has faults:\n" + "\n".join(told))


def said(error: Any) -> tuple[list[str | int], str]:
    """The way to what an error of the schema is about, and the error in words."""
    way: list[str | int] = list(error.absolute_path)
    match error.validator:
        case "required":
            missing = next(name for name in error.validator_value if name not in error.instance)
            return [*way, missing], "is missing; fill it in"
        case "enum":
            return way, "has to be one of: " + ", ".join(error.validator_value)
        case "format":
            return way, f"has to be {_FORMATS[error.validator_value]}"
        case "type" if error.instance is None:
            return way, "is null; leave it out where nothing is known"
        case "type":
            return way, f"has to be {_KINDS[error.validator_value]}"
    return way, f"does not fit the schema ({error.validator})"


def shown(way: list[str | int]) -> str:
    """`["phones", 0, "number"]` as `phones[0].number`."""
    told = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in way)
    return told.removeprefix(".")
