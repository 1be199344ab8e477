"""`/start` always answers, in the language and with the menu that fit."""

from __future__ import annotations

import pytest

import bot.features  # noqa: F401  fills the registry
from bot.features.menus import IN_LANGUAGE, ORDER
from bot.incoming import Kind
from bot.registry import COMMAND_BY_NAME, COMMANDS, Command
from locales import LANGUAGES
from tests.bot.features.setting_up import starts
from tests.bot.town import Town


def test_a_stranger_is_asked_for_an_invitation(town: Town) -> None:
    town.person("Ada")
    stranger = town.person("Sam")

    stranger.says("/start")

    assert "you need an invitation" in stranger.room.last.text
    assert f"Your number here is {stranger.number}" in stranger.room.last.text


def test_a_member_is_greeted_by_name_with_what_they_can_do(town: Town) -> None:
    started = starts(town, town.person("Ada"))
    anna = started.member("Anna", started.admin)

    anna.says("/start")

    assert "Hello Anna" in anna.room.last.text
    assert "Lindeboom" in anna.room.last.text
    assert "/wiebelik" in anna.room.last.text
    assert "/uitnodigen" not in anna.room.last.text


def test_a_fikser_and_an_admin_read_what_they_can_do_as_such(town: Town) -> None:
    started = starts(town, town.person("Ada"))
    fien = started.fikser()

    fien.says("/start")
    started.admin.says("/start")

    assert "/groep" in fien.room.last.text
    assert "/uitnodigen" in fien.room.last.text
    assert "/programma" not in fien.room.last.text
    assert "/programma" in started.admin.room.last.text


def test_start_in_a_group_leads_to_the_private_chat(town: Town) -> None:
    started = starts(town, town.person("Ada"))

    town.person("Otto").says("/start", group=started.group)

    assert "t.me/belboom_test_bot" in started.group.last.text


def test_a_member_who_blocked_the_bot_can_be_reached_again_after_start(town: Town) -> None:
    started = starts(town, town.person("Ada"))
    fien = started.fikser()
    anna = started.member("Anna", fien)
    town.receive(anna, anna.room, Kind.BOT_REMOVED)
    fien.says("/leden")
    blocked = fien.room.last.text
    anna.says("/start")
    fien.says("/leden")

    assert "cannot be reached here" in blocked
    assert "cannot be reached here" not in fien.room.last.text


def test_choosing_a_language_changes_it_and_the_menu(town: Town) -> None:
    sam = town.person("Sam")

    sam.says("/language")
    sam.taps("Français")

    assert "langue" in sam.room.menu
    assert "taal" not in sam.room.menu
    sam.says("/start")
    assert "Your number here" not in sam.room.last.text


def test_a_language_that_does_not_exist_changes_nothing(town: Town) -> None:
    sam = town.person("Sam")
    sam.says("/start")

    sam.forges("lang:xx")

    assert "no longer works" in sam.room.notices[-1]
    assert "language" in sam.room.menu


def test_the_menu_follows_the_role(town: Town) -> None:
    started = starts(town, town.person("Ada"))
    anna = started.member("Anna", started.admin)
    before = set(anna.room.menu)

    started.admin.says("/fikser", group=started.group, reply_to=anna)
    during = set(anna.room.menu)
    started.admin.says("/fikser")
    started.admin.taps("✓ Anna")

    assert "invite" not in before
    assert "leave" in before
    assert "invite" in during
    assert set(anna.room.menu) == before


def test_a_group_gets_the_commands_that_everybody_may_send_there(town: Town) -> None:
    started = starts(town, town.person("Ada"))

    assert "whodoicall" in started.group.menu
    assert "programme" not in started.group.menu
    assert "leave" not in started.group.menu


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.names[0])
def test_every_name_in_a_menu_is_a_name_of_the_command_that_the_platform_takes(command: Command) -> None:
    names = command.names
    shown = [IN_LANGUAGE.get(names[0], {}).get(language, names[0]) for language in LANGUAGES]

    assert set(shown) <= set(names)
    assert all(name.isascii() and name.islower() and name.replace("_", "").isalnum() for name in names)
    assert all(len(name) <= 32 for name in names)


def test_no_menu_names_a_command_that_does_not_exist() -> None:
    assert set(IN_LANGUAGE) <= set(COMMAND_BY_NAME)


def test_every_command_has_its_place_in_the_menu() -> None:
    assert sorted(ORDER) == sorted(command.names[0] for command in COMMANDS)
