"""Whoever reads beside the bot writes nothing and holds nobody up."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from storage import facts
from storage.database import StorageUnavailableError
from storage.keys import KeyDirectory
from storage.reading import reading
from storage.schema import facts as table
from storage.tx import Tx
from storage.vault import Vault
from tests.storage.conftest import NOW, Run


def test_it_reads_what_is_committed(run: Run, tmp_path: Path, vault: Vault) -> None:
    run(lambda tx: facts.put(tx, "day", "Wednesday"))

    with reading(f"sqlite:///{tmp_path}/test.db", Vault(KeyDirectory(tmp_path / "keys")), NOW) as read:
        assert read(lambda tx: facts.get(tx, "day")) == "Wednesday"


def test_it_cannot_write(run: Run, tmp_path: Path, vault: Vault) -> None:
    with (
        reading(f"sqlite:///{tmp_path}/test.db", Vault(KeyDirectory(tmp_path / "keys")), NOW) as read,
        pytest.raises(StorageUnavailableError, match="readonly"),
    ):
        read(lambda tx: facts.put(tx, "day", "Thursday"))


def test_others_write_while_it_reads_and_it_sees_one_state(run: Run, tmp_path: Path, vault: Vault) -> None:
    run(lambda tx: facts.put(tx, "day", "Wednesday"))

    def look_twice(tx: Tx) -> list[str]:
        seen = [tx.execute(select(table.c.value).where(table.c.name == "day")).scalar_one()]
        run(lambda other: facts.put(other, "day", "Thursday"))
        return [*seen, tx.execute(select(table.c.value).where(table.c.name == "day")).scalar_one()]

    with reading(f"sqlite:///{tmp_path}/test.db", Vault(KeyDirectory(tmp_path / "keys")), NOW) as read:
        assert read(look_twice) == ["Wednesday", "Wednesday"]
        assert read(lambda tx: facts.get(tx, "day")) == "Thursday"


def test_where_there_is_no_database_it_says_so(tmp_path: Path, vault: Vault) -> None:
    missing = f"sqlite:///{tmp_path}/nowhere/test.db"

    with pytest.raises(StorageUnavailableError), reading(missing, vault, NOW) as read:
        read(lambda tx: facts.get(tx, "day"))
