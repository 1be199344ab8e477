"""What is sealed opens only in its own place, for its own owner, with its own keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.keys import KeyDirectory, KeyDirectoryError
from storage.schema import data_keys
from storage.tx import ErasedError
from storage.vault import SealBrokenError, Vault, seal, unseal
from tests.storage.conftest import Run

PLACE = ("reports", "r1", "body", "anna")


def test_what_is_sealed_opens_again(run: Run) -> None:
    sealed = run(lambda tx: tx.seal("anna", "reports", "r1", "body", "Ze had soep gemaakt."))

    assert run(lambda tx: tx.unseal("anna", "reports", "r1", "body", sealed)) == "Ze had soep gemaakt."


@pytest.mark.parametrize(
    ("owner", "table", "row", "column"),
    [
        ("bert", "reports", "r1", "body"),
        ("anna", "needs", "r1", "body"),
        ("anna", "reports", "r2", "body"),
        ("anna", "reports", "r1", "name"),
    ],
)
def test_a_ciphertext_moved_elsewhere_does_not_open(run: Run, owner: str, table: str, row: str, column: str) -> None:
    sealed = run(lambda tx: tx.seal("anna", "reports", "r1", "body", "geheim"))
    run(lambda tx: tx.seal("bert", "reports", "r1", "body", "iets anders"))

    with pytest.raises(SealBrokenError):
        run(lambda tx: tx.unseal(owner, table, row, column, sealed))


def test_the_same_words_never_look_the_same(run: Run) -> None:
    first, second = run(lambda tx: [tx.seal("anna", "reports", "r1", "body", "goed") for _ in range(2)])

    assert first != second


def test_destroying_the_data_key_makes_everything_of_that_person_unreadable(run: Run) -> None:
    sealed = run(lambda tx: tx.seal("anna", "reports", "r1", "body", "geheim"))

    run(lambda tx: tx.destroy_key("anna"))

    with pytest.raises(ErasedError):
        run(lambda tx: tx.unseal("anna", "reports", "r1", "body", sealed))


def test_a_key_made_in_a_transaction_that_failed_is_not_used_again(run: Run) -> None:
    def fails(tx: object) -> None:
        tx.seal("anna", "reports", "r1", "body", "x")  # type: ignore[attr-defined]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(fails)
    sealed = run(lambda tx: tx.seal("anna", "reports", "r1", "body", "daarna"))

    assert run(lambda tx: tx.unseal("anna", "reports", "r1", "body", sealed)) == "daarna"
    assert run(lambda tx: len(tx.execute(data_keys.select()).all())) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300), damage=st.binary(min_size=1, max_size=40))
def test_whatever_is_not_exactly_what_was_sealed_is_refused(vault: Vault, content: bytes, damage: bytes) -> None:
    wrapped, key_id = vault.new_data_key("anna")
    key = vault.unwrap("anna", wrapped, key_id)
    kept = seal(key, *PLACE, content)
    at = damage[0] % len(kept)
    damaged = kept[:at] + bytes([kept[at] ^ (damage[-1] or 1)]) + kept[at + 1 :]

    assert unseal(key, *PLACE, kept) == content
    with pytest.raises(SealBrokenError):
        unseal(key, *PLACE, damaged)
    with pytest.raises(SealBrokenError):
        unseal(key, *PLACE, damage)


def test_blind_indexes_find_the_same_value_and_differ_by_purpose_and_by_installation(
    vault: Vault, tmp_path: Path
) -> None:
    elsewhere = Vault(KeyDirectory.create(tmp_path / "other"))

    assert vault.blind("phone", "+32470000001") == vault.blind("phone", "+32470000001")
    assert vault.blind("phone", "+32470000001") != vault.blind("person", "+32470000001")
    assert vault.blind("phone", "+32470000001") != elsewhere.blind("phone", "+32470000001")


def test_other_keys_do_not_open_this_database(run: Run, tmp_path: Path) -> None:
    run(lambda tx: tx.seal("anna", "reports", "r1", "body", "geheim"))
    wrapped, key_id = run(lambda tx: tuple(tx.execute(data_keys.select()).one())[1:])
    stranger = Vault(KeyDirectory.create(tmp_path / "other"))

    with pytest.raises(KeyDirectoryError, match="BELBOOM_KEY_DIR"):
        stranger.unwrap("anna", wrapped, key_id)


def test_keys_that_others_can_read_are_refused(tmp_path: Path) -> None:
    KeyDirectory.create(tmp_path / "keys")
    (tmp_path / "keys" / "index").chmod(0o644)

    with pytest.raises(KeyDirectoryError, match="chmod"):
        KeyDirectory(tmp_path / "keys")


@pytest.mark.parametrize("content", ["", "not hexadecimal", "abcd"])
def test_a_damaged_key_is_refused_by_name(tmp_path: Path, content: str) -> None:
    KeyDirectory.create(tmp_path / "keys")
    (tmp_path / "keys" / "index").write_text(content)

    with pytest.raises(KeyDirectoryError, match="index is damaged"):
        KeyDirectory(tmp_path / "keys")


def test_existing_keys_are_never_overwritten(tmp_path: Path) -> None:
    KeyDirectory.create(tmp_path / "keys")

    with pytest.raises(KeyDirectoryError, match="never overwritten"):
        KeyDirectory.create(tmp_path / "keys")
