"""Members find another day for a call by themselves; nobody ever makes, or gets, two calls on one day by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.features.day_moves import carry_out, ways
from bot.features.rota import replan
from bot.out import Out
from domain.pause import PauseKind
from domain.programme import MembershipState, Part
from storage import assignments, memberships, pauses, people, programmes, roles
from storage.assignments import Assignment
from storage.programmes import Programme
from storage.tx import Tx
from tests.bot.features.scene import everybody, joins, makes_fikser, opbelactie, programme
from tests.bot.town import Someone, Town

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


class Ring:
    """Three people in which each calls the two others, on days that a test lays down."""

    def __init__(self, town: Town, calling: tuple[int, ...] = (MON, TUE, WED)) -> None:
        self.town = town
        self.where = programme(town, calls=2)
        town.run(lambda tx: programmes.change(tx, self.where.id, calling_days=sum(1 << day for day in calling)))
        self.anna, self.bert, self.cem = everybody(town, "Anna Bert Cem", self.where)

    def member(self, someone: Someone) -> str:
        """Their membership."""
        person_id = someone.id
        found = self.town.run(lambda tx: memberships.of(tx, self.where.id, person_id))
        assert found is not None
        return found.id

    def call(self, caller: Someone, callee: Someone) -> Assignment:
        """One call."""
        of, to = self.member(caller), self.member(callee)
        found = self.town.run(lambda tx: assignments.of_pair(tx, of, to))
        assert found is not None
        return found

    def day(self, caller: Someone, callee: Someone) -> int | None:
        """Its day."""
        return self.call(caller, callee).weekday

    def lay(self, days: Mapping[tuple[Someone, Someone], int]) -> None:
        """Give these calls these days."""
        rows = {self.call(*pair).id: day for pair, day in days.items()}

        def work(tx: Tx) -> None:
            for row_id, day in rows.items():
                assignments.set_weekday(tx, row_id, day)

        self.town.run(work)

    def laid_out(self) -> None:
        """Nobody has two calls on one day; Anna and Cem can exchange their days with Bert, and nobody else moves."""
        a, b, c = self.anna, self.bert, self.cem
        self.lay({(a, b): MON, (a, c): WED, (b, a): MON, (b, c): TUE, (c, a): WED, (c, b): TUE})

    def clashes(self) -> int:
        """How many calls too many anybody makes or gets on one day."""
        rows = self.town.run(lambda tx: assignments.of_programme(tx, self.where.id))
        made = Counter((row.caller_id, row.weekday) for row in rows)
        got = Counter((row.callee_id, row.weekday) for row in rows)
        return sum(number - 1 for number in (*made.values(), *got.values()))

    def cannot(self, someone: Someone, *days: int) -> None:
        """Somebody cannot make it on these days."""
        member = self.member(someone)
        self.town.run(lambda tx: memberships.set_cannot(tx, member, days))

    def replans(self) -> None:
        """The whole programme is planned anew."""
        self.town.run(lambda tx: replan(tx, self.where.id))


@pytest.fixture
def ring(town: Town) -> Ring:
    """Calls on three days, as `laid_out` says."""
    made = Ring(town)
    made.laid_out()
    return made


def chooses(someone: Someone, call: str, day: str) -> None:
    """`/ruil`, as far as the question whether it is meant."""
    someone.says("/ruil")
    someone.taps(call)
    someone.taps(day)


def asks(someone: Someone, call: str, day: str) -> None:
    """`/ruil`, and the other caller is asked."""
    chooses(someone, call, day)
    someone.taps("Yes, ask")


def data_of(someone: Someone, label: str) -> str:
    """What the newest button with this label carries."""
    keys = [key for _, m in sorted(someone.room.messages.items()) for row in m.keyboard for key in row]
    return next(key.data for key in reversed(keys) if label in key.label)


def test_a_day_on_which_both_are_free_is_taken_at_once(town: Town) -> None:
    ring = Ring(town, calling=(MON, TUE, WED, THU))
    ring.laid_out()

    chooses(ring.anna, "Bert, Monday", "Thursday")
    assert "You call Bert on Thursday instead of Monday." in ring.anna.room.last.text
    ring.anna.taps("Yes, do so")

    assert ring.day(ring.anna, ring.bert) == THU
    assert ring.anna.room.last.text.startswith("Done. From now on:")
    assert "• Thursday: Anna" in ring.bert.room.last.text
    assert "another day" not in ring.cem.room.text
    assert ring.clashes() == 0


def test_the_person_called_sees_who_calls_on_which_day(town: Town) -> None:
    ring = Ring(town, calling=(MON, TUE, WED, THU))
    ring.laid_out()
    chooses(ring.anna, "Bert, Monday", "Thursday")
    ring.anna.taps("Yes, do so")

    ring.bert.says("/wiebeltmij")

    assert "• Tuesday: Cem\n• Thursday: Anna" in ring.bert.room.last.text


def test_the_list_of_calls_leads_there_as_well(ring: Ring) -> None:
    ring.anna.says("/wiebelik")
    ring.anna.taps("Another day, every week")

    assert ring.anna.room.last.labels == ["Bert, Monday", "Cem, Wednesday"]


def test_two_calls_of_ones_own_change_days_at_once_where_both_are_free_then(ring: Ring) -> None:
    chooses(ring.anna, "Bert, Monday", "Wednesday, and Cem on Monday")
    ring.anna.taps("Yes, do so")

    assert (ring.day(ring.anna, ring.bert), ring.day(ring.anna, ring.cem)) == (WED, MON)
    assert "• Wednesday: Anna" in ring.bert.room.last.text
    assert "• Monday: Anna" in ring.cem.room.last.text
    assert ring.clashes() == 0


def test_for_a_day_on_which_another_calls_that_one_is_asked_and_a_yes_exchanges_the_days(ring: Ring) -> None:
    asks(ring.anna, "Bert, Monday", "Tuesday, in exchange with Cem")
    assert ring.anna.room.last.text.startswith("I asked Cem.")
    assert ring.day(ring.anna, ring.bert) == MON
    assert (
        "Anna would like to call Bert on Tuesday, and asks whether you could call Bert on Monday instead."
        in ring.cem.room.last.text
    )

    ring.cem.taps("Yes, that is fine")

    assert (ring.day(ring.anna, ring.bert), ring.day(ring.cem, ring.bert)) == (TUE, MON)
    assert "Cem says yes. From now on:\n\n• You call Bert on Tuesday instead of Monday." in ring.anna.room.last.text
    assert "• You call Bert on Monday instead of Tuesday." in ring.cem.room.last.text
    assert "• Monday: Cem\n• Tuesday: Anna" in ring.bert.room.last.text
    assert ring.clashes() == 0


def test_a_no_is_passed_on_kindly_and_moves_nothing(ring: Ring) -> None:
    asks(ring.anna, "Bert, Monday", "Tuesday, in exchange with Cem")

    ring.cem.taps("No, rather not")

    assert ring.day(ring.anna, ring.bert) == MON
    assert "does not work out with Cem this time" in ring.anna.room.last.text
    assert ring.cem.room.last.labels == []


def test_replanning_keeps_the_days_that_were_exchanged(ring: Ring) -> None:
    asks(ring.anna, "Bert, Monday", "Tuesday, in exchange with Cem")
    ring.cem.taps("Yes, that is fine")

    ring.replans()

    assert (ring.day(ring.anna, ring.bert), ring.day(ring.cem, ring.bert)) == (TUE, MON)


def test_in_a_larger_belboom_a_day_chosen_for_good_outlives_somebody_joining(town: Town) -> None:
    where = programme(town, calls=3)
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els Fatma Gert Hind", where)
    anna.says("/ruil")
    anna.taps(anna.room.last.labels[0])
    anna.taps(next(label for label in anna.room.last.labels if label in DAYS))
    anna.taps("Yes, do so")
    rows = town.run(lambda tx: {row.id: row.weekday for row in assignments.of_programme(tx, where.id)})

    joins(town, town.person("Ivo"), where, plan=True)

    now = town.run(lambda tx: {row.id: row.weekday for row in assignments.of_programme(tx, where.id)})
    stayed = rows.keys() & now.keys()
    assert len(stayed) == len(rows) - 3
    assert {row: rows[row] for row in stayed} == {row: now[row] for row in stayed}


def test_a_replanned_programme_is_another_one_to_a_fikser_who_is_deciding(ring: Ring) -> None:
    before = ring.town.run(lambda tx: programmes.get(tx, ring.where.id))

    chooses(ring.anna, "Bert, Monday", "Wednesday, and Cem on Monday")
    ring.anna.taps("Yes, do so")

    after = ring.town.run(lambda tx: programmes.get(tx, ring.where.id))
    assert before is not None
    assert after is not None
    assert after.revision == before.revision + 1


def test_a_day_that_somebody_cannot_make_is_not_offered(ring: Ring) -> None:
    ring.cannot(ring.cem, MON)

    ring.anna.says("/ruil")
    ring.anna.taps("Bert, Monday")

    assert ring.anna.room.last.labels == ["Back"]
    assert "somebody cannot make it then or it would move too many calls: Tuesday, Wednesday." in (
        ring.anna.room.last.text
    )


def test_a_yes_after_a_day_became_impossible_moves_nothing_and_both_hear_so(ring: Ring) -> None:
    asks(ring.anna, "Bert, Monday", "Tuesday, in exchange with Cem")
    ring.cannot(ring.cem, MON)

    ring.cem.taps("Yes, that is fine")

    assert (ring.day(ring.anna, ring.bert), ring.day(ring.cem, ring.bert)) == (MON, TUE)
    assert "nothing is moved" in ring.cem.room.last.text
    assert "the days have changed in the meantime. Nothing was moved." in ring.anna.room.last.text


def test_of_two_yeses_to_two_questions_about_one_call_the_first_counts(ring: Ring) -> None:
    asks(ring.anna, "Bert, Monday", "Tuesday, in exchange with Cem")
    chooses(ring.anna, "Bert, Monday", "Wednesday, and Cem on Monday")
    ring.anna.taps("Yes, do so")

    ring.cem.taps("Yes, that is fine")

    assert (ring.day(ring.anna, ring.bert), ring.day(ring.cem, ring.bert)) == (WED, TUE)
    assert "nothing is moved" in ring.cem.room.text
    assert ring.clashes() == 0


def test_two_who_ask_each_other_for_the_same_exchange_both_want_it(ring: Ring) -> None:
    asks(ring.anna, "Bert, Monday", "Tuesday, in exchange with Cem")
    stale = data_of(ring.cem, "Yes, that is fine")

    asks(ring.cem, "Bert, Tuesday", "Monday, in exchange with Anna")

    assert (ring.day(ring.anna, ring.bert), ring.day(ring.cem, ring.bert)) == (TUE, MON)
    assert "Anna asked you the same, so it is done." in ring.cem.room.last.text
    assert "Cem says yes." in ring.anna.room.last.text

    ring.cem.forges(stale)

    assert "answered already" in ring.cem.room.notices[-1]
    assert ring.day(ring.anna, ring.bert) == TUE
    assert "Nothing was moved" not in ring.anna.room.text


def test_the_same_is_not_asked_twice(ring: Ring) -> None:
    asks(ring.anna, "Bert, Monday", "Tuesday, in exchange with Cem")

    asks(ring.anna, "Bert, Monday", "Tuesday, in exchange with Cem")
    waiting = ring.anna.room.last.text
    ring.cem.taps("No, rather not")
    asks(ring.anna, "Bert, Monday", "Tuesday, in exchange with Cem")

    assert waiting.startswith("I asked Cem this not long ago.")
    assert "so I do not ask again so soon" in ring.anna.room.last.text
    assert ring.cem.room.text.count("everything stays as it is") == 1
    assert "would like to call" not in ring.cem.room.text


def test_an_answer_counts_once(ring: Ring) -> None:
    asks(ring.anna, "Bert, Monday", "Tuesday, in exchange with Cem")
    stale = data_of(ring.cem, "Yes, that is fine")
    ring.cem.taps("No, rather not")

    ring.cem.forges(stale)

    assert "answered already" in ring.cem.room.notices[-1]
    assert ring.day(ring.anna, ring.bert) == MON


def test_nobody_agrees_to_what_nobody_asked(ring: Ring) -> None:
    chooses(ring.anna, "Bert, Monday", "Tuesday, in exchange with Cem")
    _, call, day, mark = data_of(ring.anna, "Yes, ask").split(":")

    ring.cem.forges(f"swapyes:{call}:{day}:{mark}:{ring.member(ring.cem)}")

    assert "no longer works" in ring.cem.room.notices[-1]
    assert ring.day(ring.anna, ring.bert) == MON


def test_nobody_answers_for_somebody_else(ring: Ring) -> None:
    asks(ring.anna, "Bert, Monday", "Tuesday, in exchange with Cem")
    answer = data_of(ring.cem, "Yes, that is fine")

    ring.anna.forges(answer)  # an admin, who was not asked either
    assert "no longer works" in ring.anna.room.notices[-1]
    ring.bert.forges(answer)
    assert ring.bert.room.notices[-1] == "That button belongs to somebody else."
    ring.cem.forges(answer, group=ring.town.group(added_by=ring.cem))

    assert ring.day(ring.anna, ring.bert) == MON


def test_an_exchange_cannot_be_done_without_asking(ring: Ring) -> None:
    chooses(ring.anna, "Bert, Monday", "Tuesday, in exchange with Cem")
    asked = data_of(ring.anna, "Yes, ask")

    ring.anna.forges(asked.replace("swapask", "swapdo"))

    assert ring.day(ring.anna, ring.bert) == MON
    assert "The days have changed in the meantime." in ring.anna.room.notices[-1]


@pytest.mark.parametrize("name", ["swapcall:{}", "swapday:{}:3", "swapdo:{}:3:0", "swapask:{}:1:0"])
def test_nobody_moves_a_call_of_somebody_else(ring: Ring, name: str) -> None:
    ring.cem.forges(name.format(ring.call(ring.anna, ring.bert).id))

    assert ring.cem.room.notices[-1] == "That button belongs to somebody else."
    assert not ring.cem.room.messages


@pytest.mark.parametrize("day", ["7", "-1", "x", "", "²"])
def test_a_day_that_is_none_changes_nothing(ring: Ring, day: str) -> None:
    ring.anna.forges(f"swapday:{ring.call(ring.anna, ring.bert).id}:{day}")

    assert "The days have changed in the meantime." in ring.anna.room.notices[-1]


def test_a_call_that_is_gone_is_told_kindly(ring: Ring) -> None:
    ring.anna.says("/ruil")
    leaver = ring.member(ring.bert)

    def leave(tx: Tx) -> None:
        memberships.leave(tx, leaver)
        replan(tx, ring.where.id)

    ring.town.run(leave)
    ring.anna.taps("Bert, Monday")

    assert "You no longer make this call." in ring.anna.room.notices[-1]


def test_when_the_one_who_asked_has_left_a_yes_moves_nothing(ring: Ring) -> None:
    asks(ring.anna, "Bert, Monday", "Tuesday, in exchange with Cem")
    leaver = ring.member(ring.anna)

    def leave(tx: Tx) -> None:
        memberships.leave(tx, leaver)
        replan(tx, ring.where.id)

    ring.town.run(leave)
    ring.cem.taps("Yes, that is fine")

    assert "nothing is moved" in ring.cem.room.last.text
    assert ring.day(ring.cem, ring.bert) == TUE


def test_when_the_one_who_was_asked_has_left_their_answer_no_longer_counts(ring: Ring) -> None:
    asks(ring.anna, "Bert, Monday", "Tuesday, in exchange with Cem")
    leaver = ring.member(ring.cem)
    ring.town.run(lambda tx: memberships.leave(tx, leaver))

    ring.cem.taps("Yes, that is fine")

    assert "has left" in ring.cem.room.notices[-1]
    assert ring.day(ring.anna, ring.bert) == MON


def test_for_somebody_without_the_app_the_fikser_asks(ring: Ring) -> None:
    fikser = ring.town.person("Fien")
    makes_fikser(ring.town, fikser, ring.where)
    cem = ring.cem.id
    ring.town.run(lambda tx: people.set_reachable(tx, cem, False))

    asks(ring.anna, "Bert, Monday", "Tuesday, in exchange with Cem")
    assert "The fikser asks" in ring.anna.room.last.text
    assert "Could you ask Cem" in fikser.room.last.text
    fikser.taps("Yes, that is fine")

    assert (ring.day(ring.anna, ring.bert), ring.day(ring.cem, ring.bert)) == (TUE, MON)
    assert "Please tell Cem." in fikser.room.last.text
    assert "Cem says yes." in ring.anna.room.last.text


def test_without_app_and_without_fikser_nobody_can_be_asked(ring: Ring) -> None:
    cem = ring.cem.id
    ring.town.run(lambda tx: people.set_reachable(tx, cem, False))

    asks(ring.anna, "Bert, Monday", "Tuesday, in exchange with Cem")

    assert "so I cannot ask" in ring.anna.room.last.text


def test_somebody_who_was_fikser_no_longer_answers_for_others(ring: Ring) -> None:
    fikser = ring.town.person("Fien")
    makes_fikser(ring.town, fikser, ring.where)
    fien, cem = fikser.id, ring.cem.id
    ring.town.run(lambda tx: people.set_reachable(tx, cem, False))
    asks(ring.anna, "Bert, Monday", "Tuesday, in exchange with Cem")
    ring.town.run(lambda tx: roles.revoke(tx, fien, ring.where.id))

    fikser.taps("Yes, that is fine")

    assert fikser.room.notices[-1] == "That button belongs to somebody else."
    assert ring.day(ring.anna, ring.bert) == MON


def test_a_question_at_night_waits_for_the_morning(ring: Ring) -> None:
    ring.town.now = ring.town.now.replace(hour=22)

    asks(ring.anna, "Bert, Monday", "Tuesday, in exchange with Cem")
    assert not ring.cem.room.messages
    ring.town.advance(hours=10)

    assert "Anna would like to call Bert on Tuesday" in ring.cem.room.text


def test_a_stand_in_call_gets_another_day_for_as_long_as_it_lasts(town: Town) -> None:
    where = programme(town, calls=2)
    people_here = everybody(town, "Anna Bert Cem Dirk Els Fatma", where)
    away = pauses_for(town, where, people_here[0])
    row = stand_in(town, where)
    caller = next(one for one in people_here if one.id == row[1])
    caller.says("/ruil")
    caller.forges(f"swapcall:{row[0].id}")
    caller.taps(next(label for label in caller.room.last.labels if label in DAYS))

    assert "for as long as that lasts" in caller.room.last.text
    caller.taps("Yes, do so")
    moved = town.run(lambda tx: assignments.get(tx, row[0].id))
    town.run(lambda tx: replan(tx, where.id))
    kept = town.run(lambda tx: assignments.get(tx, row[0].id))

    assert moved is not None
    assert moved.weekday != row[0].weekday
    assert kept == moved

    def comes_back(tx: Tx) -> None:
        pauses.end(tx, away)
        replan(tx, where.id)

    town.run(comes_back)

    assert town.run(lambda tx: assignments.get(tx, row[0].id)) is None


def pauses_for(town: Town, where: Programme, someone: Someone) -> str:
    """Somebody pauses for a month; returns the membership."""
    person_id = someone.id

    def work(tx: Tx) -> str:
        member = memberships.of(tx, where.id, person_id)
        assert member is not None
        until = tx.now + timedelta(days=30)
        pauses.begin(tx, membership_id=member.id, programme_id=where.id, kind=PauseKind.WHOLE, until=until, set_by=None)
        replan(tx, where.id)
        return member.id

    found = town.run(work)
    town.deliver()
    return found


def stand_in(town: Town, where: Programme) -> tuple[Assignment, str]:
    """A call that stands in, and the person who makes it."""

    def work(tx: Tx) -> tuple[Assignment, str]:
        row = next(one for one in assignments.of_programme(tx, where.id) if one.stands_in)
        member = memberships.get(tx, row.caller_id)
        assert member is not None
        return row, member.person_id

    return town.run(work)


def test_a_day_that_is_kept_for_a_call_that_rests_is_not_given_away(town: Town) -> None:
    where = programme(town, calls=2)
    people_here = everybody(town, "Anna Bert Cem Dirk Els Fatma", where)
    pauses_for(town, where, people_here[0])
    rows = town.run(lambda tx: assignments.of_tree(tx, where.id))
    resting = [row for row in rows if not row.is_active]

    for row in (one for one in rows if one.is_active and not one.stands_in):
        found = town.run(lambda tx, row=row: ways(tx, where, row))  # type: ignore[misc]
        alone = {way.day for way in found if len(way.moves) == 1}
        kept = {one.weekday for one in resting if one.caller_id == row.caller_id or one.callee_id == row.callee_id}
        assert not alone & kept


def test_in_an_opbelactie_there_are_no_days_to_change(town: Town) -> None:
    where = opbelactie(town)
    anna = town.person("Anna")
    joins(town, anna, where, part=Part.ONLY_CALLS)

    anna.says("/ruil")

    assert "no call on a fixed day" in anna.room.last.text


def test_with_several_belbooms_each_call_says_of_which_it_is(town: Town) -> None:
    ring = Ring(town)
    other = programme(town, "Parochie", calls=1)
    joins(town, ring.anna, other, state=MembershipState.ACTIVE)
    joins(town, town.person("Dora"), other, plan=True)

    ring.anna.says("/ruil")

    assert len(ring.anna.room.last.labels) == 3
    assert sum("(Parochie)" in label for label in ring.anna.room.last.labels) == 1


def test_no_way_that_is_offered_makes_anybody_clash_now_or_after_a_pause(town: Town) -> None:
    where = programme(town, calls=3)
    people_here = everybody(town, "Anna Bert Cem Dirk Els Fatma Gert Hind", where)
    pauses_for(town, where, people_here[2])
    rows = town.run(lambda tx: assignments.of_tree(tx, where.id))
    offered = 0

    for row in (one for one in rows if one.is_active):
        for way in town.run(lambda tx, row=row: ways(tx, where, row)):  # type: ignore[misc]
            offered += 1
            then = {one.id: one.weekday for one in rows} | {move.row.id: move.day for move in way.moves}
            for layer in ([r for r in rows if r.is_active], [r for r in rows if not r.stands_in]):
                assert len({(r.caller_id, then[r.id]) for r in layer}) == len(layer)
                assert len({(r.callee_id, then[r.id]) for r in layer}) == len(layer)
            assert {move.row.caller_id for move in way.moves} <= {row.caller_id, way.asks}
    assert offered > len(rows)


def test_this_weeks_digest_shows_the_new_day(ring: Ring) -> None:
    ring.town.advance(days=5)  # Monday, eleven o'clock: the week's calls were sent
    ring.laid_out()
    digest = ring.anna.room.last.id
    assert "A new week" in ring.anna.room.last.text

    chooses(ring.anna, "Bert, Monday", "Wednesday, and Cem on Monday")
    ring.anna.taps("Yes, do so")

    assert "• Monday: Cem\n• Wednesday: Bert" in ring.anna.room.messages[digest].text


def test_a_day_chosen_while_somebody_pauses_is_still_the_day_when_they_are_back(town: Town) -> None:
    where = programme(town, calls=2)
    people_here = everybody(town, "Anna Bert Cem Dirk Els Fatma", where)
    away = pauses_for(town, where, people_here[0])
    rows = town.run(lambda tx: [one for one in assignments.of_programme(tx, where.id) if not one.stands_in])
    row, way = next(
        (row, way)
        for row in rows
        for way in town.run(lambda tx, row=row: ways(tx, where, row))  # type: ignore[misc]
        if way.asks is None
    )
    town.run(lambda tx: carry_out(tx, Out(tx), where, way))

    def comes_back(tx: Tx) -> None:
        pauses.end(tx, away)
        replan(tx, where.id)

    town.run(comes_back)

    now = town.run(lambda tx: assignments.get(tx, row.id))
    assert now is not None
    assert now.weekday == way.day
    assert now.is_active
