"""The invented people whom the dialogues are tested with."""

from __future__ import annotations

from pydantic import JsonValue as Json

from tests.conversations.person import FakePorts, Person

PROGRAMME, CALLER, RIA, OMAR = "p1", "m1", "m2", "m3"


def world(people: Json = None, number: Json = None, *, earlier: bool = False) -> FakePorts:
    """Two people to call, one of them reported already, unless told otherwise; "Roos" is hidden, "kill" alarms."""
    default: Json = [{"member": RIA, "reported": True}, {"member": OMAR, "reported": False}]
    return FakePorts(
        names={RIA: "Ria", OMAR: "Omar"},
        answers={
            "PeopleToCall": default if people is None else people,
            "GeneralNumber": number,
            "EarlierConsent": earlier,
        },
        hidden=("Roos", "0470"),
        alarms=("kill",),
    )


def caller(ports: FakePorts | None = None, callee: str | None = None) -> Person:
    """Somebody who reports a call."""
    return Person("report_call", {"programme": PROGRAMME, "caller": CALLER, "callee": callee}, ports or world())


def teller(ports: FakePorts | None = None) -> Person:
    """Somebody who has something for the coordinators."""
    return Person("raise_signal", {"programme": PROGRAMME, "reporter": CALLER}, ports or world())


def taps(person: Person, *labels: str) -> Person:
    """Tap these one after another."""
    for label in labels:
        person.tap(label)
    return person
