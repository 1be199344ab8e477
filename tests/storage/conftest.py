"""A real SQLite file with real keys for every storage test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from storage.database import connect_sqlite, engine_over, transact
from storage.keys import KeyDirectory
from storage.tx import Tx
from storage.vault import Vault
from tests.installed import install

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)

Run = Callable[[Callable[[Tx], Any]], Any]


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """A vault with fresh keys."""
    install(tmp_path, database="test.db")
    return Vault(KeyDirectory(tmp_path / "keys"))


@pytest.fixture
def run(tmp_path: Path, vault: Vault) -> Iterator[Run]:
    """Runs work in one transaction on a fresh database file, at a Wednesday morning unless told otherwise."""
    raw = connect_sqlite(str(tmp_path / "test.db"))
    engine = engine_over(raw)
    yield lambda work, now=NOW: transact(engine, vault, now, work)  # type: ignore[misc]
    engine.dispose()
    raw.close()
