"""A word on the day of a call: at one's own hour, once, and only where something is still to be done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.features import rounds
from bot.features.nudges import send_nudges
from bot.out import Out
from storage import assignments, people, programmes
from storage.assignments import Assignment
from storage.people import OwnHours
from storage.programmes import Programme
from tests.bot.features.calls import reports
from tests.bot.features.scene import everybody, joins, plans, programme
from tests.bot.features.test_digest import MONDAY_NINE, at, digests
from tests.bot.features.test_silent import member, reports_a_call
from tests.bot.town import Someone, Town

WEDNESDAY = 2


def call_of(town: Town, someone: Someone, where: Programme) -> Assignment:
    """The only call somebody makes."""
    caller = member(town, someone, where)
    (call,) = town.run(lambda tx: assignments.by_caller(tx, caller))
    return call


def on_day(town: Town, someone: Someone, where: Programme, day: int) -> Assignment:
    """Their call, moved for good to that weekday."""
    call = call_of(town, someone, where)
    pair = (call.caller_id, call.callee_id)

    def move(tx: object) -> None:
        wanted = {(c.caller_id, c.callee_id): c.weekday for c in assignments.of_programme(tx, where.id)}  # type: ignore[arg-type]
        assignments.replace(tx, where.id, wanted | {pair: day})  # type: ignore[arg-type]

    town.run(move)
    return call


def day_nine(day: int) -> datetime:
    return MONDAY_NINE + timedelta(days=day)


def monday(town: Town) -> None:
    """The bot is there all day, so that everybody has the digest."""
    for hours in range(0, 13, 3):
        at(town, MONDAY_NINE + timedelta(hours=hours))


def nudges(someone: Someone) -> list[str]:
    return [message.text for message in someone.room.messages.values() if "Today you call" in message.text]


@pytest.fixture
def where(town: Town) -> Programme:
    return programme(town, calls=1)


def test_a_word_comes_on_the_day_at_nine_and_not_before(town: Town, where: Programme) -> None:
    anna, _ = everybody(town, "Anna Bert", where)
    on_day(town, anna, where, WEDNESDAY)
    at(town, MONDAY_NINE)

    at(town, day_nine(1))
    at(town, day_nine(2) - timedelta(seconds=1))
    before = len(nudges(anna))
    for minutes in (0, 1, 60, 300):
        at(town, day_nine(2) + timedelta(minutes=minutes))

    assert before == 0
    assert nudges(anna) == ["Today you call Bert."]
    assert anna.room.last.labels == ["I called Bert", "Another day", "Somebody else, this week", "Not this week"]


def test_mondays_call_is_in_the_digest_alone(town: Town, where: Programme) -> None:
    anna, _ = everybody(town, "Anna Bert", where)
    on_day(town, anna, where, 0)

    for hours in range(24):
        at(town, MONDAY_NINE + timedelta(hours=hours))

    assert (len(digests(anna)), nudges(anna)) == (1, [])


def test_who_gets_the_digest_late_gets_nothing_else_that_day(town: Town, where: Programme) -> None:
    anna, _ = everybody(town, "Anna Bert", where)
    on_day(town, anna, where, 1)

    at(town, day_nine(1))
    at(town, day_nine(1) + timedelta(hours=3))

    assert (len(digests(anna)), nudges(anna)) == (1, [])


def test_after_days_away_only_todays_words_go_out(town: Town, where: Programme) -> None:
    anna, bert, cem = everybody(town, "Anna Bert Cem", where)
    for someone, day in ((anna, 2), (bert, 3), (cem, 4)):
        on_day(town, someone, where, day)

    at(town, day_nine(4) + timedelta(hours=5))

    assert [len(nudges(someone)) for someone in (anna, bert, cem)] == [0, 0, 1]
    assert digests(anna) == []


def test_what_was_reported_needs_no_word(town: Town, where: Programme) -> None:
    anna, _ = everybody(town, "Anna Bert", where)
    on_day(town, anna, where, WEDNESDAY)
    reports_a_call(town, anna, where, at=day_nine(1))

    at(town, day_nine(2))

    assert nudges(anna) == []


def test_a_report_ticks_the_word_off(town: Town, where: Programme) -> None:
    anna, _ = everybody(town, "Anna Bert", where)
    on_day(town, anna, where, WEDNESDAY)
    monday(town)
    at(town, day_nine(2))

    reports(anna)

    assert nudges(anna) == []
    assert "All is done for today." in anna.room.text


def test_several_calls_on_one_day_come_in_one_message(town: Town, where: Programme) -> None:
    town.now += timedelta(seconds=1)
    second = programme(town, "Parochie", calls=1)
    anna, _ = everybody(town, "Anna Bert", where)
    joins(town, anna, second)
    joins(town, town.person("Dora"), second)
    plans(town, second)
    for one in (where, second):
        on_day(town, anna, one, WEDNESDAY)

    monday(town)
    at(town, day_nine(2))

    assert nudges(anna) == ["Today you call Bert, Dora."]
    assert anna.room.last.labels == ["I called Bert", "I called Dora", "Something else this week?"]


def test_nobody_is_written_to_in_quiet_hours_nor_the_day_after(town: Town, where: Programme) -> None:
    anna, _ = everybody(town, "Anna Bert", where)
    on_day(town, anna, where, WEDNESDAY)

    at(town, day_nine(2) + timedelta(hours=13))
    at(town, day_nine(3))

    assert nudges(anna) == []


def test_who_wants_none_gets_none(town: Town, where: Programme) -> None:
    anna, _ = everybody(town, "Anna Bert", where)
    on_day(town, anna, where, WEDNESDAY)
    anna_id = anna.id
    town.run(lambda tx: people.set_hours(tx, anna_id, OwnHours(None, None, None, nudges=False)))

    at(town, MONDAY_NINE)
    at(town, day_nine(2))

    assert (len(digests(anna)), nudges(anna)) == (1, [])


def test_an_hour_that_is_over_today_gives_the_word_at_once_and_only_once(town: Town, where: Programme) -> None:
    anna, _ = everybody(town, "Anna Bert", where)
    on_day(town, anna, where, WEDNESDAY)
    anna_id = anna.id
    town.run(lambda tx: people.set_hours(tx, anna_id, OwnHours(18, None, None)))
    monday(town)
    at(town, day_nine(2) + timedelta(hours=1))
    anna.says("/uren")

    anna.taps("Another hour for reminders")
    anna.taps("10:00")
    at_once = len(nudges(anna))
    at(town, day_nine(2) + timedelta(hours=9))

    assert (at_once, len(nudges(anna))) == (1, 1)


@pytest.mark.parametrize(
    ("start", "first", "second"),
    [
        # Sunday 25 October 2026: 02:00 to 03:00 comes twice in Brussels; Sunday 29 March: it does not come at all
        (
            datetime(2026, 10, 21, 10, 0, tzinfo=UTC),
            datetime(2026, 10, 25, 0, 0, tzinfo=UTC),
            datetime(2026, 10, 25, 1, 0, tzinfo=UTC),
        ),
        (
            datetime(2026, 3, 25, 10, 0, tzinfo=UTC),
            datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
            datetime(2026, 3, 29, 2, 0, tzinfo=UTC),
        ),
    ],
)
def test_in_the_two_hours_of_the_clock_change_nothing_comes_twice_and_nothing_is_lost(
    town: Town, start: datetime, first: datetime, second: datetime
) -> None:
    town.now = start
    where = programme(town, calls=1)
    anna, _ = everybody(town, "Anna Bert", where)
    on_day(town, anna, where, 6)
    anna_id = anna.id
    town.run(lambda tx: people.set_hours(tx, anna_id, OwnHours(2, 10, 11)))

    for moment in (first - timedelta(minutes=1), first, second, second + timedelta(hours=1)):
        at(town, moment)

    assert len(nudges(anna)) == 1


def test_another_time_zone_brings_nothing_twice_and_loses_nothing(town: Town, where: Programme) -> None:
    anna, bert = everybody(town, "Anna Bert", where)
    on_day(town, anna, where, WEDNESDAY)
    on_day(town, bert, where, WEDNESDAY)
    bert_id = bert.id
    town.run(lambda tx: people.set_hours(tx, bert_id, OwnHours(18, None, None)))
    monday(town)
    at(town, day_nine(2))

    town.run(lambda tx: programmes.change(tx, where.id, timezone="America/New_York"))
    for hours in range(24):
        at(town, day_nine(2) + timedelta(hours=hours))

    assert (len(nudges(anna)), len(nudges(bert))) == (1, 1)


def test_many_programmes_in_which_it_is_nobodys_turn_are_not_looked_at_in_one_transaction(town: Town) -> None:
    for number in range(rounds.SLICE // rounds.A_LOOK + 1):
        programme(town, f"Group {number}")
    town.now = day_nine(3)

    more = [town.run(lambda tx: send_nudges(tx, town.env, Out(tx))) for _ in range(2)]

    assert more == [True, False]


def test_a_round_goes_on_where_it_was(town: Town, where: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "SLICE", 2)
    members = everybody(town, "Anna Bert Cem Dirk Els", where)
    for someone in members:
        on_day(town, someone, where, WEDNESDAY)

    at(town, MONDAY_NINE)
    at(town, day_nine(2))

    assert [len(digests(someone)) for someone in members] == [1] * 5
    assert [len(nudges(someone)) for someone in members] == [1] * 5
