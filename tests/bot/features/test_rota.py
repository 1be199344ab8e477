"""The stored rota follows who takes part; those whom a change touches hear of it, and nobody else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.features.rota import apply, replan, tree_of
from domain.programme import MembershipState, Part
from domain.rota import Call
from domain.tree import Planned, planned
from storage import assignments, memberships, programmes
from storage.assignments import Assignment
from storage.programmes import Programme
from storage.tx import Tx
from tests.bot.features.scene import (
    everybody,
    joins,
    joins_without_app,
    makes_fikser,
    plans,
    programme,
)
from tests.bot.town import Someone, Town
from tests.often import examples


def calls(town: Town, where: Programme) -> list[Assignment]:
    return town.run(lambda tx: assignments.of_programme(tx, where.id))


def leaves(town: Town, someone: Someone, where: Programme) -> None:
    person_id = someone.id

    def work(tx: object) -> None:
        member = memberships.of(tx, where.id, person_id)  # type: ignore[arg-type]
        assert member is not None
        memberships.leave(tx, member.id)  # type: ignore[arg-type]
        replan(tx, where.id)  # type: ignore[arg-type]

    town.run(work)
    town.deliver()


def test_everybody_calls_and_is_called_by_k_and_nobody_by_whom_they_call(town: Town) -> None:
    where = programme(town, calls=5)

    everybody(town, "Anna Bert Cem Dirk Els Fatma Gert Hind Ivo Jan Karel Lut Mo Nele", where)

    rows = calls(town, where)
    pairs = {(row.caller_id, row.callee_id) for row in rows}
    assert set(Counter(caller for caller, _ in pairs).values()) == {5}
    assert set(Counter(callee for _, callee in pairs).values()) == {5}
    assert len(pairs) == 70
    assert not any((callee, caller) in pairs for caller, callee in pairs)


def test_nobody_gets_or_makes_two_calls_on_one_day(town: Town) -> None:
    where = programme(town, calls=5)

    everybody(town, "Anna Bert Cem Dirk Els Fatma Gert Hind Ivo Jan Karel Lut Mo Nele", where)

    rows = calls(town, where)
    assert max(Counter((row.caller_id, row.weekday) for row in rows).values()) == 1
    assert max(Counter((row.callee_id, row.weekday) for row in rows).values()) == 1


def test_in_a_small_group_everybody_calls_all_the_others(town: Town) -> None:
    where = programme(town, calls=5)

    everybody(town, "Anna Bert Cem", where)

    assert len(calls(town, where)) == 6


def test_planning_again_changes_no_row(town: Town) -> None:
    where = programme(town, calls=3)
    everybody(town, "Anna Bert Cem Dirk Els Fatma Gert Hind", where)
    before = calls(town, where)

    town.advance(days=7)
    plans(town, where)

    assert calls(town, where) == before


def test_calls_that_stay_keep_their_row_when_somebody_joins(town: Town) -> None:
    where = programme(town, calls=2)
    everybody(town, "Anna Bert Cem Dirk Els Fatma", where)
    before = {(row.caller_id, row.callee_id): row for row in calls(town, where)}
    town.advance(days=1)

    joins(town, town.person("Gert"), where, plan=True)

    after = {(row.caller_id, row.callee_id): row for row in calls(town, where)}
    stayed = before.keys() & after.keys()
    assert len(stayed) == 10
    assert all(after[pair].id == before[pair].id and after[pair].since == before[pair].since for pair in stayed)


def test_calls_keep_the_day_they_had(town: Town) -> None:
    where = programme(town, calls=1)
    everybody(town, "Anna Bert Cem", where)
    shifted = {(row.caller_id, row.callee_id): 6 - (row.weekday or 0) for row in calls(town, where)}
    town.run(lambda tx: assignments.replace(tx, where.id, shifted))

    plans(town, where)

    assert {(row.caller_id, row.callee_id): row.weekday for row in calls(town, where)} == shifted


def test_the_first_rota_is_told_to_nobody(town: Town) -> None:
    members = everybody(town, "Anna Bert Cem Dirk", programme(town))

    town.advance(hours=2)

    assert not any(someone.room.messages for someone in members)


def test_a_change_is_told_once_in_private_without_a_reason_to_those_it_touches(town: Town) -> None:
    where = programme(town, calls=2)
    members = everybody(town, "Anna Bert Cem Dirk Els Fatma", where)
    before = calls(town, where)
    leaver = members.pop()

    leaves(town, leaver, where)
    plans(town, where)
    town.advance(hours=1)

    kept = {(row.caller_id, row.callee_id, row.weekday) for row in calls(town, where)}
    callers = {row.caller_id for row in before if (row.caller_id, row.callee_id, row.weekday) not in kept}
    called = {row.callee_id for row in before if (row.caller_id, row.callee_id, row.weekday) not in kept}
    active = town.run(lambda tx: memberships.active(tx, where.id))
    member_of = {member.person_id: member.id for member in active}
    for someone in members:
        told = [message.text for message in someone.room.messages.values()]
        member = member_of[someone.id]
        words = [
            "Your calls for Zonnebloem look a little different from now on.",
            "In Zonnebloem it changes a little who calls you, or on which day.",
        ]
        assert told == (words[:1] if member in callers else words[1:] if member in called else [])
    assert "Fatma" not in "".join(someone.room.text for someone in members)
    assert any(someone.room.messages for someone in members)
    assert not leaver.room.messages


def test_changes_shortly_after_one_another_are_told_in_one_message(town: Town) -> None:
    where = programme(town, calls=2)
    members = everybody(town, "Anna Bert Cem Dirk Els Fatma", where)

    for name in ("Gert", "Hind", "Ivo"):
        joins(town, town.person(name), where, plan=True)
    town.advance(hours=1)

    assert max(len(someone.room.messages) for someone in members) == 1


def test_whoever_left_hears_no_more_of_changed_calls(town: Town) -> None:
    where = programme(town, calls=2)
    members = everybody(town, "Anna Bert Cem Dirk Els Fatma", where)
    joins(town, town.person("Gert"), where, plan=True)

    for someone in members[:3]:
        someone.says("/verlaat")
        someone.taps("Yes, leave")
    town.advance(hours=1)

    assert not any("a little" in someone.room.text for someone in members[:3])
    assert any("a little" in someone.room.text for someone in members[3:])


def moves_a_call(town: Town, where: Programme, *, by: str = "", knows: str = "") -> Assignment:
    """The first call (`by` this member) goes to another day, and nothing else changes; returns it as it was."""
    row = next(row for row in calls(town, where) if by in ("", row.caller_id))

    def work(tx: Tx) -> None:
        tree = tree_of(tx, where)
        days = {**tree.now, Call(row.caller_id, row.callee_id): ((row.weekday or 0) + 1) % 7}
        apply(tx, where, Planned(days, days, planned(tree).rota), knows={knows})

    town.run(work)
    return row


def test_who_is_called_on_another_day_hears_so(town: Town) -> None:
    where = programme(town, calls=1)
    members = everybody(town, "Anna Bert Cem", where)
    members_of = town.run(lambda tx: {one.id: one.person_id for one in memberships.active(tx, where.id)})

    row = moves_a_call(town, where)
    town.advance(hours=1)

    (callee,) = (one for one in members if one.id == members_of[row.callee_id])
    (caller,) = (one for one in members if one.id == members_of[row.caller_id])
    assert callee.room.text == "In Zonnebloem it changes a little who calls you, or on which day."
    assert caller.room.text == "Your calls for Zonnebloem look a little different from now on."
    assert caller.room.last.labels == ["Whom do I call?", "Who calls me?"]


def test_who_knows_already_is_not_told(town: Town) -> None:
    where = programme(town, calls=1)
    members = everybody(town, "Anna Bert Cem", where)
    active = town.run(lambda tx: memberships.active(tx, where.id))

    row = moves_a_call(town, where, knows=calls(town, where)[0].callee_id)
    town.advance(hours=1)

    told = {one.id for one in members if one.room.messages}
    assert told == {one.person_id for one in active if one.id == row.caller_id}


def test_whose_callers_change_first_and_then_their_own_calls_hears_of_both_in_one_message(town: Town) -> None:
    where = programme(town, calls=1)
    members = everybody(town, "Anna Bert Cem", where)
    members_of = town.run(lambda tx: {one.id: one.person_id for one in memberships.active(tx, where.id)})

    called = moves_a_call(town, where).callee_id
    moves_a_call(town, where, by=called)
    town.advance(hours=1)

    both = [one for one in members if one.id == members_of[called]]
    assert [one.room.text for one in both] == ["Your calls for Zonnebloem look a little different from now on."]


def test_the_button_of_that_message_shows_the_new_calls(town: Town) -> None:
    where = programme(town, calls=1)
    anna, bert = everybody(town, "Anna Bert", where)
    joins(town, town.person("Cem"), where, plan=True)
    town.advance(hours=1)
    caller, called = sorted((anna, bert), key=lambda one: "changes a little who calls" in one.room.last.text)

    caller.taps("Whom do I call?")
    called.taps("Who calls me?")

    assert "This is whom you call." in caller.room.last.text
    assert "These are the people who call you." in called.room.last.text


def test_shortages_are_told_to_the_fikser_once_in_plain_words(town: Town) -> None:
    where = programme(town, calls=1)
    fikser = town.person("Fien")
    makes_fikser(town, fikser, where)
    anna, bert = town.person("Anna"), town.person("Bert")
    joins(town, anna, where)
    joins(town, bert, where)
    joins_without_app(town, "Oma Rosa", where, part=Part.ONLY_CALLED)

    plans(town, where)
    plans(town, where)

    assert len(fikser.room.messages) == 1
    assert fikser.room.last.text.startswith("In Zonnebloem there are fewer callers than calls. Called less often")
    assert "(0 instead of 1)" in fikser.room.last.text


def test_who_is_only_called_calls_nobody_and_who_only_calls_is_not_called(town: Town) -> None:
    where = programme(town, calls=2)
    anna = town.person("Anna")
    only_calls = joins(town, anna, where, part=Part.ONLY_CALLS)
    only_called = joins_without_app(town, "Oma Rosa", where, part=Part.ONLY_CALLED)
    everybody(town, "Bert Cem Dirk Els", where)

    rows = calls(town, where)

    assert only_called not in {row.caller_id for row in rows}
    assert only_calls not in {row.callee_id for row in rows}
    assert {row.caller_id for row in rows if row.callee_id == only_called}


def test_who_waits_to_be_let_in_is_not_planned(town: Town) -> None:
    where = programme(town, calls=2)
    pending = joins(town, town.person("Zed"), where, state=MembershipState.PENDING)

    everybody(town, "Anna Bert Cem", where)

    assert pending not in {member for row in calls(town, where) for member in (row.caller_id, row.callee_id)}


def test_a_programme_that_is_not_there_is_passed_over(town: Town) -> None:
    town.run(lambda tx: replan(tx, "nowhere"))

    assert not town.run(lambda tx: programmes.every(tx))


steps = st.lists(
    st.one_of(
        st.tuples(st.just("join"), st.sampled_from(list(Part))),
        st.tuples(st.just("leave"), st.integers(0, 20)),
        st.tuples(st.just("part"), st.integers(0, 20)),
    ),
    max_size=14,
)


@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps, k=st.integers(1, 4), start=st.integers(0, 8))
def test_after_any_comings_and_goings_the_stored_rota_is_right(
    history: list[tuple[str, Part | int]], k: int, start: int
) -> None:
    with TemporaryDirectory() as directory:
        town = Town(Path(directory))
        where = programme(town, calls=k)
        for i in range(start):
            joins_without_app(town, f"Somebody {i}", where)
        plans(town, where)
        for what, with_whom in history:
            members = town.run(lambda tx: memberships.active(tx, where.id))
            if isinstance(with_whom, Part):
                joins_without_app(town, what, where, part=with_whom)
            elif members:
                chosen = members[with_whom % len(members)].id
                if what == "leave":
                    town.run(lambda tx, who=chosen: memberships.leave(tx, who))  # type: ignore[misc]
                else:
                    town.run(lambda tx, who=chosen: memberships.set_part(tx, who, Part.BOTH))  # type: ignore[misc]
            plans(town, where)

            is_right(town, where, k)
        town.engine.dispose()
        town.raw.close()


def is_right(town: Town, where: Programme, k: int) -> None:
    rows = calls(town, where)
    members = town.run(lambda tx: memberships.active(tx, where.id))
    pairs = {(row.caller_id, row.callee_id) for row in rows}
    part = {member.id: member.part for member in members}
    out, inn = Counter(caller for caller, _ in pairs), Counter(callee for _, callee in pairs)
    most = min(k, len(members) - 1)
    assert len(pairs) == len(rows)
    assert all(caller != callee and part[caller].calls and part[callee].is_called for caller, callee in pairs)
    assert all(count <= most for count in (*out.values(), *inn.values()))
    assert all(row.weekday is not None for row in rows)
    if set(part.values()) <= {Part.BOTH}:
        assert all(out[member] == inn[member] == most for member in part)
        if len(part) >= 2 * k + 1:
            assert not any((callee, caller) in pairs for caller, callee in pairs)
    plans(town, where)
    assert calls(town, where) == rows
