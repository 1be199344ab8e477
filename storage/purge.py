"""What is due is removed: expired records, and people and groups that nothing refers to any more.

Every record carries its own expiry. A membership outlives its term while a report, need or signal about that member
is kept, because these are counted by its code; the name and number behind it go at the term all the same, unless a
signal still has to be followed through.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Table, delete, exists, or_, select, update

from domain.programme import MembershipState
from domain.signals import OPEN
from storage import access, people
from storage.consents import rests
from storage.pauses import KEPT as KEPT_PAUSES
from storage.schema import (
    chats,
    consents,
    conversations,
    data_keys,
    debriefs,
    expiry_notices,
    exports,
    extensions,
    farewells,
    invitations,
    matches,
    memberships,
    needs,
    offers,
    outbox,
    pauses,
    persons,
    private_remarks,
    programmes,
    remarks,
    reports,
    roles,
    signals,
    updates,
    week_changes,
)
from storage.tx import Tx
from storage.vault import SYSTEM

BATCH = 500
"""Rows of each kind that go in one transaction, so that nobody waits long for the purge."""

SETTLING = timedelta(days=1)
"""Somebody who has just written to us for the first time is not swept away the same day."""

FAREWELL = "farewell"
"""The platform of a chat row that exists only to carry the last word to somebody whose data was erased."""

_BY_TERM: tuple[Table, ...] = (
    debriefs,
    matches,
    needs,
    offers,
    reports,
    remarks,
    signals,
    private_remarks,
    farewells,
    extensions,
    expiry_notices,
    invitations,
    updates,
    week_changes,
    exports,
)


@dataclass(frozen=True, slots=True)
class Expired:
    """An unfinished dialogue whose term has passed."""

    conversation_id: str
    person_id: str


def expired_conversations(tx: Tx, limit: int = BATCH) -> list[Expired]:
    """Dialogues whose term has passed; whoever asks says a kind word, and ends them."""
    rows = tx.execute(
        select(conversations.c.id, conversations.c.person_id).where(conversations.c.expires_at <= tx.now).limit(limit)
    )
    return [Expired(row.id, row.person_id) for row in rows]


def purge_batch(tx: Tx, *, keep_persons: Collection[str] = (), limit: int = BATCH) -> Counter[str]:
    """Remove at most `limit` rows of each kind and say how many went; nothing when there is nothing due.

    `keep_persons` are people who stay whatever else is known about them, such as the admins.
    """
    gone: Counter[str] = Counter()
    for table in _BY_TERM:
        gone[table.name] += _delete(tx, table, table.c.expires_at <= tx.now, limit)
    gone["access_log"] += access.cut_expired(tx, limit)
    gone["consents"] += _delete(tx, consents, (consents.c.expires_at <= tx.now) & ~rests(), limit)
    gone["pauses"] += _delete(tx, pauses, pauses.c.ended_at <= tx.now - KEPT_PAUSES, limit)
    gone["outbox"] += _delete(tx, outbox, (outbox.c.expires_at <= tx.now) & ~_is_open_card(), limit)
    gone["names"] += _forget_names(tx, limit)
    gone["memberships"] += _delete(tx, memberships, (memberships.c.expires_at <= tx.now) & ~_has_records(), limit)
    gone["persons"] += _unneeded_persons(tx, keep_persons, limit)
    gone["data_keys"] += _orphaned_keys(tx, limit)
    gone["chats"] += _delete(tx, chats, _unneeded_chat(tx), limit)
    tx.wipes = True
    return +gone


def _delete(tx: Tx, table: Table, condition: ColumnElement[bool], limit: int) -> int:
    due = select(table.c.id).where(condition).limit(limit)
    return tx.execute(delete(table).where(table.c.id.in_(due))).rowcount


def _is_open_card() -> ColumnElement[bool]:
    """The alert card of an open signal is edited whenever somebody takes or closes it, so its message is remembered."""
    return exists().where(signals.c.card_row == outbox.c.id, signals.c.state.in_(OPEN))


def _has_records() -> ColumnElement[bool]:
    return or_(
        exists().where(reports.c.callee_id == memberships.c.id),
        exists().where(needs.c.callee_id == memberships.c.id),
        exists().where(signals.c.subject_id == memberships.c.id),
    )


def _forget_names(tx: Tx, limit: int) -> int:
    """Name and number of people all of whose farewells are past their term, while records still bear their code."""
    taking_part = (memberships.c.person_id == persons.c.id) & (
        memberships.c.expires_at.is_(None) | (memberships.c.expires_at > tx.now)
    )
    open_signal = (
        select(signals.c.id)
        .join(memberships, signals.c.subject_id == memberships.c.id)
        .where(memberships.c.person_id == persons.c.id, signals.c.state.in_(OPEN))
    )
    due = (
        select(persons.c.id)
        .where(
            or_(persons.c.name.is_not(None), persons.c.phone.is_not(None)),
            exists().where(memberships.c.person_id == persons.c.id, memberships.c.expires_at <= tx.now),
            ~exists().where(taking_part),
            ~exists().where(roles.c.person_id == persons.c.id),
            ~open_signal.exists(),
        )
        .limit(limit)
    )
    ids = list(tx.execute(due).scalars())
    if ids:
        tx.execute(update(persons).where(persons.c.id.in_(ids)).values(name=None, phone=None, phone_index=None))
        tx.execute(
            update(memberships)
            .where(memberships.c.person_id.in_(ids), memberships.c.state == MembershipState.LEFT)
            .values(agreement=None)
        )
    return len(ids)


def _unneeded_persons(tx: Tx, keep: Collection[str], limit: int) -> int:
    """People without membership, role, open dialogue, waiting message or open signal of theirs."""
    in_signal = (signals.c.reporter_id == persons.c.id) | (signals.c.taken_by == persons.c.id)
    due = (
        select(persons.c.id)
        .where(
            persons.c.created_at <= tx.now - SETTLING,
            persons.c.id.not_in(keep),
            ~exists().where(memberships.c.person_id == persons.c.id),
            ~exists().where(roles.c.person_id == persons.c.id),
            ~exists().where(conversations.c.person_id == persons.c.id),
            ~exists().where(outbox.c.person_id == persons.c.id, outbox.c.state == "waiting"),
            ~exists().where(in_signal, signals.c.state.in_(OPEN)),
        )
        .limit(limit)
    )
    ids = list(tx.execute(due).scalars())
    for person_id in ids:
        people.erase(tx, person_id)
    return len(ids)


def _orphaned_keys(tx: Tx, limit: int) -> int:
    due = (
        select(data_keys.c.owner_id)
        .where(data_keys.c.owner_id != SYSTEM, ~exists().where(persons.c.id == data_keys.c.owner_id))
        .limit(limit)
    )
    owners = list(tx.execute(due).scalars())
    for owner in owners:
        tx.destroy_key(owner)
    return len(owners)


def _unneeded_chat(tx: Tx) -> ColumnElement[bool]:
    linked = (programmes.c.group_chat_id == chats.c.id) | (programmes.c.coordinator_chat_id == chats.c.id)
    waiting = (outbox.c.chat_id == chats.c.id) & (outbox.c.state == "waiting")
    settled = (chats.c.created_at <= tx.now - SETTLING) | (chats.c.platform == FAREWELL)
    return settled & ~exists().where(linked) & ~exists().where(waiting)
