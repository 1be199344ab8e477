"""Stories of details that are put right."""

from __future__ import annotations

from collections.abc import Mapping

from tests.conversations.person import Person
from tests.conversations.world import OMAR, taps, world
from tests.golden.stories import Story


def _details(member: str | None = None, *, has_phone: bool = True) -> Person:
    return Person("correct_details", {"member": member, "has_phone": has_phone}, world())


def own_name() -> Person:
    person = taps(_details(has_phone=False), "Name")
    person.type("Anna from number 14")
    return taps(person, "Yes, keep it")


def number_of_somebody() -> Person:
    person = taps(_details(OMAR), "Phone number")
    person.type("he has none")
    person.type("0470 12 34 57")
    return taps(person, "Yes, keep it")


def no_number_any_more() -> Person:
    return taps(_details(OMAR), "Take the phone number away", "Yes, keep it")


def another_language() -> Person:
    return taps(_details(), "Language", "Français", "Change an answer", "To put right", "Language", "Yes, keep it")


STORIES: Mapping[str, Story] = {
    "correct_details.own_name": own_name,
    "correct_details.number_of_somebody": number_of_somebody,
    "correct_details.no_number_any_more": no_number_any_more,
    "correct_details.another_language": another_language,
}
