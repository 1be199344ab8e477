"""An export with names: by explicit choice, for a reason that is kept, after a second look; and only of those who
agreed that it is passed on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.features.own_data import in_words
from conversations.ports import HiddenWord, RedactedText
from locales import render
from storage import exports as kept
from storage.own_data import collect
from storage.schema import access_log
from storage.schema import exports as table
from tests.bot.features.calls import Street, begins_report, raises, reports, street
from tests.bot.features.exporting import asks, book_in, exports, makes, words_in
from tests.bot.town import Town

NAMED = ("This month", "With names", "We take over the follow-up", "Names are needed")


def told_in(book: Any) -> dict[str, str]:
    return {row[0].value: str(row[1].value) for row in book["Read me"].iter_rows(min_row=2)}


def column(page: Any, heading: str) -> list[str]:
    headings = [cell.value for cell in page[1]]
    return [row[headings.index(heading)].value for row in page.iter_rows(min_row=2)]


def tells_nobody(here: Street) -> str:
    """A call of which nothing may be passed on; returns who was called."""
    name = begins_report(here.anna)
    for label in ("We talked", "you note down", "Done", "Both good", "No, all is arranged", "Nothing more", "Save"):
        here.anna.taps(label)
    return name


def test_whoever_agreed_is_named_beside_their_code_and_so_is_the_caller(town: Town) -> None:
    here = street(town)
    called = reports(here.anna)

    page = exports(town, here.admin, *NAMED)["Calls"]

    assert column(page, "Name of the person called") == [called]
    assert column(page, "Name of the caller") == ["Anna"]
    assert column(page, "Person called")[0].startswith("P-")


def test_whoever_did_not_agree_stays_a_code(town: Town) -> None:
    here = street(town)
    called = tells_nobody(here)

    book = exports(town, here.admin, *NAMED)

    assert column(book["Calls"], "Name of the person called") == [None]
    assert called not in words_in(book)


def test_whom_a_signal_is_about_is_named(town: Town) -> None:
    here = street(town)
    raises(here.anna)

    page = exports(town, here.admin, *NAMED)["Signals"]

    assert column(page, "Name of the person")[0] in {one.name for one in here.callers}


def test_under_codes_there_are_no_columns_for_names(town: Town) -> None:
    here = street(town)
    reports(here.anna)

    book = exports(town, here.admin)

    assert not any("Name" in str(cell.value) for page in book for cell in page[1])


def test_the_file_says_who_exported_it_and_why(town: Town) -> None:
    here = street(town)
    reports(here.anna)

    told = told_in(exports(town, here.admin, *NAMED))

    assert told["Made by"] == str(here.admin.number)
    assert told["How people are shown"] == "With names"
    assert told["Why with names"] == "We take over the follow-up"
    assert "names people" in told["People"]


def test_a_reason_of_ones_own_is_typed_redacted_and_stands_in_the_file(town: Town) -> None:
    town.env = replace(town.env, redact=lambda text, names, language: _hide(text, "Bilal"))
    here = street(town)
    here.admin.says("/export")
    for label in ("I accept", "This month", "With names", "Another reason"):
        here.admin.taps(label)
    here.admin.says("A study, asked for by Bilal.")
    for label in ("Names are needed", "Make the export"):
        here.admin.taps(label)
    makes(town)

    told = words_in(book_in(here.admin.room))

    assert "A study, asked for by [name]." in told
    assert "Bilal" not in told
    assert not any("Bilal" in message.text for message in here.admin.room.messages.values())


def test_the_reason_is_kept_sealed_with_the_export(town: Town) -> None:
    here = street(town)
    admin = here.admin.id

    exports(town, here.admin, *NAMED)

    (export,) = town.run(lambda tx: kept.of(tx, admin))
    assert (export.shown, export.body["reason"]) == ("names", "takes_over")
    row = town.run(lambda tx: tx.execute(table.select()).one())
    assert b"takes_over" not in row.body


def test_a_second_look_leads_to_codes_where_these_are_enough(town: Town) -> None:
    here = street(town)
    called = reports(here.anna)

    book = exports(town, here.admin, "This month", "With names", "A law asks for it", "Codes are enough")

    assert called not in words_in(book)
    assert told_in(book)["How people are shown"] == "Under codes"
    assert "Why with names" not in told_in(book)


def test_without_a_reason_and_a_second_look_there_are_no_names(town: Town) -> None:
    here = street(town)
    here.admin.says("/export")

    for label in ("I accept", "This month", "With names"):
        here.admin.taps(label)

    assert "Make the export" not in here.admin.room.last.labels


def test_an_export_with_names_is_a_word_of_its_own_in_the_access_log(town: Town) -> None:
    here = street(town)

    exports(town, here.admin, *NAMED)

    logged = town.run(lambda tx: tx.execute(access_log.select().where(access_log.c.action.like("exported%"))).all())
    assert [(row.actor, row.action, row.programme) for row in logged] == [
        (here.admin.id, "exported_names", here.programme.id)
    ]


def test_those_who_are_in_it_are_told_so_by_my_data(town: Town) -> None:
    here = street(town)

    exports(town, here.admin, *NAMED)
    here.anna.says("/mijngegevens")

    assert "your data went into an export with names" in here.anna.room.last.text


@pytest.mark.parametrize(
    ("taps", "told"),
    [(("This month", "Under codes"), "Under codes"), (NAMED, "With names: We take over the follow-up")],
)
def test_whoever_exported_finds_that_in_their_own_data(town: Town, taps: tuple[str, ...], told: str) -> None:
    here = street(town)
    admin = here.admin.id
    exports(town, here.admin, *taps)

    words = render(in_words(town.run(lambda tx: collect(tx, admin))), "en")

    assert told in words


def test_the_caption_says_that_it_names_people(town: Town) -> None:
    here = street(town)
    asks(here.admin, *NAMED)

    makes(town)

    captions = [message.text for message in here.admin.room.messages.values() if message.document is not None]
    assert len(captions) == 1
    assert "It names people" in captions[0]


def _hide(text: str, name: str) -> RedactedText:
    at = text.find(name)
    if at < 0:
        return RedactedText(text)
    hidden = text.replace(name, "[name]")
    return RedactedText(hidden, (HiddenWord(at, at + len("[name]"), name),))
