"""Who has not been heard of is noticed, kindly: a word at the week's end, and the fikser after two weeks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.features.silent import quiet_weeks
from domain.call import Outcome
from domain.pause import PauseKind
from domain.week import week_of
from storage import assignments, memberships, pauses, people, reports, week_changes
from storage.programmes import Programme
from storage.tx import Tx
from storage.week_changes import ChangeKind
from tests.bot.features.scene import everybody, joins, programme
from tests.bot.town import Someone, Town

MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
"""Of week 48; everybody joined on Wednesday of week 47."""


def member(town: Town, someone: Someone, where: Programme) -> str:
    person_id = someone.id

    def work(tx: Tx) -> str:
        found = memberships.of(tx, where.id, person_id)
        assert found is not None
        return found.id

    return town.run(work)


def quiet(town: Town, where: Programme) -> dict[str, int]:
    """By name."""

    def work(tx: Tx) -> dict[str, int]:
        return {people.name_of_member(tx, one) or "": weeks for one, weeks in quiet_weeks(tx, where).items()}

    return town.run(work)


def reports_a_call(town: Town, someone: Someone, where: Programme, *, at: datetime) -> None:
    """Straight into the database."""
    caller = member(town, someone, where)

    def work(tx: Tx) -> None:
        call = assignments.by_caller(tx, caller)[0]
        week = str(week_of(at, where.timezone))
        reports.add(
            tx,
            programme_id=where.id,
            caller_id=caller,
            callee_id=call.callee_id,
            week=week,
            outcome=Outcome.REACHED,
            may_note=False,
            may_pass_on=False,
            may_call_again=False,
            body={},
            days=90,
        )

    town.run(work)


@pytest.mark.parametrize(("weeks", "expected"), [(0, 0), (1, 0), (2, 1), (3, 2), (9, 4)])
def test_only_whole_weeks_with_calls_all_along_count(town: Town, weeks: int, expected: int) -> None:
    where = programme(town)
    everybody(town, "Anna Bert", where)

    town.now = MONDAY + timedelta(weeks=weeks - 1)

    assert quiet(town, where) == ({"Anna": expected, "Bert": expected} if expected else {})


def test_a_report_ends_the_row_of_weeks_however_late_it_comes(town: Town) -> None:
    where = programme(town)
    anna, bert = everybody(town, "Anna Bert", where)
    reports_a_call(town, anna, where, at=MONDAY + timedelta(weeks=1))

    town.now = MONDAY + timedelta(weeks=2)
    before = quiet(town, where)
    reports_a_call(town, bert, where, at=town.now)

    assert before == {"Bert": 2}
    assert quiet(town, where) == {}


def test_who_said_that_a_call_goes_otherwise_was_heard(town: Town) -> None:
    where = programme(town)
    anna, _ = everybody(town, "Anna Bert", where)
    caller = member(town, anna, where)

    def work(tx: Tx) -> None:
        call = assignments.by_caller(tx, caller)[0]
        week_changes.put(tx, call.id, "2026-W48", ChangeKind.SKIPPED)

    town.run(work)
    town.now = MONDAY + timedelta(weeks=1)

    assert quiet(town, where) == {"Bert": 1}


def test_a_week_with_a_pause_in_it_is_not_quiet(town: Town) -> None:
    where = programme(town)
    anna, _ = everybody(town, "Anna Bert", where)
    caller = member(town, anna, where)
    town.now = MONDAY + timedelta(days=2)
    town.run(
        lambda tx: pauses.begin(
            tx,
            membership_id=caller,
            programme_id=where.id,
            kind=PauseKind.CALLING,
            until=town.now + timedelta(weeks=20),
            set_by=None,
        )
    )
    town.now = MONDAY + timedelta(days=3)
    town.run(lambda tx: pauses.end(tx, caller))

    town.now = MONDAY + timedelta(weeks=1)
    after_one = quiet(town, where)
    town.now = MONDAY + timedelta(weeks=2)

    assert after_one == {"Bert": 1}
    assert quiet(town, where) == {"Anna": 1, "Bert": 2}


def test_who_came_later_or_is_not_reached_by_us_is_not_in_it(town: Town) -> None:
    where = programme(town)
    anna, *_ = everybody(town, "Anna Bert", where)
    town.now = MONDAY + timedelta(days=1)
    joins(town, town.person("Cem"), where, plan=True)
    anna_id = anna.id
    town.run(lambda tx: people.set_reachable(tx, anna_id, False))

    town.now = MONDAY + timedelta(weeks=1)

    assert quiet(town, where) == {"Bert": 1}
