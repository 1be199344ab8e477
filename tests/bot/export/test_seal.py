"""The encrypted workbook: it opens with its password and with no other, and nothing of it touches the disk."""

from __future__ import annotations

import io
import os
import tempfile
from datetime import date
from typing import Any

import msoffcrypto.exceptions
import pytest

from bot.export import seal
from bot.export.seal import ExportBrokenError, decrypt, encrypt
from bot.export.workbook import Sheet, build
from tests.bot.export.office import workbook_in

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


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "=cmd|' /C calc'!A0", "{=1}", "http://x.example", "007"])
def test_no_text_is_taken_for_a_formula_number_or_link(text: str) -> None:
    book = build([Sheet("Calls", ["Note"], [[text]])])

    cell = workbook_in(book)["Calls"]["A2"]
    assert cell.value == text
    assert cell.data_type == "s"
    assert cell.hyperlink is None


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


def test_the_password_is_stretched_a_hundred_thousand_times() -> None:
    sealed = encrypt(build([SHEET]), PASSWORD)

    assert b'spinCount="100000"' in sealed
