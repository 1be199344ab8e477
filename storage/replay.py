"""Entries of the erasure ledger, done once more to a database that does not know of them: a restored copy, or one whose
transaction was lost in a crash. Doing it again changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert as insert_once

from domain.consent import How, Purpose
from domain.programme import MembershipState
from domain.retention import Record, expires
from storage import access, consents, people, rested
from storage.ledger_file import Entry
from storage.rested import Removed
from storage.schema import (
    assignments,
    do_not_call,
    memberships,
    never_call,
    persons,
    programmes,
    roles,
)
from storage.tx import Tx

ACTOR = "ledger"
"""Who did it, in the access log."""


class Kind(StrEnum):
    """What an entry tells of."""

    PERSON = "person"
    """`person`: everything about them was erased."""
    LEFT = "left"
    """`membership`: they no longer take part, nor are called."""
    NEVER_CALL = "never_call"
    """`phone`: the keyed hash of a number that is not to be called, by `programme`, or by any where that is empty."""

    WITHDREW = "withdrew"
    """`membership` and `purposes`: consent was withdrawn, and what rested on it until then was removed."""


@dataclass(slots=True)
class Replayed:
    """What was done: how many of each kind, and the programmes in which calls are to be divided anew."""

    done: Counter[str] = field(default_factory=Counter)
    programmes: set[str] = field(default_factory=set)


def replay(tx: Tx, entries: Iterable[Entry]) -> Replayed:
    """Do what the entries say, in their order, as far as it was not done yet. Entries of a kind that a later release
    brought are passed over."""
    result = Replayed()
    for entry in entries:
        work = _WORK.get(entry.kind)
        if work is not None and work(tx, entry, result):
            result.done[entry.kind] += 1
    if result.done:
        tx.wipes = True
    return result


def _person(tx: Tx, entry: Entry, result: Replayed) -> bool:
    person_id = entry.ids.get("person", "")
    if tx.execute(select(persons.c.id).where(persons.c.id == person_id)).first() is None:
        tx.destroy_key(person_id)
        return False
    taking_part = (memberships.c.person_id == person_id) & (memberships.c.state == MembershipState.ACTIVE)
    result.programmes.update(tx.execute(select(memberships.c.programme_id).where(taking_part)).scalars())
    access.log(tx, ACTOR, access.Action.ERASED, subject=person_id)
    people.erase(tx, person_id)
    return True


def _left(tx: Tx, entry: Entry, result: Replayed) -> bool:
    row = tx.execute(
        select(memberships.c.programme_id, memberships.c.person_id).where(
            memberships.c.id == entry.ids.get("membership", ""), memberships.c.state != MembershipState.LEFT
        )
    ).one_or_none()
    if row is None:
        return False
    member = entry.ids["membership"]
    tx.execute(
        update(memberships)
        .where(memberships.c.id == member)
        .values(state=MembershipState.LEFT, left_at=entry.at, expires_at=expires(Record.MEMBERSHIP, entry.at))
    )
    tx.execute(delete(assignments).where((assignments.c.caller_id == member) | (assignments.c.callee_id == member)))
    tx.execute(delete(roles).where(roles.c.person_id == row.person_id, roles.c.programme_id == row.programme_id))
    result.programmes.add(row.programme_id)
    return True


def _never_call(tx: Tx, entry: Entry, _: Replayed) -> bool:
    try:
        index = bytes.fromhex(entry.ids.get("phone", ""))
    except ValueError:
        return False
    programme = entry.ids.get("programme", "")
    values = {"id": tx.new_id(), "phone_index": index, "since": entry.at}
    if not programme:
        statement = insert_once(never_call).values(**values)
        return tx.execute(statement.on_conflict_do_nothing(index_elements=["phone_index"])).rowcount == 1
    if tx.execute(select(programmes.c.id).where(programmes.c.id == programme)).first() is None:
        return False
    once = insert_once(do_not_call).values(**values, programme_id=programme)
    return tx.execute(once.on_conflict_do_nothing(index_elements=["programme_id", "phone_index"])).rowcount == 1


def _withdrew(tx: Tx, entry: Entry, _: Replayed) -> bool:
    member = entry.ids.get("membership", "")
    if tx.execute(select(memberships.c.id).where(memberships.c.id == member)).first() is None:
        return False
    purposes = frozenset(one for one in Purpose if one in entry.ids.get("purposes", "").split(","))
    consents.mark_withdrawn(tx, member, purposes, by=None, how=How.PAPER, at=entry.at)
    removed = rested.remove(tx, member, purposes, entry.at, by=None)
    return removed != Removed()


_WORK: dict[str, Callable[[Tx, Entry, Replayed], bool]] = {
    Kind.PERSON: _person,
    Kind.LEFT: _left,
    Kind.NEVER_CALL: _never_call,
    Kind.WITHDREW: _withdrew,
}
