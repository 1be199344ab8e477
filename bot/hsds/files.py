"""Reading what is handed over, within bounds: a file, a directory or a zip. Nothing is unpacked onto the disk."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

from bot.hsds.faults import HsdsError

LARGEST = 64 * 1024 * 1024
"""Bytes that are read in all, unpacked ones counted."""

MOST_MEMBERS = 1000

_TOO_LARGE = f"there is more in it than {LARGEST // 2**20} MB; cut it in pieces"


def read_file(path: Path) -> bytes:
    """The whole of a file. Raises `HsdsError`."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise HsdsError(f"{path.name} cannot be read ({error.strerror})") from None
    if len(content) > LARGEST:
        raise HsdsError(f"{path.name}: {_TOO_LARGE}")
    return content


def text_of(name: str, content: bytes) -> str:
    """The text of a file in UTF-8. Raises `HsdsError` with the line where it is something else."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise HsdsError(f"{name} line {line}: this is not UTF-8; save the file as UTF-8 and try again") from None


Members = Mapping[str, Callable[[], bytes]]
"""The files of a package by name (without directories), each read when it is called for."""


def in_directory(path: Path) -> Members:
    """The files right in a directory."""
    room = _Room()
    return {one.name: lambda one=one: room.take(read_file(one)) for one in sorted(path.iterdir()) if one.is_file()}  # type: ignore[misc]


def in_zip(path: Path) -> Members:
    """The files of a zip, in whatever one directory of it they stand. Raises `HsdsError`.

    Names are looked at only, never used as places on the disk; what a member says of its own size is not believed.
    """
    if path.stat().st_size > LARGEST:
        raise HsdsError(f"{path.name}: {_TOO_LARGE}")
    try:
        with zipfile.ZipFile(path) as archive:
            found = [one for one in archive.infolist() if not one.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise HsdsError(f"{path.name} is no zip that can be opened; make it anew") from None
    if len(found) > MOST_MEMBERS:
        raise HsdsError(f"{path.name} has more than {MOST_MEMBERS} files; an HSDS package has some twenty")
    room = _Room()
    members: dict[str, Callable[[], bytes]] = {}
    folders = set()
    for one in found:
        where = PurePosixPath(one.filename.replace("\\", "/"))
        if where.is_absolute() or ".." in where.parts or ":" in where.parts[0]:
            raise HsdsError(f"{path.name} has a file that would stand outside of it; make it anew")
        if "__MACOSX" in where.parts or where.name.startswith("."):
            continue
        folders.add(where.parent)
        if len(folders) > 1:
            raise HsdsError(f"{path.name} has files in several directories; put those of one package into one")
        members[where.name] = lambda one=one: _unpacked(path, one, room)  # type: ignore[misc]
    return members


class _Room:
    """How much may still be read."""

    def __init__(self) -> None:
        self.left = LARGEST

    def take(self, content: bytes) -> bytes:
        self.left -= len(content)
        if self.left < 0:
            raise HsdsError(_TOO_LARGE)
        return content


def _unpacked(path: Path, member: zipfile.ZipInfo, room: _Room) -> bytes:
    if member.flag_bits & 1:
        raise HsdsError(f"{path.name} asks for a password; make it anew without one")
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as file:
            return room.take(file.read(room.left + 1))
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, zlib.error):
        raise HsdsError(f"{path.name} is damaged; make it anew") from None
