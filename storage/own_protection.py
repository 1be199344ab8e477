"""What is kept about somebody to protect them: consents, what was told in confidence, farewells, longer terms."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from storage import consents, extensions, farewells, private_remarks
from storage.consents import Consent
from storage.extensions import Extension
from storage.farewells import Farewell
from storage.private_remarks import PrivateRemark
from storage.schema import memberships
from storage.schema import private_remarks as rows
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class OwnProtection:
    """All of it. `heard` is how many remarks others told this person in confidence; what they say is about others."""

    consents: tuple[Consent, ...]
    told: tuple[PrivateRemark, ...]
    heard: int
    farewells: tuple[Farewell, ...]
    extensions: tuple[Extension, ...]


def collect(tx: Tx, person_id: str) -> OwnProtection:
    """What is kept about this person."""
    mine = select(memberships.c.id).where(memberships.c.person_id == person_id)
    heard = select(func.count()).select_from(rows).where(rows.c.caller_id.in_(mine), rows.c.expires_at > tx.now)
    return OwnProtection(
        consents=tuple(consents.of_person(tx, person_id)),
        told=tuple(private_remarks.about(tx, person_id)),
        heard=tx.execute(heard).scalar_one(),
        farewells=tuple(farewells.of_person(tx, person_id)),
        extensions=tuple(extensions.of_person(tx, person_id)),
    )
