"""The gap guard tells the fikser for whom a call on another day could do good, and asks whoever could make it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.features import lists, week_asking
from bot.features.rota import replan
from bot.out import Out
from domain.call import Outcome
from domain.pause import PauseKind
from domain.programme import Part
from domain.week import Week, week_of
from storage import assignments, memberships, past_calls, pauses, people, programmes, reports, week_calls, week_changes
from storage.assignments import Assignment
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
from tests.bot.town import Someone, Town

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
WAITS = "nobody told me of a talk with"


class Street:
    """A belboom of five in which everybody calls three others, and a fikser who is not in it."""

    def __init__(self, town: Town, names: str = "Anna Bert Cem Dirk Els", calls: int = 3) -> None:
        self.town = town
        self.where = programme(town, calls=calls)
        self.members = everybody(town, names, self.where)
        self.fikser = town.person("Fien")
        makes_fikser(town, self.fikser, self.where)

    @property
    def anna(self) -> Someone:
        """The first of them."""
        return self.members[0]

    def member(self, someone: Someone) -> str:
        """Their membership."""
        person_id = someone.id
        found = self.town.run(lambda tx: memberships.of(tx, self.where.id, person_id))
        assert found is not None
        return found.id

    def callers(self, someone: Someone) -> list[Assignment]:
        """The calls to somebody."""
        member = self.member(someone)
        return self.town.run(lambda tx: assignments.by_callee(tx, member))

    def who(self, row: Assignment) -> Someone:
        """Who makes that call."""
        return next(one for one in self.members if self.member(one) == row.caller_id)

    def talks(self, *but: Someone, outcome: Outcome = Outcome.REACHED) -> None:
        """One caller of each member, except those named, tells of a call just now."""
        for someone in self.members:
            if someone not in but:
                self.reports(self.callers(someone)[:1], outcome)

    def reports(self, rows: Iterable[Assignment], outcome: Outcome = Outcome.REACHED) -> None:
        """The callers tell of these calls just now."""
        for row in rows:
            reported(self.town, self.where, row.caller_id, row.callee_id, outcome)

    def until_tuesday(self, weeks: int = 1) -> None:
        """Time passes until the gap guard looks for the `weeks`th time; each week others are talked with."""
        until_tuesday(self.town, weeks)

    def shown(self) -> list[str]:
        """What the gap guard told the fikser."""
        return [
            m.text for _, m in sorted(self.fikser.room.messages.items()) if WAITS in m.text or "the calls to" in m.text
        ]


def reported(town: Town, where: Programme, caller: str, callee: str, outcome: Outcome) -> None:
    """A call was reported just now."""

    def work(tx: Tx) -> None:
        reports.add(
            tx,
            programme_id=where.id,
            caller_id=caller,
            callee_id=callee,
            week=str(week_of(tx.now, where.timezone)),
            outcome=outcome,
            may_note=False,
            may_pass_on=False,
            may_call_again=False,
            body={},
            days=where.retention_days,
        )

    town.run(work)


def until_tuesday(town: Town, weeks: int = 1) -> None:
    """Time passes until the `weeks`th Tuesday at ten from now, in Belgium."""
    for _ in range(weeks):
        days = (TUE - town.now.weekday() - 1) % 7 + 1
        town.now = datetime.combine(town.now.date() + timedelta(days=days), datetime.min.time(), UTC)
        town.advance(hours=9)


@pytest.fixture
def street(town: Town) -> Street:
    """Five people and Fien."""
    return Street(town)


def long_unheard(street: Street, name: str = "Anna") -> Someone:
    """Everybody is talked with for weeks, except one, whose callers get no answer."""
    quiet = next(one for one in street.members if one.name == name)
    for _ in range(3):
        street.talks(quiet)
        street.reports(street.callers(quiet)[:1], Outcome.NO_ANSWER)
        street.until_tuesday()
    return quiet


def test_who_was_not_reached_for_two_full_weeks_is_shown_with_the_callers_and_one_who_could(street: Street) -> None:
    anna = long_unheard(street)

    (told,) = street.shown()
    assert "In the past 2 weeks nobody told me of a talk with Anna in Zonnebloem." in told
    assert all(street.who(row).name in told for row in street.callers(anna))
    assert "has no other call on" in told
    ask, leave = street.fikser.room.last.labels
    assert ask.startswith("Ask ")
    assert leave == "Leave it"


def test_before_that_nobody_is_shown(street: Street) -> None:
    for _ in range(2):
        street.talks(street.anna)
        street.until_tuesday()

    assert street.shown() == []


def test_a_talk_told_of_on_monday_counts(street: Street) -> None:
    for _ in range(2):
        street.talks(street.anna)
        street.until_tuesday()
    street.town.advance(days=6)
    street.reports(street.callers(street.anna)[:1])
    street.talks(street.anna)
    street.until_tuesday()

    assert street.shown() == []


def test_the_same_person_is_shown_once_a_fortnight(street: Street) -> None:
    long_unheard(street)
    street.talks(street.anna)
    street.until_tuesday()
    after_a_week = len(street.shown())
    street.talks(street.anna)
    street.until_tuesday()

    assert after_a_week == 1
    assert len(street.shown()) == 2


def test_the_guard_looks_once_a_week(street: Street) -> None:
    long_unheard(street)

    street.town.run_jobs()
    street.town.advance(hours=3)

    assert len(street.shown()) == 1


def test_who_pauses_is_not_shown_nor_two_weeks_after(street: Street) -> None:
    member = street.member(street.anna)
    where = street.where

    def begins(tx: Tx) -> None:
        until = tx.now + timedelta(days=21)
        pauses.begin(tx, membership_id=member, programme_id=where.id, kind=PauseKind.WHOLE, until=until, set_by=None)
        replan(tx, where.id)

    def ends(tx: Tx) -> None:
        pauses.end(tx, member)
        replan(tx, where.id)

    street.town.run(begins)
    for _ in range(4):
        street.talks(street.anna)
        street.until_tuesday()
    street.town.run(ends)
    for _ in range(2):
        street.talks(street.anna)
        street.until_tuesday()
    too_early = street.shown()
    street.talks(street.anna)
    street.until_tuesday()

    assert too_early == []
    assert len(street.shown()) == 1


def test_the_caller_is_asked_and_a_yes_is_noted_for_that_week(street: Street) -> None:
    anna = long_unheard(street)
    street.fikser.taps("Ask ")
    assert street.fikser.room.last.text.startswith("I asked ")
    caller = next(one for one in street.members if "The fikser of Zonnebloem asks" in one.room.text)
    question = caller.room.last
    assert "whether you could call Anna this " in question.text
    (row,) = (one for one in street.callers(anna) if one.caller_id == street.member(caller))

    caller.taps("Yes, that is fine")

    on = date.fromisoformat(question.keyboard[0][0].data.split(":")[2])
    assert street.town.now.date() < on <= street.town.now.date() + timedelta(days=7)
    call = street.town.run(lambda tx: week_calls.get(tx, row.id, week_of_day(on)))
    assert call is not None
    assert call.weekday == on.weekday() != row.weekday
    assert caller.room.last.text == f"Thank you! You call Anna this {on:%A}."
    assert f"{caller.name} calls Anna this {on:%A}." in street.fikser.room.text
    caller.forges(question.keyboard[0][0].data)
    assert "answered already" in caller.room.notices[-1]


def test_whoever_was_asked_to_take_that_call_need_not_after_a_yes(street: Street) -> None:
    anna = long_unheard(street)
    street.fikser.taps("Ask ")
    caller = next(one for one in street.members if "The fikser of Zonnebloem asks" in one.room.text)
    question = caller.room.last
    on = date.fromisoformat(question.keyboard[0][0].data.split(":")[2])
    (row,) = (one for one in street.callers(anna) if one.caller_id == street.member(caller))

    def asks_others(tx: Tx) -> None:
        member = memberships.get(tx, row.caller_id)
        assert member is not None
        line = next(one for one in lists.calls_of(tx, lists.Part(member, street.where)) if one.assignment_id == row.id)
        assert week_asking.ask(tx, Out(tx), street.where, member, line, week_of_day(on))

    street.town.run(asks_others)
    street.town.deliver()
    before = "Who can call Anna this week" in street.fikser.room.text
    caller.taps("Yes, that is fine")

    assert before
    assert "Who can call Anna this week" not in street.fikser.room.text
    assert "It is arranged. Thank you!" in street.fikser.room.text


def week_of_day(on: date) -> str:
    """The week a date lies in."""
    year, week, _ = on.isocalendar()
    return str(Week(year, week))


def test_a_no_is_passed_on_without_a_reason(street: Street) -> None:
    long_unheard(street)
    street.fikser.taps("Ask ")
    caller = next(one for one in street.members if "The fikser of Zonnebloem asks" in one.room.text)

    caller.taps("No, rather not")

    assert f"Another day does not work out with {caller.name} this time." in street.fikser.room.text


def test_a_yes_to_a_day_that_is_over_changes_nothing(street: Street) -> None:
    long_unheard(street)
    street.fikser.taps("Ask ")
    caller = next(one for one in street.members if "The fikser of Zonnebloem asks" in one.room.text)
    street.town.now += timedelta(days=8)

    caller.taps("Yes, that is fine")

    assert "no longer fits" in caller.room.last.text


def test_nobody_says_yes_to_what_nobody_asked(street: Street) -> None:
    anna = long_unheard(street)
    row = street.callers(anna)[0]
    asked = next(k.data for line in street.fikser.room.last.keyboard for k in line if k.data.startswith("gaponce"))

    for someone in street.members:
        someone.forges(asked.replace("gaponce", "gapyes"))
        someone.forges(f"gapyes:{row.id}:20261299")
        assert someone.room.notices
    week = str(week_of(street.town.now, "Europe/Brussels"))

    assert street.town.run(lambda tx: week_changes.of_call(tx, row.id, week)) is None


@pytest.mark.parametrize("button", ["gaponce:{}:20261209", "gapday:{}:3", "gapshare:{}"])
def test_only_a_fikser_asks(street: Street, button: str) -> None:
    bert = street.members[1]
    row = street.callers(street.anna)[0]

    bert.forges(button.format(row.id))

    assert "not for you" in bert.room.notices[-1]
    assert not street.who(row).room.messages


def test_leaving_it_takes_the_buttons_away(street: Street) -> None:
    long_unheard(street)

    street.fikser.taps("Leave it")

    assert street.fikser.room.last.text == "Good, I leave it as it is."
    assert street.fikser.room.last.labels == []


def test_calls_that_all_came_on_one_day_are_shown_with_a_caller_and_a_day_in_the_gap(street: Street) -> None:
    street.town.advance(hours=1)  # still Wednesday
    street.talks(street.anna)
    rows = street.callers(street.anna)
    street.reports(rows)
    street.until_tuesday()

    (told,) = street.shown()
    assert "the calls to Anna all came on one day last week: Wednesday." in told
    assert street.fikser.room.last.labels[0].removeprefix("Ask ") in {street.who(row).name for row in rows}


def test_calls_close_together_every_week_are_shown_and_a_yes_spreads_them(street: Street) -> None:
    rows = huddles(street)
    street.until_tuesday()
    (told,) = street.shown()
    assert "the calls to Anna lie close together: Monday, Tuesday." in told
    street.fikser.taps("Ask ")
    caller = next(one for one in street.members if "asks whether you could call Anna on" in one.room.text)
    assert "every week" in caller.room.last.text

    caller.taps("Yes, that is fine")

    now = {row.id: row.weekday for row in street.callers(street.anna)}
    moved = [row for row in rows if now[row.id] != row.weekday]
    assert [row.caller_id for row in moved] == [street.member(caller)]
    assert now[moved[0].id] in (THU, FRI, SAT)
    assert f"{caller.name} says yes." in street.fikser.room.text


def huddles(street: Street) -> list[Assignment]:
    """Anna's calls stand on Monday and Tuesday, one of them twice; every other call is well away from them."""
    anna = street.member(street.anna)

    def work(tx: Tx) -> None:
        for number, row in enumerate(assignments.by_callee(tx, anna)):
            assignments.set_weekday(tx, row.id, (MON, TUE, TUE)[number])

    street.town.run(work)
    return street.callers(street.anna)


