"""`/export`: for admins, in private, encrypted, under codes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from msoffcrypto.method.ecma376_agile import ECMA376Agile

from locales import LANGUAGES
from storage import people
from storage.schema import access_log
from tests.bot.features.calls import Street, raises, reports, street
from tests.bot.features.exporting import PASSWORD, asks, book_in, files_in, makes, words_in
from tests.bot.features.exporting import exports as made
from tests.bot.features.scene import accepts_statement, programme
from tests.bot.town import Town


@pytest.fixture(autouse=True)
def _few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The password is stretched a hundred times less than for an export that leaves the house; that costs most of it
    and is looked at in `tests/bot/export`."""
    monkeypatch.setattr(ECMA376Agile.encrypt, "__defaults__", (None, 1000))


def exports(here: Street, period: str = "This month") -> Any:
    return made(here.town, here.admin, period, "Under codes")


def test_an_admin_gets_an_encrypted_workbook_of_four_sheets(town: Town) -> None:
    here = street(town)
    reports(here.anna)
    raises(here.anna)

    book = exports(here)

    assert book.sheetnames == ["Calls", "Needs", "Signals", "Read me"]
    assert book["Calls"].max_row == 3
    assert book["Signals"].max_row == 2
    assert files_in(here.admin.room)[0].content[:4] == b"\xd0\xcf\x11\xe0"


def test_there_are_codes_and_no_names(town: Town) -> None:
    here = street(town)
    raises(here.anna)

    shown = words_in(exports(here))

    assert not any(one.name in shown for one in [*here.callers, *here.coordinators])
    assert "P-" in shown
    assert here.signal().code in shown


def test_a_note_goes_in_only_with_consent_to_pass_on(town: Town) -> None:
    here = street(town)
    here.anna.says("/gebeld")
    here.anna.taps(here.anna.room.last.labels[0])
    here.anna.taps("We talked")
    here.anna.taps("you note down")
    here.anna.taps("Done")
    here.anna.taps("Both good")
    here.anna.taps("No, all is arranged")
    here.anna.says("Only between us.")
    here.anna.taps("Save")

    shown = words_in(exports(here))

    assert "Only between us." not in shown
    assert "We talked" in shown


def test_the_read_me_says_who_when_which_period_and_until_when(town: Town) -> None:
    here = street(town)
    reports(here.anna)

    page = exports(here)["Read me"]

    told = {row[0].value: row[1].value for row in page.iter_rows(min_row=2)}
    assert told["Made by"] == str(here.admin.number)
    assert told["Made on"].date() == town.now.date()
    assert told["Period"] == "This month"
    assert told["May be kept until"].date().isoformat() == "2027-02-16"


@pytest.mark.parametrize(
    ("period", "rows"),
    [("This week", 0), ("This month", 0), ("Last month", 1), ("This quarter", 1), ("This year", 1), ("Everything", 1)],
)
def test_the_period_decides_what_is_in_it(town: Town, period: str, rows: int) -> None:
    town.now = town.now.replace(month=10, day=31, hour=22, minute=59)
    here = street(town)
    reports(here.anna)
    town.now = town.now.replace(month=11, day=18)

    book = exports(here, period)

    assert book["Calls"].max_row - 1 == rows


def test_of_several_programmes_one_is_chosen_or_all(town: Town) -> None:
    here = street(town)
    reports(here.anna)
    for one in (here.programme, programme(town, "Madelief")):
        accepts_statement(town, here.admin, one)
    of_one = made(town, here.admin, "Madelief", "Everything", "Under codes")

    of_all = made(town, here.admin, "All programmes", "Everything", "Under codes")

    assert of_one["Calls"].max_row == 1
    assert of_all["Calls"].max_row == 2


def test_it_is_logged(town: Town) -> None:
    here = street(town)

    exports(here)

    logged = town.run(lambda tx: tx.execute(access_log.select().where(access_log.c.action == "exported")).one())
    assert (logged.actor, logged.programme) == (here.admin.id, here.programme.id)


def test_everybody_else_is_refused_kindly(town: Town) -> None:
    here = street(town)

    here.anna.says("/export")
    here.karim.says("/export")

    for one in (here.anna, here.karim):
        assert "not for you" in one.room.last.text
        assert one.room.last.document is None


def test_in_a_group_the_bot_points_to_the_private_chat(town: Town) -> None:
    here = street(town)

    here.admin.says("/export", group=here.desk)

    assert "between you and me" in here.desk.last.text


def test_without_a_password_the_bot_tells_how_to_get_one(town: Town) -> None:
    here = street(town)
    town.env = replace(town.env, export_password=lambda: None)

    here.admin.says("/export")

    assert "belboom admin password" in here.admin.room.last.text


def test_an_admin_who_is_one_no_longer_gets_nothing(town: Town) -> None:
    here = street(town)
    accepts_statement(town, here.admin, here.programme)
    here.admin.says("/export")
    here.admin.taps("This month")
    here.admin.taps("Under codes")
    town.env = replace(town.env, admins=frozenset())

    here.admin.taps("Make the export")
    makes(town)

    assert files_in(here.admin.room) == []
    assert "something has changed" in here.admin.room.last.text


def test_an_admin_who_is_one_no_longer_when_it_is_made_gets_nothing_either(town: Town) -> None:
    here = street(town)
    asks(here.admin, "This month", "Under codes")
    town.env = replace(town.env, admins=frozenset())

    makes(town)

    assert files_in(here.admin.room) == []
    assert "something has changed" in here.admin.room.last.text


def test_the_password_never_stands_in_a_chat(town: Town) -> None:
    here = street(town)

    exports(here)

    assert not any(PASSWORD in room.text for room in town.rooms.values())


def test_remarks_stand_under_the_signals_without_code_or_day(town: Town) -> None:
    here = street(town)
    here.anna.says("/gebeld")
    here.anna.taps(here.anna.room.last.labels[0])
    for label in ("We talked", "No, note nothing", "with a remark", "About a service", "A long wait", "Save"):
        here.anna.taps(label)

    page = exports(here)["Signals"]

    row = [cell.value for cell in page[2] if cell.value is not None]
    assert row == ["Zonnebloem", "2026-W47", "–", "About a service", "A long wait"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_works_in_every_language(town: Town, language: str) -> None:
    here = street(town)
    raises(here.anna)
    admin = here.admin.id
    asks(here.admin, "This month", "Under codes")
    town.run(lambda tx: people.set_language(tx, admin, language))

    makes(town)

    assert len(book_in(here.admin.room).sheetnames) == 4
