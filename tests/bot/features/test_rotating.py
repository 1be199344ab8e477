"""New pairs come on the Monday of the week that is due, once, before anybody is told whom to call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.features import digest, rotating
from bot.out import Out
from domain.pause import PauseKind
from domain.week import Week
from storage import assignments, memberships, outbox, past_calls, pauses, people, programmes
from storage.people import OwnHours
from storage.programmes import Programme
from storage.tx import Tx
from tests.bot.features.scene import everybody, joins, makes_fikser, plans, programme
from tests.bot.town import Someone, Town

MONDAY = datetime(2026, 11, 29, 23, 0, tzinfo=UTC)
"""Midnight in Brussels, twelve days on: the week 2026-W49."""

Pairs = frozenset[tuple[str, str]]


def calls(town: Town, where: Programme) -> Pairs:
    rows = town.run(lambda tx: assignments.of_programme(tx, where.id))
    return frozenset((row.caller_id, row.callee_id) for row in rows)


def met(pairs: Pairs) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in pairs}


def mixes(town: Town, where: Programme, weeks: int | None = 2) -> None:
    fresh = now(town, where)
    town.run(lambda tx: rotating.set_weeks(tx, fresh, weeks))


def now(town: Town, where: Programme) -> Programme:
    found = town.run(lambda tx: programmes.get(tx, where.id))
    assert found is not None
    return found


def at(town: Town, moment: datetime) -> None:
    town.now = moment
    town.run_jobs()


def news(someone: Someone) -> list[str]:
    return [message.text for message in someone.room.messages.values() if "A new round" in message.text]


@pytest.fixture
def where(town: Town) -> Programme:
    """A belboom with new pairs every two weeks, and an admin who is not in it."""
    town.person("Ada")
    return programme(town, calls=1)


def test_new_pairs_come_on_the_monday_of_the_week_and_not_before(town: Town, where: Programme) -> None:
    everybody(town, "Anna Bert Cem Dirk Els", where)
    mixes(town, where)
    before = calls(town, where)

    at(town, MONDAY - timedelta(seconds=1))
    sunday = calls(town, where)
    at(town, MONDAY)

    assert sunday == before
    assert met(calls(town, where)).isdisjoint(met(before))
    assert now(town, where).rotated_in == "2026-W49"


def test_they_come_once_in_that_week_and_again_when_it_is_time(town: Town, where: Programme) -> None:
    everybody(town, "Anna Bert Cem Dirk Els Fatma Gert", where)
    mixes(town, where)
    first = calls(town, where)

    at(town, MONDAY)
    second = calls(town, where)
    for hours in (1, 30, 24 * 7, 24 * 13):
        at(town, MONDAY + timedelta(hours=hours))
        assert calls(town, where) == second
    at(town, MONDAY + timedelta(days=14))

    third = calls(town, where)
    assert len(met(first) | met(second) | met(third)) == 21
    assert town.run(lambda tx: past_calls.rounds(tx, where.id)) == [first, second]


def test_nobody_gets_a_digest_before_the_new_pairs_are_there(town: Town, where: Programme) -> None:
    everybody(town, "Anna Bert Cem Dirk Els", where)
    mixes(town, where)
    person_ids = town.run(lambda tx: [one.person_id for one in memberships.active(tx, where.id)])
    for one in person_ids:
        town.run(lambda tx, one=one: people.set_hours(tx, one, OwnHours(0, 1, 1)))  # type: ignore[misc]
    town.now = MONDAY

    def digests() -> set[str]:
        week = Week.parse("2026-W49")
        return town.run(lambda tx: {one for one in person_ids if outbox.row_of(tx, digest.key_of(one, week))})

    town.run(lambda tx: digest.send_digests(tx, town.env, Out(tx)))
    early = digests()
    town.run(lambda tx: rotating.rotate_pairs(tx, town.env, Out(tx)))
    town.run(lambda tx: digest.send_digests(tx, town.env, Out(tx)))

    assert early == set()
    assert digests() == {*person_ids}


def test_the_digest_of_that_monday_has_the_new_pairs(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els", where)
    mixes(town, where)

    at(town, MONDAY + timedelta(hours=9))
    at(town, MONDAY + timedelta(hours=10))

    anna_id = anna.id

    def callee(tx: Tx) -> str | None:
        mine = memberships.of(tx, where.id, anna_id)
        assert mine is not None
        (call,) = assignments.by_caller(tx, mine.id)
        return people.name_of_member(tx, call.callee_id)

    (digest,) = [message for message in anna.room.messages.values() if "A new week." in message.text]
    assert f"I called {town.run(callee)}" in digest.labels


def test_a_bot_that_was_away_gives_new_pairs_until_wednesday_and_else_the_week_after(
    town: Town, where: Programme
) -> None:
    everybody(town, "Anna Bert Cem Dirk Els", where)
    mixes(town, where)
    before = calls(town, where)

    at(town, MONDAY + timedelta(days=3))
    thursday = calls(town, where)
    at(town, MONDAY + timedelta(days=9, hours=20))

    assert thursday == before
    assert met(calls(town, where)).isdisjoint(met(before))
    assert now(town, where).rotated_in == "2026-W50"


@pytest.mark.parametrize(
    ("start", "monday"),
    [
        (datetime(2026, 3, 18, 10, 0, tzinfo=UTC), datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),
        (datetime(2026, 10, 14, 10, 0, tzinfo=UTC), datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),
    ],
)
def test_the_week_begins_at_midnight_in_summer_and_in_winter(
    town: Town, where: Programme, start: datetime, monday: datetime
) -> None:
    town.now = start
    everybody(town, "Anna Bert Cem Dirk Els", where)
    mixes(town, where)
    before = calls(town, where)

    at(town, monday - timedelta(seconds=1))
    sunday = calls(town, where)
    at(town, monday)

    assert sunday == before
    assert calls(town, where) != before


def test_everybody_hears_it_once_before_their_digest_and_thanks_those_until_now(town: Town, where: Programme) -> None:
    members = everybody(town, "Anna Bert Cem Dirk Els", where)
    mixes(town, where)

    at(town, MONDAY)
    at_night = [news(someone) for someone in members]
    at(town, MONDAY + timedelta(hours=8, minutes=55))
    early = [len(news(someone)) for someone in members]
    at(town, MONDAY + timedelta(hours=10))

    assert at_night == [[], [], [], [], []]
    assert early == [1, 1, 1, 1, 1]
    for someone in members:
        (text,) = news(someone)
        assert "From this week on you call other people, and other people call you." in text
        assert "Thank you! One more call to say goodbye is always fine." in text
        assert "look a little different" not in someone.room.text


def test_the_buttons_of_the_news_show_the_new_calls(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els", where)
    mixes(town, where)
    at(town, MONDAY + timedelta(hours=8, minutes=55))

    anna.taps("Whom do I call?")
    whom = anna.room.last.text
    anna.taps("Who calls me?")

    assert "This is whom you call." in whom
    assert "These are the people who call you." in anna.room.last.text


def test_last_weeks_call_can_still_be_told_of(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els", where)
    mixes(town, where)
    anna.says("/gebeld")
    former = anna.room.last.labels[0]
    anna.says("/stop")

    at(town, MONDAY + timedelta(hours=10))
    anna.says("/gebeld")
    this_week = anna.room.last.labels
    anna.taps("Stop")
    at(town, MONDAY + timedelta(days=8))
    anna.says("/gebeld")

    assert former in this_week
    assert former not in anna.room.last.labels


def test_who_rests_keeps_resting_and_finds_new_pairs_when_they_are_back(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els", where)
    mixes(town, where)
    before, anna_id = calls(town, where), anna.id
    mine = town.run(lambda tx: memberships.of(tx, where.id, anna_id))
    assert mine is not None
    until = MONDAY + timedelta(days=3)
    town.run(
        lambda tx: pauses.begin(
            tx, membership_id=mine.id, programme_id=where.id, kind=PauseKind.WHOLE, until=until, set_by=None
        )
    )
    plans(town, where)

    at(town, MONDAY + timedelta(hours=10))
    during = calls(town, where)
    at(town, until)

    assert not any(mine.id in pair for pair in during)
    assert not news(anna)
    assert met(calls(town, where)).isdisjoint(met(before))
    assert sum(1 for caller, _ in calls(town, where) if caller == mine.id) == 1


def test_a_pause_that_ends_on_that_monday_ends_too(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els", where)
    mixes(town, where)
    before, anna_id = calls(town, where), anna.id
    mine = town.run(lambda tx: memberships.of(tx, where.id, anna_id))
    assert mine is not None
    town.run(
        lambda tx: pauses.begin(
            tx, membership_id=mine.id, programme_id=where.id, kind=PauseKind.WHOLE, until=MONDAY, set_by=None
        )
    )
    plans(town, where)

    at(town, MONDAY)

    after = calls(town, where)
    assert met(after).isdisjoint(met(before))
    assert len(after) == 5


def test_planning_after_a_round_changes_nothing(town: Town, where: Programme) -> None:
    everybody(town, "Anna Bert Cem Dirk Els Fatma", where)
    mixes(town, where)
    at(town, MONDAY)
    after = calls(town, where)

    plans(town, where)

    assert calls(town, where) == after


def test_without_a_number_of_weeks_callers_stay_the_same(town: Town, where: Programme) -> None:
    everybody(town, "Anna Bert Cem Dirk Els", where)
    before = calls(town, where)

    for weeks in range(1, 9):
        at(town, MONDAY + timedelta(weeks=weeks))

    assert calls(town, where) == before
    assert rotating.next_week(now(town, where)) is None


def test_switched_off_nothing_comes_and_who_called_whom_before_is_forgotten(town: Town, where: Programme) -> None:
    everybody(town, "Anna Bert Cem Dirk Els", where)
    mixes(town, where)
    at(town, MONDAY)
    kept = town.run(lambda tx: past_calls.rounds(tx, where.id))

    mixes(town, where, None)
    stays = calls(town, where)
    at(town, MONDAY + timedelta(weeks=4))

    assert len(kept) == 1
    assert town.run(lambda tx: past_calls.rounds(tx, where.id)) == []
    assert calls(town, where) == stays


def test_a_shorter_time_that_has_passed_already_means_next_monday(town: Town, where: Programme) -> None:
    everybody(town, "Anna Bert Cem Dirk Els", where)
    mixes(town, where, 26)
    before = calls(town, where)
    town.now = MONDAY + timedelta(weeks=5, hours=8)

    mixes(town, where, 3)
    town.run_jobs()
    this_week = calls(town, where)
    at(town, MONDAY + timedelta(weeks=6))

    assert this_week == before
    assert calls(town, where) != before


def test_a_longer_time_counts_from_the_last_round(town: Town, where: Programme) -> None:
    mixes(town, where, 2)

    mixes(town, where, 6)

    assert rotating.next_week(now(town, where)) == Week(2026, 53)


@pytest.mark.parametrize("weeks", [0, 1, 27, -3])
def test_a_number_of_weeks_that_makes_no_sense_is_refused(town: Town, where: Programme, weeks: int) -> None:
    with pytest.raises(ValueError, match="every 2 to 26 weeks"):
        town.run(lambda tx: rotating.set_weeks(tx, where, weeks))


def test_the_rounds_of_somebody_who_is_erased_go_with_them(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els", where)
    mixes(town, where)
    at(town, MONDAY)
    anna_id = anna.id
    mine = town.run(lambda tx: memberships.of(tx, where.id, anna_id))
    assert mine is not None

    anna.says("/vergeetmij")
    anna.taps("Yes, erase everything about me")

    (kept,) = town.run(lambda tx: past_calls.rounds(tx, where.id))
    assert len(kept) == 3
    assert not any(mine.id in pair for pair in kept)


@pytest.mark.parametrize("names", ["", "Anna", "Anna Bert"])
def test_groups_too_small_for_new_pairs_go_on_as_they_are(town: Town, where: Programme, names: str) -> None:
    members = everybody(town, names, where)
    mixes(town, where)
    before = calls(town, where)

    at(town, MONDAY + timedelta(hours=10))

    assert calls(town, where) == before
    assert not any(news(someone) for someone in members)


def test_two_programmes_that_are_due_both_get_new_pairs(town: Town, where: Programme) -> None:
    other = programme(town, "Parochie", calls=1)
    members = everybody(town, "Anna Bert Cem Dirk Els", where)
    for someone in members:
        joins(town, someone, other)
    plans(town, other)
    before = calls(town, where), calls(town, other)
    for one in (where, other):
        mixes(town, one)

    at(town, MONDAY)
    at(town, MONDAY + timedelta(minutes=5))

    assert calls(town, where) != before[0]
    assert calls(town, other) != before[1]


def test_what_cannot_be_met_is_told_to_the_fikser_after_the_night(town: Town, where: Programme) -> None:
    fien = town.person("Fien")
    makes_fikser(town, fien, where)
    members = everybody(town, "Anna Bert Cem Dirk Els", where)
    mixes(town, where)
    person_id = members[0].id
    mine = town.run(lambda tx: memberships.of(tx, where.id, person_id))
    assert mine is not None
    town.run(lambda tx: memberships.set_numbers(tx, mine.id, calls=0, called=None))

    at(town, MONDAY)
    at_night = len(fien.room.messages)
    at(town, MONDAY + timedelta(hours=9))

    assert at_night == 0
    assert "there are fewer callers than calls" in fien.room.text


def test_who_called_whom_is_forgotten_after_two_years(town: Town, where: Programme) -> None:
    everybody(town, "Anna Bert Cem Dirk Els Fatma Gert", where)
    mixes(town, where)
    at(town, MONDAY)
    long_ago, lately = "2024-W48", "2024-W52"
    someone, other = next(iter(calls(town, where)))
    for week in (long_ago, lately):
        town.run(lambda tx, week=week: past_calls.keep(tx, where.id, week, [(someone, other)]))  # type: ignore[misc]

    at(town, MONDAY + timedelta(weeks=2))

    assert town.run(lambda tx: past_calls.made_way(tx, where.id, long_ago, someone)) == []
    assert town.run(lambda tx: past_calls.made_way(tx, where.id, lately, someone)) == [other]
