"""Stories of exports."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue as Json

from tests.conversations.person import FakePorts, Person
from tests.conversations.world import taps
from tests.golden.stories import Story

TWO: Json = [{"id": "p1", "name": "Lindeboom"}, {"id": "p2", "name": "Zonnebloem"}]

ONE: Json = [{"id": "p1", "name": "Lindeboom"}]


def admin(programmes: Json) -> Person:
    """An admin who asks for an export, where there are these programmes."""
    return Person("export_data", {}, FakePorts(answers={"ProgrammesToExport": programmes}))


def one_of_two() -> Person:
    person = taps(admin(TWO), "Lindeboom", "This month", "Under codes")
    return taps(person, "Change an answer", "Period", "Last month", "Make the export")


def with_names() -> Person:
    """For a reason of one's own, after a second look."""
    person = taps(admin(ONE), "Last month", "With names", "Another reason")
    person.type("The town takes part in a study of the province.")
    return taps(person, "Names are needed", "Make the export")


def codes_after_all() -> Person:
    """The second look brings somebody to other thoughts."""
    person = taps(admin(ONE), "This week", "With names", "We take over the follow-up")
    return taps(person, "Codes are enough", "Make the export")


def only_numbers() -> Person:
    return taps(admin(ONE), "This quarter", "Only numbers, nobody in it", "Make the export")


def nothing_yet() -> Person:
    return admin([])


STORIES: Mapping[str, Story] = {
    "export_data.one_of_two_programmes": one_of_two,
    "export_data.no_programme_yet": nothing_yet,
    "export_data.with_names": with_names,
    "export_data.codes_after_all": codes_after_all,
    "export_data.only_numbers": only_numbers,
}
