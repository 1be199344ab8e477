"""What most stories begin with: a programme in a group, a fikser, members, done in chat as an admin does it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from storage import programmes
from storage.programmes import Programme
from tests.bot.town import Room, Someone, Town


@dataclass
class Started:
    """A programme that has begun, with its admin and its group."""

    town: Town
    admin: Someone
    group: Room
    id: str

    @property
    def programme(self) -> Programme:
        """The programme as it is kept now."""
        found = self.town.run(lambda tx: programmes.get(tx, self.id))
        assert found is not None
        return found

    def fikser(self, name: str = "Fien") -> Someone:
        """Somebody who becomes fikser by the admin's answer to their message in the group."""
        person = self.town.person(name)
        person.says("/start")
        self.admin.says("/fikser", group=self.group, reply_to=person)
        return person

    def member(self, name: str, fikser: Someone, part: str = "Call and be called") -> Someone:
        """Somebody who joined through a link and was let in."""
        person = self.town.person(name)
        asks_to_join(person, link_of(fikser, self.programme.name), name, part)
        fikser.taps("Let in")
        return person


def starts(
    town: Town, admin: Someone, name: str = "Lindeboom", kind: str = "Belboom", calls: str = "5 calls"
) -> Started:
    """The admin adds the bot to a new group and starts a programme there."""
    group = town.group(added_by=admin)
    admin.says("/programma", group=group)
    admin.says(name, group=group)
    admin.taps(kind, group=group)
    admin.taps(calls, group=group)
    admin.taps("English", group=group)
    admin.taps("There is none", group=group)
    admin.taps("Start the programme", group=group)
    found = [p for p in town.run(programmes.every) if p.name == name]
    return Started(town, admin, group, found[-1].id)


def link_of(fikser: Someone, programme: str | None = None) -> str:
    """The code of a fresh invitation."""
    fikser.says("/uitnodigen")
    if programme is not None and any(programme in label for label in fikser.room.last.labels):
        fikser.taps(programme)
    return code_in(fikser)


def code_in(person: Someone) -> str:
    """The code of the newest link this person got."""
    codes: list[str] = re.findall(r"\?start=([A-Za-z0-9_-]+)", person.room.text)
    return codes[-1]


def asks_to_join(person: Someone, code: str, name: str, part: str = "Call and be called") -> None:
    """Open a link and answer what is asked, without a phone number."""
    person.says(f"/start {code}")
    person.says(name)
    person.taps("Leave it out")
    if part in (label for row in person.room.last.keyboard for label in [key.label for key in row]):
        person.taps(part)
    person.taps("Yes, please ask")
