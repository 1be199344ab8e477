"""Who hears what about help between two people: each of the two, and the coordinator who asked. Nobody else."""

from __future__ import annotations

from typing import NamedTuple

from bot.features.day_moves import awake
from bot.out import Out, to_person
from conversations.labels import NEED
from conversations.screen import Button, Screen
from domain.programme import MembershipState, Role
from locales import Plain, Words, t
from storage import memberships, needs, people, programmes, roles
from storage.matches import Match
from storage.memberships import Membership
from storage.needs import KeptNeed
from storage.programmes import Programme
from storage.tx import Tx


class Parties(NamedTuple):
    """A match with all that belongs to it. `person` is whoever could use something."""

    programme: Programme
    match: Match
    need: KeptNeed
    helper: Membership
    person: Membership

    @property
    def what(self) -> Words:
        """What it is about."""
        return NEED[self.need.need]


def parties(tx: Tx, match: Match) -> Parties | None:
    """All that belongs to a match; `None` where one of them is gone."""
    programme, need = programmes.get(tx, match.programme_id), needs.get(tx, match.need_id)
    helper = memberships.get(tx, match.helper_id)
    person = None if need is None else memberships.get(tx, need.callee_id)
    if programme is None or need is None or helper is None or person is None:
        return None
    return Parties(programme, match, need, helper, person)


def tell(
    tx: Tx,
    out: Out,
    programme: Programme,
    member: Membership,
    screen: Screen | Words,
    *,
    key: str | None = None,
    purpose: str = "",
) -> bool:
    """Write to a member once their quiet hours are over. `False` where they have no app or have left."""
    person = people.get(tx, member.person_id)
    if person is None or not person.has_app or member.state is not MembershipState.ACTIVE:
        return False
    moment = awake(tx, programme, person.id)
    out.send(to_person(person), screen, key=key, not_before=moment, purpose=purpose)
    return True


def tell_coordinator(
    tx: Tx,
    out: Out,
    programme: Programme,
    asked_by: str | None,
    words: Words,
    *,
    key: str,
    need: KeptNeed,
    to_others: Words | None = None,
    rows: tuple[tuple[Button, ...], ...] = (),
) -> list[str]:
    """To the coordinator who asked; where that one is none any more, `to_others` (or the same) to all of them.

    Below stands the way to the need. Returns the people it was written to.
    """
    told = []
    still = asked_by is not None and roles.holds(tx, asked_by, programme.id, Role.COORDINATOR)
    everybody = roles.acting(tx, programme.id, Role.COORDINATOR)
    way = (Button(t("See the need"), f"need:{need.id}"),)
    for person_id in [asked_by] if still and asked_by is not None else everybody:
        person = people.get(tx, person_id)
        if person is not None and person.has_app:
            said = words if still or to_others is None else to_others
            moment = awake(tx, programme, person.id)
            out.send(
                to_person(person), Screen(said, (*rows, way), protect=True), key=f"{key}:{person.id}", not_before=moment
            )
            told.append(person.id)
    return told


def name_of(tx: Tx, member: Membership) -> Words:
    """How others know this member; the code where no name is kept."""
    return Plain(memberships.name_or_code(tx, member))


def first_name_of(tx: Tx, member: Membership) -> Words:
    """The first of their names."""
    return Plain(memberships.name_or_code(tx, member).split()[0])
