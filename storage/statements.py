"""Who accepted which version of the confidentiality statement, and when (source 003, annex)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from storage import access
from storage.schema import statements
from storage.tx import Tx


def accept(tx: Tx, person_id: str, programme_id: str, version: str) -> None:
    """Keep that this version was accepted now; the first moment stands."""
    if accepted_at(tx, person_id, programme_id, version) is not None:
        return
    tx.execute(
        insert(statements)
        .values(id=tx.new_id(), person_id=person_id, programme_id=programme_id, version=version, accepted_at=tx.now)
        .on_conflict_do_nothing(index_elements=["person_id", "programme_id", "version"])
    )
    access.log(tx, person_id, access.Action.ACCEPTED_STATEMENT, subject=person_id, programme=programme_id)


def accepted(tx: Tx, person_ids: Collection[str], version: str) -> set[tuple[str, str]]:
    """Who of these people (by id) accepted that version for which programme."""
    rows = tx.execute(
        select(statements.c.person_id, statements.c.programme_id).where(
            statements.c.person_id.in_(person_ids), statements.c.version == version
        )
    )
    return {(row.person_id, row.programme_id) for row in rows}


def accepted_at(tx: Tx, person_id: str, programme_id: str, version: str) -> datetime | None:
    """When this person accepted that version for that programme."""
    found: datetime | None = tx.execute(
        select(statements.c.accepted_at).where(
            statements.c.person_id == person_id,
            statements.c.programme_id == programme_id,
            statements.c.version == version,
        )
    ).scalar()
    return found
