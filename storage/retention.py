"""For how many days a programme keeps each kind of record: what it chose itself, or else what holds for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from domain.retention import DAYS, RANGE, SETTABLE, Record
from storage.schema import programmes, retention_terms
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Chosen:
    """A term of a programme's own."""

    days: int
    set_by: str | None
    at: datetime


def days_for(tx: Tx, programme_id: str, record: Record, standard: int | None = None) -> int:
    """The term in force. `standard` is what holds where the programme chose none, if the caller knows it already."""
    found: int | None = tx.execute(
        select(retention_terms.c.days).where(
            retention_terms.c.programme_id == programme_id, retention_terms.c.record == record
        )
    ).scalar()
    if found is not None:
        return found
    return standard if standard is not None and record in SETTABLE else _standard(tx, programme_id, record)


def chosen(tx: Tx, programme_id: str) -> dict[Record, Chosen]:
    """The terms that a programme chose itself."""
    rows = tx.execute(select(retention_terms).where(retention_terms.c.programme_id == programme_id))
    return {Record(row.record): Chosen(row.days, row.set_by, row.at) for row in rows}


def choose(tx: Tx, programme_id: str, record: Record, days: int, *, by: str) -> None:
    """Keep another term for what is written from now on; `by` is a person. Raises `ValueError` outside the range."""
    shortest, longest = RANGE[record]
    if not shortest <= days <= longest:
        raise ValueError(f"{record} is kept from {shortest} to {longest} days")
    values = {"days": days, "set_by": by, "at": tx.now}
    tx.execute(
        insert(retention_terms)
        .values(id=tx.new_id(), programme_id=programme_id, record=record, **values)
        .on_conflict_do_update(index_elements=["programme_id", "record"], set_=values)
    )


def _standard(tx: Tx, programme_id: str, record: Record) -> int:
    if record in SETTABLE:
        own: int | None = tx.execute(
            select(programmes.c.retention_days).where(programmes.c.id == programme_id)
        ).scalar()
        if own is not None:
            return own
    return DAYS[record]
