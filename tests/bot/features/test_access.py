"""`/toegang`: admins read who saw what, under codes, in private; nobody else does."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.features.access_words import ACTION
from domain.programme import Part
from locales import render
from locales.catalogues import LANGUAGES
from storage import access, memberships
from storage.access import Action
from storage.schema import access_log
from tests.bot.features.scene import joins, makes_fikser, opbelactie
from tests.bot.town import Someone, Town


@pytest.fixture
def admin(town: Town) -> Someone:
    greet = town.person("Greet")
    greet.says("/start")
    return greet


def logs(town: Town, actor: str, action: Action, *, subject: str | None = None, programme: str | None = None) -> None:
    town.run(lambda tx: access.log(tx, actor, action, subject=subject, programme=programme))


def code_of(town: Town, member: str) -> str:
    found = town.run(lambda tx: memberships.get(tx, member))
    assert found is not None
    return found.code


def test_a_line_tells_who_did_what_about_whom_under_codes_and_no_name(town: Town, admin: Someone) -> None:
    here = opbelactie(town)
    anna, georges = town.person("Anna"), town.person("Georges")
    caller, called = joins(town, anna, here, part=Part.ONLY_CALLS), joins(town, georges, here)
    logs(town, anna.id, Action.SAW_NUMBERS, subject=georges.id, programme=here.id)

    admin.says("/toegang")

    told = admin.room.last
    line = f"{code_of(town, caller)} · saw a number · {code_of(town, called)} in Warme lijn"
    assert line in told.text
    assert "Anna" not in told.text
    assert "Georges" not in told.text
    assert told.protect


def test_somebody_without_a_code_stands_there_by_the_beginning_of_an_id(town: Town, admin: Someone) -> None:
    logs(town, "0123456789abcdef", Action.ERASED, subject="fedcba9876543210")
    logs(town, "server", Action.COPIED)

    admin.says("/toegang")

    assert "#012345 · erased a person · #fedcba" in admin.room.last.text
    assert "the server · made a copy of the data · –" in admin.room.last.text


def test_it_can_be_narrowed_to_a_period_an_action_and_a_programme(town: Town, admin: Someone) -> None:
    here, there = opbelactie(town), opbelactie(town, "Zomer")
    for programme, action in ((here, Action.EXPORTED), (here, Action.SAW_NEED), (there, Action.EXPORTED)):
        logs(town, "0123456789abcdef", action, programme=programme.id)
    town.advance(days=3)
    logs(town, "0123456789abcdef", Action.IMPORTED, programme=here.id)

    admin.says("/toegang")
    admin.taps("Programme")
    admin.taps("Warme lijn")
    of_programme = admin.room.last.text
    admin.taps("What was done")
    admin.taps("exported")
    of_action = admin.room.last.text
    admin.taps("Period")
    admin.taps("The last day")

    assert "3 lines in all" in of_programme
    assert "1 line in all" in of_action
    assert "exported · Warme lijn" in of_action
    assert "Nothing was written down." in admin.room.last.text


def test_with_a_code_it_tells_what_was_done_by_or_about_that_person(town: Town, admin: Someone) -> None:
    here = opbelactie(town)
    anna, georges = town.person("Anna"), town.person("Georges")
    caller = joins(town, anna, here, part=Part.ONLY_CALLS)
    called = joins(town, georges, here)
    logs(town, anna.id, Action.SAW_NUMBERS, subject=called, programme=here.id)
    logs(town, anna.id, Action.SAW_OWN_DATA, subject=anna.id)

    admin.says(f"/toegang {code_of(town, called).lower()}")
    about = admin.room.last.text
    admin.says(f"/toegang {code_of(town, caller)}")
    by = admin.room.last.text
    admin.taps("Everybody")

    assert "2 lines in all" in about, "the look itself is one of them"
    assert "3 lines in all" in by
    assert "looked at this log" in admin.room.last.text


def test_an_unknown_code_is_said_to_be_unknown(town: Town, admin: Someone) -> None:
    admin.says("/toegang P-ZZZZ")

    assert "P-ZZZZ" in admin.room.last.text


def test_long_logs_come_in_pages_that_do_not_move_while_one_looks(town: Town, admin: Someone) -> None:
    for number in range(30):
        logs(town, f"{number:06}0123456789", Action.SAW_NUMBERS)

    admin.says("/toegang")
    seen = [admin.room.last.text]
    for _ in range(2):
        admin.taps("Next")
        seen.append(admin.room.last.text)
    admin.taps("Previous")

    lines = [line for text in seen for line in text.splitlines() if " · " in line]
    assert len(lines) == len(set(lines)) == 31
    assert admin.room.last.text == seen[1]


def test_looking_at_the_log_stands_in_the_log(town: Town, admin: Someone) -> None:
    admin.says("/toegang")

    rows = town.run(lambda tx: tx.execute(select(access_log.c.actor, access_log.c.action)).all())
    assert [(row.actor, row.action) for row in rows] == [(admin.id, "saw_access_log")]


def test_nobody_but_an_admin_reads_it_not_even_with_a_forged_button(town: Town, admin: Someone) -> None:
    here = opbelactie(town)
    fikser = town.person("Fien")
    joins(town, fikser, here)
    makes_fikser(town, fikser, here)
    logs(town, admin.id, Action.EXPORTED, programme=here.id)
    group = town.group(added_by=admin)

    fikser.says("/toegang")
    for data in ("acc:0:2:::", f"accby:p:0:2::{here.id}:"):
        fikser.forges(data)
        admin.forges(data, group=group)

    assert "Who saw what" not in fikser.room.text
    assert fikser.room.notices == ["That is only for admins, in private."] * 2
    assert group.notices == fikser.room.notices
    assert "Who saw what" not in group.text


@pytest.mark.parametrize(
    "data",
    ["acc:-1:99:99:x:y", "acc:99999:two:²::", "accby:z:0:2:::", "accby:d:0:2:0:nothing:nobody", "acc:999:0:0:::"],
)
def test_a_forged_button_of_an_admin_shows_at_worst_an_empty_page(town: Town, admin: Someone, data: str) -> None:
    admin.says("/toegang")

    admin.forges(data, message_id=admin.room.last.id)

    assert admin.room.last.text.startswith(("<b>Who saw what</b>", "What do you want to see?"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_has_words_in_every_language(language: str) -> None:
    told = {one: render(ACTION[one], language) for one in Action}

    assert all(told.values())
    assert len(set(told.values())) == len(told)
