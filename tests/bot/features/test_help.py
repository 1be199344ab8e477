"""Help, services and tips: by role, by chat, in the reader's language."""

from __future__ import annotations

import pytest

from bot.features import menus
from bot.features.service_words import WHAT_FOR
from bot.features.tips import TIPS
from bot.registry import COMMANDS, Where
from domain.programme import Role
from domain.services import LINES, Service
from locales import LANGUAGES
from storage import people
from tests.bot.features.calls import begins_report, street
from tests.bot.features.scene import makes_fikser
from tests.bot.town import Someone, Town


def speaks(town: Town, someone: Someone, language: str) -> None:
    someone.says("/start")
    person_id = someone.id
    town.run(lambda tx: people.set_language(tx, person_id, language))


def test_a_stranger_is_told_what_this_is_and_how_to_join(town: Town) -> None:
    town.person("Agnes")
    sam = town.person("Sam")

    sam.says("/help")

    assert "not in a programme yet" in sam.room.last.text
    assert "/hulp" in sam.room.last.text or "/services" in sam.room.last.text
    assert "/export" not in sam.room.last.text


def test_everybody_sees_the_commands_of_their_roles_only(town: Town) -> None:
    here = street(town)
    fikser = here.callers[1]
    makes_fikser(town, fikser, here.programme)

    for one in (here.anna, fikser, here.karim, here.admin):
        one.says("/help")

    assert "/called" in here.anna.room.last.text
    assert "/invite" not in here.anna.room.last.text
    assert "/invite" in fikser.room.last.text
    assert "/signals" in here.karim.room.last.text
    assert "/called" not in here.karim.room.last.text
    assert "/export" in here.admin.room.last.text


@pytest.mark.parametrize("entry", [one for one in COMMANDS if one.role is not None], ids=lambda one: one.names[0])
def test_a_command_with_a_role_is_refused_to_those_without(town: Town, entry) -> None:  # type: ignore[no-untyped-def]
    here = street(town)
    sam = town.person("Sam")
    in_group = entry.where is Where.GROUP
    room = here.desk if in_group else sam.room

    sam.says(f"/{entry.names[0]}", group=here.desk if in_group else None)

    assert "not for you to do here" in room.last.text


def test_in_a_group_it_shows_what_works_there(town: Town) -> None:
    here = street(town)

    here.anna.says("/help", group=here.desk)

    assert "/whodoicall" in here.desk.last.text or "/wiebelik" in here.desk.last.text
    assert "/gebeld" not in here.desk.last.text
    assert "t.me/belboom_test_bot" in here.desk.last.text


def test_help_works_amid_a_dialogue_and_leaves_it_open(town: Town) -> None:
    here = street(town)
    begins_report(here.anna)
    here.anna.says("/help")

    here.anna.taps("We talked")

    assert "does" in here.anna.room.text
    assert "agree that" in here.anna.room.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_services_and_tips_fit_a_message_in_every_language(town: Town, language: str) -> None:
    here = street(town)
    speaks(town, here.admin, language)

    for asked in ("/help", "/hulp", "/tips"):
        here.admin.says(asked)

    assert len(here.admin.room.messages) >= 3


@pytest.mark.parametrize(
    ("language", "numbers", "absent"),
    [
        ("nl", ["112", "1813", "106", "102", "1712"], ["107", "108", "0800 32 123"]),
        ("fr", ["112", "107", "103", "0800 32 123"], ["1813", "108", "106"]),
        ("de", ["112", "108"], ["1813", "107", "0800"]),
        ("en", ["112", "1813", "107", "108"], []),
    ],
)
def test_services_are_those_of_the_language(town: Town, language: str, numbers: list[str], absent: list[str]) -> None:
    sam = town.person("Sam")
    speaks(town, sam, language)

    sam.says("/hulp")

    shown = sam.room.last.text
    assert all(number in shown for number in numbers)
    assert not any(number in shown for number in absent)
    assert "2026" in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_number_for_everybody_stands_first(town: Town, language: str) -> None:
    sam = town.person("Sam")
    speaks(town, sam, language)

    sam.says("/hulp")

    first = sam.room.last.text.split("\n\n")[1].split("\n")[0]
    assert first.startswith("<b>112</b>")


def test_every_line_has_words_a_source_and_a_day() -> None:
    assert {line.service for line in LINES} == set(Service) == set(WHAT_FOR)
    assert all(line.source and line.checked.isoformat() == "2026-11-20" for line in LINES)


def test_the_addresses_of_the_method_are_all_there(town: Town) -> None:
    sam = town.person("Sam")
    speaks(town, sam, "nl")

    sam.says("/hulp")

    shown = sam.room.last.text
    names = ("Awel", "CAW", "OCMW", "SOS Nuchterheid", "Tele-Onthaal", "Trefpunt Zelfhulp", "WatWat")
    assert [name for name in names if f"{name}</b>" not in shown] == []


def test_tips_follow_one_another_and_begin_again(town: Town) -> None:
    sam = town.person("Sam")
    sam.says("/tips")

    seen = []
    for _ in range(len(TIPS) + 1):
        seen.append(sam.room.last.text)
        sam.taps("Next tip")

    assert len(set(seen)) == len(TIPS)
    assert seen[0] == seen[-1]
    assert len(sam.room.messages) == 1


@pytest.mark.parametrize("data", ["tip:x", "tip:-1", "tip:99999999999", "tip:"])
def test_a_forged_tip_button_is_answered_with_a_tip(town: Town, data: str) -> None:
    sam = town.person("Sam")
    sam.says("/tips")

    sam.forges(data, message_id=sam.room.last.id)

    assert "For a good talk" in sam.room.last.text


def test_names_in_menus_are_names_of_the_commands() -> None:
    for first, by_language in menus.IN_LANGUAGE.items():
        entry = next(one for one in COMMANDS if one.names[0] == first)

        assert set(by_language.values()) <= set(entry.names)
        assert entry.role in (None, *Role)
