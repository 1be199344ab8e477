"""Odd input while a programme is set up or joined: nothing breaks, nothing is lost, everybody gets kind words."""

from __future__ import annotations

import pytest

from bot.incoming import Kind, Sender
from domain.programme import Role
from storage import memberships, people, programmes, roles
from tests.bot.features.setting_up import Started, asks_to_join, link_of, starts
from tests.bot.town import Town


@pytest.fixture
def started(town: Town) -> Started:
    """A belboom that has begun."""
    return starts(town, town.person("Ada"))


def test_pictures_and_endless_words_do_not_become_a_name(town: Town, started: Started) -> None:
    anna, code = town.person("Anna"), link_of(started.fikser())
    anna.says(f"/start {code}")

    anna.sends_photo()
    photo = anna.room.last.text
    anna.says("a" * 5000)

    assert "words only" in photo
    assert "more than 60 characters" in anna.room.last.text


def test_a_burst_of_messages_is_answered_and_none_is_kept_as_a_part(town: Town, started: Started) -> None:
    anna, code = town.person("Anna"), link_of(started.fikser())
    anna.says(f"/start {code}")
    anna.says("Anna")
    anna.taps("Leave it out")

    for number in range(10):
        anna.says(f"forwarded {number}")

    assert "Please tap one of the buttons" in anna.room.last.text
    assert "Call and be called" in anna.room.last.labels
    assert sum(1 for message in anna.room.messages.values() if message.labels) == 1


def test_typed_names_and_numbers_go_from_the_chat(town: Town, started: Started) -> None:
    anna, code = town.person("Anna"), link_of(started.fikser())
    anna.says(f"/start {code}")

    name = next(town.message_ids) + 1
    anna.says("Anna")
    phone = next(town.message_ids) + 1
    anna.says("0470 12 34 56")

    assert {name, phone} <= set(anna.room.deleted)
    assert "0470" not in anna.room.text


def test_opening_the_link_twice_offers_to_carry_on(town: Town, started: Started) -> None:
    anna, code = town.person("Anna"), link_of(started.fikser())
    anna.says(f"/start {code}")
    anna.says("Anna")

    anna.says(f"/start {code}")
    anna.taps("Carry on")
    anna.taps("Leave it out")
    anna.taps("Only call")
    anna.taps("Yes, please ask")

    assert "asked the fikser" in anna.room.last.text


def test_a_command_in_the_midst_of_joining_is_answered_and_joining_goes_on(town: Town, started: Started) -> None:
    anna, code = town.person("Anna"), link_of(started.fikser())
    anna.says(f"/start {code}")

    anna.says("/taal")
    asked = anna.room.last.labels
    anna.says("Anna")

    assert "Deutsch" in asked
    assert "Leave it out" in anna.room.last.labels


def test_a_double_tap_asks_the_fikser_once(town: Town, started: Started) -> None:
    fien, anna = started.fikser(), town.person("Anna")
    anna.says(f"/start {link_of(fien)}")
    anna.says("Anna")
    anna.taps("Leave it out")
    anna.taps("Only call")
    data = next(key.data for row in anna.room.last.keyboard for key in row if key.label == "Yes, please ask")

    anna.forges(data, message_id=anna.room.last.id)
    anna.forges(data, message_id=anna.room.last.id)

    assert "already answered" in anna.room.notices[-1]
    assert fien.room.text.count("Anna would like to join") == 1


def test_markup_in_a_name_is_shown_as_it_was_typed(town: Town, started: Started) -> None:
    fien, anna = started.fikser(), town.person("Anna")

    asks_to_join(anna, link_of(fien), "<b>Anna & Co</b> {programme}")

    assert "&lt;b&gt;Anna &amp; Co&lt;/b&gt; {programme} would like to join Lindeboom" in fien.room.last.text


@pytest.mark.parametrize(
    "data",
    [
        *("letin:", "letin:0000000000000000", "notnow:x", "remove:x", "removeyes:x", "member:x", "members:x:y:z"),
        *("leave:x", "leaveyes:x", "leaveno:x", "fikser:x", "fiksers:x", "coords:x", "uncoord:x:y", "coordlink:x"),
        *("signalshere:x", "invite:x", "addmember:x", "addcontact:x", "lang:", "accept:x:y", "myname:x", "nonsense"),
    ],
)
def test_a_forged_button_changes_nothing_and_is_answered(town: Town, started: Started, data: str) -> None:
    fien = started.fikser()
    before = town.run(lambda tx: (programmes.every(tx), memberships.active(tx, started.id)))

    for person in (fien, started.admin):
        person.forges(data)

        assert person.room.notices
    assert town.run(lambda tx: (programmes.every(tx), memberships.active(tx, started.id))) == before


def test_a_fikser_of_one_programme_is_a_stranger_in_another(town: Town, started: Started) -> None:
    second = starts(town, started.admin, "Kastanje")
    fien = started.fikser()
    fons = second.fikser("Fons")
    anna = second.member("Anna", fons)
    anna_id = anna.id
    mine = town.run(lambda tx: memberships.of(tx, second.id, anna_id))
    assert mine is not None

    for data in (f"member:{mine.id}", f"removeyes:{mine.id}", f"members:{second.id}", f"invite:{second.id}"):
        fien.forges(data)

        assert "not for you" in fien.room.notices[-1]
    assert "Anna" not in fien.room.text
    assert town.run(lambda tx: [m.id for m in memberships.active(tx, second.id)]) == [mine.id]


def test_a_message_of_a_bot_names_nobody(town: Town, started: Started) -> None:
    machine = town.person("Machine")
    number = machine.number
    town.receive(
        started.admin,
        started.group,
        Kind.COMMAND,
        command="fikser",
        message_id=5,
        reply_to=Sender(number, "Machine", "", is_bot=True),
    )

    assert "from a bot" in started.group.last.text
    assert town.run(lambda tx: roles.holders(tx, started.id, Role.FIKSER)) == []
    assert town.run(lambda tx: people.find(tx, "telegram", number)) is None


def test_a_new_fikser_whom_we_cannot_write_to_is_asked_in_the_group_to_open_the_chat(
    town: Town, started: Started
) -> None:
    fien = town.person("Fien")
    fien.room.refuses = "unreachable"

    started.admin.says("/fikser", group=started.group, reply_to=fien)
    fien.room.refuses = ""
    fien.says("/start")

    assert "tap Start" in started.group.last.text
    assert "/uitnodigen" in fien.room.last.text


def test_the_group_is_spoken_to_in_the_language_of_its_programme(town: Town) -> None:
    admin = town.person("Ada")
    group = town.group(added_by=admin)
    admin.says("/programma", group=group)
    admin.says("Tilleul", group=group)
    for label in ("Belboom", "5 calls", "Français", "There is none", "Start the programme"):
        admin.taps(label, group=group)

    assert "quijappelle" in group.menu
    assert "whodoicall" not in group.menu
