"""Calls are replaced by their difference: what stays keeps its row, and only active calls are the rota."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from domain.programme import MembershipState, Part, ProgrammeKind
from storage import assignments, memberships, people, programmes
from storage.assignments import Assignment, AssignmentState
from storage.schema import assignments as table
from storage.tx import Tx
from tests.often import examples
from tests.storage.conftest import NOW

Run = Callable[..., Any]


def members(tx: Tx, count: int = 4) -> tuple[str, list[str]]:
    """A programme and members in it."""
    programme = programmes.add(
        tx,
        name="Zonnebloem",
        kind=ProgrammeKind.BELBOOM,
        calls_per_week=2,
        timezone="Europe/Brussels",
        language="nl",
        retention_days=90,
    )
    found = []
    for _ in range(count):
        person = people.add(tx, language="nl")
        found.append(
            memberships.add(
                tx, programme_id=programme.id, person_id=person.id, part=Part.BOTH, state=MembershipState.ACTIVE
            )
        )
    return programme.id, found


def test_calls_are_read_from_both_sides_by_weekday(run: Run) -> None:
    programme, (a, b, c, _) = run(members)

    run(lambda tx: assignments.replace(tx, programme, {(a, b): 4, (a, c): 1, (b, a): 0}))

    assert [(row.callee_id, row.weekday) for row in run(lambda tx: assignments.by_caller(tx, a))] == [(c, 1), (b, 4)]
    assert [row.caller_id for row in run(lambda tx: assignments.by_callee(tx, a))] == [b]
    assert len(run(lambda tx: assignments.of_programme(tx, programme))) == 3


def test_what_stays_keeps_its_row_and_its_moment(run: Run) -> None:
    programme, (a, b, c, d) = run(members)
    run(lambda tx: assignments.replace(tx, programme, {(a, b): 0, (b, c): 1, (c, d): 2}))
    before = {row.callee_id: row for row in run(lambda tx: assignments.of_programme(tx, programme))}

    changes = run(
        lambda tx: assignments.replace(tx, programme, {(a, b): 0, (b, c): 3, (d, a): 4}), now=NOW + timedelta(days=1)
    )

    after = {row.callee_id: row for row in run(lambda tx: assignments.of_programme(tx, programme))}
    assert after[b] == before[b]
    assert (after[c].id, after[c].since, after[c].weekday) == (before[c].id, NOW, 3)
    assert after[a].since == NOW + timedelta(days=1)
    assert (changes.added, changes.removed, changes.moved) == ({(d, a)}, {(c, d)}, {(b, c)})
    assert changes.callers() == {b, c, d}


def test_replacing_by_the_same_changes_nothing(run: Run) -> None:
    programme, (a, b, *_) = run(members)
    run(lambda tx: assignments.replace(tx, programme, {(a, b): 0}))
    before = run(lambda tx: assignments.of_programme(tx, programme))

    changes = run(lambda tx: assignments.replace(tx, programme, {(a, b): 0}), now=NOW + timedelta(days=9))

    assert changes.callers() == frozenset()
    assert run(lambda tx: assignments.of_programme(tx, programme)) == before


def test_calls_of_another_programme_stay(run: Run) -> None:
    first, (a, b, *_) = run(members)
    second, (c, d, *_) = run(members)
    run(lambda tx: assignments.replace(tx, first, {(a, b): 0}))
    run(lambda tx: assignments.replace(tx, second, {(c, d): 0}))

    run(lambda tx: assignments.replace(tx, first, {}))

    assert run(lambda tx: assignments.of_programme(tx, first)) == []
    assert len(run(lambda tx: assignments.of_programme(tx, second))) == 1


def test_a_worked_call_tells_when_and_when_the_next_is_due(run: Run) -> None:
    programme, (a, b, *_) = run(members)
    run(lambda tx: assignments.hand_out(tx, programme, {(a, b): None}))
    (row,) = run(lambda tx: assignments.of_programme(tx, programme))
    due = NOW + timedelta(days=14)

    run(lambda tx: assignments.mark_worked(tx, row.id, due_at=due), now=NOW + timedelta(hours=1))

    after: Assignment = run(lambda tx: assignments.get(tx, row.id))
    assert (after.worked_at, after.due_at, after.touched_at) == (NOW + timedelta(hours=1), due, due)


def test_done_and_returned_calls_are_history_only(run: Run) -> None:
    programme, (a, b, c, _) = run(members)
    run(lambda tx: assignments.hand_out(tx, programme, {(a, b): None, (a, c): None}))
    first, second = run(lambda tx: assignments.by_caller(tx, a))

    run(lambda tx: assignments.mark_worked(tx, first.id, state=AssignmentState.DONE))
    run(lambda tx: assignments.set_state(tx, [second.id], AssignmentState.RETURNED))

    assert run(lambda tx: assignments.of_programme(tx, programme)) == []
    states = {row.id: row.state for row in run(lambda tx: assignments.history(tx, programme))}
    assert states == {first.id: AssignmentState.DONE, second.id: AssignmentState.RETURNED}


def test_a_returned_call_that_is_handed_out_again_starts_anew(run: Run) -> None:
    programme, (a, b, *_) = run(members)
    run(lambda tx: assignments.hand_out(tx, programme, {(a, b): None}))
    (row,) = run(lambda tx: assignments.by_caller(tx, a))
    run(lambda tx: assignments.set_state(tx, [row.id], AssignmentState.RETURNED))

    run(lambda tx: assignments.hand_out(tx, programme, {(a, b): None}), now=NOW + timedelta(days=20))

    (again,) = run(lambda tx: assignments.history(tx, programme))
    assert (again.state, again.since, again.worked_at) == (AssignmentState.ACTIVE, NOW + timedelta(days=20), None)


def test_calls_go_with_the_person(run: Run) -> None:
    programme, (a, b, *_) = run(members)
    run(lambda tx: assignments.replace(tx, programme, {(a, b): 0, (b, a): 1}))
    member = run(lambda tx: memberships.get(tx, a))

    run(lambda tx: people.erase(tx, member.person_id))

    assert run(lambda tx: assignments.history(tx, programme)) == []


def test_an_unknown_call_is_none(run: Run) -> None:
    assert run(lambda tx: assignments.get(tx, "nowhere")) is None


rotas = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(lambda pair: pair[0] != pair[1]), st.integers(0, 6)
)


@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(rotas, max_size=4))
def test_after_replacing_the_calls_are_those_that_were_wanted(
    run: Run, wanted: list[dict[tuple[int, int], int]]
) -> None:
    run(lambda tx: tx.execute(delete(table)))
    programme, who = run(members)

    for step in wanted:
        pairs = {(who[u], who[v]): day for (u, v), day in step.items()}
        run(lambda tx, pairs=pairs: assignments.replace(tx, programme, pairs))

        rows = run(lambda tx: assignments.of_programme(tx, programme))
        assert {(row.caller_id, row.callee_id): row.weekday for row in rows} == pairs


def test_a_call_that_has_another_day_during_a_pause_keeps_its_row_and_knows_its_lasting_day(run: Run) -> None:
    programme, (a, b, c, d) = run(members)
    run(lambda tx: assignments.replace(tx, programme, {(a, b): 0, (c, b): 1}))
    before = {row.caller_id: row for row in run(lambda tx: assignments.of_programme(tx, programme))}

    run(
        lambda tx: assignments.replace(
            tx,
            programme,
            {(a, b): 1, (d, b): 0},
            resting={(c, b): 1},
            stand_ins={(d, b)},
            lasting_days={(a, b): 0},
        )
    )
    during = {row.caller_id: row for row in run(lambda tx: assignments.of_tree(tx, programme))}
    run(lambda tx: assignments.replace(tx, programme, {(a, b): 0, (c, b): 1}))

    assert (during[a].id, during[a].weekday, during[a].lasting_day) == (before[a].id, 1, 0)
    assert (during[c].id, during[c].state, during[c].weekday) == (before[c].id, AssignmentState.RESTING, 1)
    assert (during[d].stands_in, during[d].weekday, during[d].lasting_day) == (True, 0, None)
    assert {row.caller_id: row for row in run(lambda tx: assignments.of_tree(tx, programme))} == before


def test_a_new_day_for_good_is_the_lasting_one_too(run: Run) -> None:
    programme, (a, b, *_) = run(members)
    run(lambda tx: assignments.replace(tx, programme, {(a, b): 1}, lasting_days={(a, b): 0}))
    (call,) = run(lambda tx: assignments.of_programme(tx, programme))

    run(lambda tx: assignments.set_weekday(tx, call.id, 4))

    (after,) = run(lambda tx: assignments.of_programme(tx, programme))
    assert (after.weekday, after.lasting_day) == (4, None)


def test_calls_that_rest_are_none_of_those_that_are_made(run: Run) -> None:
    programme, (a, b, c, _) = run(members)

    run(lambda tx: assignments.replace(tx, programme, {(a, b): 0}, resting={(a, c): 1}))

    assert [row.callee_id for row in run(lambda tx: assignments.by_caller(tx, a))] == [b]
    assert [row.callee_id for row in run(lambda tx: assignments.resting(tx, a))] == [c]
