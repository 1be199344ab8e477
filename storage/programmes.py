"""Programmes and the chats linked to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam, insert, select, update

from domain.programme import ProgrammeKind
from domain.terms import STANDARD, Terms
from domain.weekdays import WEEK, days_in
from storage.prepared import Prepared
from storage.schema import programmes
from storage.tx import Tx

ACTIVE, ENDED = "active", "ended"


@dataclass(frozen=True, slots=True)
class Programme:
    """One belboom or opbelactie. `group_chat` and `coordinator_chat` are ids of `storage.chats`."""

    id: str
    name: str
    kind: ProgrammeKind
    calls_per_week: int
    timezone: str
    language: str
    general_number: str | None
    retention_days: int
    group_chat: str | None
    coordinator_chat: str | None
    calling_days: tuple[int, ...] = tuple(WEEK)
    """The weekdays on which calls are made; 0 is Monday."""
    rotation_weeks: int | None = None
    """New pairs come every so many weeks; `None` where callers stay the same."""
    rotated_in: str | None = None
    """The week in which new pairs last came, such as "2026-W47"."""
    terms: Terms = STANDARD
    """How long a signal may wait."""
    revision: int = 0
    """How often the calls were planned, so that whoever decides upon an older state is shown the new one first."""
    place: str | None = None
    """The postcode or municipality (or both) from which services are near or far, as somebody typed it."""


def add(
    tx: Tx,
    *,
    name: str,
    kind: ProgrammeKind,
    calls_per_week: int,
    timezone: str,
    language: str,
    retention_days: int,
    group_chat: str | None = None,
    general_number: str | None = None,
) -> Programme:
    """A new programme."""
    programme = Programme(
        tx.new_id(), name, kind, calls_per_week, timezone, language, general_number, retention_days, group_chat, None
    )
    tx.execute(
        insert(programmes).values(
            id=programme.id,
            name=name,
            kind=kind,
            calls_per_week=calls_per_week,
            timezone=timezone,
            language=language,
            general_number=general_number,
            retention_days=retention_days,
            group_chat_id=group_chat,
            state=ACTIVE,
            created_at=tx.now,
        )
    )
    return programme


def _active(*conditions: ColumnElement[bool]) -> Prepared:
    return Prepared(
        select(programmes)
        .where(programmes.c.state == ACTIVE, *conditions)
        .order_by(programmes.c.created_at, programmes.c.id)
    )


_EVERY = _active()
_GET = _active(programmes.c.id == bindparam("which"))
_OF_GROUP = _active(programmes.c.group_chat_id == bindparam("which"))
_OF_COORDINATOR_CHAT = _active(programmes.c.coordinator_chat_id == bindparam("which"))


def get(tx: Tx, programme_id: str) -> Programme | None:
    """The active programme with this id."""
    found = _select(tx, _GET, which=programme_id)
    return found[0] if found else None


def every(tx: Tx) -> list[Programme]:
    """All active programmes, the oldest first."""
    return _select(tx, _EVERY)


def of_group(tx: Tx, chat_row: str) -> list[Programme]:
    """The programmes that live in this group chat."""
    return _select(tx, _OF_GROUP, which=chat_row)


def of_coordinator_chat(tx: Tx, chat_row: str) -> list[Programme]:
    """The programmes whose signals go to this chat."""
    return _select(tx, _OF_COORDINATOR_CHAT, which=chat_row)


def change(tx: Tx, programme_id: str, **values: Any) -> None:
    """Write columns of a programme, such as `coordinator_chat_id`, `general_number`, `calls_per_week` or one of
    the terms: `acute_minutes`, `urgent_hours`, `normal_days`."""
    tx.execute(update(programmes).where(programmes.c.id == programme_id).values(**values))


def planned_anew(tx: Tx, programme_id: str) -> None:
    """Count one more planning."""
    tx.execute(update(programmes).where(programmes.c.id == programme_id).values(revision=programmes.c.revision + 1))


def _select(tx: Tx, statement: Prepared, **values: str) -> list[Programme]:
    return [
        Programme(
            id=row.id,
            name=row.name,
            kind=ProgrammeKind(row.kind),
            calls_per_week=row.calls_per_week,
            timezone=row.timezone,
            language=row.language,
            general_number=row.general_number,
            retention_days=row.retention_days,
            group_chat=row.group_chat_id,
            coordinator_chat=row.coordinator_chat_id,
            calling_days=tuple(sorted(WEEK if row.calling_days is None else days_in(row.calling_days))),
            rotation_weeks=row.rotation_weeks,
            rotated_in=row.rotated_in,
            terms=_terms(row),
            revision=row.revision,
            place=row.place,
        )
        for row in tx.rows(statement, values)
    ]


def _terms(row: Any) -> Terms:
    """The terms of a programme; those it did not choose are the usual ones."""
    return Terms(
        acute_minutes=STANDARD.acute_minutes if row.acute_minutes is None else row.acute_minutes,
        urgent_hours=STANDARD.urgent_hours if row.urgent_hours is None else row.urgent_hours,
        normal_days=STANDARD.normal_days if row.normal_days is None else row.normal_days,
    )
