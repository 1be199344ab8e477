"""How long is kept: terms a programme chooses, what goes told in time, and nothing of it left in any file."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from domain.retention import Reason, Record
from storage import extensions, memberships, private_remarks, reports, retention
from storage.extensions import TooLongError
from tests.bot.features import calls as told
from tests.bot.features.calls import TELL, Street, street
from tests.bot.features.scene import makes_fikser
from tests.bot.town import Town

LATER = timedelta(days=200)


@pytest.fixture
def here(town: Town) -> Street:
    return street(town)


def sets(here: Street, kind: str, days: str) -> str:
    """The admin sets a term; returns what is shown then."""
    here.admin.says("/bewaartermijn")
    here.admin.taps(kind)
    here.admin.taps(days)
    return here.admin.room.last.text


def report_ends(here: Street, name: str) -> list[datetime]:
    person_id = next(one for one in here.callers if one.name == name).id
    return [one.expires_at for one in here.town.run(lambda tx: list(reports.about(tx, person_id)))]


def test_a_new_term_holds_for_what_comes(here: Street) -> None:
    sets(here, "What was told in calls", "30 days")

    called = told.reports(here.anna)

    assert report_ends(here, called) == [here.town.now + timedelta(days=30)]


def test_a_shorter_term_takes_what_is_there_along(here: Street) -> None:
    called = told.reports(here.anna)

    shown = sets(here, "What was told in calls", "30 days")

    assert report_ends(here, called) == [here.town.now + timedelta(days=30)]
    assert "1 record that is there already goes earlier by it" in shown
    assert "What was told in calls: 30 days" in shown


def test_a_longer_term_keeps_nothing_longer_that_is_there_already(here: Street) -> None:
    called = told.reports(here.anna)

    sets(here, "What was told in calls", "180 days")

    assert report_ends(here, called) == [here.town.now + timedelta(days=90)]


def test_a_shorter_term_leaves_what_was_extended_for_a_reason(here: Street) -> None:
    called = told.reports(here.anna)
    extend(here, called, LATER)

    sets(here, "What was told in calls", "30 days")

    assert report_ends(here, called) == [here.town.now + LATER]


def extend(here: Street, name: str, by: timedelta) -> int:
    person_id, admin = next(one for one in here.callers if one.name == name).id, here.admin.id

    def work(tx: object) -> int:
        mine = memberships.of(tx, here.programme.id, person_id)  # type: ignore[arg-type]
        assert mine is not None
        until = here.town.now + by
        return extensions.extend(tx, mine, Reason.COMPLAINT, until, by=admin)  # type: ignore[arg-type]

    return here.town.run(work)


@pytest.mark.parametrize("by", [timedelta(0), timedelta(days=-1), timedelta(days=367)])
def test_an_extension_ends_within_a_year(here: Street, by: timedelta) -> None:
    called = told.reports(here.anna)

    with pytest.raises(TooLongError):
        extend(here, called, by)


@pytest.mark.parametrize("data", ["keepset:{p}:report:3", "keepset:{p}:report:9999", "keepset:{p}:access:30"])
def test_no_forged_button_sets_a_term_outside_its_range(here: Street, data: str) -> None:
    here.admin.forges(data.format(p=here.programme.id))

    assert here.town.run(lambda tx: retention.chosen(tx, here.programme.id)) == {}


def test_nobody_but_an_admin_sets_a_term(here: Street) -> None:
    makes_fikser(here.town, here.anna, here.programme)
    here.anna.says("/bewaartermijn")
    here.anna.forges(f"keepset:{here.programme.id}:report:30")
    here.karim.forges(f"keepset:{here.programme.id}:report:30")

    assert here.town.run(lambda tx: retention.days_for(tx, here.programme.id, Record.REPORT)) == 90


def needs_something(here: Street) -> str:
    """Anna reports that somebody could use groceries, and passes it on; returns who."""
    name = told.begins_report(here.anna)
    for label in ("We talked", "Yes, to all three", "Both good", "Practical things", "Done", "Groceries", "Done"):
        here.anna.taps(label)
    here.anna.taps("Nothing more")
    here.anna.taps("Every week")
    here.anna.taps(TELL)
    return name


def test_a_coordinator_hears_once_and_by_code_what_is_open_and_goes_within_a_week(here: Street) -> None:
    called = needs_something(here)
    person_id = next(one for one in here.callers if one.name == called).id
    mine = here.town.run(lambda tx: memberships.of(tx, here.programme.id, person_id))
    assert mine is not None
    here.town.advance(days=80)
    early = here.karim.room.text
    here.town.advance(days=4)
    here.town.advance(days=2)

    assert "removed soon" not in early
    lines = [line for line in here.karim.room.text.splitlines() if "goes on" in line]
    assert lines == [f"• {mine.code}: goes on 16 February 2027"]
    assert not any(called in message.text for message in here.karim.room.messages.values() if "goes on" in message.text)


def test_after_the_term_no_byte_of_what_was_told_is_in_any_file(here: Street) -> None:
    canaries = ("kwartelkoning", "boomklever")
    name = told.begins_report(here.anna)
    for label in ("We talked", "Yes, to all three", "Both good", "No, all is arranged", "Something that stays with me"):
        here.anna.taps(label)
    here.anna.says(f"talks of the {canaries[0]}")
    here.anna.says(f"dreams of the {canaries[1]}")
    here.anna.taps("Every week")
    here.anna.taps(TELL)
    person_id = next(one for one in here.callers if one.name == name).id
    during = here.town.run(
        lambda tx: (len(list(reports.about(tx, person_id))), len(private_remarks.about(tx, person_id)))
    )
    sealed = here.town.raw.execute("SELECT body FROM reports UNION SELECT body FROM private_remarks").fetchall()

    here.town.advance(days=95)
    for _ in range(3):
        here.town.run_jobs()

    after = here.town.run(
        lambda tx: (len(list(reports.about(tx, person_id))), len(private_remarks.about(tx, person_id)))
    )
    assert (during, after) == ((1, 1), (0, 0))
    files = [path.read_bytes() for path in here.town.directory.glob("town.db*")]
    assert len(sealed) == 2
    assert not [row for row in sealed for raw in files if row[0] in raw]
    assert not [one for one in canaries for raw in files if one.encode() in raw]


def test_the_farewell_names_the_term_of_the_programme(here: Street) -> None:
    sets(here, "Somebody's part, from the farewell", "14 days")
    here.anna.says("/verlaat")

    here.anna.taps("Yes, leave")

    assert "goes in 14 days" in here.anna.room.text
