"""Taking a rest: others stand in, why is nobody's business, and afterwards all is as before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.features import pausing
from bot.out import Out
from domain.pause import PauseKind
from domain.programme import Part
from storage import assignments, memberships, pauses
from storage.memberships import Membership
from storage.pauses import Pause
from storage.programmes import Programme
from storage.tx import Tx
from tests.bot.features.scene import (
    accepts_statement,
    everybody,
    joins,
    joins_without_app,
    makes_fikser,
    on_list,
    opbelactie,
    plans,
    programme,
)
from tests.bot.town import Someone, Town
from tests.often import examples

WHOLE, CALLING = "No calls at all for a while", "I do not call, but like to be called"

Days = dict[tuple[str, str], int | None]


def member(town: Town, someone: Someone, where: Programme) -> Membership:
    person_id = someone.id
    found = town.run(lambda tx: memberships.of(tx, where.id, person_id))
    assert found is not None
    return found


def calls(town: Town, where: Programme) -> Days:
    rows = town.run(lambda tx: assignments.of_programme(tx, where.id))
    return {(row.caller_id, row.callee_id): row.weekday for row in rows}


def pause_of(town: Town, someone: Someone, where: Programme) -> Pause | None:
    mine = member(town, someone, where)
    return town.run(lambda tx: pauses.of_member(tx, mine.id))


def rests(someone: Someone, what: str = WHOLE, how_long: str = "A week") -> None:
    someone.says("/pauze")
    someone.taps(what)
    someone.taps(how_long)
    someone.taps("Yes, I pause")


def sets(town: Town, work: Callable[[Tx, Out], object]) -> None:
    town.run(lambda tx: work(tx, Out(tx)))
    town.deliver()


@pytest.fixture
def where(town: Town) -> Programme:
    """A belboom with an admin who is not in it."""
    town.person("Ada")
    return programme(town, calls=2)


def test_who_rests_is_out_of_all_calls_and_nobody_else_has_a_call_less(town: Town, where: Programme) -> None:
    anna, *others = everybody(town, "Anna Bert Cem Dirk Els Fatma Gert", where)

    rests(anna)

    away = member(town, anna, where).id
    now = calls(town, where)
    assert not any(away in pair for pair in now)
    assert len(now) == 2 * len(others)


def test_the_calls_come_back_by_themselves_each_on_its_day(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els Fatma Gert", where)
    before = calls(town, where)

    rests(anna)
    during = calls(town, where)
    town.advance(days=7)

    assert during != before
    assert calls(town, where) == before
    assert pause_of(town, anna, where) is None


def test_a_pause_ends_at_midnight_after_its_last_day_where_the_programme_is(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els", where)
    rests(anna)

    town.now = datetime(2026, 11, 24, 22, 59, tzinfo=UTC)
    town.run_jobs()
    before = pause_of(town, anna, where)
    town.now = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
    town.run_jobs()

    assert before is not None
    assert pause_of(town, anna, where) is None


def test_when_the_clock_changes_the_last_day_is_whole_all_the_same(town: Town, where: Programme) -> None:
    town.now = datetime(2026, 10, 20, 10, 0, tzinfo=UTC)
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els", where)

    rests(anna)  # until Monday 26 October; the clock goes back on the 25th

    pause = pause_of(town, anna, where)
    assert pause is not None
    assert pause.until == datetime(2026, 10, 26, 23, 0, tzinfo=UTC)
    assert pausing.last_day(where, pause) == date(2026, 10, 26)


def test_the_welcome_comes_after_the_quiet_hours_and_shows_the_calls(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els", where)
    rests(anna)
    town.now = datetime(2026, 11, 24, 23, 5, tzinfo=UTC)
    town.run_jobs()
    at_night = anna.room.text

    town.advance(hours=8)
    anna.taps("Whom do I call?")

    assert "Welcome back" not in at_night
    assert anna.room.text.count("Welcome back in Zonnebloem!") == 1
    assert "This is whom you call." in anna.room.last.text


def test_a_pause_that_ended_while_the_bot_was_away_ends_when_it_is_back(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els", where)
    before = calls(town, where)
    rests(anna)

    town.advance(days=40)
    town.advance(hours=1)

    assert calls(town, where) == before
    assert anna.room.text.count("Welcome back") == 1


def test_the_pauses_of_one_programme_end_in_one_transaction_and_those_of_others_in_the_next(town: Town) -> None:
    places = [programme(town, name) for name in ("Zonnebloem", "Roos")]
    resting = [everybody(town, names, place)[0] for names, place in zip(("Anna Bert", "Cem Dirk"), places, strict=True)]
    for someone in resting:
        rests(someone)
    town.now += timedelta(days=8)

    more = [town.run(lambda tx: pausing.end_pauses(tx, town.env, Out(tx)))]
    under_way = [pause_of(town, one, place) is not None for one, place in zip(resting, places, strict=True)]
    more.append(town.run(lambda tx: pausing.end_pauses(tx, town.env, Out(tx))))

    assert sorted(under_way) == [False, True]
    assert more == [True, False]
    assert [pause_of(town, one, place) for one, place in zip(resting, places, strict=True)] == [None, None]


def test_a_pause_begun_at_night_reaches_the_fikser_in_the_morning(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk", where)
    fien = town.person("Fien")
    makes_fikser(town, fien, where)
    town.now = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)

    rests(anna)
    at_night = list(fien.room.messages)
    town.advance(hours=6)

    assert at_night == []
    assert "Anna pauses in Zonnebloem until" in fien.room.text


def test_the_others_hear_that_calls_change_and_neither_who_nor_why(town: Town, where: Programme) -> None:
    anna, *others = everybody(town, "Anna Bert Cem Dirk Els Fatma Gert", where)

    rests(anna)
    town.advance(hours=1)

    told = "".join(someone.room.text for someone in others)
    assert "Your calls for Zonnebloem look a little different" in told
    assert "Anna" not in told
    assert "pause" not in told.lower()


def test_the_fikser_hears_once_who_rests_until_when(town: Town, where: Programme) -> None:
    fien = town.person("Fien")
    makes_fikser(town, fien, where)
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els Fatma", where)

    rests(anna, how_long="Two weeks")
    town.advance(hours=1)

    (told,) = [message.text for message in fien.room.messages.values()]
    assert told.startswith(
        "Anna pauses in Zonnebloem until 1 December 2026 included. "
        "Who calls whom meanwhile is arranged; afterwards everything is as before."
    )
    assert "Among the others 2 calls change." in told


def test_the_fikser_hears_what_cannot_be_met_meanwhile(town: Town, where: Programme) -> None:
    fien = town.person("Fien")
    makes_fikser(town, fien, where)
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els Fatma", where)

    rests(anna, CALLING)

    short, pause = (message.text for message in fien.room.messages.values())
    assert pause.startswith("Anna makes no calls in Zonnebloem until 24 November 2026 included, and is called as ever.")
    assert short.startswith("In Zonnebloem there are fewer callers than calls. Called less often for now: ")
    assert short.count("(1 instead of 2)") == 2


def test_who_has_no_time_to_call_is_called_as_ever(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els Fatma Gert", where)
    mine = member(town, anna, where).id
    callers = {pair for pair in calls(town, where) if pair[1] == mine}

    rests(anna, CALLING)

    now = calls(town, where)
    assert callers <= set(now)
    assert not any(caller == mine for caller, _ in now)


def test_during_a_pause_it_is_shown_and_back_is_one_tap(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els Fatma", where)
    before = calls(town, where)
    rests(anna, how_long="Three months")

    anna.says("/pauze")
    shown = anna.room.last.text
    anna.taps("I am back")

    assert shown == "Until 17 February 2027 included you call nobody in Zonnebloem, and nobody calls you."
    assert anna.room.last.text == "Welcome back in Zonnebloem! Everything is as it was before your pause."
    assert anna.room.last.labels == ["Whom do I call?"]
    assert calls(town, where) == before


def test_another_end_takes_the_place_of_the_one_before(town: Town, where: Programme) -> None:
    fien = town.person("Fien")
    makes_fikser(town, fien, where)
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els Fatma", where)
    rests(anna)
    during = calls(town, where)

    anna.says("/pauze")
    anna.taps("Change my pause")
    anna.taps(WHOLE)
    anna.taps("Until another day")
    anna.says("24/12/2026")
    anna.taps("Yes, I pause")
    town.advance(days=30)

    pause = pause_of(town, anna, where)
    assert pause is not None
    assert pausing.last_day(where, pause) == date(2026, 12, 24)
    assert calls(town, where) == during
    assert "24 December 2026" in fien.room.text


def test_a_day_that_is_past_or_no_day_is_explained_and_asked_again(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem", where)
    anna.says("/pauze")
    anna.taps(WHOLE)
    anna.taps("Until another day")

    for text, answer in (
        ("soon", "I cannot read a date in that."),
        ("17/11/2026", "That day has gone by."),
        ("20/11/2027", "That is more than a year away. A pause can last until 19 November 2027"),
    ):
        anna.says(text)
        assert answer in anna.room.text
    anna.says("19/11/2027")
    anna.taps("Yes, I pause")

    assert pause_of(town, anna, where) is not None


def test_with_several_programmes_it_is_asked_from_which(town: Town, where: Programme) -> None:
    other = programme(town, "Parochie", calls=2)
    anna, *_ = everybody(town, "Anna Bert Cem", where)
    joins(town, anna, other)

    anna.says("/pauze")
    anna.taps("Parochie")
    anna.taps(WHOLE)
    anna.taps("A week")
    anna.taps("Yes, I pause")

    assert pause_of(town, anna, other) is not None
    assert pause_of(town, anna, where) is None


def test_buttons_of_somebody_else_and_old_ones_change_nothing(town: Town, where: Programme) -> None:
    anna, bert, *_ = everybody(town, "Anna Bert Cem Dirk", where)
    rests(anna)
    mine = member(town, anna, where).id

    for name in ("pause", "pausechange", "pauseend"):
        bert.forges(f"{name}:{mine}")
        bert.forges(f"{name}:nobody")
    anna.says("/pauze")
    anna.taps("I am back")
    anna.forges(f"pauseend:{mine}")

    assert set(bert.room.notices) == {"That button belongs to somebody else."}
    assert anna.room.notices[-1] == "Your pause is over already. Welcome back!"


def test_in_a_group_the_buttons_do_nothing(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem", where)
    group = town.group(added_by=town.person("Admin"))
    mine = member(town, anna, where).id

    anna.forges(f"pause:{mine}", group=group)

    assert group.notices == ["That is between you and me. Send /pauze to me in private."]


def test_an_answer_given_after_the_last_day_has_passed_changes_nothing(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk", where)
    before = calls(town, where)
    anna.says("/pauze")
    anna.taps(WHOLE)
    anna.taps("A week")

    town.now += timedelta(days=8)
    anna.taps("Yes, I pause")

    assert "that last day has gone by in the meantime" in anna.room.last.text
    assert calls(town, where) == before


def test_an_answer_given_after_leaving_changes_nothing(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk", where)
    mine = member(town, anna, where).id
    anna.says("/pauze")
    anna.taps(WHOLE)
    anna.taps("A week")

    town.run(lambda tx: memberships.leave(tx, mine))
    anna.taps("Yes, I pause")

    assert "You no longer take part there" in anna.room.last.text
    assert town.run(lambda tx: pauses.of_member(tx, mine)) is None


def test_who_leaves_while_resting_is_not_resting_when_they_come_back(town: Town, where: Programme) -> None:
    anna, *others = everybody(town, "Anna Bert Cem Dirk Els", where)
    rests(anna, how_long="Three months")
    mine = member(town, anna, where).id

    town.run(lambda tx: memberships.leave(tx, mine))
    plans(town, where)
    gone = calls(town, where)
    joins(town, anna, where, plan=True)

    assert not any(mine in pair for pair in gone)
    assert len(gone) == 2 * len(others)
    assert pause_of(town, anna, where) is None
    assert any(mine == caller for caller, _ in calls(town, where))


def test_when_everybody_rests_nobody_calls_and_afterwards_all_is_as_before(town: Town, where: Programme) -> None:
    members = everybody(town, "Anna Bert Cem Dirk Els", where)
    before = calls(town, where)

    for someone in members:
        rests(someone)
    during = calls(town, where)
    town.advance(days=7)

    assert not during
    assert calls(town, where) == before


def test_who_joins_meanwhile_calls_too_and_the_one_who_was_away_has_their_calls_again(
    town: Town, where: Programme
) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els Fatma Gert", where)
    mine = member(town, anna, where).id
    rests(anna)

    newcomer = joins(town, town.person("Hind"), where, plan=True)
    meanwhile = calls(town, where)
    town.advance(days=7)

    after = calls(town, where)
    assert sum(1 for caller, _ in meanwhile if caller == newcomer) == 2
    assert sum(1 for caller, _ in after if caller == mine) == 2
    assert sum(1 for _, callee in after if callee == mine) == 2
    assert len(after) == 16


def test_who_rests_gets_no_digest_and_who_stands_in_has_the_call_in_theirs(town: Town, where: Programme) -> None:
    anna, bert, *_ = everybody(town, "Anna Bert Cem Dirk Els", where)
    rests(anna, how_long="Two weeks")

    town.now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    town.run_jobs()
    town.advance(hours=1)

    assert "A new week." not in anna.room.text
    assert "A new week." in bert.room.text
    assert "Anna" not in bert.room.text


def test_a_call_of_before_the_pause_can_be_told_of_and_rests_on(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els", where)
    mine = member(town, anna, where).id
    rests(anna)

    anna.says("/gebeld")
    callee = anna.room.last.labels[0]
    anna.taps(callee)
    anna.taps("No answer")
    anna.taps("Save")

    assert not any(mine in pair for pair in calls(town, where))
    assert len(town.run(lambda tx: assignments.resting(tx, mine))) == 2
    assert sum(1 for row in town.run(lambda tx: assignments.resting(tx, mine)) if row.worked_at is not None) == 1


def test_a_week_later_the_calls_that_rest_are_no_longer_offered(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els", where)
    rests(anna, how_long="A month")

    town.now += timedelta(days=8)
    anna.says("/gebeld")

    assert "nothing to report" in anna.room.last.text


def test_a_fikser_rests_for_somebody_without_the_app_and_hears_when_it_is_over(town: Town, where: Programme) -> None:
    fien = town.person("Fien")
    makes_fikser(town, fien, where)
    rosa = joins_without_app(town, "Rosa", where)
    everybody(town, "Anna Bert Cem Dirk", where)
    by, last = fien.id, date(2026, 11, 30)

    def begins(tx: Tx, out: Out) -> None:
        membership = memberships.get(tx, rosa)
        assert membership is not None
        pausing.begin(tx, out, membership, PauseKind.WHOLE, last, set_by=by)

    sets(town, begins)
    during = calls(town, where)
    told = fien.room.text
    town.advance(days=14)

    assert not any(rosa in pair for pair in during)
    assert told == ""
    assert "The pause of Rosa in Zonnebloem is over" in fien.room.text
    assert any(rosa in pair for pair in calls(town, where))


def test_who_has_the_app_hears_when_a_fikser_set_or_ended_their_pause(town: Town, where: Programme) -> None:
    fien = town.person("Fien")
    makes_fikser(town, fien, where)
    anna, *_ = everybody(town, "Anna Bert Cem Dirk", where)
    mine, by = member(town, anna, where), fien.id

    sets(town, lambda tx, out: pausing.begin(tx, out, mine, PauseKind.CALLING, date(2026, 12, 1), set_by=by))
    set_words = anna.room.last.text
    sets(town, lambda tx, out: pausing.end(tx, out, mine, ended_by=by))

    assert set_words.startswith("Your fikser noted down a pause for you in Zonnebloem.")
    assert "1 December 2026" in set_words
    assert anna.room.last.text.startswith("Welcome back")
    assert "Anna" not in fien.room.text


@pytest.mark.parametrize("last", [date(2026, 11, 17), date(2027, 11, 20)])
def test_a_pause_cannot_end_before_today_or_after_more_than_a_year(town: Town, where: Programme, last: date) -> None:
    anna, *_ = everybody(town, "Anna Bert", where)
    mine, by = member(town, anna, where), anna.id

    with pytest.raises(ValueError, match="between today and a year from now"):
        town.run(lambda tx: pausing.begin(tx, Out(tx), mine, PauseKind.WHOLE, last, set_by=by))


def test_a_volunteer_is_asked_until_when_only_and_their_list_goes_to_others(town: Town) -> None:
    town.person("Ada")
    where = opbelactie(town, calls=3)
    vera, wim = town.person("Vera"), town.person("Wim")
    for someone in (vera, wim):
        joins(town, someone, where, part=Part.ONLY_CALLS)
        accepts_statement(town, someone, where)
    on_list(town, "Rosa Georges Mia", where)
    plans(town, where)
    mine, theirs = member(town, vera, where).id, member(town, wim, where).id

    vera.says("/pauze")
    vera.taps("A week")
    vera.taps("Yes, I pause")
    during = calls(town, where)
    town.advance(days=7)
    town.advance(hours=10)

    assert {caller for caller, _ in during} == {theirs}
    assert len(during) == 3
    assert not any(caller == mine for caller, _ in calls(town, where))
    assert "Welcome back in Warme lijn!" in vera.room.text


def test_a_call_agreed_with_a_volunteer_who_rests_keeps_its_day_with_somebody_else(town: Town) -> None:
    town.person("Ada")
    where = opbelactie(town, calls=3)
    vera = town.person("Vera")
    joins(town, vera, where, part=Part.ONLY_CALLS)
    on_list(town, "Rosa", where)
    plans(town, where)
    wim = joins(town, town.person("Wim"), where, part=Part.ONLY_CALLS)
    (call,) = town.run(lambda tx: assignments.of_programme(tx, where.id))
    agreed = town.now + timedelta(weeks=4)
    town.run(lambda tx: assignments.mark_worked(tx, call.id, due_at=agreed))

    vera.says("/pauze")
    vera.taps("A week")
    vera.taps("Yes, I pause")

    (after,) = town.run(lambda tx: assignments.of_programme(tx, where.id))
    assert (after.caller_id, after.callee_id, after.due_at) == (wim, call.callee_id, agreed)


def test_own_data_tells_of_pauses_and_nobody_elses_business(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk", where)
    rests(anna, CALLING, "Two weeks")

    anna.says("/mijngegevens")

    assert "A pause from 18 November 2026 to 1 December 2026: you do not call, and are called." in anna.room.last.text


def test_a_pause_that_is_long_over_is_forgotten(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk", where)
    rests(anna)
    mine = member(town, anna, where).id
    town.advance(days=8)
    kept = town.run(lambda tx: pauses.kept(tx, mine))

    town.advance(days=36)
    town.advance(days=1)

    assert len(kept) == 1
    assert town.run(lambda tx: pauses.kept(tx, mine)) == []


Turn = tuple[int, int, PauseKind | None]
turns = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 30), st.sampled_from([None, *PauseKind])), min_size=1, max_size=6
)


@settings(max_examples=examples(6), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=turns, size=st.integers(1, 9), cannot=st.lists(st.frozensets(st.integers(0, 6), max_size=5), max_size=4))
def test_after_any_pauses_every_kept_call_is_as_it_was(
    history: list[Turn], size: int, cannot: list[frozenset[int]]
) -> None:
    with TemporaryDirectory() as directory:
        town = Town(Path(directory))
        where = programme(town, calls=2)
        members = [joins_without_app(town, f"Somebody {i}", where) for i in range(size)]
        for who, days in zip(members, cannot, strict=False):
            town.run(lambda tx, who=who, days=days: memberships.set_cannot(tx, who, days))  # type: ignore[misc]
        plans(town, where)
        before = calls(town, where)

        for place, days_on, kind in history:
            sets(town, turn(town, members[place % size], kind, town.now.date() + timedelta(days=days_on)))
            during = calls(town, where)
            plans(town, where)
            assert calls(town, where) == during
            town.advance(days=3)
        town.advance(days=31)

        assert calls(town, where) == before
        assert not any(row.stands_in for row in town.run(lambda tx: assignments.of_tree(tx, where.id)))
        town.engine.dispose()
        town.raw.close()


def turn(town: Town, member_id: str, kind: PauseKind | None, last: date) -> Callable[[Tx, Out], object]:
    """Somebody rests until `last`, or is back."""
    membership = town.run(lambda tx: memberships.get(tx, member_id))
    assert membership is not None
    if kind is None:
        return lambda tx, out: pausing.end(tx, out, membership, ended_by="nobody")
    # `set_by` is a person; those who rest here set it themselves
    return lambda tx, out: pausing.begin(tx, out, membership, kind, last, set_by=membership.person_id)


def test_whoever_pauses_is_not_told_what_they_did_themselves(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els Fatma Gert", where)

    rests(anna)
    town.advance(hours=1)
    anna.says("/pauze")
    anna.taps("I am back")
    town.advance(hours=1)

    assert "a little" not in anna.room.text


def test_the_lists_of_whoever_pauses_say_until_when(town: Town, where: Programme) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els Fatma Gert", where)
    rests(anna, how_long="Two weeks")

    anna.says("/wiebelik")
    calls_nobody = anna.room.last.text
    anna.says("/wiebeltmij")

    assert "You pause until 1 December 2026 included." in calls_nobody
    assert "You pause until 1 December 2026 included." in anna.room.last.text


def test_the_same_shortage_for_somebody_else_is_not_told_again(town: Town, where: Programme) -> None:
    fien = town.person("Fien")
    makes_fikser(town, fien, where)
    members = everybody(town, "Anna Bert Cem Dirk Els Fatma", where)
    joins_without_app(town, "Oma Rosa", where, part=Part.ONLY_CALLED)
    plans(town, where)
    called = [callee for _, callee in calls(town, where)]
    short = next(one for one in members if called.count(member(town, one, where).id) < 2)

    rests(short)

    assert sum("fewer callers than calls" in message.text for message in fien.room.messages.values()) == 1
