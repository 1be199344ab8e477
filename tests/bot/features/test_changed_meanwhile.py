"""What was true when a question was put may not be when it is answered; and a button is only what its data says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.registry import ACTIONS
from conversations.statement import VERSION
from domain.contacts import LegalGround, Source
from domain.programme import Part, Role
from storage import contacts, invitations, memberships, people, roles
from storage.contacts import NewContact
from tests.bot.features.scene import accepts_statement, joins, makes_fikser, on_list, opbelactie, programme
from tests.bot.town import Someone, Town

NUMBER = "+32470120000"


def asks_to_add(town: Town) -> tuple[str, Someone]:
    """A fikser about to add a contact with `NUMBER`, as far as the last look."""
    where = opbelactie(town)
    town.person("Agnes")
    fikser = town.person("Fien")
    makes_fikser(town, fikser, where)
    accepts_statement(town, fikser, where)
    fikser.says("/contact")
    fikser.says("Xavier")
    fikser.says(NUMBER)
    for label in ("The person asked for it", "The person's consent"):
        fikser.taps(label)
    return where.id, fikser


@pytest.mark.parametrize("refused", [True, False])
def test_a_number_that_refused_or_was_added_in_the_meantime_is_not_added(town: Town, refused: bool) -> None:
    where, fikser = asks_to_add(town)
    new = NewContact("Xavier", NUMBER, Source.SELF, LegalGround.CONSENT, "en")
    there = town.run(lambda tx: contacts.add(tx, where, new))
    if refused:
        known = town.run(lambda tx: memberships.get(tx, there))
        assert known is not None
        town.run(lambda tx: contacts.never_call_again(tx, where, known.person_id))
        town.run(lambda tx: people.erase(tx, known.person_id))

    fikser.taps("Yes, add them")

    assert len(town.run(lambda tx: memberships.active(tx, where))) == (0 if refused else 1)
    assert ("they are not added" if refused else "Nothing was changed") in fikser.room.last.text


def test_a_same_number_on_a_call_list_is_told_without_the_name(town: Town) -> None:
    town.person("Agnes")
    where = opbelactie(town)
    fikser = town.person("Fien")
    makes_fikser(town, fikser, where)
    fikser_id = fikser.id
    (contact,) = on_list(town, "Xavier", where)
    code = town.run(lambda tx: invitations.create(tx, where.id, Role.MEMBER, created_by=fikser_id))
    walter = town.person("Walter")
    walter.says(f"/start {code}")
    walter.says("Walter")
    walter.says(NUMBER)
    walter.taps("Yes, please ask")

    member = town.run(lambda tx: memberships.get(tx, contact))

    assert member is not None
    assert "Walter would like to join" in fikser.room.text
    assert f"{member.code} has the same phone number" in fikser.room.text
    assert "Xavier" not in fikser.room.text


def test_a_coordinator_link_of_somebody_who_is_admin_no_longer_makes_nobody_coordinator(town: Town) -> None:
    admin = town.person("Agnes")
    admin.says("/start")
    where, admin_id = programme(town), admin.id
    code = town.run(lambda tx: invitations.create(tx, where.id, Role.COORDINATOR, created_by=admin_id))
    town.env = replace(town.env, admins=frozenset({77}))

    admin.says(f"/start {code}")

    assert town.run(lambda tx: roles.holders(tx, where.id, Role.COORDINATOR)) == []
    assert "Ask whoever invited you for a new one" in admin.room.last.text


def test_a_bug_behind_a_button_is_not_taken_for_a_forged_one(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = town.person("Anna")

    def broken(ctx: object, one: str, other: str = "0") -> None:
        raise TypeError("a bug")

    monkeypatch.setitem(ACTIONS, "broken", broken)

    with pytest.raises(TypeError, match="a bug"):
        anna.forges("broken:1")
    anna.forges("broken")
    anna.forges("broken:1:2:3")

    assert [notice for notice in anna.room.notices if "no longer works" in notice] == anna.room.notices[-2:]


def test_a_forged_button_behind_the_statement_is_accepted_as_no_more_than_that(town: Town) -> None:
    where = opbelactie(town)
    anna = town.person("Anna")
    joins(town, anna, where, part=Part.ONLY_CALLS)

    anna.forges(f"accept:{where.id}:{VERSION}:report:1:2:3")

    assert "You accepted the agreement" in anna.room.text
    assert "went wrong" not in anna.room.text


def test_the_list_to_choose_a_fikser_from_keeps_within_a_hundred_buttons(town: Town) -> None:
    admin = town.person("Agnes")
    admin.says("/start")
    where = opbelactie(town)
    for number in range(110):
        joins(town, town.person(f"V{number}"), where, part=Part.ONLY_CALLS)

    admin.says("/fikser")

    assert len(admin.room.last.labels) <= 100
