"""A programme's own confidentiality statement, taken up from a file or a folder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest

from bot.cli import main
from domain.programme import ProgrammeKind
from storage import people, programmes, statements
from storage.database import connect_sqlite, engine_over, transact
from storage.keys import KeyDirectory
from storage.tx import Tx
from storage.vault import Vault
from tests.installed import install

T = TypeVar("T")

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


class Server:
    """An installation with one opbelactie in Dutch, and its command line."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        install(directory)
        self.vault = Vault(KeyDirectory(directory / "keys"))
        self.engine = engine_over(connect_sqlite(str(directory / "belboom.db")))
        self.programme = self.run(
            lambda tx: programmes.add(
                tx,
                name="Warme lijn",
                kind=ProgrammeKind.OPBELACTIE,
                calls_per_week=2,
                timezone="Europe/Brussels",
                language="nl",
                retention_days=90,
            )
        ).id

    def run(self, work: Callable[[Tx], T]) -> T:
        return transact(self.engine, self.vault, NOW, work)

    def file(self, name: str, content: str) -> Path:
        path = self.directory / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return path

    def imports(self, path: Path, *options: str, programme: str = "warme lijn") -> int:
        return main(["import", "statement", "--programme", programme, *options, str(path)])

    def texts(self) -> dict[str, tuple[str, str]]:
        """Version and text, by language."""
        own = self.run(lambda tx: statements.own_texts(tx, self.programme))
        return {language: (text.version, text.body) for language, text in own.items()}


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BELBOOM_DATABASE_URL", f"sqlite:///{tmp_path / 'belboom.db'}")
    monkeypatch.setenv("BELBOOM_KEY_DIR", str(tmp_path / "keys"))
    return Server(tmp_path)


def test_one_file_is_the_text_in_the_language_of_the_programme(server: Server) -> None:
    assert server.imports(server.file("tekst.txt", "Wat je hoort, blijft bij je.\n")) == 0

    assert server.texts() == {"nl": ("nl1", "Wat je hoort, blijft bij je.")}


def test_a_folder_gives_a_text_per_language(server: Server) -> None:
    for language in ("nl", "fr"):
        server.file(f"texts/{language}.txt", f"The text in {language}")

    assert server.imports(server.directory / "texts") == 0

    assert server.texts() == {"nl": ("nl1", "The text in nl"), "fr": ("fr1", "The text in fr")}


def test_it_tells_how_many_people_are_asked_again(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    def accepts(tx: Tx) -> None:
        for number in range(3):
            someone = people.add(tx, language="nl", platform="telegram", platform_id=number)
            statements.accept(tx, someone.id, server.programme, "2026-1")

    server.run(accepts)

    server.imports(server.file("tekst.txt", "Wat je hoort, blijft bij je."))

    assert capsys.readouterr().out.splitlines() == [
        "nl: version nl1",
        "Warme lijn: 3 people accepted the text before, and are asked again.",
    ]


@pytest.mark.parametrize(
    ("name", "content", "options", "said"),
    [
        ("empty.txt", " ", (), "empty"),
        ("texts/readme.txt", "x", (), "nl.txt"),
        ("texts/nl.txt", "x", ("--language", "nl"), "folder"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    server: Server, capsys: pytest.CaptureFixture[str], name: str, content: str, options: tuple[str, ...], said: str
) -> None:
    path = server.file(name, content)

    code = server.imports(path.parent if path.parent != server.directory else path, *options)

    told = capsys.readouterr().err
    assert code == 1
    assert said in told
    assert "Nothing was changed." in told
    assert server.texts() == {}


def test_a_programme_that_is_not_there_is_named_with_those_that_are(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert server.imports(server.file("tekst.txt", "x"), programme="Koude lijn") == 1

    assert "there is: Warme lijn" in capsys.readouterr().err
