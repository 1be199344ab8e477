"""Never-pairs and prefer-pairs of a programme."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from domain.pairs import PairKind
from storage.schema import pairs
from storage.tx import Tx


def keep(tx: Tx, programme_id: str, one: str, other: str, kind: PairKind, *, set_by: str | None) -> None:
    """Two memberships of a programme are never, or rather, to call each other; what was wished before lapses.

    Raises ValueError where both are the same.
    """
    if one == other:
        raise ValueError("a pair has two members")
    drop(tx, one, other)
    first, second = sorted((one, other))
    tx.execute(
        insert(pairs).values(
            id=tx.new_id(),
            programme_id=programme_id,
            first_id=first,
            second_id=second,
            kind=kind,
            set_by=set_by,
            since=tx.now,
        )
    )


def drop(tx: Tx, one: str, other: str) -> None:
    """Nothing is wished for these two any more."""
    first, second = sorted((one, other))
    tx.execute(delete(pairs).where(pairs.c.first_id == first, pairs.c.second_id == second))


def of_programme(tx: Tx, programme_id: str, kind: PairKind) -> frozenset[frozenset[str]]:
    """All pairs of a kind, of memberships."""
    rows = tx.execute(
        select(pairs.c.first_id, pairs.c.second_id).where(pairs.c.programme_id == programme_id, pairs.c.kind == kind)
    )
    return frozenset(frozenset((row.first_id, row.second_id)) for row in rows)


def of_member(tx: Tx, membership_id: str) -> dict[str, PairKind]:
    """The other member of each pair that this one is in, and what is wished."""
    mine = (pairs.c.first_id == membership_id) | (pairs.c.second_id == membership_id)
    rows = tx.execute(select(pairs.c.first_id, pairs.c.second_id, pairs.c.kind).where(mine).order_by(pairs.c.since))
    return {(row.second_id if row.first_id == membership_id else row.first_id): PairKind(row.kind) for row in rows}
