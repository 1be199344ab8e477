"""Stories of volunteers who tell more about a signal, or where they can be called."""

from __future__ import annotations

from collections.abc import Mapping

from domain.signals import SignalKind
from tests.conversations.person import Person
from tests.conversations.world import taps, world
from tests.golden.stories import Story


def under_way(name: str, kind: SignalKind = SignalKind.PERSON, *, acute: bool = False) -> Person:
    return Person(name, {"signal": "s1", "code": "S-7K3F", "kind": kind, "acute": acute}, world())


def adds() -> Person:
    person = under_way("add_to_signal")
    person.send_photo()
    person.type("x" * 5000)
    person.type("Roos comes by on Monday")
    return taps(person, "Show word 1 again", "Hide word 1 again", "Send to the coordinator")


def adds_in_danger() -> Person:
    person = under_way("add_to_signal")
    person.type("He wants to kill himself")
    return taps(person, "Yes, acute danger", "Send to the coordinator")


def adds_about_a_service() -> Person:
    person = under_way("add_to_signal", SignalKind.SERVICE)
    person.type("Ask Roos who would kill for a seat")
    return taps(person, "Yes, acute danger", "Send to the coordinator")


def adds_to_an_acute_one() -> Person:
    person = under_way("add_to_signal", acute=True)
    person.type("He wants to kill himself")
    return taps(person, "Send to the coordinator")


def answers() -> Person:
    person = under_way("answer_signal")
    person.type("No, she does not")
    taps(person, "Change an answer", "For the coordinator")
    person.type("Yes, she does")
    return taps(person, "Send the answer")


def gives_a_number() -> Person:
    person = Person("give_number", {"debrief": "d1"}, world())
    person.type("in the evening")
    person.type("0470 12 34 56")
    return taps(person, "Pass it on")


STORIES: Mapping[str, Story] = {
    "add_to_signal.person": adds,
    "add_to_signal.danger": adds_in_danger,
    "add_to_signal.service": adds_about_a_service,
    "add_to_signal.acute_already": adds_to_an_acute_one,
    "answer_signal.changes_mind": answers,
    "give_number.volunteer": gives_a_number,
}
