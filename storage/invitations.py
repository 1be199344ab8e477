"""Single-use links into a programme. Only a keyed hash of the code is kept; the code itself is in the link alone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, insert, select, update

from domain.programme import Role
from domain.retention import Record, expires
from storage.schema import invitations
from storage.tx import Tx

_CODE_BYTES = 18


@dataclass(frozen=True, slots=True)
class Invitation:
    """One link. `role` is `MEMBER`, `COORDINATOR` or `DEPUTY`."""

    id: str
    programme_id: str
    role: Role
    created_by: str | None
    used_at: datetime | None
    expires_at: datetime


def create(tx: Tx, programme_id: str, role: Role, *, created_by: str) -> str:
    """A new invitation; returns its code (24 URL-safe characters), which cannot be read back later."""
    code = secrets.token_urlsafe(_CODE_BYTES)
    tx.execute(
        insert(invitations).values(
            id=tx.new_id(),
            programme_id=programme_id,
            code_index=_index(tx, code),
            role=role,
            created_by=created_by,
            created_at=tx.now,
            used_at=None,
            expires_at=expires(Record.INVITATION, tx.now),
        )
    )
    return code


def with_code(tx: Tx, code: str) -> Invitation | None:
    """The invitation behind a code, used and expired ones included until they are purged."""
    row = tx.execute(select(invitations).where(invitations.c.code_index == _index(tx, code))).one_or_none()
    return None if row is None else _invitation(row)


def get(tx: Tx, invitation_id: str) -> Invitation | None:
    """The invitation with this id."""
    row = tx.execute(select(invitations).where(invitations.c.id == invitation_id)).one_or_none()
    return None if row is None else _invitation(row)


def use(tx: Tx, invitation_id: str) -> bool:
    """Use the invitation up. False where that was done before, or it is no longer there."""
    done = tx.execute(
        update(invitations)
        .where(invitations.c.id == invitation_id, invitations.c.used_at.is_(None))
        .values(used_at=tx.now)
    )
    return done.rowcount == 1


def _index(tx: Tx, code: str) -> bytes:
    return tx.vault.blind("invitation", code)


def _invitation(row: Row[tuple[object, ...]]) -> Invitation:
    return Invitation(
        id=row.id,
        programme_id=row.programme_id,
        role=Role(row.role),
        created_by=row.created_by,
        used_at=row.used_at,
        expires_at=row.expires_at,
    )
