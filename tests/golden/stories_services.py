"""Stories of people who keep the directory of services right."""

from __future__ import annotations

from collections.abc import Mapping

from tests.conversations.person import FakePorts, Person
from tests.conversations.world import taps
from tests.golden.stories import Story


def checking(phone: str = "09 223 22 22", url: str = "https://www.delinde.example") -> Person:
    return Person("change_service", {"service": "s1", "title": "De Linde", "phone": phone, "url": url}, FakePorts())


def another_number() -> Person:
    person = checking()
    for text in ("ask Jan", "09 333 44 55"):
        person.type(text)
    return taps(person, "That one is right", "Yes, keep it")


def another_page_and_no_number() -> Person:
    person = checking()
    person.type("-")
    for text in ("javascript:alert(1)", "www.delinde.example/nieuw"):
        person.type(text)
    return taps(person, "Yes, keep it")


def nothing_was_known() -> Person:
    person = checking("", "")
    taps(person, "There is none")
    person.type("https://delinde.example")
    taps(person, "Change an answer", "Phone")
    person.type("1718")
    return taps(person, "Yes, keep it")


def a_place() -> Person:
    person = Person("set_place", {"programme": "p1", "title": "Lindeboom", "place": ""}, FakePorts())
    for text in ("?!", "9000   Gent"):
        person.type(text)
    return taps(person, "Yes, keep it")


def no_place_any_longer() -> Person:
    person = Person("set_place", {"programme": "p1", "title": "Lindeboom", "place": "9000 Gent"}, FakePorts())
    return taps(person, "Nowhere in particular", "Yes, keep it")


STORIES: Mapping[str, Story] = {
    "change_service.another_number": another_number,
    "change_service.another_page_and_no_number": another_page_and_no_number,
    "change_service.nothing_was_known": nothing_was_known,
    "set_place.a_place": a_place,
    "set_place.no_place_any_longer": no_place_any_longer,
}
