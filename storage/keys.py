"""The key directory: 32-byte keys by id, apart from the data and its backups.

Layout: `kek/<id>` (key-encrypting keys; `kek/current` names the one that wraps new data keys) and `index`
(the key of the blind indexes). Owner and mode are checked; a key that others can read is refused.
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

KEY_BYTES = 32


class KeyDirectoryError(Exception):
    """The key directory cannot be used; the message says what to do."""


class KeyDirectory:
    """The keys of one installation, read from `path` once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_dir():
            raise KeyDirectoryError(f"there is no key directory at {path}; 'belboom init' makes one")
        _refuse_if_open_to_others(path)
        current = path / "kek" / "current"
        if not current.is_file():
            raise KeyDirectoryError(
                f"{path} holds no keys; 'belboom init' makes them, or point BELBOOM_KEY_DIR elsewhere"
            )
        self.current_id = current.read_text("ascii").strip()
        self._keks = {file.name: _read_key(file) for file in sorted((path / "kek").iterdir()) if file.name != "current"}
        if self.current_id not in self._keks:
            raise KeyDirectoryError(f"{current} names a key that is not there")
        self.index_key = _read_key(path / "index")

    def kek(self, key_id: str) -> bytes:
        """The key-encrypting key `key_id`. Raises `KeyDirectoryError`."""
        try:
            return self._keks[key_id]
        except KeyError:
            raise KeyDirectoryError(
                f"the data was written with key {key_id}, which is not in {self.path}; "
                "point BELBOOM_KEY_DIR at the directory that belongs to this database"
            ) from None

    @staticmethod
    def create(path: Path) -> KeyDirectory:
        """Make a key directory with fresh keys. Raises `KeyDirectoryError` where keys exist already."""
        if (path / "kek").exists():
            raise KeyDirectoryError(f"{path} holds keys already; they are never overwritten")
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.chmod(0o700)
        (path / "kek").mkdir(mode=0o700)
        key_id = secrets.token_hex(4)
        _write_secret(path / "kek" / key_id, secrets.token_bytes(KEY_BYTES).hex())
        _write_secret(path / "index", secrets.token_bytes(KEY_BYTES).hex())
        _write_secret(path / "kek" / "current", key_id)
        return KeyDirectory(path)


def _write_secret(file: Path, content: str) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def _read_key(file: Path) -> bytes:
    if not file.is_file():
        raise KeyDirectoryError(f"the key {file.name} is missing from {file.parent}")
    _refuse_if_open_to_others(file)
    try:
        key = bytes.fromhex(file.read_text("ascii").strip())
    except ValueError:
        raise KeyDirectoryError(f"{file} is damaged: it should hold 64 hexadecimal digits") from None
    if len(key) != KEY_BYTES:
        raise KeyDirectoryError(f"{file} is damaged: it should hold 64 hexadecimal digits")
    return key


def _refuse_if_open_to_others(path: Path) -> None:
    status = path.stat()
    if stat.S_IMODE(status.st_mode) & 0o077:
        raise KeyDirectoryError(f"{path} is open to other users; run: chmod -R go-rwx {path}")
    if status.st_uid not in (os.geteuid(), 0):
        raise KeyDirectoryError(f"{path} belongs to another user; give it to the user that runs Belboom")
