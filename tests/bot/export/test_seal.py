"""The encrypted workbook: it opens with its password and with no other, and nothing of it touches the disk."""

from __future__ import annotations

import io
import os
import tempfile
from datetime import date
from importlib import import_module
from typing import Any

import msoffcrypto.exceptions
import pytest

from bot.export import seal
from bot.export.order import Lock
from bot.export.seal import ExportBrokenError, RecipientError, decrypt, encrypt, lock, recipient
from bot.export.workbook import Sheet, build
from tests.bot.export.office import workbook_in

unescape: Any = import_module("openpyxl.utils.escape").unescape
pyrage: Any = import_module("pyrage")
"""Without types in its release."""

PASSWORD = "abcd-efgh-jkmn-pqrs"
SHEET = Sheet("Calls", ["Code", "Note"], [["P-7K3F", '=HYPERLINK("http://x")'], ["P-22AA", "+32 nothing"]])


def test_it_opens_with_its_password() -> None:
    book = build([SHEET])

    sealed = encrypt(book, PASSWORD)

    assert decrypt(sealed, PASSWORD) == book
    assert workbook_in(decrypt(sealed, PASSWORD))["Calls"]["A2"].value == "P-7K3F"


def test_it_does_not_open_with_another() -> None:
    sealed = encrypt(build([SHEET]), PASSWORD)

    with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
        decrypt(sealed, PASSWORD + "x")


def test_neither_words_nor_codes_stand_in_the_file() -> None:
    sealed = encrypt(build([SHEET]), PASSWORD)

    assert b"P-7K3F" not in sealed
    assert b"xl/worksheets" not in sealed


def test_even_an_empty_export_is_over_4096_bytes() -> None:
    book = build([Sheet(name, ["A"], []) for name in ("Calls", "Needs", "Signals", "Read me")])

    assert len(book) >= seal.SMALLEST


def test_something_too_small_is_not_encrypted() -> None:
    with pytest.raises(ExportBrokenError):
        encrypt(b"PK" + bytes(100), PASSWORD)


def test_what_cannot_be_read_back_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal, "decrypt", lambda sealed, password: b"something else")

    with pytest.raises(ExportBrokenError):
        encrypt(build([SHEET]), PASSWORD)


TEXTS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(1;1)",
    "\t=1+1",
    "=cmd|' /C calc'!A0",
    "{=1}",
    "http://x.example",
    "007",
    "2026-03-01",
]


@pytest.mark.parametrize("text", TEXTS)
def test_no_text_is_taken_for_a_formula_number_or_link(text: str) -> None:
    book = build([Sheet("Calls", ["Note"], [[text]])])

    cell = workbook_in(book)["Calls"]["A2"]
    assert cell.value == text
    assert cell.data_type == "s"
    assert cell.hyperlink is None


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\n=1"])
def test_what_looks_like_a_formula_is_marked_as_text_for_whoever_edits_it(text: str) -> None:
    book = build([Sheet("Calls", ["Note"], [[text], ["just words"]])])

    page = workbook_in(book)["Calls"]
    assert (page["A2"].quotePrefix, page["A2"].number_format) == (True, "@")
    assert (page["A3"].quotePrefix, page["A3"].number_format) == (False, "@")


def test_a_carriage_return_does_not_stay_before_a_formula() -> None:
    book = build([Sheet("Calls", ["Note"], [["\r=1+1"]])])

    cell = workbook_in(book)["Calls"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "'=1", "\t=1", "History", ""])
def test_no_name_of_a_sheet_begins_like_a_formula_or_is_refused(name: str) -> None:
    book = build([Sheet(name, ["Note"], []), Sheet(name, ["Note"], []), Sheet("words " * 20, ["=1+1"], [])])

    titles = [page.title for page in workbook_in(book).worksheets]
    assert len({title.lower() for title in titles}) == 3
    assert not any(title.startswith(("=", "+", "-", "@", "'", "\t")) for title in titles)


@pytest.mark.parametrize("odd", ["\ud800", "\ufffe", "\x00", "\x1b", "\x7f"])
def test_what_no_file_takes_is_left_out(odd: str) -> None:
    book = build([Sheet("Calls", ["Note"], [[f"a{odd}b"]])])

    assert workbook_in(book)["Calls"]["A2"].value == "ab"


@pytest.mark.parametrize("text", ["_x0041_", "a_x000D_b", " a ", "two\nlines", "<b>&amp;</b>", "]]>", "é 👋 ل", '"'])
def test_a_text_comes_back_as_it_was(text: str) -> None:
    cell = workbook_in(build([Sheet("Calls", ["Note"], [[text]])]))["Calls"]["A2"]

    assert unescape(cell.value) == text


