"""Programmes and members put straight into the database, for tests about who calls whom."""

from __future__ import annotations

from bot.context import PLATFORM
from bot.features.rota import replan
from conversations.statement import VERSION
from domain.contacts import LegalGround, Source
from domain.programme import MembershipState, Part, ProgrammeKind, Role
from storage import chats, contacts, memberships, people, programmes, roles, statements
from storage.contacts import NewContact
from storage.programmes import Programme
from storage.tx import Tx
from tests.bot.town import Room, Someone, Town


def programme(
    town: Town,
    name: str = "Zonnebloem",
    *,
    kind: ProgrammeKind = ProgrammeKind.BELBOOM,
    calls: int = 2,
    group: Room | None = None,
    timezone: str = "Europe/Brussels",
) -> Programme:
    """A programme, living in `group` where one is given."""

    def work(tx: Tx) -> Programme:
        chat = None if group is None else chats.ensure(tx, PLATFORM, group.id)
        return programmes.add(
            tx,
            name=name,
            kind=kind,
            calls_per_week=calls,
            timezone=timezone,
            language="en",
            retention_days=90,
            group_chat=chat,
        )

    return town.run(work)


def opbelactie(town: Town, name: str = "Warme lijn", *, calls: int = 2, group: Room | None = None) -> Programme:
    """A call list."""
    return programme(town, name, kind=ProgrammeKind.OPBELACTIE, calls=calls, group=group)


def joins(
    town: Town,
    someone: Someone,
    where: Programme,
    *,
    part: Part = Part.BOTH,
    phone: str | None = None,
    state: MembershipState = MembershipState.ACTIVE,
    plan: bool = False,
) -> str:
    """Somebody with the app takes part; returns the membership."""

    def work(tx: Tx) -> str:
        person = people.find(tx, PLATFORM, someone.number) or people.add(
            tx, language="en", platform=PLATFORM, platform_id=someone.number, name=someone.name, phone=phone
        )
        member = memberships.add(tx, programme_id=where.id, person_id=person.id, part=part, state=state)
        if plan:
            replan(tx, where.id)
        return member

    return town.run(work)


def joins_without_app(town: Town, name: str, where: Programme, *, part: Part = Part.BOTH) -> str:
    """Somebody without the app takes part; returns the membership."""

    def work(tx: Tx) -> str:
        person = people.add(tx, language="en", name=name, phone="+32470123456")
        return memberships.add(tx, programme_id=where.id, person_id=person.id, part=part, state=MembershipState.ACTIVE)

    return town.run(work)


def everybody(town: Town, names: str, where: Programme) -> list[Someone]:
    """People with the app who take part, and the first plan."""
    found = [town.person(name) for name in names.split()]
    for someone in found:
        joins(town, someone, where)
    plans(town, where)
    return found


def on_list(town: Town, names: str, where: Programme) -> list[str]:
    """Contacts of an opbelactie; returns their memberships."""

    def contact(place: int, name: str) -> NewContact:
        return NewContact(name, f"+3247012{place:04}", Source.SELF, LegalGround.CONSENT, "en")

    return town.run(lambda tx: [contacts.add(tx, where.id, contact(i, name)) for i, name in enumerate(names.split())])


def makes_fikser(town: Town, someone: Someone, where: Programme) -> None:
    """Give somebody the role of fikser."""

    def work(tx: Tx) -> None:
        person = people.find(tx, PLATFORM, someone.number) or people.add(
            tx, language="en", platform=PLATFORM, platform_id=someone.number, name=someone.name
        )
        roles.grant(tx, person.id, where.id, Role.FIKSER, granted_by=None)

    town.run(work)


def accepts_statement(town: Town, someone: Someone, where: Programme) -> None:
    """Somebody accepted the confidentiality statement of today."""
    person_id = someone.id
    town.run(lambda tx: statements.accept(tx, person_id, where.id, VERSION))


def plans(town: Town, where: Programme) -> None:
    """Plan anew and deliver what that leads to."""
    town.run(lambda tx: replan(tx, where.id))
    town.deliver()
