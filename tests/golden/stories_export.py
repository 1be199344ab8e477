"""Stories of exports."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue as Json

from tests.conversations.person import FakePorts, Person
from tests.conversations.world import taps
from tests.golden.stories import Story

TWO: Json = [{"id": "p1", "name": "Lindeboom"}, {"id": "p2", "name": "Zonnebloem"}]


def admin(programmes: Json) -> Person:
    """An admin who asks for an export, where there are these programmes."""
    return Person("export_data", {}, FakePorts(answers={"ProgrammesToExport": programmes}))


def one_of_two() -> Person:
    return taps(admin(TWO), "Lindeboom", "This month", "Change an answer", "Period", "Last month", "Make the export")


def nothing_yet() -> Person:
    return admin([])


STORIES: Mapping[str, Story] = {
    "export_data.one_of_two_programmes": one_of_two,
    "export_data.no_programme_yet": nothing_yet,
}
