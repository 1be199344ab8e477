"""A member's card: how often, which part, which days, a pause, and with whom never or rather."""

from __future__ import annotations

import pytest

from domain.pairs import PairKind
from domain.pause import PauseKind
from domain.programme import Part, ProgrammeKind
from storage import memberships, pairs, pauses
from storage.schema import access_log
from tests.bot.features.fikser_screens import calls_of, does, garden, member, now, opens, screen, tree
from tests.bot.features.scene import (
    accepts_statement,
    joins,
    joins_without_app,
    makes_fikser,
    on_list,
    opbelactie,
    plans,
)
from tests.bot.features.setting_up import link_of
from tests.bot.town import Town

NINE = "Anna Bob Cem Dora Els Fons Gust Hilde Iris"


def revision(town: Town, where: object) -> int:
    return town.run(lambda tx: now(tx, where).revision)  # type: ignore[arg-type]


def test_the_card_tells_the_essentials(town: Town) -> None:
    where, fien, _ = garden(town, NINE, calls=3)
    opens(fien, "Anna", "Days", "Monday", "Friday", "Yes, change it")
    opens(fien, "Anna", "Never with, rather", "Rather with", "Bob", "Yes, keep it")
    opens(fien, "Anna", "Pause", "No calls to make", "2 weeks", "Yes, pause")

    card = opens(fien, "Anna").text

    assert "Each week: calls 3×, is called 3×." in card
    assert "Cannot on: Monday, Friday" in card
    assert "Makes no calls until 1 December 2026 included." in card
    assert "1 wish about who calls whom." in card
    assert "Bob" not in card
    assert calls_of(town, where, "Anna") == (0, 3)


def test_other_numbers_are_shown_decided_on_and_planned(town: Town) -> None:
    where, fien, (anna, *_) = garden(town, NINE, calls=3)

    shown = opens(fien, "Anna", "How often", "How often they call", "1").text
    fien.taps("Yes, change it")
    town.advance(hours=1)

    assert "It becomes: calls 1×, is called 3×." in shown
    assert "Too few callers: 2 people are called 2× a week instead of 3×." in shown
    assert calls_of(town, where, "Anna") == (1, 3)
    assert "Your calls for Zonnebloem look a little different" in anna.room.text


def test_as_usual_takes_numbers_of_ones_own_away(town: Town) -> None:
    where, fien, _ = garden(town, NINE, calls=3)
    opens(fien, "Anna", "How often", "How often they call", "1", "Yes, change it")

    opens(fien, "Anna", "How often", "As usual here", "Yes, change it")

    anna = member(town, where, "Anna")
    assert (anna.calls, anna.called) == (None, None)
    assert calls_of(town, where, "Anna") == (3, 3)


def test_more_calls_than_there_are_others_are_capped_and_that_is_said(town: Town) -> None:
    where, fien, _ = garden(town, "Anna Bob Cem", calls=1)

    shown = opens(fien, "Anna", "How often", "How often they call", "20").text
    fien.taps("Yes, change it")

    assert "There are 2 other people, so nobody has more calls than that for now." in shown
    assert calls_of(town, where, "Anna")[0] <= 2


def test_another_part_takes_numbers_of_ones_own_away(town: Town) -> None:
    where, fien, _ = garden(town, NINE, calls=3)
    opens(fien, "Anna", "How often", "How often they call", "1", "Yes, change it")

    shown = opens(fien, "Anna", "Part", "Only be called").text
    fien.taps("Yes, change it")

    assert "as often as usual here: calls 0×, is called 3×." in shown
    assert member(town, where, "Anna").part is Part.ONLY_CALLED
    assert calls_of(town, where, "Anna") == (0, 3)
    assert "How often they call" not in opens(fien, "Anna", "How often").labels


