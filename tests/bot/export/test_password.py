"""The export's password is made on the server and stays beside the keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import main
from bot.export.password import PasswordExistsError, make_password, read_password
from storage.keys import KeyDirectory, KeyDirectoryError


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    KeyDirectory.create(tmp_path / "keys")
    monkeypatch.setenv("BELBOOM_KEY_DIR", str(tmp_path / "keys"))
    return tmp_path / "keys"


def test_without_one_there_is_none(keys: Path) -> None:
    assert read_password(keys) is None


def test_it_is_long_readable_and_for_its_owner_only(keys: Path) -> None:
    password = make_password(keys)

    assert len(password) == 29
    assert read_password(keys) == password
    assert (keys / "export-password").stat().st_mode & 0o777 == 0o600


def test_it_is_not_replaced_by_accident(keys: Path) -> None:
    first = make_password(keys)

    with pytest.raises(PasswordExistsError):
        make_password(keys)

    assert read_password(keys) == first


def test_it_is_replaced_when_asked(keys: Path) -> None:
    first = make_password(keys)

    second = make_password(keys, replace=True)

    assert second != first
    assert read_password(keys) == second


def test_one_that_others_can_read_is_refused(keys: Path) -> None:
    make_password(keys)
    (keys / "export-password").chmod(0o644)

    with pytest.raises(KeyDirectoryError, match="open to other users"):
        read_password(keys)


def test_it_needs_a_key_directory(tmp_path: Path) -> None:
    with pytest.raises(KeyDirectoryError, match="belboom init"):
        make_password(tmp_path / "nowhere")


def test_the_command_shows_it_once(keys: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["admin", "password"])
    shown = capsys.readouterr().out.splitlines()[-1]
    again = main(["admin", "password"])

    assert code == 0
    assert shown == read_password(keys)
    assert again == 1
    assert shown not in "".join(capsys.readouterr())


def test_the_keys_still_open_beside_it(keys: Path) -> None:
    make_password(keys)

    assert KeyDirectory(keys).current_id
