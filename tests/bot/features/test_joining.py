"""Invitations, joining and being let in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.phone import international
from domain.programme import MembershipState, Part
from storage import invitations, memberships, people
from storage.memberships import Membership
from storage.schema import invitations as invitation_rows
from tests.bot.features.setting_up import Started, asks_to_join, link_of, starts
from tests.bot.town import Someone, Town


def part_of(started: Started, person: Someone) -> Membership | None:
    person_id = person.id
    return started.town.run(lambda tx: memberships.of(tx, started.id, person_id))


@pytest.fixture
def started(town: Town) -> Started:
    """A belboom that has begun."""
    return starts(town, town.person("Ada"))


def test_somebody_joins_with_name_number_and_part_and_the_fikser_lets_them_in(town: Town, started: Started) -> None:
    fien, anna = started.fikser(), town.person("Anna")
    code = link_of(fien)

    anna.says(f"/start {code}")
    anna.says("Anna")
    anna.says("0470/12.34.56")
    anna.taps("Only be called")
    anna.taps("Yes, please ask")
    fien.taps("Let in")

    mine = part_of(started, anna)
    assert mine is not None
    assert (mine.state, mine.part) == (MembershipState.ACTIVE, Part.ONLY_CALLED)
    assert town.run(lambda tx: people.name_of(tx, mine.person_id)) == "Anna"
    assert town.run(lambda tx: people.phone_of(tx, mine.person_id)) == "+32470123456"
    assert "Welcome to Lindeboom" in anna.room.last.text
    assert "Anna takes part in Lindeboom" in fien.room.text


def test_the_fikser_gets_the_link_in_private_also_from_the_group_with_a_picture(town: Town, started: Started) -> None:
    fien = started.fikser()

    fien.says("/uitnodigen", group=started.group)

    assert "?start=" not in started.group.text
    assert "https://t.me/belboom_test_bot?start=" in fien.room.text
    picture = fien.room.last.photo
    assert picture is not None
    assert picture.content.startswith(b"\x89PNG")


def test_nobody_but_a_fikser_invites(town: Town, started: Started) -> None:
    anna = started.member("Anna", started.fikser())

    anna.says("/uitnodigen")

    assert "not for you" in anna.room.last.text
    assert "?start=" not in anna.room.text


def test_only_a_keyed_hash_of_the_code_is_kept(town: Town, started: Started) -> None:
    code = link_of(started.fikser())

    rows = town.run(lambda tx: [tuple(row) for row in tx.execute(invitation_rows.select())])

    assert len(rows) == 1
    assert code not in repr(rows)
    assert code.encode() not in (town.directory / "town.db").read_bytes()
    assert code.encode() not in (town.directory / "town.db-wal").read_bytes()


def test_a_number_that_cannot_be_read_is_asked_again_with_an_example(town: Town, started: Started) -> None:
    anna, code = town.person("Anna"), link_of(started.fikser())
    anna.says(f"/start {code}")
    anna.says("Anna")

    anna.says("call me maybe")

    assert "0470 12 34 56" in anna.room.last.text
    assert "Leave it out" in anna.room.last.labels


def test_a_name_without_letters_is_asked_again(town: Town, started: Started) -> None:
    anna, code = town.person("Anna"), link_of(started.fikser())
    anna.says(f"/start {code}")

    anna.says("12345")

    assert "does not look like a name" in anna.room.last.text


def test_a_link_works_once(town: Town, started: Started) -> None:
    fien, anna, otto = started.fikser(), town.person("Anna"), town.person("Otto")
    code = link_of(fien)
    asks_to_join(anna, code, "Anna")

    otto.says(f"/start {code}")

    assert "used this invitation already" in otto.room.last.text
    assert part_of(started, otto) is None


def test_of_two_who_open_a_link_at_once_the_first_to_finish_joins(town: Town, started: Started) -> None:
    fien, anna, otto = started.fikser(), town.person("Anna"), town.person("Otto")
    code = link_of(fien)
    otto.says(f"/start {code}")

    asks_to_join(anna, code, "Anna")
    otto.says("Otto")
    otto.taps("Leave it out")
    otto.taps("Only call")
    otto.taps("Yes, please ask")

    assert "used this invitation already" in otto.room.last.text
    assert part_of(started, otto) is None


def test_a_link_is_too_old_after_fourteen_days(town: Town, started: Started) -> None:
    code = link_of(started.fikser())
    town.now += timedelta(days=14)

    anna = town.person("Anna")
    anna.says(f"/start {code}")

    assert "too old" in anna.room.last.text


def test_an_invented_code_gets_kind_words(town: Town, started: Started) -> None:
    anna = town.person("Anna")

    for payload in ("x", "A" * 24, "'; drop table persons; --", "é" * 30):
        anna.says(f"/start {payload}")

        assert "do not know this invitation" in anna.room.last.text


def test_a_member_who_opens_another_link_does_not_use_it_up(town: Town, started: Started) -> None:
    fien = started.fikser()
    anna, otto = started.member("Anna", fien), town.person("Otto")
    code = link_of(fien)

    anna.says(f"/start {code}")
    told = anna.room.last.text
    asks_to_join(otto, code, "Otto")

    assert "You take part in Lindeboom already" in told
    mine = part_of(started, otto)
    assert mine is not None
    assert mine.state is MembershipState.PENDING


def test_somebody_who_waits_is_told_so(town: Town, started: Started) -> None:
    fien, anna = started.fikser(), town.person("Anna")
    asks_to_join(anna, link_of(fien), "Anna")

    anna.says("/start")

    assert "still has to let you in" in anna.room.last.text


def test_not_now_is_told_kindly_and_can_be_changed_later(town: Town, started: Started) -> None:
    fien, anna = started.fikser(), town.person("Anna")
    asks_to_join(anna, link_of(fien), "Anna")

    fien.taps("Not now")
    told = anna.room.last.text
    fien.says("/leden")
    fien.taps("Anna")
    fien.taps("Let in")

    assert "cannot let you in just now" in told
    mine = part_of(started, anna)
    assert mine is not None
    assert mine.state is MembershipState.ACTIVE


def test_two_fiksers_let_somebody_in_once(town: Town, started: Started) -> None:
    fien, fons, anna = started.fikser("Fien"), started.fikser("Fons"), town.person("Anna")
    asks_to_join(anna, link_of(fien), "Anna")

    fien.taps("Let in")
    fons.taps("Let in")

    assert "already" in fons.room.notices[-1]
    assert anna.room.text.count("Welcome to Lindeboom") == 1


def test_the_button_to_let_in_does_nothing_for_others(town: Town, started: Started) -> None:
    fien, anna = started.fikser(), town.person("Anna")
    asks_to_join(anna, link_of(fien), "Anna")
    data = fien.room.last.keyboard[0][0].data

    anna.forges(data)

    assert "not for you" in anna.room.notices[-1]
    mine = part_of(started, anna)
    assert mine is not None
    assert mine.state is MembershipState.PENDING


def test_the_admin_is_asked_where_there_is_no_fikser(town: Town, started: Started) -> None:
    anna = town.person("Anna")

    asks_to_join(anna, link_of(started.admin), "Anna")

    assert "Anna would like to join Lindeboom" in started.admin.room.last.text


def test_who_joins_a_second_programme_is_not_asked_for_a_name_again(town: Town, started: Started) -> None:
    fien = started.fikser()
    anna = started.member("Anna", fien)
    second = starts(town, started.admin, "Kastanje")
    anna.says(f"/start {link_of(started.admin, 'Kastanje')}")

    anna.taps("Leave it out")
    anna.taps("Only call")
    anna.taps("Yes, please ask")
    started.admin.taps("Let in")

    assert {m.programme_id for m in memberships_of(town, anna)} == {started.id, second.id}


def memberships_of(town: Town, person: Someone) -> list[Membership]:
    person_id = person.id
    return town.run(lambda tx: memberships.of_person(tx, person_id))


def test_a_fikser_who_joins_needs_nobodys_leave(town: Town, started: Started) -> None:
    fien = started.fikser()

    asks_to_join(fien, link_of(fien), "Fien")

    mine = part_of(started, fien)
    assert mine is not None
    assert mine.state is MembershipState.ACTIVE


def test_a_volunteer_of_an_opbelactie_is_not_asked_for_a_part(town: Town, started: Started) -> None:
    action = starts(town, started.admin, "Zomerbel", kind="Opbelactie")
    anna = town.person("Anna")

    asks_to_join(anna, link_of(started.admin, "Zomerbel"), "Anna")

    mine = part_of(action, anna)
    assert mine is not None
    assert mine.part is Part.ONLY_CALLS


def test_the_fikser_is_warned_of_a_number_that_a_member_has_already(town: Town, started: Started) -> None:
    fien = started.fikser()
    anna = started.member("Anna", fien)
    anna_id = anna.id
    town.run(lambda tx: people.set_phone(tx, anna_id, international("0470 12 34 56")))
    twin = town.person("Twin")

    twin.says(f"/start {link_of(fien)}")
    twin.says("Twin")
    twin.says("0470123456")
    twin.taps("Only call")
    twin.taps("Yes, please ask")

    assert "Anna has the same phone number" in fien.room.last.text


def test_an_invitation_is_used_up_once(town: Town, started: Started) -> None:
    code = link_of(started.admin)
    kept = town.run(lambda tx: invitations.with_code(tx, code))
    assert kept is not None

    used = [town.run(lambda tx: invitations.use(tx, kept.id)) for _ in range(2)]

    assert used == [True, False]
