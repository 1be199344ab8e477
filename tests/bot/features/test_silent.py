"""Who has not been heard of is noticed, kindly: a word at the week's end, and the fikser after two weeks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.features.silent import quiet_weeks, tell_fiksers
from bot.out import Out
from domain.call import Outcome
from domain.pause import PauseKind
from domain.week import week_of
from storage import assignments, memberships, pauses, people, reports, week_changes
from storage.programmes import Programme
from storage.tx import Tx
from storage.week_changes import ChangeKind
from tests.bot.features.scene import everybody, joins, makes_fikser, programme
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


SUNDAY_NINE = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
WEDNESDAY_NINE = datetime(2026, 12, 9, 8, 0, tzinfo=UTC)
"""After weeks 48 and 49, in which nothing was heard."""


def through(town: Town, *moments: datetime) -> None:
    for moment in moments:
        town.now = moment
        town.run_jobs()


def kind_words(someone: Someone) -> list[str]:
    return [message.text for message in someone.room.messages.values() if "No stress" in message.text]


def about(fikser: Someone) -> list[str]:
    return [message.text for message in fikser.room.messages.values() if "not been heard of" in message.text]


def test_at_the_weeks_end_whoever_was_not_heard_of_gets_one_kind_word(town: Town) -> None:
    where = programme(town)
    anna, bert, _ = everybody(town, "Anna Bert Cem", where)
    reports_a_call(town, bert, where, at=MONDAY)

    through(town, *(SUNDAY_NINE + timedelta(hours=hours) for hours in (-1, 0, 1, 13)))

    (text,) = kind_words(anna)
    assert "If not, next week is a new week." in text
    assert {"I called Bert", "I called Cem"} <= set(anna.room.last.labels)
    assert kind_words(bert) == []


def test_whoever_came_this_week_gets_no_word_at_its_end(town: Town) -> None:
    where = programme(town)
    town.now = MONDAY + timedelta(days=1)
    anna, _ = everybody(town, "Anna Bert", where)

    through(town, SUNDAY_NINE)

    assert kind_words(anna) == []


def test_after_two_weeks_the_fikser_hears_of_it_once_and_sees_what_can_be_done(town: Town) -> None:
    where = programme(town)
    fikser = town.person("Fien")
    makes_fikser(town, fikser, where)
    anna, bert, cem = everybody(town, "Anna Bert Cem", where)
    for week in (0, 1):
        for someone in (bert, cem):
            reports_a_call(town, someone, where, at=MONDAY + timedelta(weeks=week))

    through(town, WEDNESDAY_NINE - timedelta(days=1))
    before = len(about(fikser))
    through(town, *(WEDNESDAY_NINE + timedelta(days=days) for days in (0, 1, 7, 14, 21)))

    assert before == 0
    (text,) = [text for text in about(fikser) if "Anna" in text]
    assert text.startswith("Anna has not been heard of for two weeks in Zonnebloem. A call to ask how things are?")
    message = next(m for m in fikser.room.messages.values() if "not been heard of" in m.text)
    data = [key.data for row in message.keyboard for key in row]
    assert data == [f"member:{member(town, anna, where)}", f"letbe:{member(town, anna, where)}"]
    assert about(anna) == []


def test_who_reports_on_tuesday_is_not_told_about(town: Town) -> None:
    where = programme(town)
    fikser = town.person("Fien")
    makes_fikser(town, fikser, where)
    anna, bert = everybody(town, "Anna Bert", where)
    reports_a_call(town, bert, where, at=MONDAY + timedelta(weeks=1))
    reports_a_call(town, anna, where, at=WEDNESDAY_NINE - timedelta(days=1))

    through(town, WEDNESDAY_NINE)

    assert about(fikser) == []


def test_one_programme_is_looked_at_in_one_transaction(town: Town) -> None:
    for name in ("Zonnebloem", "Roos"):
        programme(town, name)
    town.now = MONDAY + timedelta(days=2)

    more = [town.run(lambda tx: tell_fiksers(tx, town.env, Out(tx))) for _ in range(3)]

    assert more == [True, True, False]


def test_the_fikser_is_left_alone_in_quiet_hours(town: Town) -> None:
    where = programme(town)
    fikser = town.person("Fien")
    makes_fikser(town, fikser, where)
    everybody(town, "Anna Bert", where)

    through(town, WEDNESDAY_NINE - timedelta(hours=8))
    in_the_night = len(about(fikser))
    through(town, WEDNESDAY_NINE)

    assert (in_the_night, len(about(fikser))) == (0, 2)


def test_where_many_are_silent_it_is_one_message_and_not_a_second_one_the_week_after(town: Town) -> None:
    where = programme(town)
    fikser = town.person("Fien")
    makes_fikser(town, fikser, where)
    everybody(town, "Anna Bert Cem Dirk Els Fatima Gust", where)

    through(town, WEDNESDAY_NINE, WEDNESDAY_NINE + timedelta(weeks=1))

    (text,) = about(fikser)
    assert "7 callers have not been heard of for two weeks" in text


def test_the_fikser_may_leave_it_and_nobody_else(town: Town) -> None:
    where = programme(town)
    fikser = town.person("Fien")
    makes_fikser(town, fikser, where)
    anna, _ = everybody(town, "Anna Bert", where)
    through(town, WEDNESDAY_NINE)
    of_anna = member(town, anna, where)

    anna.forges(f"letbe:{of_anna}", message_id=anna.room.last.id)
    fikser.forges(f"letbe:{of_anna}", message_id=fikser.room.last.id)

    assert "That button is not for you." in anna.room.notices[-1]
    assert "Good, we leave it as it is with Anna." in fikser.room.last.text
