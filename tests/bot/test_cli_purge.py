"""`belboom purge` removes what is due, batch after batch, and says how much."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli import main
from storage import updates
from storage.database import connect_sqlite, engine_over, transact
from storage.keys import KeyDirectory
from storage.schema import updates as rows
from storage.tx import Tx
from storage.vault import Vault


def test_it_removes_what_is_due_and_counts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BELBOOM_KEY_DIR", str(tmp_path / "keys"))
    monkeypatch.setenv("BELBOOM_DATABASE_URL", f"sqlite:///{tmp_path}/belboom.db")
    main(["init"])
    engine = engine_over(connect_sqlite(str(tmp_path / "belboom.db")))
    vault = Vault(KeyDirectory(tmp_path / "keys"))
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)

    def fill(tx: Tx) -> None:
        for number in range(700):
            updates.first_time(tx, number)

    transact(engine, vault, long_ago, fill)

    code = main(["purge"])

    left = transact(engine, vault, long_ago + timedelta(days=1), lambda tx: tx.execute(rows.select()).all())
    assert code == 0
    assert left == []
    assert "updates: 700" in capsys.readouterr().out
    engine.dispose()
