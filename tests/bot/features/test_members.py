"""The fikser adds people without the app, sees who takes part, and takes people out; people leave."""

from __future__ import annotations

import pytest

from domain.contacts import LegalGround, Source
from domain.programme import MembershipState, Part, Role
from storage import access, assignments, contacts, memberships, people, roles
from storage.memberships import Membership
from storage.schema import access_log
from storage.tx import Tx
from tests.bot.features.scene import everybody, makes_fikser, programme
from tests.bot.features.setting_up import Started, asks_to_join, link_of, starts
from tests.bot.town import Someone, Town


@pytest.fixture
def started(town: Town) -> Started:
    """A belboom that has begun."""
    return starts(town, town.person("Ada"))


@pytest.fixture
def summer(town: Town) -> Started:
    """An opbelactie that has begun."""
    return starts(town, town.person("Ada"), "Zomerbel", kind="Opbelactie")


def active(started: Started) -> list[Membership]:
    return started.town.run(lambda tx: memberships.active(tx, started.id))


def adds(fikser: Someone, name: str, phone: str = "0470 12 34 56") -> None:
    """Answer the first two questions of adding somebody."""
    fikser.says(name)
    fikser.says(phone)


def adds_contact(fikser: Someone, name: str, phone: str) -> None:
    """Put somebody on the call list of the only opbelactie."""
    fikser.says("/contact")
    if "I accept" in fikser.room.last.labels:
        fikser.taps("I accept")
    adds(fikser, name, phone)
    fikser.taps("The population register")
    fikser.taps("A task in the public interest")
    fikser.taps("Yes, add them")


def test_the_fikser_adds_a_member_without_app_with_who_agreed_when_and_how(town: Town, started: Started) -> None:
    fien = started.fikser()

    fien.says("/lid")
    adds(fien, "Georges")
    fien.taps("Call and be called")
    fien.taps("Family")
    fien.says("Mia, his daughter")
    fien.taps("By phone")
    fien.taps("Another day")
    fien.says("5/11/2026")
    fien.taps("Yes, add them")

    [georges] = active(started)
    agreement = town.run(lambda tx: memberships.agreement_of(tx, georges.id))
    assert georges.part is Part.BOTH
    assert not georges.has_app
    assert town.run(lambda tx: people.phone_of(tx, georges.person_id)) == "+32470123456"
    assert agreement is not None
    assert {key: agreement[key] for key in ("who", "name", "how", "when")} == {
        "who": "family",
        "name": "Mia, his daughter",
        "how": "by_phone",
        "when": "2026-11-05",
    }


def test_the_day_of_the_agreement_cannot_be_to_come(town: Town, started: Started) -> None:
    fien = started.fikser()
    fien.says("/lid")
    adds(fien, "Georges")
    fien.taps("Only be called")
    fien.taps("The person themselves")
    fien.taps("Face to face")
    fien.taps("Another day")

    fien.says("19/11/2026")
    later = fien.room.last.text
    fien.says("somewhere in May")

    assert "still to come" in later
    assert "18/11/2026" in fien.room.last.text


def test_a_number_that_is_there_already_is_told_with_the_name(town: Town, started: Started) -> None:
    fien = started.fikser()
    for name in ("Georges", "Paula"):
        fien.says("/lid")
        adds(fien, name)
        if name == "Georges":
            fien.taps("Only be called")
            fien.taps("The person themselves")
            fien.taps("Face to face")
            fien.taps("Today")
            fien.taps("Yes, add them")

    asked = fien.room.last.text
    fien.taps("No, the same person")

    assert "with Georges" in asked
    assert "Nothing was changed" in fien.room.last.text
    assert len(active(started)) == 1


def test_a_number_of_another_programme_is_told_without_the_name(town: Town, started: Started) -> None:
    second = starts(town, started.admin, "Kastanje")
    fien = started.fikser()
    fien.says("/lid")
    adds(fien, "Georges")
    for label in ("Only be called", "The person themselves", "Face to face", "Today", "Yes, add them"):
        fien.taps(label)
    fons = second.fikser("Fons")

    fons.says("/lid")
    adds(fons, "Jos")

    assert "another programme of ours" in fons.room.last.text
    assert "Georges" not in fons.room.text


def test_nobody_but_a_fikser_adds_or_sees_members(town: Town, started: Started) -> None:
    anna = started.member("Anna", started.fikser())

    for command in ("/lid", "/contact", "/leden"):
        anna.says(command)

        assert "not for you" in anna.room.last.text


