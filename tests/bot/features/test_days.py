"""Somebody says on which weekdays they cannot; the calls that stand there move, and no others."""

from __future__ import annotations

import pytest

from domain.programme import Part
from storage import assignments, memberships, programmes
from storage.assignments import Assignment
from storage.programmes import Programme
from tests.bot.features.scene import everybody, joins, opbelactie, programme
from tests.bot.town import Someone, Town

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
GROUP = "Anna Bert Cem Dirk Els Fatma Gert Hind"


def calls(town: Town, where: Programme) -> dict[str, Assignment]:
    return {row.id: row for row in town.run(lambda tx: assignments.of_programme(tx, where.id))}


def member(town: Town, someone: Someone, where: Programme) -> memberships.Membership:
    person_id = someone.id
    found = town.run(lambda tx: memberships.of(tx, where.id, person_id))
    assert found is not None
    return found


def says_cannot(someone: Someone, *days: str) -> None:
    someone.says("/dagen")
    for day in days:
        someone.taps(f"✓ {day}")
    someone.taps("Done")


def test_the_days_are_kept_and_none_of_ones_calls_stand_on_them(town: Town) -> None:
    where = programme(town, calls=3)
    anna, *_ = everybody(town, GROUP, where)
    own = member(town, anna, where).id

    says_cannot(anna, "Saturday", "Sunday")

    assert member(town, anna, where).cannot == {5, 6}
    mine = [row for row in calls(town, where).values() if own in (row.caller_id, row.callee_id)]
    assert len(mine) == 6
    assert not [row for row in mine if row.weekday in (5, 6)]
    assert "You cannot make it on: Saturday, Sunday." in anna.room.last.text


def test_only_what_has_to_moves_and_is_told(town: Town) -> None:
    where = programme(town, calls=3)
    anna, *_ = everybody(town, GROUP, where)
    own = member(town, anna, where).id
    before = calls(town, where)
    day = next(row.weekday for row in before.values() if row.caller_id == own)
    assert day is not None
    hit = {i for i, row in before.items() if own in (row.caller_id, row.callee_id) and row.weekday == day}

    says_cannot(anna, DAYS[day])

    after = calls(town, where)
    moved = {i for i in before if after[i].weekday != before[i].weekday}
    assert before.keys() == after.keys()
    assert hit <= moved
    assert len(moved) <= 2 * len(hit)
    mine = {i for i in moved if own in (before[i].caller_id, before[i].callee_id)}
    told = anna.room.last.text
    assert told.count("instead of") == len(mine)
    assert all(f"on {DAYS[after[i].weekday or 0]} instead of {DAYS[before[i].weekday or 0]}" in told for i in mine)


def test_those_who_are_called_on_another_day_hear_so_once_and_see_which_one(town: Town) -> None:
    where = programme(town, calls=3)
    anna, *others = everybody(town, GROUP, where)
    own = member(town, anna, where).id
    call = next(row for row in calls(town, where).values() if row.caller_id == own)

    says_cannot(anna, DAYS[call.weekday or 0])
    town.advance(hours=1)

    day = calls(town, where)[call.id].weekday
    assert day is not None
    assert day != call.weekday
    (callee,) = (one for one in others if member(town, one, where).id == call.callee_id)
    assert len(callee.room.messages) == 1
    callee.taps("Who calls me?")
    assert f"• {DAYS[day]}: Anna" in callee.room.last.text


def test_whoever_says_so_hears_it_in_the_answer_and_not_once_more(town: Town) -> None:
    where = programme(town, calls=3)
    anna, *_ = everybody(town, GROUP, where)
    own = member(town, anna, where).id
    call = next(row for row in calls(town, where).values() if row.caller_id == own)

    says_cannot(anna, DAYS[call.weekday or 0])
    town.advance(hours=1)

    assert len(anna.room.messages) == 1
    assert "instead of" in anna.room.last.text


