"""The call list of an opbelactie: members who are only called and have no app, with source and legal ground.

Numbers are the key: nobody with the same number is taken up twice in one programme, and a number that refused is
kept as a keyed hash, so that it stays off the list when everything else about it is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.dialects.sqlite import insert as insert_once

from domain.contacts import LegalGround, Source
from domain.programme import MembershipState, Part
from storage import ledger, memberships, people
from storage.schema import data_keys, do_not_call, never_call, persons
from storage.schema import memberships as membership_rows
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class NewContact:
    """Somebody to be taken up. `phone` is in international form (`+32470123456`)."""

    name: str
    phone: str
    source: Source
    legal_ground: LegalGround
    language: str


@dataclass(frozen=True, slots=True)
class Known:
    """Numbers a programme knows already: on its list (present or past members too), or never to be called."""

    on_list: frozenset[str]
    refused: frozenset[str]
    """Those that refused in whatever programme are among them."""
    nowhere: frozenset[str] = frozenset()
    """Those that no programme calls any more."""


def known_numbers(tx: Tx, programme_id: str, phones: Collection[str]) -> Known:
    """Which of these numbers (international form) the programme knows already."""
    by_index = {tx.vault.blind("phone", phone): phone for phone in phones}
    on_list: set[str] = set()
    refused: set[str] = set()
    nowhere: set[str] = set()
    for some in _portions(list(by_index)):
        listed = tx.execute(
            select(persons.c.phone_index)
            .join(membership_rows, membership_rows.c.person_id == persons.c.id)
            .where(membership_rows.c.programme_id == programme_id, persons.c.phone_index.in_(some))
        )
        on_list.update(by_index[index] for index in listed.scalars())
        never = tx.execute(
            select(do_not_call.c.phone_index).where(
                do_not_call.c.programme_id == programme_id, do_not_call.c.phone_index.in_(some)
            )
        )
        refused.update(by_index[index] for index in never.scalars())
        anywhere = tx.execute(select(never_call.c.phone_index).where(never_call.c.phone_index.in_(some)))
        nowhere.update(by_index[index] for index in anywhere.scalars())
    return Known(frozenset(on_list), frozenset(refused | nowhere), frozenset(nowhere))


def add(tx: Tx, programme_id: str, contact: NewContact, *, added_by: str | None = None) -> str:
    """Take somebody up on the call list; returns the membership's id. Look in `known_numbers` first."""
    person = people.add(tx, language=contact.language, name=contact.name, phone=contact.phone)
    return memberships.add(
        tx,
        programme_id=programme_id,
        person_id=person.id,
        part=Part.ONLY_CALLED,
        state=MembershipState.ACTIVE,
        source=contact.source,
        legal_ground=contact.legal_ground,
        added_by=added_by,
    )


def add_many(
    tx: Tx, programme_id: str, new: Collection[NewContact], *, progress: Callable[[int], None] = lambda done: None
) -> list[str]:
    """Take many up at once; returns their memberships. `progress` is told how many are sealed so far."""
    taken = set(
        tx.execute(select(membership_rows.c.code).where(membership_rows.c.programme_id == programme_id)).scalars()
    )
    kept_keys: list[dict[str, Any]] = []
    kept_persons: list[dict[str, Any]] = []
    kept_members: list[dict[str, Any]] = []
    for contact in new:
        person_id, code = tx.new_id(), tx.new_code("P")
        while code in taken:
            code = tx.new_code("P")
        taken.add(code)
        wrapped, key_id = tx.vault.new_data_key(person_id)
        tx.vault.unwrap(person_id, wrapped, key_id)
        kept_keys.append({"owner_id": person_id, "wrapped": wrapped, "key_id": key_id})
        kept_persons.append(
            {
                "id": person_id,
                "name": tx.seal(person_id, "persons", person_id, "name", contact.name),
                "phone": tx.seal(person_id, "persons", person_id, "phone", contact.phone),
                "phone_index": tx.vault.blind("phone", contact.phone),
                "language": contact.language,
                "reachable": False,
                "created_at": tx.now,
            }
        )
        kept_members.append(
            {
                "id": tx.new_id(),
                "programme_id": programme_id,
                "person_id": person_id,
                "code": code,
                "part": Part.ONLY_CALLED,
                "state": MembershipState.ACTIVE,
                "source": contact.source,
                "legal_ground": contact.legal_ground,
                "created_at": tx.now,
            }
        )
        progress(len(kept_members))
    if kept_members:
        # Row by row this would hold the database for seconds, while the bot wants to go on.
        tx.execute(insert(data_keys), kept_keys)
        tx.execute(insert(persons), kept_persons)
        tx.execute(insert(membership_rows), kept_members)
    return [member["id"] for member in kept_members]


def never_call_again(tx: Tx, programme_id: str, person_id: str) -> None:
    """Remember the number of somebody who refused, as a keyed hash only."""
    index = tx.execute(select(persons.c.phone_index).where(persons.c.id == person_id)).scalar_one_or_none()
    if index is None:
        return
    values = {"id": tx.new_id(), "programme_id": programme_id, "phone_index": index, "since": tx.now}
    ledger.note(tx, ledger.Kind.NEVER_CALL, programme=programme_id, phone=index.hex())
    statement = insert_once(do_not_call).values(**values)
    tx.execute(statement.on_conflict_do_nothing(index_elements=["programme_id", "phone_index"]))


def never_call_anywhere(tx: Tx, person_id: str) -> bool:
    """Remember the number of somebody whom no programme is to call any more, as a keyed hash without programme.

    `False` where no number is known."""
    index = tx.execute(select(persons.c.phone_index).where(persons.c.id == person_id)).scalar_one_or_none()
    if index is None:
        return False
    ledger.note(tx, ledger.Kind.NEVER_CALL, programme="", phone=index.hex())
    statement = insert_once(never_call).values(id=tx.new_id(), phone_index=index, since=tx.now)
    tx.execute(statement.on_conflict_do_nothing(index_elements=["phone_index"]))
    return True


def _portions(indexes: list[bytes], size: int = 500) -> Iterator[list[bytes]]:
    for start in range(0, len(indexes), size):
        yield indexes[start : start + size]
