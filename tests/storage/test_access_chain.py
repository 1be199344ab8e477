"""The access log is a chain that only grows: what was changed, taken away or cut off in it shows."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from storage import access, access_chain, access_head
from storage.access import Action
from storage.access_chain import Place
from storage.database import StorageUnavailableError, connect_sqlite, engine_over, transact
from storage.keys import KeyDirectory
from storage.purge import purge_batch
from storage.tx import Tx
from storage.vault import Vault
from tests.storage.conftest import NOW, Run

A_YEAR = timedelta(days=366)


def write(run: Run, number: int, **by: float) -> None:
    for _ in range(number):
        run(lambda tx: access.log(tx, "one", Action.SAW_NUMBERS, subject="two"), now=NOW + timedelta(**by))  # type: ignore[call-arg]


def head(tmp_path: Path) -> access_head.Head:
    found = access_head.read(tmp_path / "keys")
    assert found is not None
    return found


def whole(run: Run, tmp_path: Path) -> bool:
    faults: list[int] = run(lambda tx: list(access_chain.faults(tx)))
    fits: bool = run(lambda tx: access_head.fits(tx, access_head.read(tmp_path / "keys")))
    return not faults and fits


def tamper(tmp_path: Path, *statements: str) -> None:
    """As somebody does who has the file and knows how to get rid of the triggers."""
    raw = sqlite3.connect(tmp_path / "test.db", isolation_level=None)
    for statement in ("DROP TRIGGER access_log_no_update", "DROP TRIGGER access_log_no_delete", *statements):
        raw.execute(statement)
    raw.close()


def test_lines_hang_together_and_the_newest_is_known_outside(run: Run, tmp_path: Path) -> None:
    write(run, 5)

    assert whole(run, tmp_path)
    assert head(tmp_path).newest == run(access_chain.newest)
    assert head(tmp_path).newest.seq == 5


def test_several_lines_of_one_transaction_hang_together(run: Run, tmp_path: Path) -> None:
    def work(tx: Tx) -> None:
        for _ in range(3):
            access.log(tx, "one", Action.SAW_NEED)

    run(work)

    assert whole(run, tmp_path)
    assert head(tmp_path).newest.seq == 3


@pytest.mark.parametrize("statement", ["UPDATE access_log SET actor = 'x' WHERE seq = 2", "DELETE FROM access_log"])
def test_the_database_itself_refuses_to_change_a_line_or_take_one_away(run: Run, statement: str) -> None:
    write(run, 3)

    with pytest.raises(Exception, match="append-only"):
        run(lambda tx: tx.conn.exec_driver_sql(statement))


@pytest.mark.parametrize(
    ("statement", "at"),
    [
        ("UPDATE access_log SET subject = 'x' WHERE seq = 2", 2),
        ("UPDATE access_log SET at = at + 1 WHERE seq = 4", 4),
        ("DELETE FROM access_log WHERE seq = 3", 4),
        ("DELETE FROM access_log WHERE seq = 1", 2),
        ("UPDATE access_log SET seq = 9 WHERE seq = 5", 9),
    ],
)
def test_where_the_chain_is_broken_is_told(run: Run, tmp_path: Path, statement: str, at: int) -> None:
    write(run, 5)

    tamper(tmp_path, statement)

    assert run(lambda tx: next(access_chain.faults(tx))) == at


def test_an_end_that_was_cut_off_shows_though_the_chain_is_whole(run: Run, tmp_path: Path) -> None:
    write(run, 5)

    tamper(tmp_path, "DELETE FROM access_log WHERE seq > 3")

    assert run(lambda tx: list(access_chain.faults(tx))) == []
    assert not whole(run, tmp_path)


def test_what_shows_that_lines_were_cut_off_stays_when_others_are_written_in_their_place(
    run: Run, tmp_path: Path
) -> None:
    write(run, 5)
    tamper(tmp_path, "DELETE FROM access_log WHERE seq > 3")

    write(run, 4)

    assert run(access_chain.newest).seq == 7
    assert head(tmp_path).newest.seq == 5
    assert not whole(run, tmp_path)


def test_a_log_that_was_written_anew_shows(run: Run, tmp_path: Path) -> None:
    write(run, 3)
    tamper(tmp_path, "DELETE FROM access_log")

    write(run, 3)

    assert run(lambda tx: list(access_chain.faults(tx))) == []
    assert not whole(run, tmp_path)


def test_a_head_that_a_crash_left_behind_is_brought_up_to_date_at_the_next_start(run: Run, tmp_path: Path) -> None:
    write(run, 2)
    behind = (tmp_path / "keys" / "access-head").read_bytes()
    write(run, 3)
    (tmp_path / "keys" / "access-head").write_bytes(behind)
    fine = whole(run, tmp_path)

    run(access.anchor)

    assert fine
    assert head(tmp_path).newest.seq == 5


def test_a_head_that_is_missing_is_made_at_the_next_start(run: Run, tmp_path: Path) -> None:
    write(run, 2)
    (tmp_path / "keys" / "access-head").unlink()

    run(access.anchor)

    assert head(tmp_path).newest.seq == 2


@pytest.mark.parametrize("content", ["", "[]", '{"newest": 3}'])
def test_a_head_that_cannot_be_read_is_not_taken_for_a_new_one(run: Run, tmp_path: Path, content: str) -> None:
    write(run, 2)
    (tmp_path / "keys" / "access-head").write_text(content)

    write(run, 1)

    assert run(access_chain.newest).seq == 3
    with pytest.raises(access_head.HeadDamagedError):
        access_head.read(tmp_path / "keys")


def test_after_a_year_the_oldest_go_and_the_cut_is_known_outside(run: Run, tmp_path: Path) -> None:
    write(run, 3)
    write(run, 2, days=100)

    gone = run(lambda tx: purge_batch(tx)["access_log"], now=NOW + A_YEAR)  # type: ignore[call-arg]

    assert gone == 3
    assert run(access_chain.cut) == head(tmp_path).cut
    assert head(tmp_path).cut.seq == 3
    assert head(tmp_path).next_cut is None
    assert whole(run, tmp_path)


def test_when_all_are_gone_the_chain_goes_on_from_the_cut(run: Run, tmp_path: Path) -> None:
    write(run, 3)
    for _ in range(3):
        run(lambda tx: purge_batch(tx, limit=2), now=NOW + A_YEAR)  # type: ignore[call-arg]

    write(run, 2, days=400)

    assert run(access_chain.newest).seq == 5
    assert whole(run, tmp_path)


def test_lines_are_removed_in_portions_from_the_oldest_on(run: Run) -> None:
    write(run, 5)

    gone = [run(lambda tx: access.cut_expired(tx, 2), now=NOW + A_YEAR) for _ in range(4)]  # type: ignore[call-arg]

    assert gone == [2, 2, 1, 0]


def test_a_cut_that_was_killed_before_or_after_its_commit_is_known_outside(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(run, 3)
    monkeypatch.setattr(access_head, "_quietly", lambda *_: None)  # killed before anything after the commit

    run(lambda tx: access.cut_expired(tx, 2), now=NOW + A_YEAR)  # type: ignore[call-arg]
    committed = whole(run, tmp_path)

    def fails(tx: Tx) -> None:
        access.cut_expired(tx, 2)
        tx.before_commit.append(lambda: 1 / 0)  # type: ignore[arg-type]

    with pytest.raises(ZeroDivisionError):
        run(fails, now=NOW + A_YEAR)  # type: ignore[call-arg]

    assert committed
    assert run(access_chain.cut).seq == 2
    assert not run(lambda tx: list(access_chain.faults(tx)))


def test_a_cut_that_only_the_database_knows_of_shows(run: Run, tmp_path: Path) -> None:
    write(run, 4)
    link = run(lambda tx: tx.conn.exec_driver_sql("SELECT link FROM access_log WHERE seq = 2").scalar_one())

    tamper(
        tmp_path,
        "DELETE FROM access_log WHERE seq <= 2",
        "INSERT INTO facts VALUES ('access.cut_seq', '2')",
        f"INSERT INTO facts VALUES ('access.cut_link', '{link}')",
    )

    assert run(lambda tx: list(access_chain.faults(tx))) == []
    assert not whole(run, tmp_path)


def test_two_processes_that_write_at_once_make_one_chain(run: Run, vault: Vault, tmp_path: Path) -> None:
    other_raw = connect_sqlite(str(tmp_path / "test.db"))
    other = engine_over(other_raw)
    other_vault = Vault(KeyDirectory(tmp_path / "keys"))

    for _ in range(3):
        write(run, 1)
        transact(other, other_vault, NOW, lambda tx: access.log(tx, "three", Action.EXPORTED))

    assert run(access_chain.newest).seq == 6
    assert whole(run, tmp_path)
    assert head(tmp_path).newest.seq == 6
    other.dispose()
    other_raw.close()


def test_a_transaction_that_failed_leaves_no_trace_outside(run: Run, tmp_path: Path) -> None:
    write(run, 1)

    def fails(tx: Tx) -> None:
        access.log(tx, "one", Action.ERASED)
        raise StorageUnavailableError

    with pytest.raises(StorageUnavailableError):
        run(fails)

    assert head(tmp_path).newest.seq == 1
    assert whole(run, tmp_path)


def test_the_head_holds_links_and_no_ids(run: Run, tmp_path: Path) -> None:
    write(run, 2)

    kept = json.loads((tmp_path / "keys" / "access-head").read_text())

    assert Place(**kept["newest"]) == run(access_chain.newest)
    assert set(kept) == {"newest", "cut", "next_cut", "cut_at", "restored"}