def test_a_fikser_who_lost_the_role_meanwhile_adds_nobody(town: Town, started: Started) -> None:
    fien = started.fikser()
    fien.says("/lid")
    adds(fien, "Georges")
    for label in ("Only be called", "The person themselves", "Face to face", "Today"):
        fien.taps(label)
    fien_id = fien.id
    town.run(lambda tx: roles.revoke(tx, fien_id, started.id, Role.FIKSER))

    fien.taps("Yes, add them")

    assert "look after that programme no longer" in fien.room.last.text
    assert active(started) == []


def test_a_contact_is_added_with_source_and_legal_ground(town: Town, summer: Started) -> None:
    fien = summer.fikser()

    adds_contact(fien, "Georges", "053 12 34 56")

    [georges] = active(summer)
    assert (georges.source, georges.legal_ground) == (Source.REGISTER, LegalGround.PUBLIC_TASK)
    assert georges.part is Part.ONLY_CALLED


def test_a_number_that_asked_not_to_be_called_is_not_added(town: Town, summer: Started) -> None:
    fien = summer.fikser()
    adds_contact(fien, "Georges", "053 12 34 56")
    [georges] = active(summer)

    def refuses(tx: Tx) -> None:
        contacts.never_call_again(tx, summer.id, georges.person_id)
        memberships.leave(tx, georges.id)

    town.run(refuses)
    fien.says("/contact")
    adds(fien, "Georges", "+32 53 12 34 56")

    assert "not to call any more" in fien.room.last.text
    assert active(summer) == []


def test_adding_for_a_kind_of_programme_that_is_not_there_says_what_to_do(town: Town, started: Started) -> None:
    fien = started.fikser()

    fien.says("/contact")

    assert "/lid" in fien.room.last.text


def test_names_of_an_opbelactie_are_listed_after_the_statement_was_accepted(town: Town, summer: Started) -> None:
    adds_contact(summer.admin, "Georges", "053 12 34 56")
    fien = summer.fikser()

    fien.says("/leden")
    before = fien.room.text
    fien.taps("I accept")

    assert "What you hear stays with you" in before
    assert "Georges" not in before
    assert "Georges" in fien.room.last.text
    fien_id = fien.id
    logged = town.run(lambda tx: [row.action for row in tx.execute(access_log.select()) if row.actor == fien_id])
    assert access.Action.ACCEPTED_STATEMENT in logged


def test_the_number_of_a_member_is_shown_apart_protected_logged_and_not_for_long(town: Town, started: Started) -> None:
    fien = started.fikser()
    fien.says("/lid")
    adds(fien, "Georges")
    for label in ("Only be called", "The person themselves", "Face to face", "Today", "Yes, add them"):
        fien.taps(label)
    [georges] = active(started)

    fien.says("/leden")
    listed = fien.room.last.text
    fien.taps("Georges")
    card = fien.room.last.text
    fien.taps("Show phone numbers")
    shown = fien.room.last
    town.advance(hours=12)

    assert "0470 12 34 56" not in listed + card
    assert "0470 12 34 56" in shown.text
    assert shown.protect
    assert shown.id not in fien.room.messages
    subjects = town.run(lambda tx: [row.subject for row in tx.execute(access_log.select())])
    assert subjects == [georges.person_id]


def test_a_long_list_has_pages(town: Town, started: Started) -> None:
    def fill(tx: Tx) -> None:
        for number in range(25):
            person = people.add(tx, language="en", name=f"Member {number:02}")
            memberships.add(
                tx,
                programme_id=started.id,
                person_id=person.id,
                part=Part.ONLY_CALLED,
                state=MembershipState.ACTIVE,
            )

    town.run(fill)

    started.admin.says("/leden")
    first = list(started.admin.room.last.labels)
    started.admin.taps("Next")

    assert len(first) == 20 + len(["Next", "How the group is doing"])
    assert len(started.admin.room.last.labels) == 5 + len(["Previous", "How the group is doing"])
    assert set(first) & set(started.admin.room.last.labels) == {"How the group is doing"}


