"""The access log as it is read: some of it, the newest first, with codes where members have one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from storage.access import Action
from storage.schema import access_log, memberships, programmes
from storage.tx import Tx

log = access_log.c


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: those since a moment, of an action, about a programme, by or about a person; all where None."""

    since: datetime
    action: Action | None = None
    programme: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `action` is one of `access.Action` or a term of another release. `actor` and `subject` are ids of
    persons or members, or the name of a part of the program."""

    at: datetime
    actor: str
    action: str
    subject: str | None
    programme: str | None


def read(tx: Tx, wanted: Wanted, *, skip: int, limit: int) -> tuple[list[Line], int]:
    """At most `limit` lines after the newest `skip`, and how many there are in all."""
    condition = _condition(tx, wanted)
    total: int = tx.execute(select(func.count()).select_from(access_log).where(condition)).scalar_one()
    rows = tx.execute(
        select(log.at, log.actor, log.action, log.subject, log.programme)
        .where(condition)
        .order_by(log.seq.desc())
        .offset(skip)
        .limit(limit)
    )
    return [Line(row.at, row.actor, row.action, row.subject, row.programme) for row in rows], total


def codes(tx: Tx, ids: Collection[str]) -> dict[str, str]:
    """The codes of these persons or members, by their ids; somebody with parts in several programmes has several."""
    rows = tx.execute(
        select(memberships.c.id, memberships.c.person_id, memberships.c.code)
        .where(or_(memberships.c.id.in_(ids), memberships.c.person_id.in_(ids)))
        .order_by(memberships.c.created_at)
    )
    found: dict[str, str] = {}
    for row in rows:
        found[row.id] = row.code
        of_person = found.get(row.person_id)
        found[row.person_id] = row.code if of_person is None else f"{of_person}/{row.code}"
    return found


def with_code(tx: Tx, code: str) -> list[str]:
    """The persons who have, or had, this code somewhere."""
    return list(tx.execute(select(memberships.c.person_id).where(memberships.c.code == code).distinct()).scalars())


def programmes_of(tx: Tx, persons: Collection[str]) -> dict[str, str]:
    """The programme in which each of these persons first took part, by person."""
    rows = tx.execute(
        select(memberships.c.person_id, memberships.c.programme_id)
        .where(memberships.c.person_id.in_(persons))
        .order_by(memberships.c.created_at.desc())
    )
    return {row.person_id: row.programme_id for row in rows}


def programme_names(tx: Tx) -> dict[str, str]:
    """The names of all programmes, ended ones too, by id."""
    rows = tx.execute(select(programmes.c.id, programmes.c.name).order_by(programmes.c.created_at))
    return {row.id: row.name for row in rows}


def _condition(tx: Tx, wanted: Wanted) -> ColumnElement[bool]:
    condition = log.at >= wanted.since
    if wanted.action is not None:
        condition &= log.action == wanted.action
    if wanted.programme is not None:
        condition &= log.programme == wanted.programme
    if wanted.person is not None:
        ids = [wanted.person]
        ids += tx.execute(select(memberships.c.id).where(memberships.c.person_id == wanted.person)).scalars()
        condition &= or_(log.actor == wanted.person, log.subject.in_(ids))
    return condition
