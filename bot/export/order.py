"""What an export is to hold, as it is handed to the process that makes it: over a pipe, never by a command line or
environment, for the password is in it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from domain.exporting import Reason, Shown
from domain.period import Period


class Lock(BaseModel):
    """How files are locked: for `recipients` (age public keys) where there are any, with `password` otherwise."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    password: str | None = None
    recipients: tuple[str, ...] = ()


class Order(BaseModel):
    """Which records, shown how, for whom and what for. `since` and `until` are aware instants; `until` is the first
    that is left out. `cuts` are the instants between files where that was settled before, of which the first `handed`
    were handed over."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    programmes: tuple[str, ...]
    since: datetime
    until: datetime
    period: Period
    shown: Shown
    reason: Reason | None = None
    words: str = ""
    by: str
    language: str
    now: datetime
    lock: Lock
    cuts: tuple[datetime, ...] | None = None
    handed: int = 0


class Source(BaseModel):
    """Where the records are, for the process that reads them."""

    model_config = ConfigDict(frozen=True)

    database_url: str
    key_dir: Path
