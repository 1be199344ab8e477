"""Sealing: AES-GCM-SIV under a random data key per owner, each wrapped by the key-encrypting key.

The associated data binds table, row, column and owner, so a ciphertext moved elsewhere does not open.
Erasing somebody is destroying their data key.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import OrderedDict

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from storage.keys import KEY_BYTES, KeyDirectory, SealBrokenError

__all__ = ["SYSTEM", "SealBrokenError", "Vault", "seal", "unseal"]

SYSTEM = "system"
"""The owner of what belongs to no person: group chats and what is said in them."""

_FORMAT = b"\x01"
_NONCE_BYTES = 12
_OPEN_KEYS_KEPT = 4096


class Vault:
    """Seals and opens fields; derives blind indexes. Not shared between threads."""

    def __init__(self, keys: KeyDirectory) -> None:
        self.keys = keys
        self.unwiped = False
        """Whether something was erased that still stands in the write-ahead log, which somebody was reading."""
        self._open: OrderedDict[str, AESGCMSIV] = OrderedDict()
        self._wraps: tuple[bytes, AESGCMSIV] | None = None

    def new_data_key(self, owner: str) -> tuple[bytes, str]:
        """A fresh data key for `owner`, wrapped, and the id of the key that wraps it."""
        return self._wrap(owner, secrets.token_bytes(KEY_BYTES))

    def rewrap(self, owner: str, wrapped: bytes, key_id: str) -> tuple[bytes, str]:
        """The same data key under today's key-encrypting key. Raises `SealBrokenError`; retired keys still open."""
        old = AESGCMSIV(self.keys.kek(key_id, retired_too=True))
        return self._wrap(owner, _decrypt(old, wrapped, _binding("data_keys", owner, "wrapped", owner)))

    def _wrap(self, owner: str, data_key: bytes) -> tuple[bytes, str]:
        key_id = self.keys.current_id
        wrapper = AESGCMSIV(self.keys.kek(key_id))
        return _encrypt(wrapper, data_key, _binding("data_keys", owner, "wrapped", owner)), key_id

    def unwrap(self, owner: str, wrapped: bytes, key_id: str) -> AESGCMSIV:
        """The data key of `owner`, ready for use. Raises `SealBrokenError`, also for a key id that is not known."""
        key = AESGCMSIV(_decrypt(self._wrapper(key_id), wrapped, _binding("data_keys", owner, "wrapped", owner)))
        self._open[owner] = key
        if len(self._open) > _OPEN_KEYS_KEPT:
            self._open.popitem(last=False)
        return key

    def _wrapper(self, key_id: str) -> AESGCMSIV:
        """Made ready once: opening many data keys is what a big group's digests spend their time on."""
        kek = self.keys.kek(key_id)
        if self._wraps is None or self._wraps[0] != kek:
            self._wraps = kek, AESGCMSIV(kek)
        return self._wraps[1]

    def opened(self, owner: str) -> AESGCMSIV | None:
        """The data key of `owner` where it was used lately."""
        return self._open.get(owner)

    def keep(self, owner: str) -> bool:
        """Whether the data key of `owner` was used lately; if so it stays as if it were opened just now."""
        if owner not in self._open:
            return False
        self._open.move_to_end(owner)
        return True

    def forget(self, owner: str) -> None:
        """Drop the data key of `owner` from memory."""
        self._open.pop(owner, None)

    def forget_all(self) -> None:
        """Drop every data key from memory."""
        self._open.clear()
        self._wraps = None

    def blind(self, purpose: str, value: str) -> bytes:
        """A keyed hash (16 bytes) by which `value` is found without being readable."""
        digest = hmac.new(self.keys.index_key, f"{purpose}\x00{value}".encode(), hashlib.sha256)
        return digest.digest()[:16]


def seal(key: AESGCMSIV, table: str, row: str, column: str, owner: str, content: bytes) -> bytes:
    """`content` as it is kept."""
    return _encrypt(key, content, _binding(table, row, column, owner))


def unseal(key: AESGCMSIV, table: str, row: str, column: str, owner: str, kept: bytes) -> bytes:
    """What was sealed. Raises `SealBrokenError`."""
    return _decrypt(key, kept, _binding(table, row, column, owner))


def _binding(table: str, row: str, column: str, owner: str) -> bytes:
    return "\x00".join((table, row, column, owner)).encode()


def _encrypt(key: AESGCMSIV, content: bytes, binding: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _FORMAT + nonce + key.encrypt(nonce, content, binding)


def _decrypt(key: AESGCMSIV, kept: bytes, binding: bytes) -> bytes:
    if kept[:1] != _FORMAT or len(kept) <= 1 + _NONCE_BYTES:
        raise SealBrokenError("not a sealed field")
    try:
        return key.decrypt(kept[1 : 1 + _NONCE_BYTES], kept[1 + _NONCE_BYTES :], binding)
    except InvalidTag:
        raise SealBrokenError("a sealed field does not open") from None
