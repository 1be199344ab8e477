"""Whoever accepted the statement and stops is asked whether lists and notes are destroyed (source 003, annex, §5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select, update

from domain.retention import Record, expires
from storage.retention import days_for
from storage.schema import farewells
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Farewell:
    """One of them. `confirmed_at` is empty until somebody said that nothing is left."""

    id: str
    person_id: str
    programme_id: str
    asked_at: datetime
    confirmed_at: datetime | None


def ask(tx: Tx, person_id: str, programme_id: str) -> Farewell:
    """Keep that this person is asked now, also where they stopped once before."""
    tx.execute(delete(farewells).where(farewells.c.person_id == person_id, farewells.c.programme_id == programme_id))
    row_id = tx.new_id()
    tx.execute(
        insert(farewells).values(
            id=row_id,
            person_id=person_id,
            programme_id=programme_id,
            asked_at=tx.now,
            expires_at=expires(Record.MEMBERSHIP, tx.now, days_for(tx, programme_id, Record.MEMBERSHIP)),
        )
    )
    return Farewell(row_id, person_id, programme_id, tx.now, None)


def get(tx: Tx, farewell_id: str) -> Farewell | None:
    """The farewell with this id."""
    found = _select(tx, farewells.c.id == farewell_id)
    return found[0] if found else None


def of_person(tx: Tx, person_id: str) -> list[Farewell]:
    """All of somebody, the first asked first."""
    return _select(tx, farewells.c.person_id == person_id)


def confirm(tx: Tx, farewell_id: str) -> bool:
    """Keep that nothing is left; `False` where that was known already."""
    waiting = (farewells.c.id == farewell_id) & farewells.c.confirmed_at.is_(None)
    return tx.execute(update(farewells).where(waiting).values(confirmed_at=tx.now)).rowcount == 1


def unanswered(tx: Tx, asked_before: datetime) -> list[Farewell]:
    """Those who were asked before that moment and said nothing, while nobody was told of it yet."""
    return _select(
        tx,
        farewells.c.confirmed_at.is_(None),
        farewells.c.told_at.is_(None),
        farewells.c.asked_at <= asked_before,
    )


def told(tx: Tx, farewell_id: str) -> None:
    """Those who look after the programme heard that the answer stays out."""
    tx.execute(update(farewells).where(farewells.c.id == farewell_id).values(told_at=tx.now))


def _select(tx: Tx, *conditions: ColumnElement[bool]) -> list[Farewell]:
    rows = tx.execute(select(farewells).where(*conditions).order_by(farewells.c.asked_at, farewells.c.id))
    return [Farewell(row.id, row.person_id, row.programme_id, row.asked_at, row.confirmed_at) for row in rows]