def test_many_rows_and_columns_are_all_there() -> None:
    rows = [[f"{line}/{column}" for column in range(30)] for line in range(2_500)]

    page = workbook_in(build([Sheet("Calls", ["Note"] * 30, rows)]))["Calls"]

    assert page.dimensions == "A1:AD2501"
    assert [[cell.value for cell in row] for row in page.iter_rows(min_row=2)] == rows


def test_the_file_is_compressed() -> None:
    book = build([Sheet("Calls", ["Note"], [["word " * 20]] * 2_000)])

    assert len(book) < 20_000


def test_a_day_is_written_as_that_day() -> None:
    days = [date(2000, 2, 29), date(2026, 3, 29), date(2026, 12, 31)]
    book = build([Sheet("Calls", ["Day"], [[day] for day in days])])

    page = workbook_in(book)["Calls"]
    assert [page.cell(line, 1).value.date() for line in (2, 3, 4)] == days
    assert page["A2"].is_date


def test_a_number_is_a_number() -> None:
    page = workbook_in(build([Sheet("Calls", ["Number"], [[7]])]))["Calls"]

    assert (page["A2"].value, page["A2"].data_type) == (7, "n")


def test_days_are_days_and_flags_and_gaps_stay() -> None:
    book = build([Sheet("Calls", ["Day", "Nothing", "Number"], [[date(2026, 3, 29), None, 3]])])

    row = [cell.value for cell in workbook_in(book)["Calls"][2]]
    assert row[0].date() == date(2026, 3, 29)
    assert row[1:] == [None, 3]


def test_odd_sheet_names_and_signs_are_taken() -> None:
    book = build([Sheet("Calls: [all]/*?\\ of the whole year 2026", ["Note"], [["a\x0bb\x00c 👋 " + "z" * 40_000]])])

    page = workbook_in(book).worksheets[0]
    assert len(page.title) <= 31
    assert len(page["A2"].value) <= 32_767


def test_nothing_unencrypted_touches_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def refuse(*args: Any, **kwargs: Any) -> Any:
        made.append("a temporary file")
        raise AssertionError("a temporary file")

    written = os.open

    def watch(path: Any, flags: int, *rest: Any, **kwargs: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            made.append(str(path))
        return written(path, flags, *rest, **kwargs)

    real_open = io.open

    def watch_open(file: Any, mode: str = "r", *rest: Any, **kwargs: Any) -> Any:
        if any(sign in mode for sign in "wax+"):
            made.append(str(file))
        return real_open(file, mode, *rest, **kwargs)

    for name in ("mkstemp", "mkdtemp", "NamedTemporaryFile", "TemporaryFile", "TemporaryDirectory"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", refuse)
    monkeypatch.setattr(os, "open", watch)
    monkeypatch.setattr("builtins.open", watch_open)

    encrypt(build([Sheet("Calls", ["Note"], [["word " * 100] for _ in range(500)])]), PASSWORD)

    assert made == []


def test_for_age_recipients_it_opens_with_the_key_of_each() -> None:
    keys = [pyrage.x25519.Identity.generate() for _ in range(2)]
    book = build([SHEET])

    locked, ending = lock(book, Lock(recipients=tuple(str(key.to_public()) for key in keys)))

    assert ending == ".xlsx.age"
    assert [pyrage.decrypt(locked, [key]) for key in keys] == [book, book]
    assert b"P-7K3F" not in locked


def test_nobody_else_opens_it() -> None:
    key, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    locked, _ = lock(build([SHEET]), Lock(recipients=(str(key.to_public()),)))

    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(locked, [other])


@pytest.mark.parametrize(
    "key", ["", "age1", "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8q", "ssh-ed25519 AAAA"]
)
def test_what_is_no_age_key_is_refused(key: str) -> None:
    with pytest.raises(RecipientError):
        recipient(key)


def test_without_anything_to_lock_it_with_nothing_leaves() -> None:
    with pytest.raises(ExportBrokenError):
        lock(build([SHEET]), Lock())


def test_what_is_too_large_for_the_platform_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal, "LARGEST", 1000)

    with pytest.raises(ExportBrokenError):
        lock(build([SHEET]), Lock(password=PASSWORD))


def test_the_password_is_stretched_a_hundred_thousand_times() -> None:
    sealed = encrypt(build([SHEET]), PASSWORD)

    assert b'spinCount="100000"' in sealed
