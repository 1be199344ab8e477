"""A server on which commands are run: settings in the environment, a clock that stands still, people in the data."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest

from bot.cli import main
from bot.context import PLATFORM
from bot.doctor import protected
from bot.doctor.finding import Finding, Level
from domain.call import Outcome
from domain.contacts import LegalGround, Source
from domain.programme import MembershipState, Part, ProgrammeKind
from storage import access, contacts, deep, memberships, people, programmes, reports, updates
from storage.access import Action
from storage.contacts import NewContact
from storage.database import connect_sqlite, engine_over, transact
from storage.keys import KeyDirectory
from storage.ledger_file import Book, read
from storage.schema import persons
from storage.tx import Tx
from storage.vault import Vault
from tests.installed import install

T = TypeVar("T")

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
NAMES = ("Zwaluwtje", "Merelke", "Roodborstje", "Winterkoning")
PHONE = "+32499887766"
NOTE = "kanarievogel in de mijn"


class Server:
    """Data in `data/`, keys in `keys/`."""

    def __init__(self, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.directory = directory
        self.now = NOW
        self._monkeypatch = monkeypatch
        monkeypatch.setattr("bot.clock.SystemClock.now", lambda _: self.now)
        monkeypatch.setenv("BELBOOM_ADMINS", "1")
        monkeypatch.setenv("BELBOOM_LANGUAGE", "en")
        self.settle_in(directory)

    @property
    def database(self) -> Path:
        """The database file."""
        return self.directory / "data" / "belboom.db"

    @property
    def keys(self) -> Path:
        """The key directory."""
        return self.directory / "keys"

    def settle_in(self, directory: Path) -> None:
        """All is in this directory from now on."""
        self.directory = directory
        self._monkeypatch.setenv("BELBOOM_KEY_DIR", str(self.keys))
        self._monkeypatch.setenv("BELBOOM_DATABASE_URL", f"sqlite:///{self.database}")

    def copied_to(self, directory: Path) -> Path:
        """All of it once more, as the disk has it; work goes on there."""
        shutil.copytree(self.directory, directory)
        self.settle_in(directory)
        return directory

    def install(self) -> dict[str, str]:
        """Keys, an empty database and people in it; returns their ids by name."""
        install(self.directory, database="data/belboom.db")
        logging.getLogger("alembic").setLevel(logging.WARNING)
        return self.run(_fill)

    def belboom(self, *words: str) -> int:
        """A command, in this process."""
        return main(list(words))

    def run(self, work: Callable[[Tx], T]) -> T:
        """One transaction."""
        raw = connect_sqlite(str(self.database))
        engine = engine_over(raw)
        try:
            return transact(engine, Vault(KeyDirectory(self.keys)), self.now, work)
        finally:
            engine.dispose()
            raw.close()

    def person(self, person_id: str) -> str | None:
        """The name of this person, if they are there."""
        return self.run(lambda tx: people.name_of(tx, person_id))

    def names(self) -> set[str]:
        """The names of everybody who is there."""
        return {name for name in (self.person(one) for one in self.ids()) if name is not None}

    def ids(self) -> list[str]:
        """Everybody who is there."""
        return self.run(lambda tx: [row.id for row in tx.execute(persons.select())])

    def ledger(self) -> Book:
        """What the ledger of erasures holds."""
        return read(self.keys, KeyDirectory(self.keys).index_key)

    def findings(self) -> dict[str, Finding]:
        """What the doctor finds out about the data, by what it is about."""
        return {one.about: one for one in self.run(lambda tx: list(protected.examine(tx)))}

    def failing(self) -> list[str]:
        """What the doctor says is not in order, and sealed values that do not open."""
        found = [f"{one.about}: {one.told}" for one in self.findings().values() if one.level is Level.FAIL]
        return found + [f"{name} {number}" for name, number in self.broken().items()]

    def broken(self) -> dict[str, int]:
        """How many values of each sealed column do not open."""

        def look(tx: Tx) -> dict[str, int]:
            found: dict[str, int] = {}
            for field in deep.fields():
                batch = deep.look(tx, field, None)
                assert batch.after is None
                if batch.refused:
                    found[f"{field.table}.{field.column}"] = batch.refused
            return found

        return self.run(look)

    def everything_on_disk(self, directory: Path | None = None) -> bytes:
        """Every byte of every file."""
        return b"".join(
            file.read_bytes() for file in sorted((directory or self.directory).rglob("*")) if file.is_file()
        )


def _fill(tx: Tx) -> dict[str, str]:
    """A belboom of four, one of whom is known to have been called, a call list of one, and lines in the access log."""
    belboom = programmes.add(
        tx,
        name="Zonnebloem",
        kind=ProgrammeKind.BELBOOM,
        calls_per_week=2,
        timezone="Europe/Brussels",
        language="en",
        retention_days=90,
        group_chat=None,
    )
    ids: dict[str, str] = {}
    members = []
    for number, name in enumerate(NAMES):
        person = people.add(tx, language="en", platform=PLATFORM, platform_id=7_700_000 + number, name=name)
        ids[name] = person.id
        members.append(
            memberships.add(
                tx,
                programme_id=belboom.id,
                person_id=person.id,
                part=Part.BOTH,
                state=MembershipState.ACTIVE,
                agreement={"how": "phone"},
            )
        )
        access.log(tx, person.id, Action.SAW_NUMBERS, subject=person.id, programme=belboom.id)
    called = contacts.add(tx, belboom.id, NewContact("Lijster", PHONE, Source.SELF, LegalGround.CONSENT, "en"))
    for caller in members:
        reports.add(
            tx,
            programme_id=belboom.id,
            caller_id=caller,
            callee_id=called,
            week="2026-W46",
            outcome=Outcome.REACHED,
            may_note=True,
            may_pass_on=True,
            may_call_again=True,
            body={"text": NOTE},
            days=90,
        )
    for number in range(30):
        updates.first_time(tx, number)
    found = memberships.get(tx, called)
    assert found is not None
    return ids | {"Lijster": found.person_id}


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The lines a command said."""
    return capsys.readouterr().out.splitlines()
