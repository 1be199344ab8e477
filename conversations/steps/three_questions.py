"""The three questions of the conversation (source 003, belscript blueprint, part 1), and what follows on them.

Each is asked in the shape that costs the fewest taps when all is well.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from conversations.labels import CALL_AGAIN, MOMENT, NEED, NEED_CATEGORY, WELLBEING
from conversations.questions import Choice, Many, Quick, TypedText
from conversations.steps.between_us import Told, told_or_kept
from conversations.talk import Talk
from domain.call import CallAgain, Moment, Need, Wellbeing
from locales import Words, t

QUESTIONS = 3


class _Going(StrEnum):
    BOTH_GOOD = "both_good"
    APART = "apart"
    NOT_DISCUSSED = "not_discussed"


class Wellbeings(NamedTuple):
    """How it goes, in body and in mind."""

    body: Wellbeing | None = None
    mind: Wellbeing | None = None


async def how_are_you(talk: Talk, name: Words) -> Wellbeings:
    """Question 1: "Hoe gaat het met jou?"."""
    going = await talk.ask(
        "going",
        Choice(
            prompt=t("How is {name}, in body and in mind?", name=name),
            title=t("How it goes"),
            progress=(1, QUESTIONS),
            options={
                _Going.BOTH_GOOD: t("Both good"),
                _Going.APART: t("Not everything is good"),
                _Going.NOT_DISCUSSED: t("We did not talk about it"),
            },
        ),
    )
    if going is not _Going.APART:
        both = Wellbeing.GOOD if going is _Going.BOTH_GOOD else Wellbeing.NOT_DISCUSSED
        return Wellbeings(both, both)
    body = await talk.ask(
        "body",
        Choice(
            prompt=t("How is {name} in body?", name=name),
            title=t("In body"),
            progress=(1, QUESTIONS),
            options=WELLBEING,
        ),
    )
    mind = await talk.ask(
        "mind",
        Choice(
            prompt=t("And in mind?"),
            title=t("In mind"),
            progress=(1, QUESTIONS),
            options=WELLBEING,
        ),
    )
    return Wellbeings(body, mind)


async def what_does_your_day_look_like(talk: Talk, name: Words) -> tuple[Need, ...]:
    """Question 2: "Hoe ziet jouw dag eruit?". First the kinds of need, then for each kind the usual ones."""
    categories = await talk.ask(
        "needs",
        Many(
            prompt=t("What does {name}'s day look like? Would a hand be welcome with something?", name=name),
            title=t("A hand welcome with"),
            progress=(2, QUESTIONS),
            options=NEED_CATEGORY,
            quick=(Quick("none", t("No, all is arranged"), ()),),
        ),
    )
    needs: list[Need] = []
    for category in categories:
        chosen = await talk.ask(
            f"needs_{category}",
            Many(
                prompt=t("{category}: what exactly? Choose what comes nearest.", category=NEED_CATEGORY[category]),
                title=NEED_CATEGORY[category],
                progress=(2, QUESTIONS),
                options={need: label for need, label in NEED.items() if need.category is category},
                at_least=1,
                columns=2,
            ),
        )
        needs += chosen
    return tuple(needs)


async def anything_else(talk: Talk, name: Words) -> Told:
    """Question 3: "Wil je graag nog iets kwijt?". Some of it may stay between the two."""
    return await told_or_kept(
        talk,
        "else",
        TypedText(
            prompt=t(
                "Is there anything else {name} wants to be known? "
                "Type it in a few words, or skip it. Please leave out names and numbers.",
                name=name,
            ),
            title=t("Also told"),
            progress=(3, QUESTIONS),
            max_length=1000,
        ),
        t("Nothing more"),
        who=name,
    )


class Again(NamedTuple):
    """How often and when somebody calls again."""

    frequency: CallAgain | None = None
    moments: tuple[Moment, ...] = ()


_APART = "apart"


async def call_again(talk: Talk, name: Words) -> Again:
    """How often somebody calls again, and when it suits. "Any time" needs no second question."""
    frequencies = (CallAgain.WEEKLY, CallAgain.FORTNIGHTLY, CallAgain.MONTHLY)
    options: dict[str, Words] = {
        frequency: t("{frequency}, at any time", frequency=CALL_AGAIN[frequency]) for frequency in frequencies
    }
    options[_APART] = t("At certain times only")
    options[CallAgain.NO] = CALL_AGAIN[CallAgain.NO]
    chosen = await talk.ask(
        "again",
        Choice(prompt=t("Shall somebody call {name} again?", name=name), title=t("Call again"), options=options),
    )
    if chosen == CallAgain.NO:
        return Again(CallAgain.NO)
    if chosen != _APART:
        return Again(CallAgain(chosen), (Moment.ANY,))
    frequency = await talk.ask(
        "frequency",
        Choice(
            prompt=t("How often?"),
            title=t("How often"),
            options={frequency: CALL_AGAIN[frequency] for frequency in frequencies},
        ),
    )
    moments = await talk.ask(
        "moments",
        Many(
            prompt=t("When does a call suit {name}?", name=name),
            title=t("When"),
            options={moment: label for moment, label in MOMENT.items() if moment is not Moment.ANY},
            at_least=1,
        ),
    )
    return Again(frequency, moments)
