"""Who takes which part in which programme; contacts of an opbelactie are members who are only called."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from domain.programme import MembershipState, Part
from domain.retention import DAYS, Record, expires
from domain.weekdays import days_in, mask_of
from storage import ledger, pauses, people
from storage.prepared import Prepared
from storage.retention import days_for
from storage.schema import memberships, persons, programmes
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody's part in a programme. `code` stands for the person in exports."""

    id: str
    programme_id: str
    person_id: str
    code: str
    part: Part
    state: MembershipState
    source: str | None
    legal_ground: str | None
    added_by: str | None
    created_at: datetime
    has_app: bool
    calls: int | None
    """How many people they call each week, where that is not as the programme has it."""
    called: int | None
    """How many call them each week, where that is not as the programme has it."""
    cannot: frozenset[int]
    """The weekdays on which they neither call nor are called; 0 is Monday."""


def _chosen(*conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(memberships, persons.c.platform_id_index.is_not(None).label("has_app"))
        .join(persons, memberships.c.person_id == persons.c.id)
        .join(programmes, memberships.c.programme_id == programmes.c.id)
        .where(*conditions)
        .order_by(memberships.c.created_at, memberships.c.id)
    )


def _members(*conditions: ColumnElement[bool]) -> Prepared:
    return Prepared(_chosen(*conditions))


_GET = _members(memberships.c.id == bindparam("membership"))
_OF = _members(memberships.c.programme_id == bindparam("programme"), memberships.c.person_id == bindparam("person"))
_IN_STATE = _members(memberships.c.programme_id == bindparam("programme"), memberships.c.state == bindparam("wanted"))
_TAKES_PART = (memberships.c.state == MembershipState.ACTIVE, programmes.c.state == "active")
_OF_PERSON = _members(memberships.c.person_id == bindparam("person"), *_TAKES_PART)
_OF_PEOPLE = _chosen(memberships.c.person_id.in_(bindparam("people", expanding=True)), *_TAKES_PART)


def add(
    tx: Tx,
    *,
    programme_id: str,
    person_id: str,
    part: Part,
    state: MembershipState,
    agreement: Mapping[str, Any] | None = None,
    source: str | None = None,
    legal_ground: str | None = None,
    added_by: str | None = None,
) -> str:
    """A membership, or the old one taken up again; returns its id. `agreement`: who agreed, when and how."""
    known = of(tx, programme_id, person_id)
    row_id = known.id if known else tx.new_id()
    values: dict[str, Any] = {
        "part": part,
        "state": state,
        "agreement": tx.seal_json(person_id, "memberships", row_id, "agreement", agreement) if agreement else None,
        "source": source,
        "legal_ground": legal_ground,
        "added_by": added_by,
        "left_at": None,
        "expires_at": None,
        "calls": None,
        "called": None,
    }
    if known:
        tx.execute(update(memberships).where(memberships.c.id == row_id).values(**values))
        return row_id
    values |= {"id": row_id, "programme_id": programme_id, "person_id": person_id, "created_at": tx.now}
    for _ in range(20):
        try:
            with tx.conn.begin_nested():
                tx.execute(insert(memberships).values(code=tx.new_code("P"), **values))
        except IntegrityError:
            continue
        return row_id
    raise RuntimeError("no free code for a new member")


def get(tx: Tx, membership_id: str) -> Membership | None:
    """The membership with this id, whatever its state."""
    found = _select(tx, _GET, membership=membership_id)
    return found[0] if found else None


def of(tx: Tx, programme_id: str, person_id: str) -> Membership | None:
    """This person's part in that programme, whatever its state."""
    found = _select(tx, _OF, programme=programme_id, person=person_id)
    return found[0] if found else None


def with_code(tx: Tx, code: str) -> list[Membership]:
    """Whoever has this code, in whatever programme and state."""
    ids = tx.execute(select(memberships.c.id).where(memberships.c.code == code)).scalars().all()
    found = (get(tx, row_id) for row_id in ids)
    return [one for one in found if one is not None]


def active(tx: Tx, programme_id: str) -> list[Membership]:
    """All who take part, in the order in which they came."""
    return in_state(tx, programme_id, MembershipState.ACTIVE)


def in_state(tx: Tx, programme_id: str, state: MembershipState) -> list[Membership]:
    """All members of a programme in `state`, in the order in which they came."""
    return _select(tx, _IN_STATE, programme=programme_id, wanted=state)


