"""One call goes otherwise this week: another day, not at all, or somebody else; next week all is as ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.pairs import PairKind
from domain.pause import PauseKind
from domain.programme import Part
from storage import assignments, memberships, pairs, pauses, week_calls
from storage.programmes import Programme
from storage.tx import Tx
from tests.bot.features.scene import (
    accepts_statement,
    everybody,
    joins,
    makes_fikser,
    on_list,
    opbelactie,
    plans,
    programme,
)
from tests.bot.features.test_digest import MONDAY_NINE, at, digests
from tests.bot.features.test_nudges import call_of, day_nine, nudges, on_day
from tests.bot.features.test_silent import member, quiet
from tests.bot.town import Room, Someone, Town

WEEK, NEXT_WEEK = "2026-W48", "2026-W49"
ASKS = "Who can call {name} this week, on Wednesday?"


@pytest.fixture
def group(town: Town) -> Room:
    return town.group()


@pytest.fixture
def where(town: Town, group: Room) -> Programme:
    return programme(town, calls=1, group=group)


def settled(town: Town, names: str, where: Programme) -> list[Someone]:
    """Everybody calls on Wednesday of a week that has just begun; the digests are out."""
    members = everybody(town, names, where)
    for someone in members:
        on_day(town, someone, where, 2)
    at(town, MONDAY_NINE)
    return members


def whom(town: Town, someone: Someone, where: Programme, members: list[Someone]) -> Someone:
    """Whom somebody calls."""
    callee = call_of(town, someone, where).callee_id
    return next(one for one in members if member(town, one, where) == callee)


def opens(someone: Someone) -> None:
    """To the options of one's only call."""
    someone.says("/wiebelik")
    someone.taps("Something else this week?")


def asks(town: Town, someone: Someone) -> None:
    opens(someone)
    someone.taps("Somebody else, this week")


def fits(town: Town, someone: Someone, asker: Someone, where: Programme) -> bool:
    """Whether somebody may take the asker's call."""
    call = call_of(town, asker, where)
    return call.callee_id not in (member(town, someone, where), call_of(town, someone, where).callee_id)


def taker_for(town: Town, asker: Someone, members: list[Someone], where: Programme) -> Someone:
    return next(one for one in members if one is not asker and fits(town, one, asker, where))


def test_another_day_of_this_week_is_chosen_and_the_word_comes_then(town: Town, where: Programme) -> None:
    anna, bert = settled(town, "Anna Bert", where)
    opens(anna)

    anna.taps("Another day")
    offered = anna.room.last.labels
    anna.taps("Friday")
    said = anna.room.last.text
    for day in range(2, 7):
        at(town, day_nine(day))

    assert offered == ["Monday", "Tuesday", "Thursday", "Friday", "Saturday", "Sunday", "Back"]
    assert said == "Good: this week you call Bert on Friday."
    assert nudges(anna) == ["Today you call Bert."]
    assert "• Friday: Bert" in digests(anna)[0]
    bert.says("/wiebeltmij")
    assert "• Friday: Anna" in bert.room.last.text


def test_next_week_the_usual_day_is_back(town: Town, where: Programme) -> None:
    anna, _ = settled(town, "Anna Bert", where)
    opens(anna)
    anna.taps("Another day")
    anna.taps("Friday")

    at(town, MONDAY_NINE + timedelta(weeks=1))

    assert "• Wednesday: Bert" in digests(anna)[-1]


def test_days_gone_by_and_days_somebody_cannot_are_not_offered(town: Town, where: Programme) -> None:
    anna, bert = settled(town, "Anna Bert", where)
    callee = member(town, bert, where)
    town.run(lambda tx: memberships.set_cannot(tx, callee, [5]))
    at(town, day_nine(2))
    opens(anna)

    anna.taps("Another day")

    assert anna.room.last.labels == ["Thursday", "Friday", "Sunday", "Back"]


def test_days_with_a_call_already_say_so(town: Town) -> None:
    where = programme(town, calls=2)
    anna, *_ = everybody(town, "Anna Bert Cem", where)
    town.now = MONDAY_NINE - timedelta(hours=3)
    opens(anna)
    anna.taps("Bert (")

    anna.taps("Another day")

    labels = anna.room.last.labels
    assert sum("(you call Cem then)" in label for label in labels) == 1
    assert sum("(somebody else calls then)" in label for label in labels) <= 1


def test_on_sunday_there_is_no_other_day_left(town: Town, where: Programme) -> None:
    anna, _ = settled(town, "Anna Bert", where)
    on_day(town, anna, where, 6)
    town.now = day_nine(6)
    opens(anna)

    anna.taps("Another day")

    assert "There is no other day left this week." in anna.room.notices[-1]


