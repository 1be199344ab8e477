"""Copies of the key directory, for another place than the copies of the data, behind a passphrase.

All of it goes in: keys, retired keys, the ledger of erasures, the head of the access log, the export password.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from storage import sealed_file
from storage.backup import new_file
from storage.files import sync_directory, write_whole
from storage.keys import KeyDirectory, KeyDirectoryError
from storage.sealed_file import CopyDamagedError, CopyError, Header, header_of

KEYS = "keys"
SHORTEST = 12
"""Signs of a passphrase of somebody's own."""

_SIGNS = "23456789abcdefghjkmnpqrstvwxyz"
_GROUPS, _GROUP = 6, 4
_TRANSIENT = (".lock", ".new")
_WAITING = "keys-being-restored"


def new_passphrase() -> str:
    """Six groups of four signs: about 118 bits, and still to be typed over from paper."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def make(keys: KeyDirectory, target: Path, passphrase: str, at: datetime) -> None:
    """Copy the key directory to the new file `target`. Raises `CopyError`."""
    if len(passphrase.strip()) < SHORTEST:
        raise CopyError(f"the passphrase is too short: at least {SHORTEST} signs")
    content = json.dumps({name: file.read_bytes().hex() for name, file in _files(keys.path)}).encode()
    salted = sealed_file.salt()
    header = Header(KEYS, at.isoformat(), {"salt": salted})
    with new_file(target) as (handle, _):
        sealed_file.write(handle, header, sealed_file.from_passphrase(passphrase, salted), [content])
        handle.flush()
        os.fsync(handle.fileno())


def look(file: Path, passphrase: str) -> list[str]:
    """The names of the files in a copy of the keys. Raises `CopyError`, `CopyDamagedError`."""
    return sorted(_content(file, passphrase))


def put_back(file: Path, passphrase: str, place: Path) -> None:
    """Make the key directory `place` out of a copy; it is there with all its keys or not at all.

    Raises `CopyError`, `CopyDamagedError`, `KeyDirectoryError` where there are keys already."""
    if (place / "kek").exists():
        raise KeyDirectoryError(f"{place} holds keys already; they are never overwritten")
    content = _content(file, passphrase)
    fresh = place / _WAITING
    try:
        if fresh.exists():
            shutil.rmtree(fresh)
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.chmod(0o700)
        _write(content, fresh)
        for name in sorted(os.listdir(fresh), key=lambda name: name == "kek"):  # with `kek` it is a key directory
            if (place / name).is_dir():
                shutil.rmtree(place / name)  # left by a run that was killed
            os.replace(fresh / name, place / name)
        fresh.rmdir()
        sync_directory(place)
    except OSError as error:
        raise CopyError(f"{place} cannot be written ({error.strerror})") from None
    KeyDirectory(place)


def _write(content: dict[str, str], fresh: Path) -> None:
    for name, kept in content.items():
        target = fresh / name
        if ".." in Path(name).parts or Path(name).is_absolute():
            raise CopyDamagedError("a name in this copy of the keys leads out of its directory")
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(target, bytes.fromhex(kept))


def _files(path: Path) -> Iterator[tuple[str, Path]]:
    for file in sorted(path.rglob("*")):
        if stat.S_ISREG(file.lstat().st_mode) and not file.name.endswith(_TRANSIENT) and _WAITING not in file.parts:
            yield file.relative_to(path).as_posix(), file


def _content(file: Path, passphrase: str) -> dict[str, str]:
    header = header_of(file)
    if header.kind != KEYS:
        raise CopyError(f"{file} is a copy of the data, not of the keys")
    try:
        secret = sealed_file.from_passphrase(passphrase, str(header.more["salt"]))
    except (KeyError, ValueError):
        raise CopyDamagedError(f"{file} is damaged: its first lines cannot be read") from None
    found: dict[str, str] = json.loads(b"".join(sealed_file.read(file, secret)))
    return found
