"""`/groep`: how the group is doing at a glance, what can be done, and what is set for everybody."""

from __future__ import annotations

import pytest

from domain.programme import MembershipState, Part
from storage import memberships, people, programmes
from storage.programmes import Programme
from tests.bot.features.fikser_screens import calls_of, does, garden, member, now, opens, screen, tree
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
from tests.bot.features.setting_up import asks_to_join, link_of
from tests.bot.town import Someone, Town


def kept(town: Town, where: Programme) -> Programme:
    return town.run(lambda tx: now(tx, where))


def sees_group(fikser: Someone) -> str:
    fikser.says("/groep")
    return fikser.room.last.text


def test_the_fikser_sees_who_waits_pauses_cannot_be_reached_and_has_no_app(town: Town) -> None:
    where, fien, (anna, *_) = garden(town, "Anna Bob Cem Dora Els")
    joins_without_app(town, "Gerda", where)
    plans(town, where)
    opens(fien, "Bob", "Pause", "Neither", "1 week", "Yes, pause")
    asks_to_join(town.person("Kato"), link_of(fien), "Kato")
    anna_id = anna.id
    town.run(lambda tx: people.set_reachable(tx, anna_id, False))

    shown = sees_group(fien)

    assert "6 people take part.\n1 of them has no app." in shown
    assert "<b>Waiting to be let in</b>: Kato" in shown
    assert "<b>Pausing</b>: Bob (until 24 November 2026)" in shown
    assert "<b>Cannot be reached here</b>: Anna" in shown
    assert "Calls each week: 10 can be made, 10 are wished for." in shown
    assert "Waiting to be let in (1)" in fien.room.last.labels


def test_capacity_stands_beside_demand_with_who_misses_how_many(town: Town) -> None:
    where = programme(town, calls=5)
    for number in range(14):
        part = Part.ONLY_CALLED if number == 0 else Part.BOTH
        joins(town, town.person(f"Member {number}"), where, part=part)
    plans(town, where)
    fien = town.person("Fien")
    makes_fikser(town, fien, where)

    shown = sees_group(fien)

    assert "Calls each week: 65 can be made, 70 are wished for." in shown
    assert "5 people are called once less." in shown


def test_who_could_be_called_but_whom_nobody_is_left_to_call_is_told_of_as_well(town: Town) -> None:
    where = programme(town, calls=2)
    for name, part in (("Anna", Part.ONLY_CALLS), ("Bob", Part.ONLY_CALLS), ("Cem", Part.ONLY_CALLED)):
        joins(town, town.person(name), where, part=part)
    plans(town, where)
    fien = town.person("Fien")
    makes_fikser(town, fien, where)

    shown = sees_group(fien)

    assert "Calls each week: 4 can be made, 2 are wished for." in shown
    assert "2 people call once less." in shown


def test_callers_of_whom_no_call_was_reported_for_two_weeks_are_told_of_kindly(town: Town) -> None:
    where, fien, (anna, *_) = garden(town, "Anna Bob Cem", calls=1)
    joins_without_app(town, "Gerda", where)
    plans(town, where)
    for _ in range(3):
        anna.says("/gebeld")
        anna.taps(anna.room.last.labels[0])
        for label in ("We talked", "No, note nothing", "Save"):
            anna.taps(label)
        town.advance(days=7)

    shown = sees_group(fien)
    fien.taps("No call reported for two weeks (2)")

    assert "<b>No call reported for two weeks</b>: Bob, Cem" in shown
    assert "A kind word is always welcome." in screen(fien).text
    assert screen(fien).labels == ["Bob", "Cem", "Back"]


def test_a_group_without_anybody_and_a_group_of_one_say_what_there_is(town: Town) -> None:
    where, fien, _ = garden(town, "")

    nobody = sees_group(fien)
    joins(town, town.person("Anna"), where, plan=True)
    one = sees_group(fien)

    assert "Nobody takes part yet." in nobody
    assert "1 person takes part." in one
    assert "As soon as somebody else takes part, there are calls." in one


def test_long_groups_name_a_few_and_show_the_others_in_pages(town: Town) -> None:
    where, fien, _ = garden(town, "")
    for number in range(25):
        joins_without_app(town, f"Neighbour {number:02}", where, part=Part.ONLY_CALLED)
        person = town.person(f"Waiting {number:02}")
        joins(town, person, where, state=MembershipState.PENDING)

    shown = sees_group(fien)
    fien.taps("Without the app (25)")
    first = screen(fien).labels
    fien.taps("Next")

    assert "Waiting 05, and others" in shown
    assert "Waiting 06" not in shown
    assert len(first) == 20 + len(["Next", "Back"])
    assert screen(fien).labels[:5] == [f"Neighbour {number}" for number in range(20, 25)]


