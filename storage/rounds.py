"""Who of a programme is written to at which hour, some at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from domain.hours import HOUR, Hours
from domain.programme import MembershipState, Part, Role
from storage.people import hours_from
from storage.prepared import Prepared
from storage.schema import memberships, outbox, persons, roles
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody our messages reach. `since` is when they came to the programme, or began to look after it."""

    person_id: str
    platform_id: int
    language: str
    hours: Hours
    nudges: bool
    since: datetime


_WHO = (
    persons.c.id,
    persons.c.platform_id,
    persons.c.language,
    persons.c.hour,
    persons.c.quiet_from,
    persons.c.quiet_until,
    persons.c.nudges,
)
_REACHED = persons.c.platform_id.is_not(None) & persons.c.reachable.is_(True)
_IN_TIME = (func.coalesce(persons.c.hour, HOUR) > bindparam("over")) & (
    func.coalesce(persons.c.hour, HOUR) <= bindparam("upto")
)
_CALLERS = Prepared(
    select(*_WHO, memberships.c.created_at.label("since"))
    .join(persons, memberships.c.person_id == persons.c.id)
    .where(
        memberships.c.programme_id == bindparam("programme"),
        memberships.c.person_id > bindparam("after"),
        memberships.c.state == MembershipState.ACTIVE,
        memberships.c.part != Part.ONLY_CALLED,
        _REACHED,
        _IN_TIME,
    )
    .order_by(memberships.c.person_id)
    .limit(bindparam("limit"))
)
_ONE = Prepared(
    select(*_WHO, bindparam("since", type_=memberships.c.created_at.type).label("since")).where(
        persons.c.id == bindparam("person"), _REACHED
    )
)
_FIKSERS = Prepared(
    select(*_WHO, roles.c.granted_at.label("since"))
    .join(persons, roles.c.person_id == persons.c.id)
    .where(roles.c.programme_id == bindparam("programme"), roles.c.role == Role.FIKSER, _REACHED, _IN_TIME)
    .order_by(roles.c.person_id)
)


def callers(tx: Tx, programme_id: str, *, over: int, upto: int, after: str, limit: int) -> list[Reader]:
    """The callers whose hour comes after `over` and at `upto` at the latest, in the order of their ids, at most
    `limit`; `after` is the last of those who had their turn."""
    values = {"programme": programme_id, "over": over, "upto": upto, "after": after, "limit": limit}
    return _readers(tx, tx.rows(_CALLERS, values))


def fiksers(tx: Tx, programme_id: str, *, over: int, upto: int) -> list[Reader]:
    """The fiksers whose hour comes after `over` and at `upto` at the latest."""
    return _readers(tx, tx.rows(_FIKSERS, {"programme": programme_id, "over": over, "upto": upto}))


def reader(tx: Tx, person_id: str, since: datetime) -> Reader | None:
    """This person alone, where our messages reach them."""
    found = _readers(tx, tx.rows(_ONE, {"person": person_id, "since": since}))
    return found[0] if found else None


def _readers(tx: Tx, rows: Sequence[Any]) -> list[Reader]:
    tx.open_keys([row.id for row in rows])
    return [
        Reader(
            person_id=row.id,
            platform_id=int(platform_id),
            language=row.language,
            hours=hours_from(row.hour, row.quiet_from, row.quiet_until),
            nudges=bool(row.nudges),
            since=row.since,
        )
        for row in rows
        if (platform_id := tx.readable(row.id, "persons", row.id, "platform_id", row.platform_id)) is not None
    ]


def written(tx: Tx, keys: Collection[str], since: datetime) -> set[str]:
    """Which of these keys of the outbox stand for a message that went out, or goes out, from `since` on."""
    rows = tx.execute(select(outbox.c.key).where(outbox.c.key.in_(keys), outbox.c.not_before >= since))
    return set(rows.scalars())


def deaf(tx: Tx, programme_id: str, limit: int) -> Mapping[str, str]:
    """Callers whom our messages do not reach, as membership to person, in the order in which they came."""
    rows = tx.execute(
        select(memberships.c.id, memberships.c.person_id)
        .join(persons, memberships.c.person_id == persons.c.id)
        .where(
            memberships.c.programme_id == programme_id,
            memberships.c.state == MembershipState.ACTIVE,
            memberships.c.part != Part.ONLY_CALLED,
            ~_REACHED,
        )
        .order_by(memberships.c.created_at, memberships.c.id)
        .limit(limit)
    )
    return {row.id: row.person_id for row in rows}