def test_a_day_tapped_twice_is_one_again_on_which_they_can(town: Town) -> None:
    where = programme(town, calls=2)
    anna, *_ = everybody(town, "Anna Bert Cem", where)
    anna.says("/dagen")

    anna.taps("✓ Friday")
    assert "✗ Friday" in anna.room.last.labels
    anna.taps("✗ Friday")
    anna.taps("Done")

    assert member(town, anna, where).cannot == frozenset()
    assert "you can make it every day" in anna.room.last.text
    assert "None of your calls had to move for it." in anna.room.last.text


def test_nothing_is_kept_before_it_is_done(town: Town) -> None:
    where = programme(town, calls=2)
    anna, *_ = everybody(town, "Anna Bert Cem", where)
    anna.says("/dagen")

    anna.taps("✓ Friday")

    assert member(town, anna, where).cannot == frozenset()


def test_one_day_at_least_is_left(town: Town) -> None:
    where = programme(town, calls=2)
    anna, *_ = everybody(town, "Anna Bert Cem", where)
    anna.says("/dagen")
    for day in DAYS[:6]:
        anna.taps(f"✓ {day}")
    assert "two of your calls may come on one day" in anna.room.last.text

    anna.taps("✓ Sunday")
    anna.forges(f"daysdone:{member(town, anna, where).id}:127")

    assert anna.room.notices[-2:] == ["One day at least has to be left, or nobody can call you."] * 2
    assert member(town, anna, where).cannot == frozenset()


def test_only_days_on_which_the_programme_calls_are_asked_about(town: Town) -> None:
    where = programme(town, calls=2)
    town.run(lambda tx: programmes.change(tx, where.id, calling_days=0b0010101))
    anna, *_ = everybody(town, "Anna Bert Cem", where)

    anna.says("/dagen")

    assert anna.room.last.labels == ["✓ Monday", "✓ Wednesday", "✓ Friday", "Done"]


def test_two_without_a_day_in_common_hear_that_their_call_found_none(town: Town) -> None:
    where = programme(town, calls=1)
    anna, bert = everybody(town, "Anna Bert", where)
    says_cannot(anna, *DAYS[:3])

    says_cannot(bert, *DAYS[3:])

    assert "I found no day that suits you both" in bert.room.last.text
    assert bert.room.last.text.count("• Anna, ") == 2


def test_in_several_belbooms_each_has_its_own_days(town: Town) -> None:
    first, second = programme(town, "Zonnebloem", calls=1), programme(town, "Parochie", calls=1)
    anna, *_ = everybody(town, "Anna Bert Cem", first)
    joins(town, anna, second)
    anna.says("/dagen")

    anna.taps("Parochie")
    anna.taps("✓ Monday")
    anna.taps("Done")

    assert member(town, anna, first).cannot == frozenset()
    assert member(town, anna, second).cannot == {0}


def test_in_an_opbelactie_calls_have_no_fixed_day(town: Town) -> None:
    where = opbelactie(town)
    anna = town.person("Anna")
    joins(town, anna, where, part=Part.ONLY_CALLS)

    anna.says("/dagen")

    assert "no fixed day" in anna.room.last.text


@pytest.mark.parametrize("mask", ["128", "-1", "x", "", "²", "01"])
def test_a_forged_set_of_days_changes_nothing(town: Town, mask: str) -> None:
    where = programme(town, calls=2)
    anna, *_ = everybody(town, "Anna Bert Cem", where)

    anna.forges(f"daysdone:{member(town, anna, where).id}:{mask}")

    assert "no longer works" in anna.room.notices[-1]
    assert member(town, anna, where).cannot == frozenset()


def test_nobody_sets_the_days_of_somebody_else(town: Town) -> None:
    where = programme(town, calls=2)
    anna, bert, _ = everybody(town, "Anna Bert Cem", where)
    theirs = member(town, anna, where).id

    for name in ("days", "daysturn", "daysdone"):
        bert.forges(f"{name}:{theirs}" + (":1" if name != "days" else ""))

    assert "no longer works" in bert.room.notices[-1]
    assert member(town, anna, where).cannot == frozenset()
