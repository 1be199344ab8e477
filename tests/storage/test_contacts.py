"""The call list: duplicates are found on the number, and a refusal outlives the person's data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from domain.contacts import LegalGround, Source
from domain.programme import MembershipState, Part, ProgrammeKind
from storage import contacts, memberships, people, programmes
from storage.contacts import NewContact
from storage.schema import do_not_call
from storage.tx import Tx

Run = Callable[..., Any]

XAVIER = NewContact("Xavier", "+32470123456", Source.RELATIVE, LegalGround.CONSENT, "fr")
YVONNE = NewContact("Yvonne", "+32470123457", Source.REGISTER, LegalGround.PUBLIC_TASK, "nl")


def call_list(tx: Tx) -> str:
    return programmes.add(
        tx,
        name="Warme lijn",
        kind=ProgrammeKind.OPBELACTIE,
        calls_per_week=2,
        timezone="Europe/Brussels",
        language="nl",
        retention_days=90,
    ).id


def test_a_contact_is_a_member_who_is_only_called(run: Run) -> None:
    where = run(call_list)

    member = run(lambda tx: memberships.get(tx, contacts.add(tx, where, XAVIER)))

    assert (member.part, member.state, member.has_app) == (Part.ONLY_CALLED, MembershipState.ACTIVE, False)
    assert (member.source, member.legal_ground) == ("relative", "consent")
    assert run(lambda tx: people.get(tx, member.person_id)).language == "fr"


def test_many_at_once_are_as_one_by_one(run: Run) -> None:
    where = run(call_list)
    told: list[int] = []

    ids = run(lambda tx: contacts.add_many(tx, where, [XAVIER, YVONNE], progress=told.append))

    members = run(lambda tx: [memberships.get(tx, member) for member in ids])
    assert [run(lambda tx, m=m: people.name_of(tx, m.person_id)) for m in members] == ["Xavier", "Yvonne"]
    assert [run(lambda tx, m=m: people.phone_of(tx, m.person_id)) for m in members] == [XAVIER.phone, YVONNE.phone]
    assert {(m.part, m.state, m.has_app) for m in members} == {(Part.ONLY_CALLED, MembershipState.ACTIVE, False)}
    assert len({m.code for m in members}) == 2
    assert told == [1, 2]


def test_nobody_at_all_may_be_taken_up(run: Run) -> None:
    where = run(call_list)

    assert run(lambda tx: contacts.add_many(tx, where, [])) == []


def test_a_known_number_is_found_in_its_own_programme_only(run: Run) -> None:
    here, there = run(call_list), run(call_list)
    run(lambda tx: contacts.add(tx, here, XAVIER))

    known_here = run(lambda tx: contacts.known_numbers(tx, here, [XAVIER.phone, YVONNE.phone]))
    known_there = run(lambda tx: contacts.known_numbers(tx, there, [XAVIER.phone, YVONNE.phone]))

    assert (known_here.on_list, known_here.refused) == ({XAVIER.phone}, frozenset())
    assert (known_there.on_list, known_there.refused) == (frozenset(), frozenset())


def test_more_numbers_than_one_question_holds_are_all_looked_up(run: Run) -> None:
    where = run(call_list)
    many = [f"+324701{i:05}" for i in range(1201)]
    run(
        lambda tx: [
            contacts.add(tx, where, NewContact("A", many[i], Source.SELF, LegalGround.CONSENT, "nl"))
            for i in (0, 600, 1200)
        ]
    )

    known = run(lambda tx: contacts.known_numbers(tx, where, many))

    assert known.on_list == {many[0], many[600], many[1200]}


def test_a_refusal_stays_known_when_the_person_is_erased(run: Run) -> None:
    here, there = run(call_list), run(call_list)
    member = run(lambda tx: memberships.get(tx, contacts.add(tx, here, XAVIER)))

    run(lambda tx: contacts.never_call_again(tx, here, member.person_id))
    run(lambda tx: contacts.never_call_again(tx, here, member.person_id))
    run(lambda tx: people.erase(tx, member.person_id))

    assert run(lambda tx: contacts.known_numbers(tx, here, [XAVIER.phone])).refused == {XAVIER.phone}
    assert run(lambda tx: contacts.known_numbers(tx, there, [XAVIER.phone])).refused == frozenset()
    (row,) = run(lambda tx: tx.execute(select(do_not_call)).all())
    assert XAVIER.phone.encode() not in row.phone_index


def test_somebody_without_number_leaves_nothing_behind(run: Run) -> None:
    where = run(call_list)
    person = run(lambda tx: people.add(tx, language="nl", name="Xavier"))

    run(lambda tx: contacts.never_call_again(tx, where, person.id))

    assert run(lambda tx: tx.execute(select(do_not_call)).all()) == []
