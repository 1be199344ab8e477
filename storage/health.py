"""Proof that the database can be written and that the keys at hand are the ones that belong to it."""

from __future__ import annotations

from hmac import compare_digest
from typing import Any

from sqlalchemy import insert, select, update

from storage.keys import KeyDirectoryError
from storage.schema import data_keys, facts
from storage.tx import Tx
from storage.vault import SYSTEM, SealBrokenError

_SAMPLE = 50
_TOUCHED = "health.touched_at"
_INDEX_CHECK = "health.index_check"
_FOREIGN = (
    "the data was written with other keys; point BELBOOM_KEY_DIR at the key directory that belongs to this database"
)


def touch(tx: Tx) -> None:
    """Note the moment: a full disk and a lock show themselves in nothing less than a write.

    Raises `StorageUnavailableError` through the transaction where nothing can be written."""
    moment = tx.now.isoformat()
    changed = tx.execute(update(facts).where(facts.c.name == _TOUCHED).values(value=moment))
    if changed.rowcount == 0:
        tx.execute(insert(facts).values(name=_TOUCHED, value=moment))


def check_keys(tx: Tx) -> None:
    """Raises `KeyDirectoryError` where the keys are not those with which this database was written."""
    proof = tx.vault.blind("check", "belboom").hex()
    known = tx.execute(select(facts.c.value).where(facts.c.name == _INDEX_CHECK)).scalar_one_or_none()
    if known is None:
        tx.execute(insert(facts).values(name=_INDEX_CHECK, value=proof))
    elif not compare_digest(known, proof):
        raise KeyDirectoryError(_FOREIGN)
    rows = tx.execute(select(data_keys).order_by(data_keys.c.owner_id == SYSTEM).limit(_SAMPLE)).all()
    if rows and not any(_opens(tx, row) for row in rows):
        raise KeyDirectoryError(_FOREIGN)


def _opens(tx: Tx, row: Any) -> bool:
    """A few damaged rows are no reason not to start: what is theirs is refused, and all else works."""
    try:
        tx.vault.unwrap(row.owner_id, row.wrapped, row.key_id)
    except SealBrokenError:
        return False
    return True
