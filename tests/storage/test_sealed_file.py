"""A sealed file gives back what was written, or nothing at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import sealed_file
from storage.sealed_file import CHUNK, CopyDamagedError, CopyError, Header

SALT = "ab" * 16
SECRET = sealed_file.from_key(b"k" * 32, SALT)
HEADER = Header("data", "2026-11-18T10:00:00+00:00", {"salt": SALT})


def written(file: Path, content: bytes, size: int = CHUNK) -> Path:
    with file.open("wb") as handle:
        pieces = (content[at : at + size] for at in range(0, len(content), size))
        sealed_file.write(handle, HEADER, SECRET, pieces)
    return file


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
@pytest.mark.parametrize("size", [CHUNK, 700_001])
def test_what_is_written_is_read_again_whatever_its_length(tmp_path: Path, length: int, size: int) -> None:
    content = bytes(range(256)) * (length // 256 + 1)

    file = written(tmp_path / "copy", content[:length], size)

    assert b"".join(sealed_file.read(file, SECRET)) == content[:length]
    assert sealed_file.header_of(file) == HEADER
    assert content[:32] not in file.read_bytes() or length < 32


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_any_bit_that_is_changed_shows(tmp_path: Path, at: int, bit: int) -> None:
    content = bytearray(written(tmp_path / "copy", b"x" * 500).read_bytes())
    content[at % len(content)] ^= 1 << bit
    (tmp_path / "copy").write_bytes(content)

    with pytest.raises(CopyError):
        list(sealed_file.read(tmp_path / "copy", SECRET))


def chunks(content: bytes) -> list[bytes]:
    """The header, and every chunk with its length before it."""
    head = content.index(b"\n", len(sealed_file.MAGIC)) + 1
    found, at = [content[:head]], head
    while at < len(content):
        end = at + 4 + int.from_bytes(content[at : at + 4], "big")
        found.append(content[at:end])
        at = end
    return found


@pytest.mark.parametrize(
    "order",
    [(0, 1, 2), (0, 1, 3), (0, 2, 1, 3), (0, 1, 2, 2, 3), (0, 1, 2, 3, 3), (0,), (0, 3)],
    ids=["cut off", "one left out", "swapped", "one twice", "the last twice", "nothing", "only the last"],
)
def test_chunks_that_are_missing_swapped_or_added_show(tmp_path: Path, order: tuple[int, ...]) -> None:
    parts = chunks(written(tmp_path / "copy", b"y" * (2 * CHUNK + 5)).read_bytes())
    assert len(parts) == 4

    (tmp_path / "copy").write_bytes(b"".join(parts[one] for one in order))

    with pytest.raises(CopyDamagedError):
        list(sealed_file.read(tmp_path / "copy", SECRET))


def test_a_chunk_of_another_copy_does_not_open_here(tmp_path: Path) -> None:
    one, other = (chunks(written(tmp_path / name, name.encode() * 50).read_bytes()) for name in ("one", "two"))
    (tmp_path / "three").write_bytes(one[0].replace(b"10:00", b"11:00") + other[1])

    with pytest.raises(CopyDamagedError):
        list(sealed_file.read(tmp_path / "three", SECRET))


def test_another_secret_opens_nothing(tmp_path: Path) -> None:
    file = written(tmp_path / "copy", b"z")

    with pytest.raises(CopyDamagedError, match="other keys or another passphrase"):
        list(sealed_file.read(file, sealed_file.from_key(b"k" * 32, "cd" * 16)))


@pytest.mark.parametrize("content", [b"", b"a letter", sealed_file.MAGIC, sealed_file.MAGIC + b"{}\n", b"\x00" * 5000])
def test_what_is_no_copy_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "copy").write_bytes(content)

    with pytest.raises(CopyError):
        list(sealed_file.read(tmp_path / "copy", SECRET))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CopyError, match="cannot be read"):
        sealed_file.header_of(tmp_path / "nothing")
