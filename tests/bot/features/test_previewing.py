"""Before the fikser says yes they see what a change would do; who decides upon an older state decides once more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.features import pausing, previewing
from bot.out import Out
from domain.pause import PauseKind
from domain.programme import MembershipState, Part
from domain.rota import Call
from storage import memberships
from tests.bot.features.fikser_screens import calls_of, does, garden, member, opens, screen, tree
from tests.bot.features.scene import joins, joins_without_app, makes_fikser, opbelactie, plans, programme
from tests.bot.features.setting_up import asks_to_join, link_of
from tests.bot.town import Someone, Town

TEN = "Anna Bob Cem Dora Els Fons Gust Hilde Iris Jef"


def joiner(town: Town, fikser: Someone, name: str = "Kato") -> Someone:
    """Somebody who asked to join and was not let in yet."""
    person = town.person(name)
    asks_to_join(person, link_of(fikser), name)
    return person


def test_a_request_to_join_says_what_it_changes_and_that_is_what_changes(town: Town) -> None:
    where, fien, _ = garden(town, TEN, calls=3)
    before = tree(town, where).now
    joiner(town, fien)
    asked = fien.room.last

    fien.taps("Let in")

    after = tree(town, where).now
    lost = [call for call in before if call not in after]
    assert "Kato would like to join" in asked.text
    assert f"Among the others {len(lost)} calls change." in asked.text
    assert "Nobody loses more than one of their callers." in asked.text
    assert len(lost) == 3
    assert calls_of(town, where, "Kato") == (3, 3)


def test_taking_somebody_out_says_what_it_changes_and_that_is_what_changes(town: Town) -> None:
    where, fien, _ = garden(town, TEN, calls=3)
    before = tree(town, where).now
    shown = opens(fien, "Dora", "Take out").text

    fien.taps("Yes, take out")

    after = tree(town, where).now
    assert f"Among the others {sum(1 for call in after if call not in before)} calls change." in shown
    assert len(memberships_left(town, where.id)) == 9


def memberships_left(town: Town, programme_id: str) -> list[str]:
    return [one.id for one in town.run(lambda tx: memberships.active(tx, programme_id))]


def test_who_is_taken_out_in_the_midst_of_a_week_is_told_of_with_the_open_calls(town: Town) -> None:
    where, fien, (_, _, _, dora, *_) = garden(town, TEN, calls=3)
    dora.says("/gebeld")
    dora.taps(dora.room.last.labels[0])
    dora.taps("We talked")
    dora.taps("No, note nothing")
    dora.taps("Save")

    shown = opens(fien, "Dora", "Take out").text

    assert "Dora has 2 calls left to make this week; they go to others." in shown
    assert calls_of(town, where, "Dora") == (3, 3)


def test_of_two_fiksers_who_change_at_once_the_second_sees_the_new_state_and_decides_again(town: Town) -> None:
    where, fien, _ = garden(town, TEN, calls=3)
    fons = town.person("Fred")
    makes_fikser(town, fons, where)
    opens(fien, "Dora", "Take out")
    opens(fons, "Els", "Take out")

    fons.taps("Yes, take out")
    fien.taps("Yes, take out")
    told, left = screen(fien), memberships_left(town, where.id)
    fien.taps("Yes, take out")

    assert "In the meantime something changed in Zonnebloem, so nothing was done yet." in told.text
    assert "What changes then" in told.text
    assert len(left) == 9
    assert len(memberships_left(town, where.id)) == 8


def test_who_lets_somebody_in_upon_an_older_state_is_asked_once_more(town: Town) -> None:
    where, fien, _ = garden(town, TEN, calls=3)
    joiner(town, fien)
    anna = member(town, where, "Anna")
    town.run(lambda tx: memberships.leave(tx, anna.id))
    plans(town, where)

    fien.taps("Let in")
    asked, inside = screen(fien).text, len(memberships_left(town, where.id))
    fien.taps("Let in")

    assert "In the meantime something changed" in asked
    assert "Kato would like to join" in asked
    assert inside == 9
    assert calls_of(town, where, "Kato") == (3, 3)


def test_a_button_of_a_former_release_asks_once_more(town: Town) -> None:
    where, fien, _ = garden(town, TEN)
    kato = joiner(town, fien)
    kato_id = kato.id
    mine = town.run(lambda tx: memberships.of(tx, where.id, kato_id))
    assert mine is not None

    fien.forges(f"letin:{mine.id}", message_id=fien.room.last.id)

    assert "please decide once more" in screen(fien).text
    assert mine.state is MembershipState.PENDING


def adds_georges(fikser: Someone, *, up_to_review: bool = False) -> None:
    fikser.says("/lid")
    fikser.says("Georges")
    fikser.says("0470 12 34 56")
    for label in ("Call and be called", "The person themselves", "Face to face", "Today"):
        fikser.taps(label)
    if not up_to_review:
        fikser.taps("Yes, add them")


def test_adding_somebody_without_app_says_what_it_changes(town: Town) -> None:
    where, fien, _ = garden(town, TEN, calls=3)
    before = tree(town, where).now

    adds_georges(fien, up_to_review=True)
    shown = fien.room.last.text
    fien.taps("Yes, add them")

    after = tree(town, where).now
    assert "Among the others 3 calls change." in shown
    assert sum(1 for call in before if call not in after) == 3
    assert calls_of(town, where, "Georges") == (3, 3)


def test_who_adds_somebody_upon_an_older_state_keeps_the_answers_and_decides_once_more(town: Town) -> None:
    where, fien, _ = garden(town, TEN, calls=3)
    adds_georges(fien, up_to_review=True)
    plans(town, where)

    fien.taps("Yes, add them")
    asked, inside = screen(fien), memberships_left(town, where.id)
    fien.taps("Let in")

    assert "Georges, without the app, is to join Zonnebloem: Call and be called." in asked.text
    assert "In the meantime something changed" in asked.text
    assert len(inside) == 10
    georges = member(town, where, "Georges")
    assert calls_of(town, where, "Georges") == (3, 3)
    assert town.run(lambda tx: memberships.agreement_of(tx, georges.id)) is not None


def test_who_is_not_added_after_all_waits_and_nobody_writes_to_them(town: Town) -> None:
    where, fien, _ = garden(town, TEN)
    adds_georges(fien, up_to_review=True)
    plans(town, where)
    fien.taps("Yes, add them")

    fien.taps("Not now")

    assert "Georges is not added for now" in fien.room.text
    waiting = town.run(lambda tx: memberships.in_state(tx, where.id, MembershipState.PENDING))
    assert len(waiting) == 1


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ("", "Nobody else is there to call then"),
        ("Anna", "There is 1 other person, so nobody has more calls than that for now."),
        ("Anna Bob", "There are 2 other people, so nobody has more calls than that for now."),
    ],
)
def test_a_group_of_one_two_or_three_says_why_there_are_fewer_calls(town: Town, names: str, told: str) -> None:
    where, fien, _ = garden(town, names, calls=5)

    joiner(town, fien)
    asked = fien.room.last.text
    fien.taps("Let in")

    assert told in asked
    others = len(names.split())
    assert calls_of(town, where, "Kato") == (others, others)


def test_a_small_group_says_how_many_pairs_call_each_other(town: Town) -> None:
    _, fien, _ = garden(town, "Anna Bob Cem", calls=1)

    fien.says("/groep")
    shown = does(fien, "Settings", "Calls each week", "2").text

    assert "3 more pairs call each other then; it cannot be avoided." in shown


def test_a_never_pair_that_leaves_somebody_nobody_is_said_in_plain_words(town: Town) -> None:
    where, fien, _ = garden(town, "Anna Bob", calls=1)

    shown = opens(fien, "Anna", "Never with, rather", "Never with", "Bob").text
    calls = tree(town, where).now

    assert "2 people are called by nobody." in shown
    assert "2 people have nobody to call." in shown
    assert len(calls) == 2


def test_a_pause_that_leaves_nobody_to_call_says_so_and_everybody_may_pause(town: Town) -> None:
    where, fien, _ = garden(town, "Anna Bob", calls=1)

    first = opens(fien, "Anna", "Pause", "Neither", "1 week").text
    fien.taps("Yes, pause")
    second = opens(fien, "Bob", "Pause", "Neither", "2 weeks").text
    fien.taps("Yes, pause")
    fien.says("/groep")

    assert "1 person is called by nobody." in first
    assert "1 person has nobody to call." in first
    assert "The calls of the others stay as they are." in second
    assert "Everybody pauses at this moment, so there are no calls." in screen(fien).text
    assert tree(town, where).now == {}


def test_a_group_too_large_to_work_out_is_told_so_and_the_change_still_goes(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, fien, _ = garden(town, "Anna Bob Cem Dora")
    monkeypatch.setattr(previewing, "MOST_MEMBERS", 3)
    joiner(town, fien)
    asked = fien.room.last.text

    fien.taps("Let in")

    assert "too large to work out beforehand" in asked
    assert calls_of(town, where, "Kato") == (2, 2)


def test_an_opbelactie_has_no_tree_and_no_preview(town: Town) -> None:
    where = opbelactie(town)
    fien = town.person("Fien")
    makes_fikser(town, fien, where)
    joiner(town, fien)
    asked = fien.room.last.text
    plans(town, where)

    fien.taps("Let in")

    assert "change" not in asked
    assert len(memberships_left(town, where.id)) == 1


def test_the_fikser_hears_afterwards_what_a_farewell_changed_and_who_leaves_is_not_burdened(town: Town) -> None:
    where, fien, (anna, *_) = garden(town, TEN, calls=3)
    before = tree(town, where).now

    anna.says("/verlaat")
    anna.taps("Yes, leave")

    after = tree(town, where).now
    new = sum(1 for call in after if call not in before)
    assert "Anna has left Zonnebloem" in fien.room.last.text
    assert f"What that changes for the others:\nAmong the others {new} calls change." in fien.room.last.text
    assert "calls change" not in anna.room.text


def test_the_fikser_hears_afterwards_what_a_pause_and_its_end_changed(town: Town) -> None:
    where, fien, (anna, *_) = garden(town, TEN, calls=3)
    membership = member(town, where, "Anna")
    last = town.now.date() + timedelta(days=6)
    anna_id = anna.id

    town.run(lambda tx: pausing.begin(tx, Out(tx), membership, PauseKind.WHOLE, last, set_by=anna_id))
    town.deliver()
    begun = fien.room.last.text
    town.run(lambda tx: pausing.end(tx, Out(tx), membership, ended_by=anna_id))
    town.deliver()

    assert "Anna pauses in Zonnebloem" in begun
    assert "What that changes for the others:\nAmong the others" in begun
    assert "Anna is back in Zonnebloem" in fien.room.last.text
    assert "What that changes for the others:\nAmong the others" in fien.room.last.text
    assert "for the others" not in anna.room.text


def test_numbers_that_cannot_be_met_are_told_with_how_many_people_miss_how_many(town: Town) -> None:
    _, fien, _ = garden(town, TEN, calls=3)

    shown = opens(fien, "Anna", "How often", "How often they call", "0").text

    assert "It becomes: calls 0×, is called 3×." in shown
    assert "Too few callers: 3 people are called 2× a week instead of 3×." in shown


def test_when_a_shortage_ends_that_is_told(town: Town) -> None:
    where = programme(town)
    for name in ("Anna", "Bob", "Cem", "Dora"):
        joins(town, town.person(name), where)
    joins_without_app(town, "Zoë", where, part=Part.ONLY_CALLED)
    plans(town, where)
    fien = town.person("Fien")
    makes_fikser(town, fien, where)

    shown = opens(fien, "Zoë", "Take out").text

    assert "Everybody gets and makes as many calls as agreed again." in shown


def test_names_are_told_only_when_asked_for(town: Town) -> None:
    where, fien, _ = garden(town, TEN, calls=3)
    before = tree(town, where).now
    kato = joiner(town, fien)
    asked = fien.room.last.text

    shown = does(fien, "Which calls?")
    fien.taps("Let in")

    after = tree(town, where).now
    names = {member(town, where, name).id: name for name in [*TEN.split(), kato.name]}
    new, gone = shown.text.split("New:\n")[1].split("\n\nNo longer:\n")
    assert "→" not in asked
    assert "In the meantime" not in shown.text
    assert "Which calls?" not in shown.labels
    assert new.split("\n") == sorted(f"{names[a]} → {names[b]}" for a, b in after if (a, b) not in before)
    assert gone.split("\n") == sorted(f"{names[a]} → {names[b]}" for a, b in before if (a, b) not in after)


def test_of_very_many_calls_the_first_are_named(town: Town) -> None:
    _, fien, _ = garden(town, TEN, calls=3)
    fien.says("/groep")

    shown = does(fien, "Settings", "Calls each week", "6", "Which calls?")

    assert shown.text.count("→") == 20
    assert "and others" in shown.text
    assert "Yes, change it" in shown.labels


def test_a_preview_changes_nothing(town: Town) -> None:
    where, fien, _ = garden(town, TEN, calls=3)
    before = tree(town, where)

    opens(fien, "Anna", "Take out")
    opens(fien, "Anna", "Part", "Only call")
    fien.says("/groep")
    does(fien, "Settings", "Calls each week", "5")

    assert tree(town, where) == before
    assert all(isinstance(call, Call) for call in before.now)