def test_the_fikser_takes_a_member_out_after_a_second_look(town: Town, started: Started) -> None:
    fien = started.fikser()
    anna, bob, cleo = (started.member(name, fien) for name in ("Anna", "Bob", "Cleo"))

    fien.says("/leden")
    fien.taps("Anna")
    fien.taps("Take out")
    fien.taps("Yes, take out")

    left = {m.id for m in active(started)}
    calls = town.run(lambda tx: assignments.of_programme(tx, started.id))
    assert len(left) == 2
    assert {row.caller_id for row in calls} | {row.callee_id for row in calls} == left
    assert "no longer take part in Lindeboom" in anna.room.last.text
    assert bob.id != cleo.id


def test_a_fikser_does_not_take_out_another_fikser(town: Town, started: Started) -> None:
    fien, fons = started.fikser("Fien"), started.fikser("Fons")
    asks_to_join(fons, link_of(fons), "Fons")

    fien.says("/leden")
    fien.taps("Fons")
    fien.taps("Take out")

    assert "ask an admin" in fien.room.notices[-1]
    assert len(active(started)) == 1


def test_an_old_button_to_take_somebody_out_does_nothing_after_they_left(town: Town, started: Started) -> None:
    fien = started.fikser()
    anna = started.member("Anna", fien)
    fien.says("/leden")
    fien.taps("Anna")
    anna.says("/verlaat")
    anna.taps("Yes, leave")

    fien.taps("Take out")

    assert "left in the meantime" in fien.room.notices[-1]


def test_somebody_leaves_with_thanks_and_the_calls_are_mended(town: Town, started: Started) -> None:
    fien = started.fikser()
    anna = started.member("Anna", fien)
    started.member("Bob", fien)
    started.member("Cleo", fien)

    anna.says("/verlaat")
    anna.taps("Yes, leave")

    calls = town.run(lambda tx: assignments.of_programme(tx, started.id))
    assert "Thank you for every call" in anna.room.last.text
    assert {row.caller_id for row in calls} == {m.id for m in active(started)}
    assert len(active(started)) == 2
    assert "Anna has left Lindeboom" in fien.room.text
    assert "leave" not in anna.room.menu


def test_who_stays_stays(town: Town, started: Started) -> None:
    anna = started.member("Anna", started.fikser())

    anna.says("/verlaat")
    anna.taps("No, I stay")

    assert len(active(started)) == 1
    assert "Nothing was changed" in anna.room.last.text


def test_who_is_in_two_programmes_says_which_one_to_leave(town: Town, started: Started) -> None:
    fien = started.fikser()
    anna = started.member("Anna", fien)
    second = starts(town, started.admin, "Kastanje")
    anna.says(f"/start {link_of(started.admin, 'Kastanje')}")
    for label in ("Leave it out", "Call and be called", "Yes, please ask"):
        anna.taps(label)
    started.admin.taps("Let in")

    anna.says("/verlaat")
    anna.taps("Kastanje")
    anna.taps("Yes, leave")

    assert len(active(started)) == 1
    assert active(second) == []


def test_somebody_elses_button_to_leave_does_nothing(town: Town, started: Started) -> None:
    fien = started.fikser()
    anna, bob = started.member("Anna", fien), started.member("Bob", fien)
    anna.says("/verlaat")
    data = anna.room.last.keyboard[0][0].data

    bob.forges(data)

    assert "somebody else" in bob.room.notices[-1]
    assert len(active(started)) == 2


def test_the_admin_hears_when_the_last_fikser_leaves(town: Town, started: Started) -> None:
    fien = started.fikser()
    asks_to_join(fien, link_of(fien), "Fien")

    fien.says("/verlaat")
    fien.taps("Yes, leave")

    fien_id = fien.id
    assert not town.run(lambda tx: roles.holds(tx, fien_id, started.id, Role.FIKSER))
    assert "has no fikser now" in started.admin.room.last.text


def test_who_left_is_welcome_back(town: Town, started: Started) -> None:
    fien = started.fikser()
    anna = started.member("Anna", fien)
    anna.says("/verlaat")
    anna.taps("Yes, leave")
    code = link_of(fien)

    anna.says(f"/start {code}")
    anna.taps("Leave it out")
    anna.taps("Only call")
    anna.taps("Yes, please ask")
    fien.taps("Let in")

    assert [m.part for m in active(started)] == [Part.ONLY_CALLS]


def test_the_list_says_first_how_somebody_takes_part_and_then_what_else_they_are(town: Town) -> None:
    where = programme(town)
    fien, _ = everybody(town, "Fien Anna", where)
    makes_fikser(town, fien, where)

    fien.says("/leden")

    assert "<b>Fien</b>: Call and be called, fikser" in fien.room.last.text
