"""What is kept of a report, and what is not."""

from __future__ import annotations

from datetime import timedelta

from domain.call import Need, Outcome
from storage import assignments, memberships, needs, programmes, remarks, reports
from storage.reports import Report
from storage.schema import reports as report_rows
from tests.bot.features.calls import SAVE, Street, begins_report, street
from tests.bot.features.calls import reports as tells
from tests.bot.features.scene import joins, programme
from tests.bot.town import Someone, Town

NOTE = "She looks forward to the summer."


def kept(street: Street) -> list[Report]:
    end = street.town.now + timedelta(days=1)
    start = end - timedelta(days=400)
    return street.town.run(lambda tx: list(reports.between(tx, [street.programme.id], start, end)))


def test_a_normal_call_is_reported_in_eight_taps_and_kept_under_the_called_person(town: Town) -> None:
    here = street(town)

    tells(here.anna)

    (report,) = kept(here)
    assert report.outcome is Outcome.REACHED
    assert report.body == {"body": "good", "mind": "good", "call_again": "weekly", "moments": ["any"]}
    assert report.week == "2026-W47"
    assert report.expires_at == town.now + timedelta(days=90)
    assert "It is noted" in here.anna.room.last.text


def test_the_terms_of_the_programme_count_for_its_reports(town: Town) -> None:
    here = street(town)
    town.run(lambda tx: programmes.change(tx, here.programme.id, retention_days=30))

    tells(here.anna)

    assert kept(here)[0].expires_at == town.now + timedelta(days=30)


def test_without_consent_to_note_nothing_but_the_outcome_is_kept(town: Town) -> None:
    here = street(town)
    begins_report(here.anna)
    here.anna.taps("We talked")
    here.anna.taps("No, note nothing")

    here.anna.taps("Save")

    (report,) = kept(here)
    assert report.body == {}
    assert not report.may_note
    assert town.run(lambda tx: tx.execute(report_rows.select()).one().body) is None


def test_needs_are_kept_one_by_one_with_their_consent(town: Town) -> None:
    here = street(town)
    name = begins_report(here.anna)
    for label in (
        "We talked",
        "Yes, to all three",
        "Both good",
        "Practical",
        "Done",
        "Groceries",
        "Letters and papers",
    ):
        here.anna.taps(label)
    here.anna.taps("Done")
    here.anna.taps("Nothing more")
    here.anna.taps("Every week")

    here.anna.taps(SAVE)

    callee = next(one for one in here.callers if one.name == name)
    callee_id = callee.id
    found = town.run(lambda tx: list(needs.about(tx, callee_id)))
    assert {(one.need, one.may_pass_on) for one in found} == {(Need.GROCERIES, True), (Need.PAPERWORK, True)}


def test_the_remark_stands_apart_from_call_and_people(town: Town) -> None:
    here = street(town)
    begins_report(here.anna)
    here.anna.taps("We talked")
    here.anna.taps("No, note nothing")
    here.anna.taps("with a remark")
    here.anna.taps("About a service")
    here.anna.taps("A long wait")

    here.anna.taps("Save")

    (remark,) = town.run(lambda tx: remarks.of(tx, [here.programme.id], "2026-W01", "2026-W53"))
    assert (remark.category, remark.week) == ("long_wait", "2026-W47")
    assert len(kept(here)) == 1


def test_whom_you_reported_on_this_week_carries_a_tick(town: Town) -> None:
    here = street(town)
    name = tells(here.anna)

    here.anna.says("/gebeld")

    assert [label for label in here.anna.room.last.labels if name in label] == [f"✓ {name}"]


def test_whoever_has_nobody_to_call_is_told_kindly(town: Town) -> None:
    town.person("Agnes")
    where = programme(town)
    anna = town.person("Anna")
    joins(town, anna, where)

    anna.says("/gebeld")

    assert "nobody to call at the moment" in anna.room.last.text


def test_in_two_programmes_the_bot_asks_which_one(town: Town) -> None:
    here = street(town)
    second = programme(town, "Madelief", calls=1)
    for one in here.callers:
        joins(town, one, second, plan=True)
    here.anna.says("/gebeld")

    here.anna.taps("Madelief")

    assert "Whom did you call?" in here.anna.room.last.text


def test_a_digest_button_leads_straight_to_the_outcome(town: Town) -> None:
    here = street(town)
    mine = here.town.run(lambda tx: assignments.of_programme(tx, here.programme.id))[0]
    caller = next(one for one in here.callers if membership_of(here, one) == mine.caller_id)

    caller.forges(f"report:{mine.id}")

    assert "How did your call to" in caller.room.last.text


def test_a_digest_button_of_somebody_else_is_refused(town: Town) -> None:
    here = street(town)
    mine = here.town.run(lambda tx: assignments.of_programme(tx, here.programme.id))[0]
    other = next(one for one in here.callers if membership_of(here, one) != mine.caller_id)

    other.forges(f"report:{mine.id}")

    assert "for somebody else" in other.room.notices[-1]
    assert not other.room.messages


def test_a_digest_button_in_a_group_goes_on_in_private(town: Town) -> None:
    here = street(town)
    mine = here.town.run(lambda tx: assignments.of_programme(tx, here.programme.id))[0]
    caller = next(one for one in here.callers if membership_of(here, one) == mine.caller_id)
    group = town.group()

    caller.forges(f"report:{mine.id}", group=group)
    caller.taps("Yes, tell how it went")

    assert not group.messages
    assert "How did your call to" in caller.room.last.text


def test_a_button_of_a_rota_that_changed_says_so(town: Town) -> None:
    here = street(town)

    here.anna.forges("report:0123456789abcdef")

    assert "has changed" in here.anna.room.notices[-1]


def test_when_the_called_person_has_gone_meanwhile_nothing_is_kept_and_the_caller_hears_it(town: Town) -> None:
    here = street(town)
    name = begins_report(here.anna)
    here.anna.taps("No answer")
    gone = next(one for one in here.callers if one.name == name)
    gone.says("/vergeetmij")
    gone.taps("Yes, erase")

    here.anna.taps("Save")

    assert "no longer part of it" in here.anna.room.last.text
    assert kept(here) == []


def membership_of(here: Street, someone: Someone) -> str:
    person_id = someone.id
    found = here.town.run(lambda tx: memberships.of(tx, here.programme.id, person_id))
    assert found is not None
    return found.id
