"""Proof that the database can be written and that the keys at hand are the ones that belong to it."""

from __future__ import annotations

from hmac import compare_digest

from sqlalchemy import insert, select, update

from storage.keys import KeyDirectoryError
from storage.schema import data_keys, facts
from storage.tx import Tx
from storage.vault import SealBrokenError

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
    for row in tx.execute(select(data_keys).limit(1)):
        try:
            tx.vault.unwrap(row.owner_id, row.wrapped, row.key_id)
        except SealBrokenError:
            raise KeyDirectoryError(_FOREIGN) from None