@pytest.mark.parametrize("data", ["groupof:{}:nonsense", "groupof:{}:paused:-1", "groupof:{}:paused:99999999", "mix:x"])
def test_a_forged_button_of_the_screen_changes_nothing_and_is_answered(town: Town, data: str) -> None:
    where, fien, _ = garden(town, "Anna Bob Cem")
    before = (kept(town, where), tree(town, where))
    sees_group(fien)

    fien.forges(data.format(where.id), message_id=fien.room.last.id)

    assert (kept(town, where), tree(town, where)) == before
    assert fien.room.notices


def test_nobody_but_a_fikser_sees_the_group_or_sets_anything(town: Town) -> None:
    where, _, (_, bob, _) = garden(town, "Anna Bob Cem")

    bob.says("/groep")
    for data in (
        f"group:{where.id}",
        f"perweekyes:{where.id}:4:0",
        f"ondayyes:{where.id}:3:0",
        f"mixset:{where.id}:4:0",
    ):
        bob.forges(data)

        assert "not for you" in bob.room.notices[-1]
    assert "not for you" in bob.room.last.text
    assert kept(town, where).calls_per_week == 2


def test_in_a_group_chat_the_buttons_show_nothing(town: Town) -> None:
    where, fien, _ = garden(town, "Anna Bob Cem")
    square = town.group(added_by=fien)

    fien.forges(f"group:{where.id}", group=square)

    assert "between you and me" in square.notices[-1]
    assert "Anna" not in square.text


def test_another_number_of_calls_is_shown_decided_on_and_planned(town: Town) -> None:
    where, fien, _ = garden(town, "Anna Bob Cem Dora Els Fons")
    sees_group(fien)

    shown = does(fien, "Settings", "Calls each week", "1").text
    after = does(fien, "Yes, change it").text

    assert "1 call each week instead of 2?" in shown
    assert "6 calls end." in shown
    assert "Everybody makes and gets 1 call each week." in after
    assert calls_of(town, where, "Anna") == (1, 1)


def test_who_has_a_number_of_their_own_keeps_it_when_everybody_gets_another(town: Town) -> None:
    where, fien, _ = garden(town, "Anna Bob Cem Dora Els Fons", calls=1)
    opens(fien, "Anna", "How often", "How often they call", "2", "Yes, change it")
    opens(fien, "Bob", "How often", "How often they are called", "2", "Yes, change it")

    sees_group(fien)
    does(fien, "Settings", "Calls each week", "3", "Yes, change it")

    assert calls_of(town, where, "Anna") == (2, 3)
    assert calls_of(town, where, "Bob") == (3, 2)
    assert calls_of(town, where, "Cem") == (3, 3)


def test_two_fiksers_who_set_the_number_at_once_do_not_overwrite_each_other(town: Town) -> None:
    where, fien, _ = garden(town, "Anna Bob Cem Dora Els Fons")
    fred = town.person("Fred")
    makes_fikser(town, fred, where)
    for fikser, number in ((fien, "3"), (fred, "4")):
        sees_group(fikser)
        does(fikser, "Settings", "Calls each week", number)

    fien.taps("Yes, change it")
    fred.taps("Yes, change it")
    told, kept_first = screen(fred).text, kept(town, where).calls_per_week
    fred.taps("Yes, change it")

    assert "4 calls each week instead of 3?" in told
    assert "In the meantime something changed" in told
    assert kept_first == 3
    assert kept(town, where).calls_per_week == 4


def test_calling_days_are_chosen_by_tapping_and_the_calls_move(town: Town) -> None:
    where, fien, _ = garden(town, "Anna Bob Cem Dora Els Fons")
    sees_group(fien)

    shown = does(fien, "Settings", "Days for calls", "Saturday", "Sunday").text
    nothing_yet = kept(town, where).calling_days
    after = does(fien, "Yes, change it").text

    assert "another weekday" in shown
    assert nothing_yet == tuple(range(7))
    assert "Calls are made on: Monday, Tuesday, Wednesday, Thursday, Friday" in after
    assert set(tree(town, where).now.values()) <= {0, 1, 2, 3, 4}


