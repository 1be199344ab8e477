"""Exports in the town: made step by step as the bot does, without a process of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.export import errands
from bot.export.making import FILE, File, Planned, Progress, make
from bot.export.order import Order
from bot.export.seal import decrypt
from bot.out import Out
from storage.export_plan import Size
from storage.tx import Tx
from tests.bot.export.office import workbook_in
from tests.bot.town import Room, Someone, Town

T = TypeVar("T")
P = ParamSpec("P")

PASSWORD = "a long enough password"


def commits(town: Town, work: Callable[Concatenate[Tx, Out, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """One of `bot.export.errands` in a transaction."""
    return town.run(lambda tx: work(tx, Out(tx), *args, **kwargs))


def begins(town: Town) -> tuple[str, Order] | None:
    """The next export is begun; `None` where there is none, or it may not be had."""
    export_id = commits(town, errands.next_one)
    order = None if export_id is None else commits(town, errands.begin, town.env, export_id)
    return None if export_id is None or order is None else (export_id, order)


def makes(town: Town, *, file: Size = FILE) -> None:
    """Every export that waits is made and delivered."""
    while (begun := begins(town)) is not None:
        export_id, order = begun
        files, planned = 0, Planned(0, ())
        for step in make(town.run, order, file=file):
            match step:
                case Planned():
                    planned = step
                    commits(town, errands.plan, export_id, planned)
                case Progress():
                    commits(town, errands.tell, export_id, step, planned)
                case File():
                    files = step.of
                    assert commits(town, errands.hand_over, town.env, export_id, step) is not None
        commits(town, errands.finish, export_id, files)
    town.deliver()


def asks(admin: Someone, *taps: str) -> None:
    """An admin asks for an export by these buttons, accepting the agreement where it is asked for."""
    admin.says("/export")
    if "I accept" in admin.room.last.labels:
        admin.taps("I accept")
    for label in taps:
        admin.taps(label)
    admin.taps("Make the export")


def exports(town: Town, admin: Someone, *taps: str) -> Any:
    """The workbook that comes of it."""
    asks(admin, *(taps or ("This month", "Under codes")))
    makes(town)
    return book_in(admin.room)


def files_in(room: Room) -> list[Any]:
    """The documents in a chat, the oldest first."""
    return [message.document for _, message in sorted(room.messages.items()) if message.document is not None]


def book_in(room: Room) -> Any:
    """The newest workbook in a chat."""
    document = files_in(room)[-1]
    assert document.name.endswith(".xlsx")
    return workbook_in(decrypt(document.content, PASSWORD))


def words_in(book: Any) -> str:
    """All that stands in a workbook."""
    return "\n".join(str(cell.value) for page in book for row in page for cell in row if cell.value is not None)
