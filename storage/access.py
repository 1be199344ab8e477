"""The access log: who saw, received, exported or erased what, when. Ids only."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import insert

from domain.retention import Record, expires
from storage.schema import access_log
from storage.tx import Tx


class Action(StrEnum):
    """What was done with data about somebody."""

    SAW_NUMBERS = "saw_numbers"
    SAW_SIGNAL = "saw_signal"
    SAW_NEED = "saw_need"
    HELPS = "helps"
    SAW_OWN_DATA = "saw_own_data"
    EXPORTED = "exported"
    ERASED = "erased"
    IMPORTED = "imported"
    ACCEPTED_STATEMENT = "accepted_statement"


def log(tx: Tx, actor: str, action: Action, *, subject: str | None = None, programme: str | None = None) -> None:
    """Write one line. `actor` and `subject` are ids of ours."""
    tx.execute(
        insert(access_log).values(
            id=tx.new_id(),
            at=tx.now,
            actor=actor,
            action=action,
            subject=subject,
            programme=programme,
            expires_at=expires(Record.ACCESS, tx.now),
        )
    )
