"""A volunteer would like to talk a call over with a coordinator: who asked, and who calls them. Not what about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from domain.retention import Record, expires
from storage.schema import debriefs
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Debrief:
    """One wish for a talk, by a person; see `storage.schema`."""

    id: str
    programme_id: str
    person_id: str
    signal_id: str | None
    taken_by: str | None
    rounds: int
    at: datetime
    asked_at: datetime
    taken_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether nobody has said that they call."""
        return self.taken_at is None


def add(tx: Tx, *, programme_id: str, person_id: str, signal_id: str | None) -> Debrief:
    """Keep the wish, of which nobody was told yet."""
    row_id = tx.new_id()
    tx.execute(
        insert(debriefs).values(
            id=row_id,
            programme_id=programme_id,
            person_id=person_id,
            signal_id=signal_id,
            at=tx.now,
            asked_at=tx.now,
            expires_at=expires(Record.DEBRIEF, tx.now),
        )
    )
    found = get(tx, row_id)
    assert found is not None
    return found


def get(tx: Tx, debrief_id: str) -> Debrief | None:
    """The wish with this id."""
    found = _select(tx, debriefs.c.id == debrief_id)
    return found[0] if found else None


def of_person(tx: Tx, person_id: str) -> list[Debrief]:
    """Those of this person, the oldest first."""
    return _select(tx, debriefs.c.person_id == person_id)


def waiting(tx: Tx, *, rounds: int) -> list[Debrief]:
    """Those that nobody took, and of which coordinators were told fewer than `rounds` times."""
    return _select(tx, debriefs.c.taken_at.is_(None), debriefs.c.rounds < rounds)


def asked(tx: Tx, debrief: Debrief) -> Debrief:
    """Coordinators were asked once more just now."""
    tx.execute(update(debriefs).where(debriefs.c.id == debrief.id).values(rounds=debrief.rounds + 1, asked_at=tx.now))
    found = get(tx, debrief.id)
    assert found is not None
    return found


def take(tx: Tx, debrief_id: str, person_id: str) -> bool:
    """This person calls; False where another one was first."""
    taken = tx.execute(
        update(debriefs)
        .where(debriefs.c.id == debrief_id, debriefs.c.taken_at.is_(None))
        .values(taken_by=person_id, taken_at=tx.now)
    )
    return taken.rowcount == 1


def _select(tx: Tx, *conditions: Any) -> list[Debrief]:
    rows: Sequence[Any] = tx.execute(select(debriefs).where(*conditions).order_by(debriefs.c.at, debriefs.c.id)).all()
    return [
        Debrief(
            row.id,
            row.programme_id,
            row.person_id,
            row.signal_id,
            row.taken_by,
            row.rounds,
            row.at,
            row.asked_at,
            row.taken_at,
        )
        for row in rows
    ]
