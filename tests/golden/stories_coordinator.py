"""Stories of a coordinator who follows a signal through."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue as Json

from conversations.dialogues.refer import FindServices
from conversations.ports import Query
from tests.conversations.person import FakePorts, Person
from tests.conversations.world import taps
from tests.golden.stories import Story

CASE: Mapping[str, Json] = {"signal": "s1", "code": "S-7K3F"}
WHEN: Mapping[str, Json] = {**CASE, "zone": "Europe/Brussels", "within": 83}


def services(query: Query) -> Json:
    """A directory of two."""
    assert isinstance(query, FindServices)
    found: dict[str, Json] = {
        "money": {"id": "v1", "name": "CAW", "place": "Gent"},
        "listening": {"id": "v2", "name": "Tele-Onthaal", "place": ""},
    }
    return [found[word] for word in query.words.split() if word in found]


def referring() -> Person:
    return Person("refer", {**WHEN, "programme": "p1"}, FakePorts(answers={"FindServices": services}))


def question() -> Person:
    person = Person("ask_volunteer", CASE, FakePorts(hidden=("Rosa",)))
    person.type("Does Rosa know that you told us?")
    return taps(person, "Ask it")


def visit_on_a_typed_day() -> Person:
    person = taps(Person("plan_visit", WHEN, FakePorts()), "Another day")
    for text in ("next month", "1/3/2026", "1/7/2026", "16/3/2026"):
        person.type(text)
    return taps(person, "In the morning", "Plan it")


def look_again_in_a_fortnight() -> Person:
    return taps(Person("follow_up", WHEN, FakePorts()), "In two weeks", "Yes, remind me")


def warm() -> Person:
    person = referring()
    person.type("money")
    return taps(
        person,
        "CAW, Gent",
        "Yes, somebody goes along",
        "The volunteer",
        "In three days",
        "In two weeks",
        "Yes, note it",
    )


def not_in_the_directory() -> Person:
    person = referring()
    person.type("bicycles")
    taps(person, "Another service")
    person.type("The bicycle kitchen")
    return taps(person, "No, only the address", "In a month", "Yes, note it")


STORIES: Mapping[str, Story] = {
    "ask_volunteer.question": question,
    "plan_visit.typed_day": visit_on_a_typed_day,
    "follow_up.in_a_fortnight": look_again_in_a_fortnight,
    "refer.warm": warm,
    "refer.not_in_the_directory": not_in_the_directory,
}