def test_calls_close_together_that_nobody_can_move_are_not_shown(street: Street) -> None:
    huddles(street)
    anna = street.member(street.anna)
    street.town.run(lambda tx: memberships.set_cannot(tx, anna, (WED, THU, FRI, SAT, SUN)))

    street.until_tuesday()

    assert street.shown() == []


def test_where_nobody_tells_of_calls_at_all_the_fikser_hears_that_once_and_no_names(town: Town) -> None:
    street = Street(town, "Anna Bert Cem Dirk Els Fatma Gert Hind")

    street.until_tuesday(3)

    told = [m.text for m in street.fikser.room.messages.values() if "nobody told me" in m.text]
    assert len(told) == 1
    assert "nobody told me of a call in Zonnebloem" in told[0]


def test_new_pairs_do_not_make_the_guard_forget(street: Street) -> None:
    """The calls begin anew in the second week, with other pairs; that Anna waits has not begun anew with them."""
    anna = street.member(street.anna)
    street.talks(street.anna)
    street.until_tuesday(2)
    week = str(week_of(street.town.now, "Europe/Brussels"))

    def rotate(tx: Tx) -> None:
        before = {(row.caller_id, row.callee_id) for row in assignments.of_programme(tx, street.where.id)}
        past_calls.keep(tx, street.where.id, week, before)
        rows = assignments.of_programme(tx, street.where.id)
        assignments.drop(tx, [row.id for row in rows])
        assignments.hand_out(tx, street.where.id, {(row.caller_id, row.callee_id): row.weekday for row in rows})
        programmes.change(tx, street.where.id, rotation_weeks=2, rotated_in=week)

    street.town.run(rotate)
    street.talks(street.anna)
    street.until_tuesday()

    assert any(people_named(street, anna) in told for told in street.shown())