def test_days_are_kept_for_somebody_without_the_app_too(town: Town) -> None:
    where, fien, _ = garden(town, NINE, calls=3)
    joins_without_app(town, "Zoë", where)
    plans(town, where)

    opens(fien, "Zoë", "Days", "Monday", "Tuesday", "Wednesday", "Yes, change it")

    zoe = member(town, where, "Zoë")
    assert zoe.cannot == {0, 1, 2}
    assert all(day not in zoe.cannot for call, day in tree(town, where).now.items() if zoe.id in call)


def test_somebody_keeps_at_least_one_day(town: Town) -> None:
    where, fien, _ = garden(town, "Anna Bob Cem")
    week = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

    none = opens(fien, "Anna", "Days", *week)
    anna = member(town, where, "Anna")
    fien.forges(f"cannotyes:{anna.id}:127:{revision(town, where)}", message_id=none.id)

    assert "there is the pause" in none.text
    assert "Yes, change it" not in none.labels
    assert member(town, where, "Anna").cannot == frozenset()


def test_a_pause_is_shown_begun_and_ended(town: Town) -> None:
    where, fien, (anna, *_) = garden(town, NINE, calls=3)
    lasting = tree(town, where).lasting

    shown = opens(fien, "Anna", "Pause", "Neither", "3 weeks").text
    fien.taps("Yes, pause")
    pausing, card = calls_of(town, where, "Anna"), screen(fien).text
    back = opens(fien, "Anna", "Pause", "End the pause").text
    fien.taps("Yes, end the pause")

    assert "What changes then" in shown
    assert pausing == (0, 0)
    assert "Pauses until 8 December 2026 included." in card
    assert "What changes then" in back
    assert tree(town, where).now == lasting
    assert "noted down a pause for you" in anna.room.text


def test_who_leaves_during_a_pause_and_comes_back_takes_part_at_once(town: Town) -> None:
    where, fien, (_, _, cem, *_) = garden(town, NINE)
    opens(fien, "Cem", "Pause", "Neither", "8 weeks", "Yes, pause")
    cem.says("/verlaat")
    cem.taps("Yes, leave")

    cem.says(f"/start {link_of(fien)}")
    for label in ("Leave it out", "Call and be called", "Yes, please ask"):
        cem.taps(label)
    fien.taps("Let in")

    assert calls_of(town, where, "Cem") == (2, 2)


def test_only_who_is_called_as_well_can_rest_from_calling_alone(town: Town) -> None:
    where, fien, _ = garden(town, NINE)
    opens(fien, "Anna", "Part", "Only call", "Yes, change it")
    anna = member(town, where, "Anna")

    offered = opens(fien, "Anna", "Pause").labels
    fien.forges(f"restset:{anna.id}:c:740000", message_id=fien.room.last.id)

    assert "No calls to make, but is called" not in offered
    assert town.run(lambda tx: pauses.of_member(tx, anna.id)) is None


@pytest.mark.parametrize("last", ["0", "1", "99999999", "abc", "-5"])
def test_a_pause_until_a_day_that_cannot_be_is_not_begun(town: Town, last: str) -> None:
    where, fien, _ = garden(town, "Anna Bob Cem")
    anna = member(town, where, "Anna")
    card = opens(fien, "Anna")

    fien.forges(f"restyes:{anna.id}:w:{last}:{revision(town, where)}", message_id=card.id)

    assert "choose how long once more" in fien.room.notices[-1]
    assert town.run(lambda tx: pauses.of_member(tx, anna.id)) is None


def test_a_pause_upon_an_older_state_is_decided_on_once_more(town: Town) -> None:
    where, fien, _ = garden(town, NINE)
    opens(fien, "Anna", "Pause", "Neither", "1 week")
    plans(town, where)

    fien.taps("Yes, pause")
    told, calls = screen(fien).text, calls_of(town, where, "Anna")
    fien.taps("Yes, pause")

    anna = member(town, where, "Anna")
    kept = town.run(lambda tx: pauses.of_member(tx, anna.id))
    assert "In the meantime something changed" in told
    assert calls == (2, 2)
    assert kept is not None
    assert kept.kind is PauseKind.WHOLE


