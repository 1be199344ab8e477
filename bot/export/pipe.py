"""What the process that makes an export tells the bot over its pipe: one frame after another.

A frame is a line of JSON; the content of a file, whose length the line tells, follows it raw.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from bot.export.making import File, Planned, Progress, Step
from bot.export.order import Order, Source

LONGEST_LINE = 8_000_000
"""Bytes; a plan of a hundred thousand files would fit."""

GO_ON = b"\n"
"""What the bot answers when it has taken a file."""


class Task(BaseModel):
    """What the process is told first, on a line of its own."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    source: Source
    order: Order


class _Frame(BaseModel):
    model_config = ConfigDict(frozen=True)


class PlannedFrame(_Frame):
    """See `bot.export.making.Planned`."""

    kind: Literal["planned"] = "planned"
    records: int
    cuts: tuple[datetime, ...]


class ProgressFrame(_Frame):
    """See `bot.export.making.Progress`."""

    kind: Literal["progress"] = "progress"
    records: int


class FileFrame(_Frame):
    """See `bot.export.making.File`; `length` bytes follow."""

    kind: Literal["file"] = "file"
    number: int
    of: int
    name: str
    length: int
    keep_until: date | None


class DoneFrame(_Frame):
    """That was all."""

    kind: Literal["done"] = "done"


class FailedFrame(_Frame):
    """It went wrong: the type of the error and the places it passed through, never its message."""

    kind: Literal["failed"] = "failed"
    error: str
    at: str


Frame = Annotated[PlannedFrame | ProgressFrame | FileFrame | DoneFrame | FailedFrame, Field(discriminator="kind")]
_FRAME: TypeAdapter[Frame] = TypeAdapter(Frame)


class MakingFailedError(Exception):
    """The process could not make the export. `error` and `at` may be logged."""

    def __init__(self, error: str, at: str = "-") -> None:
        super().__init__(error)
        self.error, self.at = error, at


class Lines(Protocol):
    """An `asyncio.StreamReader`, as far as it is used."""

    async def readline(self) -> bytes:
        """A line, or what is left at the end."""

    async def readexactly(self, n: int, /) -> bytes:
        """So many bytes. Raises `asyncio.IncompleteReadError`, an `EOFError`."""


def write_step(step: Step, write: Callable[[bytes], object]) -> None:
    """Tell of a step."""
    match step:
        case Planned(records=records, cuts=cuts):
            _line(PlannedFrame(records=records, cuts=cuts), write)
        case Progress(records=records):
            _line(ProgressFrame(records=records), write)
        case File(number=number, of=of, name=name, content=content, keep_until=until):
            _line(FileFrame(number=number, of=of, name=name, length=len(content), keep_until=until), write)
            write(content)


def write_end(write: Callable[[bytes], object], error: dict[str, str] | None = None) -> None:
    """Tell that it is done, or what of an error may be told (`bot.logs.where`)."""
    _line(DoneFrame() if error is None else FailedFrame(error=error["error"], at=error["at"]), write)


async def read_step(lines: Lines) -> Step | None:
    """The next step; `None` when it is done. Raises `MakingFailedError`."""
    line = await lines.readline()
    if not line.endswith(b"\n"):
        raise MakingFailedError("ended")  # killed, say, or out of memory
    match _FRAME.validate_json(line):
        case PlannedFrame(records=records, cuts=cuts):
            return Planned(records, cuts)
        case ProgressFrame(records=records):
            return Progress(records)
        case FileFrame() as file:
            try:
                content = await lines.readexactly(file.length)
            except EOFError:
                raise MakingFailedError("ended") from None
            return File(file.number, file.of, file.name, content, file.keep_until)
        case FailedFrame(error=error, at=at):
            raise MakingFailedError(error, at)
        case DoneFrame():
            return None


def _line(frame: Frame, write: Callable[[bytes], object]) -> None:
    write(frame.model_dump_json().encode() + b"\n")
