"""An admin sets a programme up in a group."""

from __future__ import annotations

from bot.incoming import Kind
from domain.programme import ProgrammeKind
from storage import chats, programmes
from tests.bot.features.setting_up import starts
from tests.bot.town import Town


def test_an_admin_starts_a_programme_in_a_group(town: Town) -> None:
    admin = town.person("Ada")
    group = town.group(added_by=admin)

    admin.says("/programma", group=group)
    admin.says("Lindeboom", group=group)
    admin.taps("Opbelactie", group=group)
    admin.taps("3 calls", group=group)
    admin.taps("Français", group=group)
    admin.says("1700", group=group)
    admin.taps("Start the programme", group=group)

    [programme] = town.run(programmes.every)
    assert programme.name == "Lindeboom"
    assert programme.kind is ProgrammeKind.OPBELACTIE
    assert programme.calls_per_week == 3
    assert programme.language == "fr"
    assert programme.timezone == "Europe/Brussels"
    assert programme.general_number == "1700"


def test_five_calls_a_week_are_offered_first(town: Town) -> None:
    admin = town.person("Ada")
    group = town.group(added_by=admin)
    admin.says("/programma", group=group)
    admin.says("Lindeboom", group=group)

    admin.taps("Belboom", group=group)

    assert group.last.labels[0] == "5 calls"


def test_a_general_number_that_cannot_be_read_is_asked_again_with_an_example(town: Town) -> None:
    admin = town.person("Ada")
    group = town.group(added_by=admin)
    admin.says("/programma", group=group)
    admin.says("Lindeboom", group=group)
    admin.taps("Belboom", group=group)
    admin.taps("5 calls", group=group)
    admin.taps("English", group=group)

    admin.says("12", group=group)

    assert "0470 12 34 56" in group.last.text
    assert "There is none" in group.last.labels


def test_nobody_but_an_admin_starts_a_programme(town: Town) -> None:
    admin, other = town.person("Ada"), town.person("Otto")
    group = town.group(added_by=admin)

    other.says("/programma", group=group)

    assert "not for you" in group.last.text
    assert town.run(programmes.every) == []


def test_another_person_cannot_answer_the_admins_question(town: Town) -> None:
    admin, other = town.person("Ada"), town.person("Otto")
    group = town.group(added_by=admin)
    admin.says("/programma", group=group)
    admin.says("Lindeboom", group=group)

    other.taps("Opbelactie", group=group)

    assert "somebody else" in group.notices[-1]
    assert "Opbelactie: volunteers call a list of people" in group.last.labels


def test_a_group_is_home_to_one_programme(town: Town) -> None:
    started = starts(town, town.person("Ada"))

    started.admin.says("/programma", group=started.group)

    assert "already home to Lindeboom" in started.group.last.text
    assert len(town.run(programmes.every)) == 1


def test_the_bot_tells_an_admin_who_adds_it_what_to_do(town: Town) -> None:
    group = town.group(added_by=town.person("Ada"))

    assert "/programma" in group.last.text
    assert "/coordinatie" in group.last.text


def test_the_bot_asks_for_an_admin_when_somebody_else_adds_it(town: Town) -> None:
    town.person("Ada")
    group = town.group(added_by=town.person("Otto"))

    assert "admin" in group.last.text
    assert group.last.labels == []
    assert town.run(programmes.every) == []


def test_a_group_that_becomes_a_supergroup_keeps_its_programme(town: Town) -> None:
    started = starts(town, town.person("Ada"))
    new = town.room(-1000000000001)

    town.receive(started.admin, started.group, Kind.MIGRATED, new_chat_id=new.id)
    started.admin.says("/programma", group=new)

    assert "already home to Lindeboom" in new.last.text


def test_a_supergroup_we_heard_of_before_its_group_was_upgraded_is_the_same_group(town: Town) -> None:
    started = starts(town, town.person("Ada"))
    new = town.room(-1000000000001)
    town.receive(started.admin, new, Kind.BOT_ADDED)

    town.receive(started.admin, started.group, Kind.MIGRATED, new_chat_id=new.id)

    found = town.run(lambda tx: chats.find(tx, "telegram", new.id))
    assert started.programme.group_chat == found
    assert town.run(lambda tx: chats.find(tx, "telegram", started.group.id)) is None


def test_admins_hear_that_the_bot_was_thrown_out_and_it_comes_back_to_the_same_programme(town: Town) -> None:
    started = starts(town, town.person("Ada"))

    town.receive(started.admin, started.group, Kind.BOT_REMOVED)
    told = started.admin.room.last.text
    town.receive(started.admin, started.group, Kind.BOT_ADDED)

    assert "removed from the group of Lindeboom" in told
    assert "again, for Lindeboom" in started.group.last.text
    group_chat = started.programme.group_chat
    assert group_chat is not None
    assert town.run(lambda tx: chats.is_active(tx, group_chat))