def test_a_forged_day_changes_nothing(town: Town, where: Programme) -> None:
    anna, bert = settled(town, "Anna Bert", where)
    call = call_of(town, anna, where)

    for forged in (f"otherday:{call.id}:9", f"otherday:{call.id}:-1", f"otherday:{call.id}:x", "otherday:gone:3"):
        anna.forges(forged, message_id=anna.room.last.id)
    for name in ("otherday", "skipweek", "otherone", "asever", "otherwise"):
        bert.forges(f"{name}:{call.id}", message_id=bert.room.last.id)

    kept = town.run(lambda tx: week_calls.get(tx, call.id, WEEK))
    assert kept is not None
    assert (kept.change, kept.weekday) == (None, 2)


def test_not_this_week_is_quite_all_right_and_can_be_taken_back(town: Town, where: Programme) -> None:
    anna, bert = settled(town, "Anna Bert", where)
    opens(anna)

    anna.taps("Not this week")
    said, listed = anna.room.last.text, digests(anna)[0]
    bert.says("/wiebeltmij")
    told = bert.room.last.text
    anna.taps("As ever after all")
    at(town, day_nine(2))

    assert said == "That is quite all right. Next week you call Bert again. Look after yourself."
    assert "• Wednesday: Bert (not this week)" in listed
    assert "• Wednesday: Anna (not this week)" in told
    assert nudges(anna) == ["Today you call Bert."]


def test_what_is_left_out_this_week_gets_no_word_and_makes_nobody_silent(town: Town, where: Programme) -> None:
    anna, _ = settled(town, "Anna Bert", where)
    opens(anna)
    anna.taps("Not this week")

    for day in range(2, 8):
        at(town, day_nine(day))

    assert nudges(anna) == []
    assert "Anna" not in quiet(town, where)


def test_the_word_of_the_day_can_be_put_off_from_within(town: Town, where: Programme) -> None:
    anna, _ = settled(town, "Anna Bert", where)
    at(town, day_nine(2))

    anna.taps("Another day")
    anna.taps("Saturday")
    at(town, day_nine(5))

    assert nudges(anna) == ["Today you call Bert."]
    assert anna.room.last.text == "Today you call Bert."


def test_the_group_is_asked_and_the_first_to_accept_has_the_call(town: Town, where: Programme, group: Room) -> None:
    members = settled(town, "Anna Bert Cem Dirk Els", where)
    anna = members[0]
    callee = whom(town, anna, where, members)
    taker = taker_for(town, anna, members, where)

    asks(town, anna)
    question = group.last.text
    taker.taps("I will", group=group)
    at(town, day_nine(2))

    assert question == ASKS.format(name=callee.name)
    assert group.last.text == f"{taker.name} calls. Thank you!"
    assert group.last.labels == []
    assert f"{taker.name} calls {callee.name} this week. All is well." in anna.room.text
    assert f"This week {taker.name} calls you, on Wednesday." in callee.room.text
    assert f"{callee.name} (this week {taker.name} does)" in digests(anna)[0]
    assert f"{callee.name} (this week, instead of Anna)" in digests(taker)[0]
    assert nudges(anna) == []
    assert callee.name in nudges(taker)[0]


def test_the_others_hear_that_it_is_arranged(town: Town, where: Programme, group: Room) -> None:
    members = settled(town, "Anna Bert Cem Dirk Els", where)
    anna = members[0]
    call = call_of(town, anna, where)
    taker = taker_for(town, anna, members, where)
    late = next(one for one in members if one not in (anna, taker) and fits(town, one, anna, where))
    asks(town, anna)
    taker.taps("I will", group=group)

    late.forges(f"iwill:{call.id}:{WEEK}", group=group, message_id=group.last.id)

    assert group.notices[-1] == "That is arranged already, or does not go. Thank you for offering!"
    kept = town.run(lambda tx: week_calls.get(tx, call.id, WEEK))
    assert kept is not None
    assert kept.taken_by == member(town, taker, where)


@pytest.mark.parametrize("why", ["never", "pauses", "is called", "calls them anyway"])
def test_whoever_cannot_take_it_is_refused_in_the_same_words(
    town: Town, where: Programme, group: Room, why: str
) -> None:
    members = settled(town, "Anna Bert Cem Dirk Els", where)
    anna = members[0]
    call = call_of(town, anna, where)
    taker = taker_for(town, anna, members, where)
    if why == "is called":
        taker = whom(town, anna, where, members)
    taker_id = member(town, taker, where)

    def prepare(tx: Tx) -> None:
        if why == "never":
            pairs.keep(tx, where.id, taker_id, call.callee_id, PairKind.NEVER, set_by=None)
        elif why == "pauses":
            until = tx.now + timedelta(weeks=2)
            kind = PauseKind.CALLING
            pauses.begin(tx, membership_id=taker_id, programme_id=where.id, kind=kind, until=until, set_by=None)
        elif why == "calls them anyway":
            assignments.hand_out(tx, where.id, {(taker_id, call.callee_id): 4})

    asks(town, anna)
    town.run(prepare)
    taker.taps("I will", group=group)

    assert group.notices[-1] == "That is arranged already, or does not go. Thank you for offering!"
    assert group.last.labels == ["I will"]


