"""The ledger of erasures: written before the commit, done once more wherever the database does not know of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from domain.contacts import LegalGround, Source
from domain.programme import MembershipState, Part, ProgrammeKind
from storage import contacts, erasure, ledger, ledger_file, memberships, people, programmes
from storage.contacts import NewContact
from storage.ledger import Kind
from storage.ledger_file import LedgerError
from storage.schema import do_not_call, facts
from storage.schema import memberships as membership_rows
from storage.tx import Tx
from storage.vault import Vault
from tests.storage.conftest import Run

PHONE = "+32499887766"


def somebody(run: Run, name: str = "Zwaluwtje") -> str:
    person_id: str = run(lambda tx: people.add(tx, language="nl", name=name, phone=PHONE).id)
    return person_id


def forget(run: Run, person_id: str) -> None:
    run(lambda tx: erasure.forget(tx, person_id))


def book(tmp_path: Path, vault: Vault) -> ledger_file.Book:
    return ledger_file.read(tmp_path / "keys", vault.keys.index_key)


def an_older_state(run: Run) -> None:
    """The database as a copy has it that was made before anything was erased, as far as the ledger can tell."""
    run(lambda tx: tx.execute(facts.delete().where(facts.c.name == "ledger.done")))


def test_erasing_somebody_is_in_the_ledger_by_id_and_nothing_else(run: Run, vault: Vault, tmp_path: Path) -> None:
    one = somebody(run)

    run(lambda tx: erasure.forget(tx, one))

    (entry,) = book(tmp_path, vault).entries
    assert (entry.n, entry.kind, entry.ids) == (1, Kind.PERSON, {"person": one})
    content = (tmp_path / "keys" / "erasures").read_text()
    assert "Zwaluwtje" not in content
    assert PHONE not in content
    assert run(ledger.standing) == ledger.Standing(1, 1, ())


def test_it_is_on_the_disk_before_the_commit(run: Run, vault: Vault, tmp_path: Path) -> None:
    one = somebody(run)
    seen: list[int] = []

    def work(tx: Tx) -> None:
        erasure.forget(tx, one)
        tx.before_commit.append(lambda: seen.append(book(tmp_path, vault).last))

    run(work)

    assert seen == [1]


@pytest.mark.parametrize("mends", [ledger.catch_up, lambda tx: erasure.forget(tx, "0" * 16)], ids=["start", "next"])
def test_after_a_commit_that_failed_it_is_done_at_the_next_start_or_with_the_next_erasure(
    run: Run, vault: Vault, tmp_path: Path, mends: Callable[[Tx], Any]
) -> None:
    one = somebody(run)

    def fails(tx: Tx) -> None:
        erasure.forget(tx, one)
        tx.before_commit.append(lambda: 1 / 0)  # type: ignore[arg-type]

    with pytest.raises(ZeroDivisionError):
        run(fails)
    still_there = run(lambda tx: people.get(tx, one))

    run(mends)

    assert still_there is not None
    assert run(lambda tx: people.get(tx, one)) is None
    standing = run(ledger.standing)
    assert standing.done == standing.last == book(tmp_path, vault).last


def test_where_the_ledger_cannot_be_written_nobody_is_erased(run: Run, tmp_path: Path) -> None:
    one = somebody(run)
    (tmp_path / "keys" / "erasures").mkdir()

    with pytest.raises(LedgerError, match="erasures"):
        run(lambda tx: erasure.forget(tx, one))

    assert run(lambda tx: people.name_of(tx, one)) == "Zwaluwtje"


def test_a_line_that_a_power_cut_left_half_written_is_cut_off(run: Run, vault: Vault, tmp_path: Path) -> None:
    first, second = somebody(run), somebody(run, "Merel")
    run(lambda tx: erasure.forget(tx, first))
    with (tmp_path / "keys" / "erasures").open("ab") as file:
        file.write(b'{"n":2,"at":17637')

    run(lambda tx: erasure.forget(tx, second))

    found = book(tmp_path, vault)
    assert [entry.ids["person"] for entry in found.entries] == [first, second]
    assert found.damaged == ()


@pytest.mark.parametrize(
    ("damage", "damaged"),
    [
        (lambda lines: [lines[0].replace(b"person", b"persoon"), *lines[1:]], (1,)),
        (lambda lines: [lines[0], lines[2]], (2,)),
        (lambda lines: [lines[1], lines[0], lines[2]], (1, 2, 3)),
        (lambda lines: [lines[0], b"?\n", lines[2]], (2, 3)),
    ],
)
def test_lines_that_were_changed_or_taken_away_show_and_the_others_count(
    run: Run, vault: Vault, tmp_path: Path, damage: Callable[[list[bytes]], list[bytes]], damaged: tuple[int, ...]
) -> None:
    for name in ("Merel", "Mees", "Mus"):
        forget(run, somebody(run, name))
    file = tmp_path / "keys" / "erasures"

    file.write_bytes(b"".join(damage(file.read_bytes().splitlines(keepends=True))))

    assert book(tmp_path, vault).damaged == damaged
    assert len(book(tmp_path, vault).entries) >= 2


def test_a_ledger_that_is_older_than_the_data_is_known_as_such_and_goes_on_counting(
    run: Run, vault: Vault, tmp_path: Path
) -> None:
    file = tmp_path / "keys" / "erasures"
    run(lambda tx: erasure.forget(tx, "a" * 16))
    older = file.read_bytes()
    run(lambda tx: erasure.forget(tx, "b" * 16))
    file.write_bytes(older)
    missing = run(ledger.standing).missing

    run(lambda tx: erasure.forget(tx, "c" * 16))

    assert missing == 1
    assert [entry.n for entry in book(tmp_path, vault).entries] == [1, 3]


def test_in_an_older_copy_whoever_left_takes_no_part_and_refused_numbers_are_not_called(
    run: Run, vault: Vault, tmp_path: Path
) -> None:
    def settle(tx: Tx) -> tuple[str, str, str]:
        programme = programmes.add(
            tx,
            name="Zomer",
            kind=ProgrammeKind.OPBELACTIE,
            calls_per_week=1,
            timezone="Europe/Brussels",
            language="nl",
            retention_days=90,
            group_chat=None,
        )
        person = people.add(tx, language="nl", platform="telegram", platform_id=5, name="Merel")
        member = memberships.add(
            tx,
            programme_id=programme.id,
            person_id=person.id,
            part=Part.ONLY_CALLS,
            state=MembershipState.ACTIVE,
        )
        contact = NewContact("Lijster", PHONE, Source.SELF, LegalGround.CONSENT, "nl")
        return programme.id, member, contacts.add(tx, programme.id, contact)

    programme, member, contact = run(settle)
    refuses = run(lambda tx: memberships.get(tx, contact)).person_id
    run(lambda tx: memberships.leave(tx, member))
    run(lambda tx: contacts.never_call_again(tx, programme, refuses))
    run(lambda tx: memberships.leave(tx, contact))

    def as_it_was(tx: Tx) -> None:
        tx.execute(membership_rows.update().values(state="active", left_at=None, expires_at=None))
        tx.execute(do_not_call.delete())

    run(as_it_was)
    an_older_state(run)
    replayed = run(ledger.catch_up)

    assert replayed.done == {Kind.LEFT: 2, Kind.NEVER_CALL: 1}
    assert replayed.programmes == {programme}
    assert run(lambda tx: memberships.active(tx, programme)) == []
    assert run(lambda tx: contacts.known_numbers(tx, programme, [PHONE])).refused == {PHONE}
    assert book(tmp_path, vault).last == 3, "doing it once more is no new entry"


def test_doing_it_twice_changes_nothing(run: Run) -> None:
    one = somebody(run)
    run(lambda tx: erasure.forget(tx, one))
    an_older_state(run)
    first = run(ledger.catch_up)

    an_older_state(run)
    second = run(ledger.catch_up)

    assert (first.done, second.done) == ({}, {})


def test_entries_of_a_kind_that_a_later_release_brought_are_passed_over(run: Run, vault: Vault, tmp_path: Path) -> None:
    one = somebody(run)
    at = run(lambda tx: tx.now)
    said = [("something_new", {"thing": "x"}), (Kind.PERSON, {"person": one})]
    ledger_file.append(tmp_path / "keys", vault.keys.index_key, at, 0, said)

    replayed = run(ledger.catch_up)

    assert replayed.done == {Kind.PERSON: 1}
    assert run(ledger.standing).done == 2
