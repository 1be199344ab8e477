"""Copies on a server: made, checked, put back; whoever was erased since stays erased."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from storage import contacts, memberships, outbox, programmes
from storage.keys import KeyDirectory
from storage.schema import access_log
from storage.schema import outbox as outbox_rows
from storage.tx import Tx
from tests.bot.server import NAMES, NOTE, PHONE, Server, told

EVERYBODY = {*NAMES, "Lijster"}


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    made = Server(tmp_path / "server", monkeypatch)
    made.directory.mkdir()
    made.install()
    return made


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    return tmp_path / "copies"


def lose_data(server: Server) -> None:
    for file in server.database.parent.iterdir():
        file.unlink()


def newest(copies: Path) -> Path:
    return max(copies.glob("*.belboom"))


def test_the_drill_a_copy_erasures_a_restore_and_nobody_who_was_erased_is_back(
    server: Server, copies: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = {name: next(one for one in server.ids() if server.person(one) == name) for name in EVERYBODY}
    assert server.belboom("backup", str(copies)) == 0
    assert server.belboom("erase", "7700001", "--yes") == 0
    server.run(lambda tx: _refuses(tx, ids["Lijster"]))
    lose_data(server)
    told(capsys)

    code = server.belboom("restore", str(copies))

    said = told(capsys)
    assert code == 0
    assert server.names() == EVERYBODY - {"Merelke"}
    assert ids["Merelke"] not in server.ids()
    assert "erased once more: people 1, farewells 2, withdrawals 0, numbers that are not called 1" in said
    assert said[-1].startswith("done: ")
    programme = server.run(programmes.every)[0]
    assert server.run(lambda tx: contacts.known_numbers(tx, programme.id, [PHONE])).refused == {PHONE}
    codes = [member.person_id for member in server.run(lambda tx: memberships.active(tx, programme.id))]
    assert ids["Lijster"] not in codes
    assert server.failing() == []
    assert server.findings()["copy of the data"].told == "made on 2026-11-18"
    actions = [row.action for row in server.run(lambda tx: tx.execute(select(access_log.c.action)).all())]
    assert actions[-2:] == ["erased", "restored"]


def _refuses(tx: Tx, person_id: str) -> None:
    programme = programmes.every(tx)[0]
    contacts.never_call_again(tx, programme.id, person_id)
    member = memberships.of(tx, programme.id, person_id)
    assert member is not None
    memberships.leave(tx, member.id)


def test_the_calls_of_those_who_stay_are_divided_anew(server: Server, copies: Path) -> None:
    server.belboom("backup", str(copies))
    server.belboom("erase", "7700001", "--yes")
    lose_data(server)

    server.belboom("restore", str(copies))

    revision = server.run(programmes.every)[0].revision
    assert revision > 0


def test_a_copy_tells_a_stranger_nothing_and_holds_no_key_and_no_ledger(server: Server, copies: Path) -> None:
    server.belboom("erase", "7700001", "--yes")

    server.belboom("backup", str(copies))

    content = newest(copies).read_bytes()
    erased = server.ledger().entries[-1].ids["person"]
    secrets = [file.read_bytes() for file in (server.keys / "kek").iterdir() if file.name != "current"]
    for word in (b"SQLite", b"Zonnebloem", NOTE.encode(), PHONE.encode(), erased.encode(), *secrets):
        assert word not in content
    assert newest(copies).stat().st_mode & 0o077 == 0


def test_a_copy_opens_with_its_keys_only(server: Server, copies: Path, tmp_path: Path) -> None:
    server.belboom("backup", str(copies))
    own = server.belboom("backup", "--check", str(newest(copies)))
    shutil.rmtree(server.keys)
    KeyDirectory.create(server.keys)

    assert (own, server.belboom("backup", "--check", str(newest(copies)))) == (0, 1)


def test_after_a_rotation_an_older_copy_can_be_put_back_until_its_key_is_destroyed(
    server: Server, copies: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.belboom("backup", str(copies))
    server.belboom("rotate-keys")
    lose_data(server)
    code = server.belboom("restore", str(copies))
    names, failing = server.names(), server.failing()
    lose_data(server)

    server.belboom("rotate-keys", "--destroy-retired")
    told(capsys)

    assert (code, names, failing) == (0, EVERYBODY, [])
    assert server.belboom("restore", str(copies)) == 1
    assert "is not in" in capsys.readouterr().err
    assert not server.database.exists()


def test_data_and_keys_are_lost_and_come_back_from_their_two_copies(
    server: Server, copies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    safe, note = tmp_path / "safe", tmp_path / "note"
    server.belboom("erase", "7700001", "--yes")
    told(capsys)
    assert server.belboom("backup", str(copies), "--keys-to", str(safe)) == 0
    said = told(capsys)
    note.write_text(said[said.index(next(one for one in said if one.startswith("The passphrase"))) + 1])
    shutil.rmtree(server.directory)
    (kept,) = safe.iterdir()

    checked = server.belboom("backup", "--check", str(kept), "--passphrase-file", str(note))
    code = server.belboom("restore", str(copies), "--keys", str(kept), "--passphrase-file", str(note))

    assert (checked, code) == (0, 0)
    assert server.names() == EVERYBODY - {"Merelke"}
    assert [entry.kind for entry in server.ledger().entries] == ["left", "person"]
    assert server.failing() == []


def test_the_copy_of_the_keys_needs_its_passphrase(
    server: Server, copies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = tmp_path / "note"
    note.write_text("een lange zin om te onthouden\n")
    server.belboom("backup", str(copies), "--keys-to", str(tmp_path / "safe"), "--passphrase-file", str(note))
    (kept,) = (tmp_path / "safe").iterdir()
    note.write_text("een andere zin om te onthouden\n")
    told(capsys)

    code = server.belboom("backup", "--check", str(kept), "--passphrase-file", str(note))

    assert code == 1
    assert "another passphrase" in capsys.readouterr().err
    assert b"kek" not in kept.read_bytes()


@pytest.mark.parametrize(
    "place", ["copies", "copies/keys", "server/data", "server/keys/here"], ids=lambda place: place.replace("/", " ")
)
def test_keys_do_not_go_beside_the_data(server: Server, copies: Path, tmp_path: Path, place: str) -> None:
    code = server.belboom("backup", str(copies), "--keys-to", str(tmp_path / place))

    assert code == 1
    assert not list(tmp_path.rglob("*.belboom"))


def test_a_damaged_copy_is_refused_and_leaves_the_place_empty(
    server: Server, copies: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.belboom("backup", str(copies))
    content = bytearray(newest(copies).read_bytes())
    content[len(content) // 2] ^= 1
    newest(copies).write_bytes(content)
    lose_data(server)
    told(capsys)

    codes = server.belboom("backup", "--check", str(newest(copies))), server.belboom("restore", str(copies))

    assert codes == (1, 1)
    assert "damaged" in capsys.readouterr().err
    assert not server.database.exists()


def test_nothing_is_put_back_over_data(server: Server, copies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server.belboom("backup", str(copies))
    before = server.database.read_bytes()

    code = server.belboom("restore", str(copies))

    assert code == 1
    assert "is there already" in capsys.readouterr().err
    assert server.database.read_bytes() == before


def test_with_a_ledger_older_than_the_copy_it_stops_unless_the_ledger_is_said_to_be_lost(
    server: Server, copies: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.belboom("erase", "7700001", "--yes")
    server.belboom("backup", str(copies))
    lose_data(server)
    (server.keys / "erasures").unlink()

    refused = server.belboom("restore", str(copies))
    advice = capsys.readouterr().err
    taken = server.belboom("restore", str(copies), "--ledger-is-lost")

    assert (refused, taken) == (1, 0)
    assert "--ledger-is-lost" in advice
    assert any(line.startswith("LOOK: the ledger lacks 2 entries") for line in told(capsys))
    assert server.findings()["ledger of erasures"].level == "FAIL"


def test_lines_of_the_access_log_that_went_with_the_lost_database_are_told_of(server: Server, copies: Path) -> None:
    server.belboom("backup", str(copies))
    server.belboom("erase", "7700001", "--yes")
    lose_data(server)

    server.belboom("restore", str(copies))

    assert server.failing() == []


def test_messages_that_waited_then_do_not_go_out_late_but_urgent_ones_do(server: Server, copies: Path) -> None:
    person = server.ids()[0]

    def wait(tx: Tx) -> None:
        for key, priority, when in (("digest", 20, 0), ("alert", 0, 0), ("tomorrow", 20, 86_400)):
            outbox.add(
                tx,
                key=key,
                person_id=person,
                group_id=None,
                priority=priority,
                kind="send",
                payload=b"{}",
                purpose="",
                not_before=tx.now + timedelta(seconds=when),
                expires_at=None,
            )

    server.run(wait)
    server.belboom("backup", str(copies))
    lose_data(server)
    server.now += timedelta(hours=3)

    server.belboom("restore", str(copies))

    rows = server.run(lambda tx: tx.execute(outbox_rows.select()).all())
    assert {row.key: row.state for row in rows if row.key in ("digest", "alert", "tomorrow")} == {
        "digest": "failed",
        "alert": "waiting",
        "tomorrow": "waiting",
    }


def test_the_newest_copies_are_kept_and_the_newest_is_put_back(server: Server, copies: Path) -> None:
    for _ in range(4):
        server.belboom("backup", str(copies), "--keep", "2")
        server.now += timedelta(days=1)
    server.belboom("erase", "7700002", "--yes")
    kept = sorted(copies.iterdir())

    lose_data(server)
    code = server.belboom("restore", str(copies))

    assert [file.name for file in kept] == [
        "belboom-data-20261120T100000Z.belboom",
        "belboom-data-20261121T100000Z.belboom",
    ]
    assert code == 0
    assert server.names() == EVERYBODY - {"Roodborstje"}


def test_a_copy_is_never_written_over_another(server: Server, copies: Path) -> None:
    server.belboom("backup", str(copies / "one.belboom"))
    before = (copies / "one.belboom").read_bytes()

    code = server.belboom("backup", str(copies / "one.belboom"))

    assert code == 1
    assert (copies / "one.belboom").read_bytes() == before
    assert [file.name for file in copies.iterdir()] == ["one.belboom"]


def test_the_doctor_asks_for_copies_until_they_are_there_and_fresh(
    server: Server, copies: Path, tmp_path: Path
) -> None:
    without = server.findings()
    server.belboom("backup", str(copies), "--keys-to", str(tmp_path / "safe"))
    made = server.findings()
    server.belboom("erase", "7700001", "--yes")
    erased = server.findings()["copy of the keys"]
    server.belboom("rotate-keys")
    rotated = server.findings()["copy of the keys"]
    server.now += timedelta(days=9)
    late = server.findings()["copy of the data"]

    about = ("copy of the data", "copy of the keys")
    assert [without[one].level for one in about] == ["warn", "warn"]
    assert [made[one].level for one in about] == ["ok", "ok"]
    assert "2 erasures since" in erased.told
    assert "before the keys were changed" in rotated.told
    assert "9 days ago" in late.told


def test_a_running_rotation_or_copy_is_not_begun_twice(server: Server, copies: Path) -> None:
    from storage.files import locked

    with locked(server.keys / "rotating.lock"), locked(server.keys / "backup.lock"):
        codes = server.belboom("rotate-keys"), server.belboom("backup", str(copies))

    assert codes == (1, 1)


@pytest.mark.parametrize("who", ["P-ZZZZ", "123", "0123456789abcdef", "²"])
def test_erasing_somebody_unknown_says_so(server: Server, who: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = server.belboom("erase", who, "--yes")

    assert code == 1
    assert "nobody here is known" in capsys.readouterr().err
    assert server.names() == EVERYBODY


def test_erasing_by_code_shows_no_name_and_asks_first(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    person = next(one for one in server.ids() if server.person(one) == "Lijster")
    programme = server.run(programmes.every)[0]
    member = server.run(lambda tx: memberships.of(tx, programme.id, person))
    assert member is not None
    unasked = server.belboom("erase", member.code)
    still = server.names()

    code = server.belboom("erase", member.code.lower(), "--yes")

    said = capsys.readouterr()
    assert (unasked, still, code) == (1, EVERYBODY, 0)
    assert server.names() == EVERYBODY - {"Lijster"}
    assert "without the app; 4 calls told of" in said.out
    assert "Lijster" not in said.out + said.err
