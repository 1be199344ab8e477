"""Stories of people who take a rest."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue as Json

from domain.pause import PauseKind
from domain.programme import ProgrammeKind
from tests.conversations.person import FakePorts, Person
from tests.conversations.world import CALLER, taps
from tests.golden.stories import Story


def resting(kind: ProgrammeKind = ProgrammeKind.BELBOOM, what: PauseKind | None = None) -> Person:
    args: Mapping[str, Json] = {
        "membership": CALLER,
        "title": "Lindeboom",
        "timezone": "Europe/Brussels",
        "programme_kind": kind,
        "kind": what,
    }
    return Person("pause", args, FakePorts())


def two_weeks() -> Person:
    return taps(resting(), "No calls at all for a while", "Two weeks", "Yes, I pause")


def glad_to_be_called_until_a_day() -> Person:
    person = taps(resting(), "I do not call, but like to be called", "Until another day")
    for text in ("after the summer", "31/2/2026", "1/3/2026", "4/3/2027", "1 June 2026", "1/6/2026"):
        person.type(text)
    return taps(person, "Yes, I pause")


def changes_mind() -> Person:
    person = taps(resting(), "No calls at all for a while", "A month")
    taps(person, "Change an answer", "How long", "Three months")
    return taps(person, "Yes, I pause")


def volunteer() -> Person:
    return taps(resting(ProgrammeKind.OPBELACTIE, PauseKind.WHOLE), "A week", "Yes, I pause")


STORIES: Mapping[str, Story] = {
    "pause.two_weeks": two_weeks,
    "pause.glad_to_be_called_until_a_day": glad_to_be_called_until_a_day,
    "pause.changes_mind": changes_mind,
    "pause.volunteer": volunteer,
}