def test_a_never_pair_is_kept_let_go_and_told_to_nobody(town: Town) -> None:
    where, fien, (anna, bob, *_) = garden(town, NINE, calls=3)

    opens(fien, "Anna", "Never with, rather", "Never with", "Bob", "Yes, keep it")
    anna_id, bob_id = member(town, where, "Anna").id, member(town, where, "Bob").id
    never = town.run(lambda tx: pairs.of_programme(tx, where.id, PairKind.NEVER))
    calls = tree(town, where).now
    listed = screen(fien).text
    does(fien, "No longer: Bob", "Yes, keep it")
    town.advance(hours=1)

    assert never == {frozenset((anna_id, bob_id))}
    assert not [call for call in calls if set(call) == {anna_id, bob_id}]
    assert "• Never with Bob" in listed
    assert "Only fiksers see this." in listed
    assert town.run(lambda tx: pairs.of_member(tx, anna_id)) == {}
    assert "never" not in (anna.room.text + bob.room.text).lower()


def test_who_reads_their_own_data_hears_of_a_wish_without_a_name(town: Town) -> None:
    _, fien, (anna, *_) = garden(town, NINE, calls=3)
    opens(fien, "Anna", "How often", "How often they are called", "1", "Yes, change it")
    opens(fien, "Anna", "Days", "Sunday", "Yes, change it")
    opens(fien, "Anna", "Never with, rather", "Never with", "Bob", "Yes, keep it")

    anna.says("/mijngegevens")

    shown = anna.room.last.text
    assert "The fikser noted down 1 wish about who calls whom." in shown
    assert "You are called 1× a week." in shown
    assert "Days you cannot: Sunday" in shown
    assert "Bob" not in shown


def test_a_wish_upon_an_older_state_is_decided_on_once_more(town: Town) -> None:
    where, fien, _ = garden(town, NINE)
    opens(fien, "Anna", "Never with, rather", "Never with", "Bob")
    plans(town, where)

    fien.taps("Yes, keep it")
    told = screen(fien).text
    never = town.run(lambda tx: pairs.of_programme(tx, where.id, PairKind.NEVER))

    assert "In the meantime something changed" in told
    assert "Anna and Bob never call each other." in told
    assert never == frozenset()


def test_the_other_of_a_pair_is_chosen_from_pages_without_those_chosen_already(town: Town) -> None:
    where, fien, _ = garden(town, "Anna Bob")
    for number in range(24):
        joins_without_app(town, f"Neighbour {number:02}", where)
    plans(town, where)
    opens(fien, "Anna", "Never with, rather", "Never with", "Bob", "Yes, keep it")

    first = does(fien, "Never with").labels
    second = does(fien, "Next").labels

    assert first == [*(f"Neighbour {number:02}" for number in range(20)), "Next", "Back"]
    assert second == [*(f"Neighbour {number:02}" for number in range(20, 24)), "Previous", "Back"]


@pytest.mark.parametrize(
    "data",
    [
        *(
            "oftenof:{a}:both",
            "oftenset:{a}:21:1",
            "oftenset:{a}:x:1",
            "oftenyes:{a}:-1:1:{r}",
            "oftenyes:{a}:99:1:{r}",
        ),
        *("partset:{a}:boss", "partyes:{a}:boss:{r}", "cannot:{a}:128", "cannotyes:{a}:x:{r}", "restlong:{a}:z"),
        *(
            "pairpick:{a}:x",
            "pair:{a}:{a}:n",
            "pairyes:{a}:{a}:n:{r}",
            "pairyes:{a}:{b}:q:{r}",
            "pairyes:{a}:nobody:n:{r}",
        ),
    ],
)
def test_a_forged_button_of_the_card_changes_nothing_and_is_answered(town: Town, data: str) -> None:
    where, fien, _ = garden(town, "Anna Bob Cem")
    before = tree(town, where)
    anna, bob = member(town, where, "Anna").id, member(town, where, "Bob").id
    card = opens(fien, "Anna")

    fien.forges(data.format(a=anna, b=bob, r=revision(town, where)), message_id=card.id)

    assert "no longer works" in fien.room.notices[-1]
    assert tree(town, where) == before


