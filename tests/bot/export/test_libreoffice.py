"""The export opens in LibreOffice, with its password only."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.export.seal import encrypt
from bot.export.workbook import Sheet, build
from tests.bot.export.office import SOFFICE, Office
from tests.needed import skipped_without

pytestmark = [
    pytest.mark.libreoffice,
    skipped_without(SOFFICE, "LibreOffice (soffice)"),
    pytest.mark.timeout(300),
]

PASSWORD = "abcd-efgh-jkmn-pqrs"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "export.xlsx"
    file.write_bytes(encrypt(build([Sheet("Calls", ["Code", "Note"], [["P-7K3F", "=1+1"]])]), PASSWORD))
    return file


def test_it_opens_with_the_password_and_a_formula_is_text(office: Office, export: Path) -> None:
    shown = office.as_csv(export, PASSWORD)

    assert shown is not None
    assert shown.splitlines() == ["Code,Note", "P-7K3F,=1+1"]


@pytest.mark.parametrize("password", ["", "another"])
def test_it_does_not_open_without_the_password(office: Office, export: Path, password: str) -> None:
    assert office.as_csv(export, password) is None
