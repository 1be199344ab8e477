"""Stories of programmes that start and people who come."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue as Json

from conversations.foreseen import Foreseen, Missing
from tests.conversations.person import FakePorts, Person
from tests.conversations.world import PROGRAMME, RIA, taps
from tests.golden.stories import Story

NOBODY: Json = {"here": [], "elsewhere": False, "refused": False}
FORESEEN = Foreseen(
    about=True,
    changed=5,
    extra=0,
    fewer=0,
    most_lost=1,
    moved=2,
    tied=0,
    others=None,
    missing=(Missing(side="calls", got=4, wanted=5, people=5),),
    was_short=False,
)
CHANGES: Json = {"revision": 7, "foreseen": FORESEEN.model_dump(mode="json")}
TOO_LARGE: Json = {"revision": 7, "foreseen": None}


def started() -> Person:
    person = Person("start_programme", {}, FakePorts())
    person.type("12")
    person.type("Lindeboom")
    taps(person, "Belboom: a group that calls one another", "5 calls", "Nederlands")
    person.type("nobody knows")
    person.type("02 234 56 78")
    taps(person, "Change an answer", "Calls per week", "3 calls")
    return taps(person, "Start the programme")


def joiner(kind: str = "belboom", known: Json = None) -> Person:
    """Somebody who opened an invitation."""
    args: Mapping[str, Json] = {"programme": PROGRAMME, "invitation": "i1", "title": "Lindeboom", "kind": kind}
    return Person("join_programme", args, FakePorts(answers={"KnownOfMe": known or []}))


def joined() -> Person:
    person = joiner()
    person.type("Anna")
    person.send_photo()
    person.type("1234")
    person.type("+32 470 12 34 56")
    return taps(person, "Back", "Leave it out", "Call and be called", "Yes, please ask")


def joined_once_more() -> Person:
    return taps(joiner(known=["name", "phone"]), "Only be called", "Yes, please ask")


def volunteer_joined() -> Person:
    person = joiner("opbelactie")
    person.type("Anna")
    return taps(person, "Leave it out", "Yes, please ask")


def adder(dialogue: str, same: Json = NOBODY, changes: Json = CHANGES) -> Person:
    """A fikser who adds somebody, and typed name and number."""
    args = {"programme": PROGRAMME, "title": "Lindeboom", "timezone": "Europe/Brussels"}
    person = Person(
        dialogue, args, FakePorts(names={RIA: "Ria"}, answers={"SameNumber": same, "WhatItChanges": changes})
    )
    person.type("Georges")
    person.type("053 12 34 56")
    return person


def member_added() -> Person:
    person = taps(adder("add_member"), "Only be called", "The person themselves", "Face to face")
    return taps(person, "Yesterday", "Yes, add them")


def member_added_with_family() -> Person:
    same: Json = {"here": [], "elsewhere": True, "refused": False}
    person = taps(adder("add_member", same, TOO_LARGE), "Call and be called")
    taps(person, "Family or somebody who cares for them")
    person.type("Mia, his daughter")
    taps(person, "By phone", "Another day")
    person.type("3/3/2026")
    person.type("31/2/2026")
    person.type("1 3 2026")
    return taps(person, "Yes, add them")


def member_known() -> Person:
    return taps(adder("add_member", {"here": [RIA], "elsewhere": False, "refused": False}), "No, the same person")


def contact_added() -> Person:
    person = taps(
        adder("add_contact", {"here": [RIA], "elsewhere": False, "refused": False}),
        "Yes, somebody else on the same number",
    )
    return taps(person, "The population register", "A task in the public interest", "Yes, add them")


def contact_refused() -> Person:
    return adder("add_contact", {"here": [], "elsewhere": False, "refused": True})


def name_given() -> Person:
    person = Person("give_name", {}, FakePorts())
    person.type("Cora of the library")
    return taps(person, "Yes, keep it")


STORIES: Mapping[str, Story] = {
    "start_programme.belboom": started,
    "join_programme.first_time": joined,
    "join_programme.second_programme": joined_once_more,
    "join_programme.volunteer": volunteer_joined,
    "add_member.agreed_themselves": member_added,
    "add_member.family_agreed": member_added_with_family,
    "add_member.there_already": member_known,
    "add_contact.same_number": contact_added,
    "add_contact.asked_not_to_be_called": contact_refused,
    "give_name.coordinator": name_given,
}
