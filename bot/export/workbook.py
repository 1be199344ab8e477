"""A workbook in memory, written row by row. Nothing of it touches the disk.

Every text is kept as text (a formula, link or number in it stays what was typed), every day as a day, every count as a
number. The columns of texts are formatted as text too, and what looks like a formula carries Excel's own mark for
"this is text", so that it stays one when somebody edits the cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TypeAlias

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

Cell: TypeAlias = str | int | bool | date | None

LOOKS_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""How a text begins that some program might compute (OWASP, "CSV injection")."""

_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What XML 1.0 does not take or advises against; a carriage return too, which would come back as something else."""

_LONGEST_NAME = 31
_LONGEST_TEXT = 32_767
_WIDTHS = (8, 60)
_MEASURED = 200
_DAY_NOUGHT = date(1899, 12, 30)
"""From which office programs count days; true of every day since March 1900."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole sheet with its headings and rows."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


class Book:
    """A workbook that grows; `content` ends it."""

    def __init__(self) -> None:
        self._into = BytesIO()
        self._book = xlsxwriter.Workbook(
            self._into,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        self._heading = self._book.add_format({"bold": True, "num_format": "@"})
        self._text = self._book.add_format({"num_format": "@"})
        self._quoted = self._book.add_format({"num_format": "@", "quote_prefix": True})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._number = self._book.add_format({"num_format": "0"})
        self._names: set[str] = set()

    def sheet(self, name: str, headings: Sequence[str]) -> Page:
        """A new sheet with its headings."""
        return Page(self, self._book.add_worksheet(self._free(name)), headings)

    def content(self) -> bytes:
        """The whole as .xlsx; nothing can be added after this."""
        self._book.close()
        return self._into.getvalue()

    def write(self, page: Worksheet, line: int, column: int, cell: Cell) -> None:
        """One cell, as what it is."""
        if isinstance(cell, str):
            text = _UNFIT.sub("", cell)[:_LONGEST_TEXT]
            if text:
                form = self._quoted if text.startswith(LOOKS_LIKE_A_FORMULA) else self._text
                page.write_string(line, column, text, form)
        elif isinstance(cell, date):
            page.write_number(line, column, (cell - _DAY_NOUGHT).days, self._day)
        elif cell is not None:
            page.write_number(line, column, int(cell), self._number)

    def head(self, page: Worksheet, column: int, text: str) -> None:
        """One heading."""
        page.write_string(0, column, _UNFIT.sub("", text), self._heading)

    def _free(self, name: str) -> str:
        """The name as a sheet may be called, and no sheet is yet."""
        fit = _UNFIT.sub("", _FORBIDDEN_IN_NAME.sub(" ", name)).strip().lstrip("=+-@|% ")[:_LONGEST_NAME] or "_"
        while fit.lower() in self._names or fit.lower() == "history":
            fit = f"{fit[: _LONGEST_NAME - 4]} {len(self._names)}"
        self._names.add(fit.lower())
        return fit


class Page:
    """A sheet that grows."""

    def __init__(self, book: Book, page: Worksheet, headings: Sequence[str]) -> None:
        self._book = book
        self._page = page
        self._line = 0
        self._widths = [len(text) for text in headings]
        page.freeze_panes(1, 0)
        for column, text in enumerate(headings):
            book.head(page, column, text)
            self._widen(column)

    @property
    def rows(self) -> int:
        """How many there are, headings aside."""
        return self._line

    def add(self, row: Iterable[Cell]) -> None:
        """One row more."""
        self._line += 1
        write, page, line = self._book.write, self._page, self._line
        measured = line <= _MEASURED
        for column, cell in enumerate(row):
            if cell is not None and cell != "":
                write(page, line, column, cell)
            if measured and column < len(self._widths) and len(str(cell)) > self._widths[column]:
                self._widths[column] = len(str(cell))
                self._widen(column)

    def _widen(self, column: int) -> None:
        width = min(_WIDTHS[1], max(_WIDTHS[0], self._widths[column]) + 2)
        self._page.set_column(column, column, width)


def build(sheets: Sequence[Sheet]) -> bytes:
    """Whole sheets as .xlsx."""
    book = Book()
    for sheet in sheets:
        page = book.sheet(sheet.name, sheet.headings)
        for row in sheet.rows:
            page.add(row)
    return book.content()
