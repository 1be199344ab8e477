"""A belboom with a coordinator chat, whose members report calls by tapping."""

from __future__ import annotations

from dataclasses import dataclass

from bot.context import PLATFORM
from conversations.statement import VERSION
from domain.programme import Role
from storage import chats, people, programmes, roles, signals, statements
from storage.programmes import Programme
from storage.signals import Signal
from storage.tx import Tx
from tests.bot.features.scene import everybody, programme
from tests.bot.town import Room, Someone, Town

SAVE = "Save; the coordinator need not know"
TELL = "Save and tell the coordinator"
ACUTE = "Acute danger"


@dataclass
class Street:
    """Whoever lives in the street; `callers` take part, `desk` is the coordinator chat."""

    town: Town
    admin: Someone
    programme: Programme
    callers: list[Someone]
    coordinators: list[Someone]
    desk: Room

    @property
    def anna(self) -> Someone:
        """The first caller."""
        return self.callers[0]

    @property
    def karim(self) -> Someone:
        """The first coordinator."""
        return self.coordinators[0]

    @property
    def lotte(self) -> Someone:
        """The second coordinator."""
        return self.coordinators[1]

    def signal(self) -> Signal:
        """The only signal there is, open or closed."""
        long_ago, later = self.town.now.replace(year=2000), self.town.now.replace(year=2100)
        kept = self.town.run(lambda tx: signals.between(tx, [self.programme.id], long_ago, later))
        assert len(kept) == 1
        return kept[0]


def street(town: Town, names: str = "Anna Bilal Chantal Dirk Els", *, desk: bool = True) -> Street:
    """A programme of people with the app, two coordinators, and (with `desk`) a chat for these."""
    admin = town.person("Agnes")
    admin.says("/start")
    where = programme(town, "Zonnebloem", calls=2)
    callers = everybody(town, names, where)
    coordinators = [town.person("Karim"), town.person("Lotte")]
    room = town.group()
    for coordinator in coordinators:
        coordinator.says("/start")
        makes_coordinator(town, coordinator, where)
    if desk:
        links(town, room, where)
    return Street(town, admin, where, callers, coordinators, room)


def makes_coordinator(town: Town, someone: Someone, where: Programme, *, statement: bool = True) -> None:
    """Give somebody the role, and the name others know them by; they have accepted the `statement` already."""
    person_id = someone.id

    def work(tx: Tx) -> None:
        people.set_name(tx, person_id, someone.name)
        roles.grant(tx, person_id, where.id, Role.COORDINATOR, granted_by=None)
        if statement:
            statements.accept(tx, person_id, where.id, VERSION)

    town.run(work)


def links(town: Town, room: Room, where: Programme) -> None:
    """Make a group the coordinator chat."""

    def work(tx: Tx) -> None:
        programmes.change(tx, where.id, coordinator_chat_id=chats.ensure(tx, PLATFORM, room.id))

    town.run(work)


def begins_report(someone: Someone) -> str:
    """`/gebeld`, about the first person in the list; returns that person's name."""
    someone.says("/gebeld")
    name = someone.room.last.labels[0]
    someone.taps(name)
    return name.removeprefix("✓ ")


def reports_until_note(someone: Someone) -> str:
    """A call that went well, as far as "anything else?"; returns the name of whoever was called."""
    name = begins_report(someone)
    for label in ("We talked", "Yes, to all three", "Both good", "No, all is arranged"):
        someone.taps(label)
    return name


def reports(someone: Someone, *, note: str | None = None, end: str = SAVE) -> str:
    """A whole report; returns the name of whoever was called."""
    name = reports_until_note(someone)
    if note is None:
        someone.taps("Nothing more")
    else:
        someone.says(note)
    someone.taps("Every week")
    someone.taps(end)
    return name


def raises(someone: Someone, *, note: str = "She asks for somebody to go along to the hospital.") -> None:
    """A report with a note, passed on to the coordinators."""
    reports(someone, note=note, end=TELL)


def raises_acute(someone: Someone) -> None:
    """An acute signal without consent: nobody picked up, and the caller fears the worst."""
    begins_report(someone)
    someone.taps("No answer")
    someone.taps(ACUTE)
    someone.taps("No sign of life")
    someone.taps("Send it without more words")
    if any("Send to the coordinator now" in label for label in someone.room.last.labels):
        someone.taps("Send to the coordinator now")
