"""Stored roles: fikser, coordinator and deputy, granted to a named person for one programme.

Whether somebody may act in a role is asked with `holds` and its sisters, for which a deputy is a coordinator; `holders`
lists those who were given that very role."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from domain.programme import Role
from storage.schema import roles
from storage.tx import Tx


def grant(tx: Tx, person_id: str, programme_id: str, role: Role, *, granted_by: str | None) -> None:
    """Give somebody a role; they may hold it already."""
    tx.execute(
        insert(roles)
        .values(
            id=tx.new_id(),
            person_id=person_id,
            programme_id=programme_id,
            role=role,
            granted_by=granted_by,
            granted_at=tx.now,
        )
        .on_conflict_do_nothing(index_elements=["person_id", "programme_id", "role"])
    )


def revoke(tx: Tx, person_id: str, programme_id: str, role: Role | None = None) -> None:
    """Take a role away, or every role in that programme."""
    statement = delete(roles).where(roles.c.person_id == person_id, roles.c.programme_id == programme_id)
    tx.execute(statement if role is None else statement.where(roles.c.role == role))


def holds(tx: Tx, person_id: str, programme_id: str, role: Role) -> bool:
    """Whether this person may act in that role there."""
    found = tx.execute(
        select(roles.c.id).where(
            roles.c.person_id == person_id, roles.c.programme_id == programme_id, roles.c.role.in_(role.held_by)
        )
    ).first()
    return found is not None


def holders(tx: Tx, programme_id: str, role: Role) -> list[str]:
    """The person ids of all who were given that very role there, the first granted first."""
    return list(
        tx.execute(
            select(roles.c.person_id)
            .where(roles.c.programme_id == programme_id, roles.c.role == role)
            .order_by(roles.c.granted_at, roles.c.person_id)
        ).scalars()
    )


def acting(tx: Tx, programme_id: str, role: Role) -> list[str]:
    """The person ids of all who may act in that role there, the first granted first."""
    rows = tx.execute(
        select(roles.c.person_id)
        .where(roles.c.programme_id == programme_id, roles.c.role.in_(role.held_by))
        .order_by(roles.c.granted_at, roles.c.person_id)
    )
    return list(dict.fromkeys(rows.scalars()))


def given(tx: Tx, person_id: str, programme_id: str) -> set[Role]:
    """The very roles that this person was given there."""
    rows = tx.execute(select(roles.c.role).where(roles.c.person_id == person_id, roles.c.programme_id == programme_id))
    return {Role(one) for one in rows.scalars()}


def programmes_of_people(tx: Tx, person_ids: Collection[str], role: Role) -> dict[str, set[str]]:
    """The programmes in which each of these people may act in that role, of those who may anywhere."""
    rows = tx.execute(
        select(roles.c.person_id, roles.c.programme_id).where(
            roles.c.person_id.in_(person_ids), roles.c.role.in_(role.held_by)
        )
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.person_id, set()).add(row.programme_id)
    return found


def programmes_of(tx: Tx, person_id: str, role: Role) -> list[str]:
    """The programmes in which this person may act in that role."""
    held = select(roles.c.programme_id).where(roles.c.person_id == person_id, roles.c.role.in_(role.held_by))
    return list(tx.execute(held.distinct()).scalars())
