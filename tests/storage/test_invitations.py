"""Invitations, statements and groups as they are kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from domain.programme import MembershipState, Part, ProgrammeKind, Role
from storage import chats, invitations, memberships, people, programmes, statements
from storage.programmes import Programme
from storage.schema import access_log
from storage.schema import memberships as membership_rows
from storage.tx import Tx
from tests.storage.conftest import NOW

Run = Callable[..., Any]


def belboom(tx: Tx, group: str | None = None) -> Programme:
    return programmes.add(
        tx,
        name="Lindeboom",
        kind=ProgrammeKind.BELBOOM,
        calls_per_week=5,
        timezone="Europe/Brussels",
        language="nl",
        retention_days=90,
        group_chat=group,
    )


def test_an_invitation_is_found_by_its_code_and_lasts_fourteen_days(run: Run) -> None:
    programme = run(belboom)
    person = run(lambda tx: people.add(tx, language="nl"))

    code = run(lambda tx: invitations.create(tx, programme.id, Role.MEMBER, created_by=person.id))
    found = run(lambda tx: invitations.with_code(tx, code))

    assert found.programme_id == programme.id
    assert found.role is Role.MEMBER
    assert found.created_by == person.id
    assert found.used_at is None
    assert found.expires_at == NOW + timedelta(days=14)


def test_a_code_with_one_other_letter_finds_nothing(run: Run) -> None:
    programme = run(belboom)
    person = run(lambda tx: people.add(tx, language="nl"))
    code = run(lambda tx: invitations.create(tx, programme.id, Role.MEMBER, created_by=person.id))

    found = run(lambda tx: invitations.with_code(tx, code.swapcase()))

    assert found is None


def test_an_invitation_is_used_once_and_that_moment_is_kept(run: Run) -> None:
    programme = run(belboom)
    person = run(lambda tx: people.add(tx, language="nl"))
    code = run(lambda tx: invitations.create(tx, programme.id, Role.COORDINATOR, created_by=person.id))
    kept = run(lambda tx: invitations.with_code(tx, code))

    first = run(lambda tx: invitations.use(tx, kept.id), NOW + timedelta(hours=1))
    second = run(lambda tx: invitations.use(tx, kept.id), NOW + timedelta(hours=2))

    assert (first, second) == (True, False)
    assert run(lambda tx: invitations.get(tx, kept.id)).used_at == NOW + timedelta(hours=1)


def test_an_accepted_version_keeps_its_first_moment_and_is_logged_once(run: Run) -> None:
    programme = run(belboom)
    person = run(lambda tx: people.add(tx, language="nl"))

    run(lambda tx: statements.accept(tx, person.id, programme.id, "1"))
    run(lambda tx: statements.accept(tx, person.id, programme.id, "1"), NOW + timedelta(days=1))

    assert run(lambda tx: statements.accepted_at(tx, person.id, programme.id, "1")) == NOW
    assert run(lambda tx: statements.accepted_at(tx, person.id, programme.id, "2")) is None
    assert len(run(lambda tx: tx.execute(access_log.select()).all())) == 1


def test_two_rows_of_one_upgraded_group_become_one(run: Run) -> None:
    old = run(lambda tx: chats.ensure(tx, "telegram", -5))
    programme = run(lambda tx: belboom(tx, old))
    run(lambda tx: chats.ensure(tx, "telegram", -1005))

    run(lambda tx: chats.migrate(tx, "telegram", -5, -1005))

    assert run(lambda tx: chats.find(tx, "telegram", -1005)) == old
    assert run(lambda tx: chats.find(tx, "telegram", -5)) is None
    assert run(lambda tx: chats.platform_id_of(tx, old)) == -1005
    assert [p.id for p in run(lambda tx: programmes.of_group(tx, old))] == [programme.id]


def test_a_request_to_join_goes_after_thirty_days_unless_it_is_granted(run: Run) -> None:
    programme = run(belboom)
    person = run(lambda tx: people.add(tx, language="nl"))
    row_id = run(
        lambda tx: memberships.add(
            tx,
            programme_id=programme.id,
            person_id=person.id,
            part=Part.BOTH,
            state=MembershipState.PENDING,
        )
    )

    run(lambda tx: memberships.let_wait(tx, row_id))
    waiting = run(lambda tx: tx.execute(membership_rows.select()).one().expires_at)
    run(lambda tx: memberships.activate(tx, row_id))
    granted = run(lambda tx: tx.execute(membership_rows.select()).one().expires_at)

    assert waiting == NOW + timedelta(days=30)
    assert granted is None