def test_two_members_of_different_programmes_are_no_pair(town: Town) -> None:
    where, fien, _ = garden(town, "Anna Bob Cem")
    other, _, _ = garden(town, "Xena Yves")
    anna, xena = member(town, where, "Anna").id, member(town, other, "Xena").id

    fien.forges(f"pairyes:{anna}:{xena}:n:{revision(town, where)}", message_id=1)

    assert town.run(lambda tx: pairs.of_member(tx, anna)) == {}


def test_who_left_in_the_meantime_is_no_pair_and_gets_no_numbers(town: Town) -> None:
    where, fien, (_, bob, _) = garden(town, "Anna Bob Cem")
    opens(fien, "Anna", "Never with, rather", "Never with", "Bob")
    bob_id = member(town, where, "Bob").id
    bob.says("/verlaat")
    bob.taps("Yes, leave")

    fien.taps("Yes, keep it")
    pair = fien.room.notices[-1]
    fien.forges(f"oftenset:{bob_id}:1:1")

    assert "left in the meantime" in pair
    assert "left in the meantime" in fien.room.notices[-1]


def test_nobody_but_a_fikser_uses_the_card(town: Town) -> None:
    where, _, (_, _, cem, *_) = garden(town, NINE)
    bob, number = member(town, where, "Bob").id, revision(town, where)
    before = tree(town, where)

    for data in (
        *(f"often:{bob}", f"oftenyes:{bob}:1:1:{number}", f"part:{bob}", f"partyes:{bob}:only_calls:{number}"),
        *(f"cannot:{bob}", f"cannotyes:{bob}:3:{number}", f"rest:{bob}", f"restendyes:{bob}:{number}"),
        *(f"pairs:{bob}", f"pairpick:{bob}:n", f"pairyes:{bob}:{bob}:n:{number}"),
    ):
        cem.forges(data)

        assert "not for you" in cem.room.notices[-1]
    assert tree(town, where) == before


def test_a_contact_of_an_opbelactie_has_no_part_days_or_pairs_to_set(town: Town) -> None:
    where = opbelactie(town)
    anna = town.person("Anna")
    joins(town, anna, where, part=Part.ONLY_CALLS)
    [cem] = on_list(town, "Cem", where)
    plans(town, where)
    makes_fikser(town, anna, where)
    accepts_statement(town, anna, where)

    card = opens(anna, "Cem")
    for data in (f"part:{cem}", f"partyes:{cem}:both:{revision(town, where)}", f"often:{cem}", f"pairs:{cem}"):
        anna.forges(data, message_id=card.id)

        assert "no longer works" in anna.room.notices[-1]
    assert "Part" not in card.labels
    assert where.kind is ProgrammeKind.OPBELACTIE
    assert town.run(lambda tx: memberships.get(tx, cem)).part is Part.ONLY_CALLED  # type: ignore[union-attr]


def test_a_volunteer_of_an_opbelactie_may_have_more_or_fewer_in_hand(town: Town) -> None:
    where = opbelactie(town)
    anna = town.person("Anna")
    joins(town, anna, where, part=Part.ONLY_CALLS)
    plans(town, where)
    makes_fikser(town, anna, where)
    accepts_statement(town, anna, where)

    opens(anna, "Anna", "How often", "How often they call", "7", "Yes, change it")

    assert member(town, where, "Anna").calls == 7


def test_looking_at_wishes_writes_no_number_to_the_log(town: Town) -> None:
    _, fien, _ = garden(town, "Anna Bob Cem")

    opens(fien, "Anna", "Never with, rather")

    assert town.run(lambda tx: list(tx.execute(access_log.select()))) == []
