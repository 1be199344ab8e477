"""Which updates were dealt with."""

from __future__ import annotations

from sqlalchemy import bindparam
from sqlalchemy.dialects.sqlite import insert

from domain.retention import Record, expires
from storage.prepared import Prepared
from storage.schema import updates
from storage.tx import Tx

_SEEN = Prepared(
    insert(updates)
    .values(id=bindparam("update"), expires_at=bindparam("until"))
    .on_conflict_do_nothing(index_elements=[updates.c.id])
)


def first_time(tx: Tx, update_id: int) -> bool:
    """Whether this update is new; it is remembered from now on."""
    return tx.change(_SEEN, {"update": update_id, "until": expires(Record.UPDATE, tx.now)}) == 1