def test_at_least_one_calling_day_stays(town: Town) -> None:
    where, fien, _ = garden(town, "Anna Bob Cem")
    sees_group(fien)

    none = does(fien, "Settings", "Days for calls", *days_of_week())
    fien.forges(f"ondayyes:{where.id}:0:{kept(town, where).revision}", message_id=none.id)

    assert "At least one day has to stay." in none.text
    assert "Yes, change it" not in none.labels
    assert kept(town, where).calling_days == tuple(range(7))


def days_of_week() -> list[str]:
    return ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def test_fewer_days_than_calls_are_said_beforehand(town: Town) -> None:
    _, fien, _ = garden(town, "Anna Bob Cem Dora", calls=3)
    sees_group(fien)

    shown = does(fien, "Settings", "Days for calls", *days_of_week()[:5]).text

    assert "two calls on one day" in shown


def test_new_pairs_every_so_many_weeks_are_set_and_stopped(town: Town) -> None:
    where, fien, _ = garden(town, "Anna Bob Cem Dora")
    sees_group(fien)

    on = does(fien, "Settings", "New pairs", "New pairs every 4 weeks").text
    weeks = kept(town, where).rotation_weeks
    off = does(fien, "New pairs", "Callers stay the same").text

    assert "New pairs come every 4 weeks." in on
    assert weeks == 4
    assert "Callers stay the same." in off
    assert kept(town, where).rotation_weeks is None


def test_new_pairs_upon_an_older_state_are_decided_on_once_more(town: Town) -> None:
    where, fien, _ = garden(town, "Anna Bob Cem Dora")
    sees_group(fien)
    does(fien, "Settings", "New pairs")
    plans(town, where)

    fien.taps("New pairs every 4 weeks")
    told, weeks = screen(fien).text, kept(town, where).rotation_weeks
    fien.taps("New pairs every 4 weeks")

    assert "In the meantime something changed" in told
    assert weeks is None
    assert kept(town, where).rotation_weeks == 4


def test_an_opbelactie_shows_volunteers_and_how_many_are_on_the_list(town: Town) -> None:
    where = opbelactie(town, calls=2)
    anna, *_ = everybody_calls(town, "Anna Bob", where)
    on_list(town, "Cem Dora Els", where)
    plans(town, where)
    makes_fikser(town, anna, where)
    accepts_statement(town, anna, where)

    anna.says("/groep")
    shown = anna.room.last.text
    does(anna, "Settings", "How many in hand", "4", "Yes, change it")

    assert "2 volunteers call.\n3 people are on the list to call." in shown
    assert "wished for" not in shown
    assert kept(town, where).calls_per_week == 4
    assert "Days for calls" not in screen(anna).labels


def everybody_calls(town: Town, names: str, where: Programme) -> list[Someone]:
    found = [town.person(name) for name in names.split()]
    for someone in found:
        joins(town, someone, where, part=Part.ONLY_CALLS)
    return found


def test_names_of_an_opbelactie_are_behind_the_statement(town: Town) -> None:
    where = opbelactie(town)
    anna, *_ = everybody_calls(town, "Anna Bob", where)
    makes_fikser(town, anna, where)

    anna.says("/groep")

    assert "What you hear stays with you" in anna.room.last.text


def test_who_looks_after_two_programmes_chooses(town: Town) -> None:
    _, fien, _ = garden(town, "Anna Bob Cem")
    second = programme(town, "Kastanje")
    everybody(town, "Dirk Els", second)
    makes_fikser(town, fien, second)

    fien.says("/groep")
    fien.taps("Kastanje")

    assert screen(fien).text.startswith("<b>Kastanje</b>\n2 people take part.")


def test_a_programme_that_ended_is_no_longer_there(town: Town) -> None:
    where, fien, _ = garden(town, "Anna Bob Cem")
    sees_group(fien)
    town.run(lambda tx: programmes.change(tx, where.id, state=programmes.ENDED))

    fien.taps("Settings")

    assert "no longer there" in fien.room.notices[-1]


def test_from_the_screen_the_fikser_comes_to_a_card_and_lets_somebody_in(town: Town) -> None:
    where, fien, _ = garden(town, "Anna Bob Cem")
    asks_to_join(town.person("Kato"), link_of(fien), "Kato")
    fien.says("/groep")

    shown = does(fien, "Waiting to be let in (1)", "Kato").text
    fien.taps("Let in")

    assert "What changes then" in shown
    assert member(town, where, "Kato").state is MembershipState.ACTIVE
    assert len(town.run(lambda tx: memberships.active(tx, where.id))) == 4