def of_person(tx: Tx, person_id: str) -> list[Membership]:
    """All active memberships of a person in active programmes."""
    return _select(tx, _OF_PERSON, person=person_id)


def of_people(tx: Tx, person_ids: Collection[str]) -> dict[str, list[Membership]]:
    """The same for many people, by one look-up."""
    found: dict[str, list[Membership]] = {person_id: [] for person_id in person_ids}
    for row in tx.execute(_OF_PEOPLE, {"people": list(person_ids)}).all() if found else ():
        found[row.person_id].append(_membership(row))
    return found


def unreachable(tx: Tx, programme_id: str) -> set[str]:
    """The active members with the app whom our messages do not reach."""
    rows = tx.execute(
        select(memberships.c.id)
        .join(persons, memberships.c.person_id == persons.c.id)
        .where(
            memberships.c.programme_id == programme_id,
            memberships.c.state == MembershipState.ACTIVE,
            persons.c.platform_id_index.is_not(None),
            persons.c.reachable.is_(False),
        )
    )
    return set(rows.scalars())


def name_or_code(tx: Tx, membership: Membership) -> str:
    """How the others know this member; their code where no name is kept."""
    return people.name_of(tx, membership.person_id) or membership.code


def agreement_of(tx: Tx, membership_id: str) -> dict[str, Any] | None:
    """Who agreed to this membership, when and how."""
    row = tx.execute(
        select(memberships.c.person_id, memberships.c.agreement).where(memberships.c.id == membership_id)
    ).one_or_none()
    if row is None:
        return None
    return tx.readable_json(row.person_id, "memberships", membership_id, "agreement", row.agreement)


def let_wait(tx: Tx, membership_id: str) -> None:
    """Somebody who asked to join waits; unless they are let in, the request goes thirty days from now."""
    tx.execute(
        update(memberships)
        .where(memberships.c.id == membership_id)
        .values(expires_at=expires(Record.MEMBERSHIP, tx.now))
    )


def activate(tx: Tx, membership_id: str) -> None:
    """Somebody who asked to join is let in."""
    tx.execute(
        update(memberships)
        .where(memberships.c.id == membership_id)
        .values(state=MembershipState.ACTIVE, expires_at=None)
    )


def leave(tx: Tx, membership_id: str) -> None:
    """Farewell: a pause under way ends, and what is kept about the part taken goes thirty days later, or at the term
    that the programme chose."""
    pauses.end(tx, membership_id)
    found = get(tx, membership_id)
    term = DAYS[Record.MEMBERSHIP] if found is None else days_for(tx, found.programme_id, Record.MEMBERSHIP)
    ledger.note(tx, ledger.Kind.LEFT, membership=membership_id)
    tx.execute(
        update(memberships)
        .where(memberships.c.id == membership_id)
        .values(state=MembershipState.LEFT, left_at=tx.now, expires_at=expires(Record.MEMBERSHIP, tx.now, term))
    )


def set_part(tx: Tx, membership_id: str, part: Part) -> None:
    """Somebody takes another part from now on; numbers of their own lapse."""
    values = {"part": part, "calls": None, "called": None}
    tx.execute(update(memberships).where(memberships.c.id == membership_id).values(**values))


def set_numbers(tx: Tx, membership_id: str, *, calls: int | None, called: int | None) -> None:
    """How many somebody calls and is called by each week; `None` is as the programme has it."""
    values = {"calls": calls, "called": called}
    tx.execute(update(memberships).where(memberships.c.id == membership_id).values(**values))


def set_cannot(tx: Tx, membership_id: str, days: Iterable[int]) -> None:
    """The weekdays on which somebody neither calls nor is called."""
    tx.execute(update(memberships).where(memberships.c.id == membership_id).values(cannot=mask_of(days)))


def _select(tx: Tx, statement: Prepared, **values: str) -> list[Membership]:
    return [_membership(row) for row in tx.rows(statement, values)]


def _membership(row: Any) -> Membership:
    return Membership(
        id=row.id,
        programme_id=row.programme_id,
        person_id=row.person_id,
        code=row.code,
        part=Part(row.part),
        state=MembershipState(row.state),
        source=row.source,
        legal_ground=row.legal_ground,
        added_by=row.added_by,
        created_at=row.created_at,
        has_app=bool(row.has_app),
        calls=row.calls,
        called=row.called,
        cannot=days_in(row.cannot),
    )
