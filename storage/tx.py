"""One transaction: the connection, the vault and the moment, handed to every repository function."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from sqlalchemy import Connection, CursorResult, Executable, bindparam, delete, insert, select

from storage import vault as sealing
from storage.prepared import Prepared
from storage.schema import data_keys
from storage.vault import SealBrokenError, Vault

log = logging.getLogger(__name__)

_READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No digits or letters that are mistaken for one another when read out on the phone."""


_DATA_KEYS = select(data_keys.c.owner_id, data_keys.c.wrapped, data_keys.c.key_id).where(
    data_keys.c.owner_id.in_(bindparam("owners", expanding=True))
)
_DATA_KEY = Prepared(select(data_keys.c.wrapped, data_keys.c.key_id).where(data_keys.c.owner_id == bindparam("owner")))


class ErasedError(SealBrokenError):
    """The owner's data key was destroyed: what was sealed for them is gone for good."""


@dataclass(slots=True)
class Tx:
    """What a repository function works with. `now` is an aware UTC instant."""

    conn: Connection
    vault: Vault
    now: datetime
    wipes: bool = False
    """Set by whoever erased something: the write-ahead log is emptied once this is committed."""
    before_commit: list[Callable[[], None]] = field(default_factory=list)
    """Run in order when all else went well; what they raise undoes the transaction."""
    after_commit: list[Callable[[], None]] = field(default_factory=list)
    """Run in order once all is kept. They raise nothing, as there is nothing left to undo."""
    notes: dict[str, Any] = field(default_factory=dict)
    """What a module remembers until the end of this transaction, under its own name."""

    def execute(self, statement: Executable, values: Any = None) -> CursorResult[Any]:
        """Run one statement."""
        return self.conn.execute(statement, values)

    def rows(self, statement: Prepared, values: Mapping[str, Any]) -> list[Any]:
        """Run a prepared statement; every row has its columns as attributes."""
        return statement.rows(self.conn, values)

    def row(self, statement: Prepared, values: Mapping[str, Any]) -> Any | None:
        """Run a prepared statement that finds one row or none."""
        found = statement.rows(self.conn, values)
        return found[0] if found else None

    def change(self, statement: Prepared, values: Mapping[str, Any]) -> int:
        """Run a prepared statement that writes; how many rows it touched."""
        return statement.change(self.conn, values)

    def seal(self, owner: str, table: str, row: str, column: str, content: str | bytes) -> bytes:
        """`content` sealed under the data key of `owner`, which is made where there is none yet."""
        data = content.encode() if isinstance(content, str) else content
        return sealing.seal(self._key(owner, make=True), table, row, column, owner, data)

    def unseal(self, owner: str, table: str, row: str, column: str, kept: bytes) -> str:
        """The text that was sealed. Raises `SealBrokenError`, `ErasedError`."""
        return self.unseal_bytes(owner, table, row, column, kept).decode()

    def unseal_bytes(self, owner: str, table: str, row: str, column: str, kept: bytes) -> bytes:
        """The bytes that were sealed. Raises `SealBrokenError`, `ErasedError`."""
        return sealing.unseal(self._key(owner), table, row, column, owner, kept)

    def seal_json(self, owner: str, table: str, row: str, column: str, content: Mapping[str, Any]) -> bytes:
        """JSON sealed under the data key of `owner`."""
        return self.seal(owner, table, row, column, json.dumps(content, ensure_ascii=False))

    def unseal_json(self, owner: str, table: str, row: str, column: str, kept: bytes) -> dict[str, Any]:
        """The JSON that was sealed. Raises `SealBrokenError`, `ErasedError`."""
        content: dict[str, Any] = json.loads(self.unseal_bytes(owner, table, row, column, kept))
        return content

    def readable(self, owner: str, table: str, row: str, column: str, kept: bytes | None) -> str | None:
        """What was sealed; None where there is nothing, and where it does not open, which is logged.

        For lists: one damaged field is refused, and all others are told as ever.
        """
        if kept is None:
            return None
        try:
            return self.unseal(owner, table, row, column, kept)
        except SealBrokenError as error:
            refuse(table, row, column, error)
            return None

    def readable_json(self, owner: str, table: str, row: str, column: str, kept: bytes | None) -> dict[str, Any] | None:
        """The same for JSON."""
        text = self.readable(owner, table, row, column, kept)
        if text is None:
            return None
        content: dict[str, Any] = json.loads(text)
        return content

    def destroy_key(self, owner: str) -> None:
        """Make all that is sealed for `owner` unreadable for good."""
        self.execute(delete(data_keys).where(data_keys.c.owner_id == owner))
        self.vault.forget(owner)

    def open_keys(self, owners: Iterable[str]) -> None:
        """Have the data keys of many owners at hand, by one look-up, before much of theirs is unsealed."""
        missing = [owner for owner in owners if not self.vault.keep(owner)]
        found: Sequence[Any] = self.execute(_DATA_KEYS, {"owners": missing}).all() if missing else ()
        for owner, wrapped, key_id in found:
            try:
                self.vault.unwrap(owner, wrapped, key_id)
            except SealBrokenError as error:  # theirs alone does not open; whoever reads it is told then
                refuse("data_keys", owner, "wrapped", error)

    def new_id(self) -> str:
        """A random id of 16 hexadecimal digits."""
        return secrets.token_hex(8)

    def new_code(self, prefix: str, length: int = 4) -> str:
        """A random code that can be read out, such as `S-7K3F`."""
        return f"{prefix}-" + "".join(secrets.choice(_READABLE) for _ in range(length))

    def _key(self, owner: str, *, make: bool = False) -> AESGCMSIV:
        key = self.vault.opened(owner)
        if key is not None:
            return key
        row = self.row(_DATA_KEY, {"owner": owner})
        if row is not None:
            return self.vault.unwrap(owner, row.wrapped, row.key_id)
        if not make:
            raise ErasedError("the data key of this owner was destroyed")
        wrapped, key_id = self.vault.new_data_key(owner)
        self.execute(insert(data_keys).values(owner_id=owner, wrapped=wrapped, key_id=key_id))
        return self.vault.unwrap(owner, wrapped, key_id)


def refuse(table: str, row: str, column: str, error: SealBrokenError) -> None:
    """Report a field that does not open; ids only."""
    told = {"table": table, "row": row, "column": column, "error": type(error).__qualname__}
    log.error("record_refused", extra=told)