def test_only_those_who_call_in_the_programme_can_take_it(town: Town, where: Programme, group: Room) -> None:
    members = settled(town, "Anna Bert", where)
    rosa, stranger = town.person("Rosa"), town.person("Zoe")
    joins(town, rosa, where, part=Part.ONLY_CALLED)
    asks(town, members[0])

    rosa.taps("I will", group=group)
    stranger.taps("I will", group=group)

    assert group.notices[-2:] == ["That is for those who call in Zonnebloem."] * 2


def test_the_asker_takes_it_back_in_the_group(town: Town, where: Programme, group: Room) -> None:
    anna, _ = settled(town, "Anna Bert", where)
    asks(town, anna)

    anna.taps("I will", group=group)
    at(town, day_nine(2))

    assert group.notices[-1] == "Good: you call this week after all."
    assert group.last.text == "It is arranged. Thank you!"
    assert nudges(anna) == ["Today you call Bert."]


def test_a_question_of_last_week_is_over(town: Town, where: Programme, group: Room) -> None:
    members = settled(town, "Anna Bert Cem Dirk Els", where)
    anna = members[0]
    taker = taker_for(town, anna, members, where)
    asks(town, anna)
    town.now += timedelta(weeks=1)

    taker.taps("I will", group=group)

    assert "That is arranged already" in group.notices[-1]


def test_at_night_the_group_is_asked_in_the_morning_and_not_at_all_when_it_was_taken_back(
    town: Town, where: Programme, group: Room
) -> None:
    anna, _ = settled(town, "Anna Bert", where)
    town.now = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
    asks(town, anna)
    in_the_night = len(group.messages)
    anna.taps("As ever after all")

    at(town, datetime(2026, 11, 24, 8, 0, tzinfo=UTC))

    assert (in_the_night, len(group.messages)) == (0, 0)


def test_the_question_fits_the_day_on_which_it_is_read(town: Town, where: Programme, group: Room) -> None:
    anna, _ = settled(town, "Anna Bert", where)
    town.now = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
    asks(town, anna)

    at(town, datetime(2026, 11, 25, 8, 0, tzinfo=UTC))

    assert "Who can call Bert today?" in group.last.text


def test_what_would_be_read_next_week_only_is_not_asked(town: Town, where: Programme, group: Room) -> None:
    anna, _ = settled(town, "Anna Bert", where)
    town.now = datetime(2026, 11, 29, 21, 30, tzinfo=UTC)

    asks(town, anna)
    at(town, datetime(2026, 11, 30, 8, 0, tzinfo=UTC))

    assert "There is nobody here whom I can ask." in anna.room.notices[-1]
    assert not group.messages


def test_nobody_took_it_so_the_asker_hears_it_kindly_on_the_day_once(town: Town, where: Programme) -> None:
    anna, bert = settled(town, "Anna Bert", where)
    anna.says("/uren")
    anna.taps("No word on the day of a call")
    asks(town, anna)

    for day in range(1, 6):
        at(town, day_nine(day))
        at(town, day_nine(day) + timedelta(hours=2))

    told = [m.text for m in anna.room.messages.values() if "Nobody has been able to call Bert" in m.text]
    assert len(told) == 1
    assert bert.room.text.count("Nobody has been able") == 0


def test_what_nobody_took_still_stands_in_the_word_of_the_day_after_another_report(
    town: Town, where: Programme, group: Room
) -> None:
    anna, bert = settled(town, "Anna Bert", where)
    asks(town, anna)
    second = programme(town, "Parochie", calls=1)
    joins(town, anna, second)
    joins(town, town.person("Jef"), second, plan=True)
    at(town, day_nine(2))

    anna.says("/gebeld")
    for label in ("Parochie", "Jef", "No answer", "Save"):
        anna.taps(label)

    assert f"Nobody has been able to call {bert.name} in your place." in anna.room.text
    assert "All is done for today." not in anna.room.text


