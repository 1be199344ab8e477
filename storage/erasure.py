"""Somebody is forgotten: the data key is destroyed, and every row about them goes."""

from __future__ import annotations

from sqlalchemy import select, update

from storage import access, ledger, memberships, people
from storage.memberships import Membership
from storage.schema import chats, signals
from storage.schema import memberships as membership_rows
from storage.signals import Signal, about, nothing_arrives
from storage.tx import Tx
from storage.vault import SYSTEM


def farewell_chat(tx: Tx, platform: str, platform_id: int) -> str:
    """A chat row of its own for the last word to somebody who is about to be forgotten.

    Nothing can be sealed for them any more, so the row belongs to the installation; the purge removes it as soon as
    nothing waits there.
    """
    row_id = tx.new_id()
    tx.execute(
        chats.insert().values(
            id=row_id,
            platform="farewell",
            chat_id=tx.seal(SYSTEM, "chats", row_id, "chat_id", str(platform_id)),
            chat_id_index=tx.vault.blind("farewell", f"{platform}:{platform_id}:{row_id}"),
            state="active",
            created_at=tx.now,
        )
    )
    return row_id


def every_membership(tx: Tx, person_id: str) -> list[Membership]:
    """All memberships of a person, those in ended programmes and past ones too."""
    ids = tx.execute(select(membership_rows.c.id).where(membership_rows.c.person_id == person_id)).scalars().all()
    found = (memberships.get(tx, row_id) for row_id in ids)
    return [membership for membership in found if membership is not None]


def signals_about(tx: Tx, person_id: str) -> list[Signal]:
    """The signals that go with the person."""
    return about(tx, person_id)


def forget(tx: Tx, person_id: str, *, by: str | None = None) -> None:
    """Destroy the data key and every row about this person. Cannot be undone, and is done once more to any older copy
    that is restored.

    That it was done is logged, by whom: `by` is an id of ours, the person where it is left out. The transaction fails
    with `LedgerError` where the ledger of erasures cannot be written."""
    tx.execute(update(signals).where(signals.c.taken_by == person_id).values(taken_by=None))
    for signal in signals_about(tx, person_id):
        nothing_arrives(tx, signal.id)
    ledger.note(tx, ledger.Kind.PERSON, person=person_id)
    access.log(tx, by or person_id, access.Action.ERASED, subject=person_id)
    people.erase(tx, person_id)
    tx.wipes = True
