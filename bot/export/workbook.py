"""A workbook in memory. Every text is written as text, so that nothing in it is ever taken for a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import TypeAlias

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell: TypeAlias = str | int | bool | date | None

_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\']")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_LONGEST_NAME = 31
_LONGEST_TEXT = 32_767
_WIDTHS = (8, 60)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with its headings and rows."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def build(sheets: Sequence[Sheet]) -> bytes:
    """The workbook as .xlsx. Nothing of it touches the disk."""
    content = BytesIO()
    book = xlsxwriter.Workbook(
        content,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    heading, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for sheet in sheets:
        page = book.add_worksheet(_FORBIDDEN_IN_NAME.sub(" ", sheet.name)[:_LONGEST_NAME])
        page.freeze_panes(1, 0)
        for column, text in enumerate(sheet.headings):
            page.write_string(0, column, text, heading)
            page.set_column(column, column, _width(sheet, column))
        for line, row in enumerate(sheet.rows, 1):
            for column, cell in enumerate(row):
                _write(page, line, column, cell, day)
    book.close()
    return content.getvalue()


def _write(page: Worksheet, line: int, column: int, cell: Cell, day: Format) -> None:
    if isinstance(cell, str):
        page.write_string(line, column, _CONTROL.sub("", cell)[:_LONGEST_TEXT])
    elif isinstance(cell, date):
        page.write_datetime(line, column, datetime.combine(cell, time()), day)
    elif cell is not None:
        page.write_number(line, column, int(cell))


def _width(sheet: Sheet, column: int) -> int:
    longest = max((len(str(row[column])) for row in sheet.rows[:200] if column < len(row)), default=0)
    return min(_WIDTHS[1], max(_WIDTHS[0], len(sheet.headings[column]), longest) + 2)
