"""The key directory: 32-byte keys by id, apart from the data and its backups.

Layout:

    kek/<id>      a key-encrypting key; `kek/current` names the one that wraps new data keys
    retired/<id>  a key that no row refers to any more, kept for older copies (see `storage.rotation`)
    rotating      the id of the key that a rotation is on its way to; gone when it is done
    index         the key of the blind indexes
    erasures      the ledger of what was erased (see `storage.ledger`)
    access-head   the newest link of the access log (see `storage.access_head`)

Owner and mode are checked; a key that others can read is refused. A running process notices a rotation by itself: an
id it does not know makes it look again, and `current` is read anew for each new data key. Since that happens within
the transaction that writes the row, a rotation that has changed `current` and then finds no row of the old key in a
transaction of its own can be sure that none will come.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from pathlib import Path

from storage.files import write_whole

KEY_BYTES = 32

_ID = re.compile(r"[0-9a-f]{8}")


class KeyDirectoryError(Exception):
    """The key directory cannot be used; the message says what to do."""


class SealBrokenError(Exception):
    """A sealed field does not open: damaged, moved, or written with other keys."""


class UnknownKeyError(KeyDirectoryError, SealBrokenError):
    """A row was written with a key that is not in the key directory."""


class KeyDirectory:
    """The keys of one installation, read from `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_dir():
            raise KeyDirectoryError(f"there is no key directory at {path}; 'belboom init' makes one")
        self._keks: dict[str, bytes] = {}
        self._read()
        self.index_key = _read_key(path / "index")

    @property
    def current_id(self) -> str:
        """The id of the key that wraps new data keys, as the directory has it at this moment.

        Where it cannot be read (the stick was pulled out) the last one known holds: then nobody can rotate either.
        """
        try:
            found = (self.path / "kek" / "current").read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            return self._current
        if found != self._current:
            self._read()
        return self._current

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the keys in use, without retired ones."""
        return frozenset(self._keks)

    @property
    def retired_ids(self) -> frozenset[str]:
        """The ids of the keys that only older copies of the data need."""
        return frozenset(_ids_in(self.path / "retired"))

    def kek(self, key_id: str, *, retired_too: bool = False) -> bytes:
        """The key-encrypting key `key_id`. Raises `UnknownKeyError`."""
        if key_id not in self._keks:
            self._look_again()
        if key_id in self._keks:
            return self._keks[key_id]
        if retired_too and key_id in self.retired_ids:
            return _read_key(self.path / "retired" / key_id)
        raise UnknownKeyError(
            f"the data was written with key {key_id[:8]}, which is not in {self.path}; "
            "point BELBOOM_KEY_DIR at the directory that belongs to this database"
        )

    def _look_again(self) -> None:
        try:
            self._read()
        except (OSError, KeyDirectoryError):
            return  # what is in memory still opens all that it opened before

    def _read(self) -> None:
        refuse_if_open_to_others(self.path)
        current = self.path / "kek" / "current"
        if not current.is_file():
            raise KeyDirectoryError(
                f"{self.path} holds no keys; 'belboom init' makes them, or point BELBOOM_KEY_DIR elsewhere"
            )
        wanted = current.read_text("ascii").strip()
        found = {key_id: _read_key(self.path / "kek" / key_id) for key_id in _ids_in(self.path / "kek")}
        if wanted not in found:
            raise KeyDirectoryError(f"{current} names a key that is not there")
        # Both at once: a rotation in between would leave a current key that is not among those known.
        self._current, self._keks = wanted, self._keks | found

    @staticmethod
    def create(path: Path) -> KeyDirectory:
        """Make a key directory with fresh keys. Raises `KeyDirectoryError` where keys exist already.

        Killed half-way it is done again from the start: nothing was sealed before `current` is there.
        """
        if (path / "kek" / "current").exists():
            raise KeyDirectoryError(f"{path} holds keys already; they are never overwritten")
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.chmod(0o700)
        (path / "kek").mkdir(mode=0o700, exist_ok=True)
        if not (path / "index").exists():
            write_key(path / "index")
        key_id = new_key_id()
        write_key(path / "kek" / key_id)
        write_whole(path / "kek" / "current", key_id.encode())
        return KeyDirectory(path)


def new_key_id() -> str:
    """A random id of eight hexadecimal digits."""
    return secrets.token_hex(4)


def write_key(file: Path) -> None:
    """Make a random key. Raises `KeyDirectoryError` where there is one already."""
    if file.exists():
        raise KeyDirectoryError(f"{file} exists already; keys are never overwritten")
    write_whole(file, secrets.token_bytes(KEY_BYTES).hex().encode())


def _ids_in(directory: Path) -> list[str]:
    """Only whole keys have an id for a name; what a crash left half-written has not."""
    try:
        return sorted(name for name in os.listdir(directory) if _ID.fullmatch(name))
    except FileNotFoundError:
        return []


def _read_key(file: Path) -> bytes:
    if not file.is_file():
        raise KeyDirectoryError(f"the key {file.name} is missing from {file.parent}")
    refuse_if_open_to_others(file)
    try:
        key = bytes.fromhex(file.read_text("ascii").strip())
    except ValueError:
        raise KeyDirectoryError(f"{file} is damaged: it should hold 64 hexadecimal digits") from None
    if len(key) != KEY_BYTES:
        raise KeyDirectoryError(f"{file} is damaged: it should hold 64 hexadecimal digits")
    return key


def refuse_if_open_to_others(path: Path) -> None:
    """Raises `KeyDirectoryError` where anybody but the owner can get at `path`."""
    status = path.stat()
    if stat.S_IMODE(status.st_mode) & 0o077:
        raise KeyDirectoryError(f"{path} is open to other users; run: chmod -R go-rwx {path}")
    if status.st_uid not in (os.geteuid(), 0):
        raise KeyDirectoryError(f"{path} belongs to another user; give it to the user that runs Belboom")