def test_the_taker_reports_the_call_as_theirs_and_the_asker_is_not_silent(
    town: Town, where: Programme, group: Room
) -> None:
    members = settled(town, "Anna Bert Cem Dirk Els", where)
    anna = members[0]
    callee = whom(town, anna, where, members)
    taker = taker_for(town, anna, members, where)
    asks(town, anna)
    taker.taps("I will", group=group)
    at(town, day_nine(2))

    taker.taps(f"I called {callee.name}")
    for label in ("No answer", "Save"):
        taker.taps(label)
    at(town, day_nine(7))

    assert f"{callee.name} (called this week) (this week, instead of Anna)" in digests(taker)[0]
    silent = quiet(town, where)
    assert taker.name not in silent
    assert "Anna" not in silent


def test_a_wrong_number_found_by_the_taker_goes_to_the_fikser(town: Town, where: Programme, group: Room) -> None:
    members = settled(town, "Anna Bert Cem Dirk Els", where)
    anna = members[0]
    fien = town.person("Fien")
    makes_fikser(town, fien, where)
    callee = whom(town, anna, where, members)
    taker = taker_for(town, anna, members, where)
    asks(town, anna)
    taker.taps("I will", group=group)
    at(town, day_nine(2))

    taker.taps(f"I called {callee.name}")
    for label in ("Wrong number", "Save"):
        taker.taps(label)

    assert f"The phone number of {callee.name} in Zonnebloem seems to be wrong." in fien.room.text


def test_the_original_caller_no_longer_reports_what_was_taken(town: Town, where: Programme, group: Room) -> None:
    members = settled(town, "Anna Bert Cem Dirk Els", where)
    anna = members[0]
    taker = taker_for(town, anna, members, where)
    asks(town, anna)
    taker.taps("I will", group=group)

    anna.says("/gebeld")

    assert "You have nobody to call at the moment" in anna.room.last.text


def test_without_a_group_the_fikser_is_asked(town: Town) -> None:
    where = programme(town, calls=1)
    members = settled(town, "Anna Bert Cem Dirk Els", where)
    anna = members[0]
    fikser = taker_for(town, anna, members, where)
    makes_fikser(town, fikser, where)

    asks(town, anna)
    fikser.taps("I will")

    assert "I ask your fikser." in anna.room.text
    assert f"{fikser.name} calls " in anna.room.text


def test_without_anybody_to_ask_it_says_so(town: Town) -> None:
    where = programme(town, calls=1)
    anna, _ = settled(town, "Anna Bert", where)

    asks(town, anna)

    assert "There is nobody here whom I can ask." in anna.room.notices[-1]


def test_a_share_goes_back_to_the_list_after_a_yes(town: Town) -> None:
    where = opbelactie(town, calls=1)
    anna, bert = town.person("Anna"), town.person("Bert")
    for someone in (anna, bert):
        joins(town, someone, where, part=Part.ONLY_CALLS)
        accepts_statement(town, someone, where)
    on_list(town, "Xavier", where)
    plans(town, where)
    holder = anna if "Xavier" in _calls(anna) else bert
    other = bert if holder is anna else anna

    opens(holder)
    holder.taps("Somebody else, this week")
    holder.taps("Yes, somebody else calls")

    assert "Xavier" not in _calls(holder)
    assert "Xavier" in _calls(other)


def test_whoever_took_a_call_and_left_makes_it_no_more(town: Town, where: Programme, group: Room) -> None:
    members = settled(town, "Anna Bert Cem Dirk Els", where)
    anna = members[0]
    call = call_of(town, anna, where)
    taker = taker_for(town, anna, members, where)
    asks(town, anna)
    taker.taps("I will", group=group)
    taker_id = member(town, taker, where)

    town.run(lambda tx: memberships.leave(tx, taker_id))

    kept = town.run(lambda tx: week_calls.get(tx, call.id, WEEK))
    assert kept is not None
    assert (kept.change, kept.maker) == (None, call.caller_id)


@pytest.mark.parametrize(("day", "week"), [(8, WEEK), (9, NEXT_WEEK)], ids=["tuesday", "wednesday"])
def test_a_button_of_last_week_counts_for_that_week_until_tuesday(
    town: Town, where: Programme, day: int, week: str
) -> None:
    anna, _ = settled(town, "Anna Bert", where)
    call = call_of(town, anna, where)
    at(town, day_nine(day))

    anna.forges(f"report:{call.id}:{WEEK}", message_id=anna.room.last.id)
    for label in ("No answer", "Save"):
        anna.taps(label)

    assert reported_in(town, call.id) == {week}


def reported_in(town: Town, call: str) -> set[str]:
    """The weeks for which this call was reported."""

    def work(tx: Tx) -> set[str]:
        found = {week: week_calls.get(tx, call, week) for week in (WEEK, NEXT_WEEK)}
        return {week for week, one in found.items() if one is not None and one.reported}

    return town.run(work)


def _calls(someone: Someone) -> str:
    someone.says("/wiebelik")
    return someone.room.last.text
