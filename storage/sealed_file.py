"""A sealed file: a copy of the data, or of the keys, that tells a stranger nothing and shows every change.

Layout: a line that says what it is, a line of JSON (the header, readable), and the content in chunks, each with its
length before it and sealed with AES-256-GCM. The key is made for this one file (HKDF-SHA256 over a secret and a random
salt). A chunk's nonce is its number with a mark on the last one, and its associated data is the hash of the header: so
chunks that were changed, swapped, left out or added, a file that was cut off, and another header all fail to open.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"Belboom copy 1\n"
CHUNK = 1 << 20
_TAG = 16
_LARGEST_HEADER = 1 << 16
_SCRYPT = {"n": 1 << 16, "r": 8, "p": 1}
"""64 MiB and a quarter of a second for each guess of a passphrase."""


class CopyError(Exception):
    """A copy cannot be made, read or put back; the message says what to do."""


class CopyDamagedError(CopyError):
    """What is in the file is not what was written, or another secret is needed."""


@dataclass(frozen=True, slots=True)
class Header:
    """What anybody may read of a copy: its kind (`data` or `keys`), its moment (ISO 8601, UTC), and what else its kind
    says, such as the id of the key that opens it."""

    kind: str
    made_at: str
    more: Mapping[str, Any]


def salt() -> str:
    """A random salt, 32 hexadecimal digits."""
    return secrets.token_hex(16)


def from_key(key: bytes, salted: str) -> bytes:
    """The secret of one file that a 32-byte key opens."""
    return HKDF(SHA256(), 32, bytes.fromhex(salted), b"belboom copy 1").derive(key)


def from_passphrase(passphrase: str, salted: str) -> bytes:
    """The secret of one file that a passphrase opens."""
    return Scrypt(bytes.fromhex(salted), 32, **_SCRYPT).derive(passphrase.strip().encode())


def write(handle: IO[bytes], header: Header, secret: bytes, content: Iterable[bytes]) -> None:
    """Write it all; `content` comes in pieces of any size. OSError."""
    line = _line(header)
    handle.write(MAGIC + line)
    cipher, bound = AESGCM(secret), hashlib.sha256(line).digest()
    number = 0
    pieces = _chunks(content)
    piece = next(pieces)
    for following in pieces:
        _put(handle, cipher.encrypt(_nonce(number, last=False), piece, bound))
        number, piece = number + 1, following
    _put(handle, cipher.encrypt(_nonce(number, last=True), piece, bound))


def header_of(file: Path) -> Header:
    """What the file says it is, not yet proven. Raises `CopyError`, `CopyDamagedError`."""
    try:
        with file.open("rb") as handle:
            return _header(handle)[0]
    except OSError as error:
        raise CopyError(f"{file} cannot be read ({error.strerror})") from None


def read(file: Path, secret: bytes) -> Iterator[bytes]:
    """The content, piece by piece; each piece is proven before it is given, that all of it came only at the end.

    Raises `CopyError`, `CopyDamagedError`."""
    try:
        with file.open("rb") as handle:
            _, line = _header(handle)
            cipher, bound = AESGCM(secret), hashlib.sha256(line).digest()
            number, sealed = 0, _get(handle)
            while sealed:
                following = _get(handle)
                yield cipher.decrypt(_nonce(number, last=not following), sealed, bound)
                number, sealed = number + 1, following
            if number == 0:
                raise CopyDamagedError(f"{file} is cut off: nothing comes after its header")
    except OSError as error:
        raise CopyError(f"{file} cannot be read ({error.strerror})") from None
    except InvalidTag:
        raise CopyDamagedError(
            f"{file} does not open: it is damaged or cut off, or it belongs to other keys or another passphrase"
        ) from None


def _line(header: Header) -> bytes:
    told = {"kind": header.kind, "made_at": header.made_at, **header.more}
    return json.dumps(told, separators=(",", ":")).encode() + b"\n"


def _header(handle: IO[bytes]) -> tuple[Header, bytes]:
    if handle.read(len(MAGIC)) != MAGIC:
        raise CopyError(f"{handle.name} is no copy that 'belboom backup' made")
    line = handle.readline(_LARGEST_HEADER)
    try:
        told = json.loads(line)
        return Header(str(told.pop("kind")), str(told.pop("made_at")), told), line
    except (ValueError, KeyError, AttributeError, TypeError):
        raise CopyDamagedError(f"{handle.name} is damaged: its first lines cannot be read") from None


def _chunks(content: Iterable[bytes]) -> Iterator[bytes]:
    """At least one, all but the last of the same size."""
    rest = b""
    for piece in content:
        rest += piece
        while len(rest) > CHUNK:
            yield rest[:CHUNK]
            rest = rest[CHUNK:]
    yield rest


def _put(handle: IO[bytes], sealed: bytes) -> None:
    handle.write(len(sealed).to_bytes(4, "big") + sealed)


def _get(handle: IO[bytes]) -> bytes:
    """The next sealed chunk; nothing at the end. What is cut off within a chunk does not open."""
    length = handle.read(4)
    return handle.read(min(int.from_bytes(length, "big"), CHUNK + _TAG)) if length else b""


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
