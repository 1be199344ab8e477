"""What a change would do is told in a few short sentences, with the right plurals."""

from __future__ import annotations

import pytest

from conversations.foreseen import Foreseen, Missing, afterwards, beforehand
from locales import render

NOTHING = Foreseen(
    about=True, changed=0, extra=0, fewer=0, most_lost=0, moved=0, tied=0, others=None, missing=(), was_short=False
)


def told(**counts: object) -> list[str]:
    """The sentences below the heading."""
    return render(beforehand(NOTHING.model_copy(update=counts)), "en").splitlines()[1:]


def test_one_call_and_one_caller_are_one() -> None:
    said = told(changed=1, most_lost=1, moved=1, tied=1)

    assert said == [
        "Among the others 1 call changes.",
        "Nobody loses more than one of their callers.",
        "1 call gets another weekday.",
        "1 more pair calls each other then; it cannot be avoided.",
    ]


def test_several_are_several() -> None:
    said = told(changed=5, most_lost=2, moved=3, tied=2)

    assert said == [
        "Among the others 5 calls change.",
        "Nobody loses more than 2 of their callers.",
        "3 calls get another weekday.",
        "2 more pairs call each other then; it cannot be avoided.",
    ]


def test_a_change_for_everybody_tells_what_comes_what_goes_and_what_changes() -> None:
    said = told(about=False, changed=2, extra=10)
    fewer = told(about=False, fewer=1)

    assert said[:2] == ["2 calls change.", "10 calls are added."]
    assert fewer[0] == "1 call ends."


def test_nothing_that_changes_is_told_as_well() -> None:
    assert told() == ["The calls of the others stay as they are.", "Nobody loses a caller."]
    assert told(about=False)[0] == "All calls stay as they are."


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        (("called", 4, 5, 3), "Too few callers: 3 people are called 4× a week instead of 5×."),
        (("called", 4, 5, 1), "Too few callers: 1 person is called 4× a week instead of 5×."),
        (("called", 0, 5, 1), "1 person is called by nobody."),
        (("calls", 1, 2, 2), "Too few people to call: 2 people call 1× a week instead of 2×."),
        (("calls", 0, 2, 1), "1 person has nobody to call."),
    ],
)
def test_numbers_that_cannot_be_met_are_told_in_plain_words(missing: tuple[str, int, int, int], sentence: str) -> None:
    side, got, wanted, people = missing
    one = Missing.model_validate({"side": side, "got": got, "wanted": wanted, "people": people})

    assert told(missing=(one,))[-1] == sentence


def test_of_many_ways_of_missing_calls_the_last_are_summed_up() -> None:
    many = tuple(Missing(side="called", got=got, wanted=9, people=2) for got in range(1, 8))

    said = told(missing=many)

    assert len(said) == 2 + 4 + 1
    assert said[-1] == "6 other people miss calls as well."


def test_an_end_of_a_shortage_is_told_only_when_there_was_one_and_there_is_none() -> None:
    sentence = "Everybody gets and makes as many calls as agreed again."
    short = Missing(side="called", got=1, wanted=2, people=1)

    assert told(was_short=True)[-1] == sentence
    assert sentence not in told(was_short=True, missing=(short,))
    assert sentence not in told()


def test_a_group_too_large_gets_no_counts_and_a_farewell_another_heading() -> None:
    large = render(beforehand(None), "en")
    after = render(afterwards(NOTHING), "en")

    assert "too large" in large
    assert after.startswith("What that changes for the others:")


def test_counts_outlive_json_as_a_dialogue_keeps_them() -> None:
    kept = NOTHING.model_copy(update={"missing": (Missing(side="calls", got=1, wanted=2, people=1),), "others": 3})

    assert Foreseen.model_validate(kept.model_dump(mode="json")) == kept