def people_named(street: Street, member: str) -> str:
    """The name of this member."""
    name = street.town.run(lambda tx: people.name_of_member(tx, member))
    assert name is not None
    return name


def test_in_an_opbelactie_the_fikser_sees_the_code_until_the_statement_is_accepted(town: Town) -> None:
    where = opbelactie(town, calls=1)
    fikser, ward = town.person("Fien"), town.person("Ward")
    makes_fikser(town, fikser, where)
    joins(town, ward, where, part=Part.ONLY_CALLS)
    accepts_statement(town, ward, where)
    (contact,) = on_list(town, "Zita", where)
    plans(town, where)
    code = town.run(lambda tx: memberships.get(tx, contact))
    assert code is not None
    for _ in range(3):
        (row,) = town.run(lambda tx: assignments.of_programme(tx, where.id))
        town.run(lambda tx, row=row: assignments.mark_worked(tx, row.id))  # type: ignore[misc]
        until_tuesday(town)

    shown = next(m for m in fikser.room.messages.values() if WAITS in m.text)
    assert code.code in shown.text
    assert "Zita" not in shown.text
    assert "Ward" not in "\n".join([shown.text, *shown.labels])

    fikser.taps("Ask ")

    assert "could give Zita a try" in ward.room.last.text
    assert "Ward" not in fikser.room.last.text


def test_where_there_is_no_fikser_nobody_is_told(town: Town) -> None:
    where = programme(town, calls=2)
    members = everybody(town, "Anna Bert Cem Dirk", where)

    until_tuesday(town, 3)

    assert not any(WAITS in someone.room.text for someone in members)
