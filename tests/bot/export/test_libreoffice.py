"""The export opens in LibreOffice, with its password only."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from bot.export.seal import encrypt
from bot.export.workbook import Cell, Sheet, build
from tests.bot.export.office import SOFFICE, Office
from tests.needed import skipped_without

pytestmark = [
    pytest.mark.libreoffice,
    skipped_without(SOFFICE, "LibreOffice (soffice)"),
    pytest.mark.timeout(300),
]

PASSWORD = "abcd-efgh-jkmn-pqrs"
FORMULAS = [
    "=1+1",
    "+1+1",
    "-1-1",
    "@SUM(1;1)",
    "\t=1+1",
    '=HYPERLINK("http://x.example")',
    "=cmd|' /C calc'!A0",
    "{=1+1}",
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "export.xlsx"
    rows: list[list[Cell]] = [["P-7K3F", text, date(2026, 3, 1), 7] for text in FORMULAS]
    file.write_bytes(encrypt(build([Sheet("=1+1", ["Code", "Note", "Day", "=2+2"], rows)]), PASSWORD))
    return file


def test_it_opens_with_the_password_and_nothing_in_it_is_computed(office: Office, export: Path) -> None:
    shown = office.as_csv(export, PASSWORD)

    assert shown is not None
    read = list(csv.reader(io.StringIO(shown)))
    assert read[0] == ["Code", "Note", "Day", "=2+2"]
    assert [row[1] for row in read[1:]] == FORMULAS
    assert {tuple(row[2:]) for row in read[1:]} == {("2026-03-01", "7")}


@pytest.mark.parametrize("password", ["", "another"])
def test_it_does_not_open_without_the_password(office: Office, export: Path, password: str) -> None:
    assert office.as_csv(export, password) is None
