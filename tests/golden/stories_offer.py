"""Stories of people who tell what they like to do for others."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue as Json

from tests.conversations.person import FakePorts, Person
from tests.conversations.world import CALLER, taps
from tests.golden.stories import Story


def offering(*, for_other: bool = False) -> Person:
    args: Mapping[str, Json] = {"membership": CALLER, "own": "nl", "for_other": for_other}
    return Person("offer", args, FakePorts(names={CALLER: "Oma Jeanne"}))


def company() -> Person:
    person = taps(offering(), "Company", "Done", "Drop in for coffee", "Go for a walk", "Done", "Any time")
    return taps(person, "Now and then", "Dutch only", "On foot", "Save")


def many_things() -> Person:
    person = taps(offering(), "An ear, a kind word", "A helping hand", "Done", "Done", "Listen, have a chat", "Done")
    taps(person, "Walk a dog", "Small chores at home", "Done", "Weekday mornings", "Weekend mornings", "Done")
    taps(person, "Every two weeks", "Turkish", "Dutch", "Done", "Does not matter")
    return taps(person, "Change an answer", "How often", "Every month", "Save")


def for_somebody_without_the_app() -> Person:
    person = taps(
        offering(for_other=True), "The person themselves", "An ear, a kind word", "Done", "Send a card", "Done"
    )
    return taps(person, "Any time", "Once", "Dutch only", "At home, by phone", "Save")


STORIES: Mapping[str, Story] = {
    "offer.company": company,
    "offer.many_things": many_things,
    "offer.for_somebody_without_the_app": for_somebody_without_the_app,
}
