"""A write that proves that writing works: a full disk and a lock show themselves in nothing less."""

from __future__ import annotations

from sqlalchemy import insert, update

from storage.schema import facts
from storage.tx import Tx

_NAME = "health.touched_at"


def touch(tx: Tx) -> None:
    """Note the moment. Raises `StorageUnavailableError` through the transaction where nothing can be written."""
    moment = tx.now.isoformat()
    changed = tx.execute(update(facts).where(facts.c.name == _NAME).values(value=moment))
    if changed.rowcount == 0:
        tx.execute(insert(facts).values(name=_NAME, value=moment))
