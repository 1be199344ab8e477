"""Files that went through the simulator, by file_id and by download path."""

from __future__ import annotations

import mimetypes
import struct
from dataclasses import dataclass
from pathlib import PurePosixPath

from simulator.jsontypes import Json

DOWNLOAD_MAX = 20 * 1024 * 1024
"""Bytes that a bot can download (core.telegram.org/bots/api#getfile)."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file: its bytes, its name, and how the API speaks of it."""

    file_id: str
    unique_id: str
    name: str
    mime: str
    path: str
    data: bytes

    def as_json(self) -> Json:
        """The File object of #file."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.data),
            "file_path": self.path,
        }


class Files:
    """Keeps the files of one simulator, in memory only."""

    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}

    def keep(self, data: bytes, name: str, *, folder: str = "documents", mime: str | None = None) -> StoredFile:
        """Store ``data``; an equal file gets its own id, as on Telegram."""
        number = len(self.by_id) + 1
        suffix = PurePosixPath(name).suffix
        mime = mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        stored = StoredFile(
            f"SIM{number:012d}{folder[:3]}", f"U{number:012d}", name, mime, f"{folder}/file_{number}{suffix}", data
        )
        self.by_id[stored.file_id] = stored
        self.by_path[stored.path] = stored
        return stored


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF or JPEG, or None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    if data[:6] in {b"GIF87a", b"GIF89a"} and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return int(width), int(height)
    return _jpeg_size(data) if data.startswith(b"\xff\xd8") else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return int(width), int(height)
        at += 2 + length
    return None
