"""What a dialogue may ask of the outside world, handed to it by whoever runs it.

The engine does no I/O itself. A port that has to load something first may raise `NotLoadedError`: it passes through
the engine unchanged and nothing has moved, so that the caller can load and try again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pydantic import BaseModel, ConfigDict
from pydantic import JsonValue as Json

from locales import Words


class NotLoadedError(Exception):
    """Something has to be loaded before the conversation can go on."""


class Query(BaseModel):
    """A question to what is kept. Subclasses are data only; the answer is JSON made of ids and plain facts, without
    anybody's name or number."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class HiddenWord:
    """A piece that redaction took out. `start` and `end` count characters in the **redacted** text and enclose what
    stands there instead; `original` is the piece itself."""

    start: int
    end: int
    original: str


@dataclass(frozen=True, slots=True)
class RedactedText:
    """A typed text after redaction, with the pieces it lost in reading order."""

    text: str
    hidden: tuple[HiddenWord, ...] = ()


class Ports(Protocol):
    """The outside world of one `advance`."""

    @property
    def now(self) -> datetime:
        """This moment, with its time zone."""

    def look_up(self, query: Query) -> Json:
        """The answer to a query: ids, never names."""

    def name_of(self, ref: str) -> Words:
        """How others call the member with this id. Read afresh each time and never kept in a log."""

    def random_code(self) -> str:
        """A random code that cannot be guessed, of URL-safe characters."""

    def redact(self, text: str) -> RedactedText:
        """The text without names, numbers and addresses."""

    def alarm(self, text: str) -> bool:
        """Whether an alarm word stands in the text."""
