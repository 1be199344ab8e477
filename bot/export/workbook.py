"""A workbook in memory, written row by row. Nothing of it touches the disk.

Every text is kept as text (a formula, link or number in it stays what was typed), every day as a day, every count as a
number. The columns of texts are formatted as text too, and what looks like a formula carries Excel's own mark for
"this is text", so that it stays one when somebody edits the cell.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any, NamedTuple, TypeAlias
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

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
_TOGETHER = 1_000
_SHORT, _MOST_KNOWN = 40, 10_000

_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_SAMPLES = re.compile(rb'<row r="2"[^>]*>.*?</row>')
_STYLE = re.compile(rb' s="(\d+)"')
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')
_ESCAPE = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")
"""What office programs would take for a sign in disguise."""
_DAY_NOUGHT = date(1899, 12, 30)
"""From which office programs count days; true of every day since March 1900."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole sheet with its headings and rows."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


class Book:
    """A workbook that grows; `content` ends it.

    XlsxWriter makes everything but the rows below the headings: styles, sheets, headings, widths. Rows are written
    here, as its mode for constant memory writes them: that one uses files, and to keep each cell as an object until the
    end takes three times as long, and twice the memory.
    """

    def __init__(self) -> None:
        self._pages: list[Page] = []

    def sheet(self, name: str, headings: Sequence[str]) -> Page:
        """A new sheet with its headings."""
        page = Page(_free(name, [page.name for page in self._pages]), headings)
        self._pages.append(page)
        return page

    def content(self) -> bytes:
        """The whole as .xlsx."""
        made = BytesIO()
        with (
            zipfile.ZipFile(BytesIO(_frame(self._pages))) as frame,
            zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written,
        ):
            for member in frame.infolist():
                found = _SHEET.fullmatch(member.filename)
                with written.open(member.filename, "w") as into:
                    if found is None:
                        into.write(frame.read(member))
                    else:
                        self._pages[int(found[1]) - 1].write(frame.read(member), into.write)
        return made.getvalue()


class Page:
    """A sheet that grows."""

    def __init__(self, name: str, headings: Sequence[str]) -> None:
        self.name = name
        self.headings = [_UNFIT.sub("", text) for text in headings]
        self.rows = 0
        """How many there are, headings aside."""
        self._longest = [len(text) for text in self.headings]
        self._fresh: list[str] = []
        self._packed: list[bytes] = []
        self._known: dict[str, str] = {}

    @property
    def widths(self) -> list[int]:
        """Of the columns, in characters."""
        return [min(_WIDTHS[1], max(_WIDTHS[0], longest) + 2) for longest in self._longest]

    def add(self, row: Iterable[Cell]) -> None:
        """One row more."""
        self.rows += 1
        line = self.rows + 1
        written = [f'<row r="{line}">']
        for column, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            written.append(f'<c r="{_letters(column)}{line}"{self._known.get(cell) or self._inside(cell)}</c>')  # type: ignore[arg-type]
            if self.rows <= _MEASURED and column < len(self._longest):
                self._longest[column] = max(self._longest[column], len(str(cell)))
        written.append("</row>")
        self._fresh.append("".join(written))
        if len(self._fresh) >= _TOGETHER:
            self._pack()

    def write(self, frame: bytes, write: Callable[[bytes], object]) -> None:
        """The sheet as XlsxWriter made it, with the rows after the headings."""
        self._pack()
        head, end, tail = _SAMPLES.sub(b"", frame).partition(b"</sheetData>")
        last = f"{_letters(max(0, len(self.headings) - 1))}{self.rows + 1}"
        write(_DIMENSION.sub(f'<dimension ref="A1:{last}"/>'.encode(), head))
        for rows in self._packed:
            write(rows)
        write(end + tail)

    def _inside(self, cell: str | int | date) -> str:
        """A cell as it stands in the file, from its style on; short texts are remembered, for many come again."""
        if isinstance(cell, date):
            return f' s="{_styles().day}"><v>{(cell - _DAY_NOUGHT).days}</v>'
        if not isinstance(cell, str):
            return f' s="{_styles().number}"><v>{int(cell)}</v>'
        text = _ESCAPE.sub("_x005F_", _UNFIT.sub("", cell)[:_LONGEST_TEXT])
        style = _styles().quoted if text.startswith(LOOKS_LIKE_A_FORMULA) else _styles().text
        space = ' xml:space="preserve"' if text != text.strip() else ""
        made = f' s="{style}" t="inlineStr"><is><t{space}>{escape(text)}</t></is>'
        if len(cell) <= _SHORT and len(self._known) < _MOST_KNOWN:
            self._known[cell] = made
        return made

    def _pack(self) -> None:
        self._packed.append("".join(self._fresh).encode())
        self._fresh.clear()


class _Styles(NamedTuple):
    """How cells look, or the numbers by which they say so."""

    text: Any
    quoted: Any
    day: Any
    number: Any


_LOOKS = _Styles(
    text={"num_format": "@"},
    quoted={"num_format": "@", "quote_prefix": True},
    day={"num_format": "yyyy-mm-dd"},
    number={"num_format": "0"},
)


@cache
def _styles() -> _Styles:
    """The numbers that XlsxWriter gives the styles, in every workbook of ours the same."""
    with zipfile.ZipFile(BytesIO(_frame([Page("-", ["-"])]))) as frame:
        found = _SAMPLES.search(frame.read("xl/worksheets/sheet1.xml"))
    assert found is not None
    return _Styles(*map(int, _STYLE.findall(found[0])))


def _frame(pages: Sequence[Page]) -> bytes:
    """A workbook with the headings of these pages, and below them one cell of each style, lest a style be left out."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    heading = book.add_format({"bold": True, "num_format": "@"})
    looks = [book.add_format(look) for look in _LOOKS]
    for page in pages:
        sheet = book.add_worksheet(page.name)
        sheet.freeze_panes(1, 0)
        for column, (text, width) in enumerate(zip(page.headings, page.widths, strict=True)):
            sheet.write_string(0, column, text, heading)
            sheet.set_column(column, column, width)
        for column, look in enumerate(looks):
            sheet.write_blank(1, column, None, look)
    book.close()
    return content.getvalue()


@cache
def _letters(column: int) -> str:
    """The name of a column: A, B … Z, AA …"""
    return xl_col_to_name(column)


def _free(name: str, taken: Sequence[str]) -> str:
    """The name as a sheet may be called, and none of `taken` is."""
    fit = _UNFIT.sub("", _FORBIDDEN_IN_NAME.sub(" ", name)).strip().lstrip("=+-@|% ")[:_LONGEST_NAME] or "_"
    number = 2
    plain = fit
    while fit.lower() in {"history", *(other.lower() for other in taken)}:
        fit, number = f"{plain[: _LONGEST_NAME - 4]} {number}", number + 1
    return fit


def build(sheets: Sequence[Sheet]) -> bytes:
    """Whole sheets as .xlsx."""
    book = Book()
    for sheet in sheets:
        page = book.sheet(sheet.name, sheet.headings)
        for row in sheet.rows:
            page.add(row)
    return book.content()
