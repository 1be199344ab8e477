"""The password that opens exports: made on the server, kept beside the keys, never shown in a chat."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from storage.keys import KeyDirectoryError

FILE = "export-password"
_SIGNS = "23456789abcdefghjkmnpqrstvwxyz"
_GROUPS, _GROUP = 6, 4
"""Six groups of four signs: about 118 bits, and still to be typed over from paper."""


class PasswordExistsError(KeyDirectoryError):
    """There is a password already; with --replace a new one takes its place (older exports keep the old one)."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def make_password(key_dir: Path, *, replace: bool = False) -> str:
    """Make and keep a password; returns it. Raises `PasswordExistsError`, `KeyDirectoryError`."""
    if not key_dir.is_dir():
        raise KeyDirectoryError(f"there is no key directory at {key_dir}; 'belboom init' makes one")
    file = key_dir / FILE
    if file.exists() and not replace:
        raise PasswordExistsError
    password = "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    fresh = key_dir / f"{FILE}.new"
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(password)
        handle.flush()
        os.fsync(handle.fileno())
    fresh.replace(file)
    return password


def read_password(key_dir: Path) -> str | None:
    """The password; `None` while there is none. Raises `KeyDirectoryError` where others can read it."""
    file = key_dir / FILE
    try:
        if file.stat().st_mode & 0o077:
            raise KeyDirectoryError(f"{file} is open to other users; run: chmod go-rwx {file}")
        return file.read_text("ascii").strip() or None
    except FileNotFoundError:
        return None
