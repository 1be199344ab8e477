"""The texts of the confidentiality statement, and who accepted which of them, when (source 003, annex).

A programme without a text of its own has ours, in all languages, under one version (`domain.statement.VERSION`). A
text of its own has a version such as `nl2`: the second one in Dutch. The newest of each language is current, and
whoever accepted a current one, in whatever language, accepted the statement.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from domain.statement import VERSION
from storage import access
from storage.schema import statement_texts, statements
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class StatementText:
    """One text, as it is shown."""

    id: str
    programme_id: str
    language: str
    version: str
    body: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Somebody accepted a version. `text` is what they accepted; empty for what was accepted before texts were kept."""

    programme_id: str
    version: str
    at: datetime
    text: str


def set_own(tx: Tx, programme_id: str, language: str, body: str) -> str | None:
    """Put a text in the place of ours, or of the one before; returns its version, or `None` where it is the same."""
    before = own_texts(tx, programme_id).get(language)
    if before is not None and before.body == body:
        return None
    version = f"{language}{1 if before is None else int(before.version.removeprefix(language)) + 1}"
    _keep(tx, programme_id, language, version, body, own=True)
    return version


def own_texts(tx: Tx, programme_id: str) -> dict[str, StatementText]:
    """The current texts of a programme's own, by language; empty where ours holds."""
    return _own(tx, [programme_id]).get(programme_id, {})


def current_versions(tx: Tx, programme_id: str) -> frozenset[str]:
    """The versions of which one is to be accepted."""
    return _versions(own_texts(tx, programme_id))


def accept(tx: Tx, person_id: str, programme_id: str, version: str, *, language: str = "", body: str = "") -> None:
    """Keep that this version was accepted now, in the words of `body`; the first moment stands."""
    if accepted_at(tx, person_id, programme_id, version) is not None:
        return
    text_id = _keep(tx, programme_id, language, version, body, own=version != VERSION) if body else None
    tx.execute(
        insert(statements)
        .values(
            id=tx.new_id(),
            person_id=person_id,
            programme_id=programme_id,
            version=version,
            text_id=text_id,
            accepted_at=tx.now,
        )
        .on_conflict_do_nothing(index_elements=["person_id", "programme_id", "version"])
    )
    access.log(tx, person_id, access.Action.ACCEPTED_STATEMENT, subject=person_id, programme=programme_id)


def has_accepted(tx: Tx, person_id: str, programme_id: str) -> bool:
    """Whether this person accepted the statement of that programme as it stands now."""
    return (person_id, programme_id) in accepted(tx, [person_id], programme_id)


def accepted(tx: Tx, person_ids: Collection[str], programme_id: str | None = None) -> set[tuple[str, str]]:
    """Who of these people (by id) accepted the statement, as it stands now, of which programme."""
    chosen = select(statements.c.person_id, statements.c.programme_id, statements.c.version).where(
        statements.c.person_id.in_(person_ids)
    )
    if programme_id is not None:
        chosen = chosen.where(statements.c.programme_id == programme_id)
    rows = tx.execute(chosen).all()
    own = _own(tx, {row.programme_id for row in rows}) if rows else {}
    return {
        (row.person_id, row.programme_id) for row in rows if row.version in _versions(own.get(row.programme_id, {}))
    }


def accepted_at(tx: Tx, person_id: str, programme_id: str, version: str) -> datetime | None:
    """When this person accepted that version for that programme."""
    found: datetime | None = tx.execute(
        select(statements.c.accepted_at).where(
            statements.c.person_id == person_id,
            statements.c.programme_id == programme_id,
            statements.c.version == version,
        )
    ).scalar()
    return found


def acceptances(tx: Tx, person_id: str) -> list[Acceptance]:
    """All that this person accepted, the oldest first."""
    rows = tx.execute(
        select(statements, statement_texts.c.body)
        .outerjoin(statement_texts, statements.c.text_id == statement_texts.c.id)
        .where(statements.c.person_id == person_id)
        .order_by(statements.c.accepted_at)
    )
    return [Acceptance(row.programme_id, row.version, row.accepted_at, row.body or "") for row in rows]


def ever_accepted(tx: Tx, person_id: str, programme_id: str) -> bool:
    """Whether this person ever accepted a version, so that they may still hold notes of what they saw."""
    found = select(statements.c.id).where(
        statements.c.person_id == person_id, statements.c.programme_id == programme_id
    )
    return tx.execute(found).first() is not None


def people_behind(tx: Tx, programme_id: str) -> int:
    """How many people accepted an earlier version, and not the one that stands now."""
    ever = set(
        tx.execute(select(statements.c.person_id).where(statements.c.programme_id == programme_id).distinct()).scalars()
    )
    return len(ever) - len(accepted(tx, ever, programme_id))


def _keep(tx: Tx, programme_id: str, language: str, version: str, body: str, *, own: bool) -> str:
    digest = hashlib.sha256(body.encode()).hexdigest()
    same = (
        (statement_texts.c.programme_id == programme_id)
        & (statement_texts.c.language == language)
        & (statement_texts.c.version == version)
        & (statement_texts.c.digest == digest)
    )
    known: str | None = tx.execute(select(statement_texts.c.id).where(same)).scalar()
    if known is not None:
        return known
    text_id = tx.new_id()
    tx.execute(
        insert(statement_texts).values(
            id=text_id,
            programme_id=programme_id,
            language=language,
            version=version,
            digest=digest,
            own=own,
            body=body,
            at=tx.now,
        )
    )
    return text_id


def _own(tx: Tx, programme_ids: Collection[str]) -> dict[str, dict[str, StatementText]]:
    rows = tx.execute(
        select(statement_texts).where(statement_texts.c.programme_id.in_(programme_ids), statement_texts.c.own)
    )
    found: dict[str, dict[str, StatementText]] = {}
    for row in sorted(rows, key=lambda one: int(one.version.removeprefix(one.language))):
        text = StatementText(row.id, row.programme_id, row.language, row.version, row.body, row.at)
        found.setdefault(row.programme_id, {})[row.language] = text
    return found


def _versions(own: dict[str, StatementText]) -> frozenset[str]:
    return frozenset(text.version for text in own.values()) or frozenset({VERSION})
