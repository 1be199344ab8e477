"""Who takes no part, or is only called, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, insert, select, update

from domain.pause import PauseKind
from storage.prepared import Prepared
from storage.schema import pauses
from storage.tx import Tx

KEPT = timedelta(weeks=5)
"""So long after its end a pause is still known: whether somebody was silent is seen over a few weeks."""


@dataclass(frozen=True, slots=True)
class Pause:
    """One pause of one member, from `since` until `until`; it ended sooner where `ended_at` says so."""

    id: str
    membership_id: str
    programme_id: str
    kind: PauseKind
    since: datetime
    until: datetime
    ended_at: datetime | None = None


def _open(*conditions: ColumnElement[bool]) -> Prepared:
    return Prepared(
        select(pauses).where(pauses.c.ended_at.is_(None), *conditions).order_by(pauses.c.since, pauses.c.id)
    )


_OF_MEMBER = _open(pauses.c.membership_id == bindparam("which"))
_OF_PROGRAMME = _open(pauses.c.programme_id == bindparam("which"))
_KEPT = Prepared(select(pauses).where(pauses.c.membership_id == bindparam("which")).order_by(pauses.c.since))
_OVER = _open(pauses.c.until <= bindparam("now", type_=pauses.c.until.type))


def begin(
    tx: Tx, *, membership_id: str, programme_id: str, kind: PauseKind, until: datetime, set_by: str | None
) -> str:
    """A pause from now on, in the place of one that was under way; returns its id."""
    end(tx, membership_id)
    pause_id = tx.new_id()
    tx.execute(
        insert(pauses).values(
            id=pause_id,
            membership_id=membership_id,
            programme_id=programme_id,
            kind=kind,
            set_by=set_by,
            since=tx.now,
            until=until,
            ended_at=None,
        )
    )
    return pause_id


def end(tx: Tx, membership_id: str) -> None:
    """Whatever pause of this member is under way ends now."""
    under_way = (pauses.c.membership_id == membership_id) & pauses.c.ended_at.is_(None)
    tx.execute(update(pauses).where(under_way).values(ended_at=tx.now))


def of_member(tx: Tx, membership_id: str) -> Pause | None:
    """The pause of this member that is under way."""
    found = _select(tx, _OF_MEMBER, which=membership_id)
    return found[-1] if found else None


def kept(tx: Tx, membership_id: str) -> list[Pause]:
    """All that is kept of the pauses of this member, those that are over too, the oldest first."""
    return _select(tx, _KEPT, which=membership_id)


def of_programme(tx: Tx, programme_id: str) -> dict[str, Pause]:
    """The pauses under way in a programme, by membership."""
    return {pause.membership_id: pause for pause in _select(tx, _OF_PROGRAMME, which=programme_id)}


def over(tx: Tx) -> list[Pause]:
    """The pauses whose last moment has passed and that nobody has ended yet."""
    return _select(tx, _OVER, now=tx.now)


def _select(tx: Tx, statement: Prepared, **values: Any) -> list[Pause]:
    return [
        Pause(
            id=row.id,
            membership_id=row.membership_id,
            programme_id=row.programme_id,
            kind=PauseKind(row.kind),
            since=row.since,
            until=row.until,
            ended_at=row.ended_at,
        )
        for row in tx.rows(statement, values)
    ]
