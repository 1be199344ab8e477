"""An admin names fiksers and coordinators, and links the coordinator chat."""

from __future__ import annotations

from bot.incoming import Kind
from domain.programme import Role
from storage import roles
from tests.bot.features.setting_up import Started, code_in, starts
from tests.bot.town import Room, Someone, Town


def holds(started: Started, person: Someone, role: Role) -> bool:
    person_id = person.id
    return started.town.run(lambda tx: roles.holds(tx, person_id, started.id, role))


def coordinator_chat(started: Started) -> Room:
    """A second group that is linked for the signals."""
    chat = started.town.group(added_by=started.admin)
    started.admin.says("/coordinatie", group=chat)
    started.admin.taps(started.programme.name, group=chat)
    return chat


def test_whoever_wrote_the_answered_message_becomes_fikser(town: Town) -> None:
    started = starts(town, town.person("Ada"))

    fien = started.fikser("Fien")

    assert holds(started, fien, Role.FIKSER)
    assert "Fien is fikser of Lindeboom" in started.group.last.text
    assert "/uitnodigen" in fien.room.last.text


def test_a_fikser_is_chosen_among_members_and_taken_back(town: Town) -> None:
    started = starts(town, town.person("Ada"))
    anna = started.member("Anna", started.admin)

    started.admin.says("/fikser")
    started.admin.taps("Anna")
    first = holds(started, anna, Role.FIKSER)
    started.admin.taps("✓ Anna")

    assert first
    assert not holds(started, anna, Role.FIKSER)
    assert "no longer fikser" in anna.room.last.text


def test_nobody_but_an_admin_names_a_fikser(town: Town) -> None:
    started = starts(town, town.person("Ada"))
    fien = started.fikser()
    anna = started.member("Anna", fien)

    fien.says("/fikser", group=started.group, reply_to=anna)

    assert not holds(started, anna, Role.FIKSER)
    assert "not for you" in started.group.last.text


def test_a_forged_button_names_no_fikser(town: Town) -> None:
    started = starts(town, town.person("Ada"))
    fien = started.fikser()
    anna = started.member("Anna", fien)
    started.admin.says("/fikser")
    data = started.admin.room.last.keyboard[0][0].data

    anna.forges(data)

    assert not holds(started, anna, Role.FIKSER)
    assert "not for you" in anna.room.notices[-1]


def test_another_group_becomes_the_coordinator_chat(town: Town) -> None:
    started = starts(town, town.person("Ada"))

    chat = coordinator_chat(started)

    assert "Signals of Lindeboom come to this group" in chat.last.text
    assert started.programme.coordinator_chat is not None
    assert started.programme.coordinator_chat != started.programme.group_chat


def test_the_group_of_the_callers_cannot_be_the_coordinator_chat(town: Town) -> None:
    started = starts(town, town.person("Ada"))

    started.admin.says("/coordinatie", group=started.group)

    assert started.group.last.labels == []
    assert started.programme.coordinator_chat is None


def test_somebody_elses_tap_does_not_link_the_coordinator_chat(town: Town) -> None:
    started = starts(town, town.person("Ada"))
    chat = town.group(added_by=started.admin)
    started.admin.says("/coordinatie", group=chat)

    town.person("Otto").taps("Lindeboom", group=chat)

    assert "not for you" in chat.notices[-1]
    assert started.programme.coordinator_chat is None


def test_the_coordinator_chat_can_be_linked_anew(town: Town) -> None:
    started = starts(town, town.person("Ada"))
    coordinator_chat(started)
    first = started.programme.coordinator_chat

    coordinator_chat(started)

    assert started.programme.coordinator_chat not in (None, first)


def test_being_in_the_coordinator_chat_is_not_enough_to_be_coordinator(town: Town) -> None:
    started = starts(town, town.person("Ada"))
    chat = coordinator_chat(started)
    cora, otto = town.person("Cora"), town.person("Otto")
    for person in (cora, otto):
        person.says("/start")

    started.admin.says("/coordinator", group=chat, reply_to=cora)

    assert holds(started, cora, Role.COORDINATOR)
    assert not holds(started, otto, Role.COORDINATOR)
    assert "coordinator of Lindeboom now" in cora.room.last.text


def test_a_coordinator_tells_the_name_others_see(town: Town) -> None:
    started = starts(town, town.person("Ada"))
    chat = coordinator_chat(started)
    cora = town.person("Cora")
    cora.says("/start")
    started.admin.says("/coordinator", group=chat, reply_to=cora)

    cora.taps("Tell my name")
    cora.says("Cora of the library")
    cora.taps("Yes, keep it")
    started.admin.says("/coordinator")

    assert "End: Cora of the library" in started.admin.room.last.labels


def test_a_coordinator_link_works_once(town: Town) -> None:
    started = starts(town, town.person("Ada"))
    started.admin.says("/coordinator")
    started.admin.taps("Make a link")
    code = code_in(started.admin)
    cora, otto = town.person("Cora"), town.person("Otto")

    cora.says(f"/start {code}")
    otto.says(f"/start {code}")
    cora.says(f"/start {code}")

    assert holds(started, cora, Role.COORDINATOR)
    assert not holds(started, otto, Role.COORDINATOR)
    assert "used this invitation already" in otto.room.last.text
    assert "coordinator of Lindeboom already" in cora.room.last.text
    assert "is coordinator now" in started.admin.room.text


def test_leaving_the_coordinator_chat_ends_the_role_and_admins_hear_that_nobody_is_left(town: Town) -> None:
    started = starts(town, town.person("Ada"))
    chat = coordinator_chat(started)
    cora = town.person("Cora")
    cora.says("/start")
    started.admin.says("/coordinator", group=chat, reply_to=cora)

    town.receive(cora, chat, Kind.PERSON_LEFT)

    assert not holds(started, cora, Role.COORDINATOR)
    assert "no coordinator now" in started.admin.room.last.text


def test_an_admin_takes_the_role_of_coordinator_back(town: Town) -> None:
    started = starts(town, town.person("Ada"))
    chat = coordinator_chat(started)
    cora = town.person("Cora")
    cora.says("/start")
    started.admin.says("/coordinator", group=chat, reply_to=cora)

    started.admin.says("/coordinator")
    started.admin.taps("End:")

    assert not holds(started, cora, Role.COORDINATOR)
    assert "no longer coordinator" in cora.room.last.text
