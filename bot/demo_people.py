"""The invented people of the demo, as a scene for the simulator and as rows in the database.

Nobody here exists, and the ids and numbers are made up as well.
"""

from __future__ import annotations

from typing import Any

from bot.context import PLATFORM
from bot.features.rota import replan
from domain.contacts import Agreed, AgreedHow
from domain.needs import HowOften
from domain.offers import Activity
from domain.programme import MembershipState, Part, ProgrammeKind, Role
from storage import chats, memberships, offers, people, programmes, roles
from storage.offers import Terms
from storage.programmes import Programme
from storage.tx import Tx

ADMIN, COORDINATOR, SECOND_COORDINATOR = 1001, 1002, 1003
GROUP, COORDINATOR_CHAT = -5001, -5002

VOLUNTEER = 1011
MEMBERS: dict[int, tuple[str, str, Part]] = {
    1011: ("Lieve Vanhee", "nl", Part.BOTH),
    1012: ("Omer Delrue", "nl", Part.BOTH),
    1013: ("Fatima Ouali", "fr", Part.BOTH),
    1014: ("Gust Pauwels", "nl", Part.BOTH),
    1015: ("Marleen Stas", "nl", Part.BOTH),
    1016: ("Jozef Nijs", "nl", Part.BOTH),
    1017: ("Rosa Timmer", "nl", Part.BOTH),
    1018: ("Ahmet Kara", "nl", Part.BOTH),
    1019: ("Ilse Brandt", "de", Part.BOTH),
    1020: ("Wannes Loos", "nl", Part.BOTH),
    1021: ("Nadia Petit", "fr", Part.BOTH),
    1022: ("Tuur Hendrickx", "nl", Part.ONLY_CALLS),
}
WITHOUT_APP: tuple[tuple[str, str], ...] = (("Godelieve Maes", "+3292000001"), ("Albert Coene", "+3292000002"))
"""Members thirteen and fourteen have no smartphone and are only called."""

OFFERS: dict[int, Terms] = {
    1015: Terms(frozenset({Activity.ERRANDS, Activity.WALK}), HowOften.NOW_AND_THEN),
    1018: Terms(frozenset({Activity.DIGITAL, Activity.PAPERS}), HowOften.MONTHLY),
    1020: Terms(frozenset({Activity.RIDE, Activity.CHORES}), HowOften.NOW_AND_THEN),
}
"""What three of them like to do for others."""

CALLS_PER_WEEK = 3
GENERAL_NUMBER = "09 200 00 00"


def scene() -> dict[str, Any]:
    """The same people for the simulator, with the phones that the page shows."""
    others = [(ADMIN, "Greet", "nl"), (COORDINATOR, "Karim", "nl"), (SECOND_COORDINATOR, "Els", "nl")]
    users = [{"id": i, "first_name": n, "language_code": code, "started": True} for i, n, code in others]
    for number, (name, language, _) in MEMBERS.items():
        users.append({"id": number, "first_name": name.split()[0], "language_code": language, "started": True})
    return {
        "privacy": False,  # so that a plain "wie bel ik?" in the group is heard (docs/operations.md)
        "users": users,
        "groups": [
            {
                "id": GROUP,
                "title": "Belboom De Linde",
                "creator": ADMIN,
                "members": [ADMIN, *MEMBERS],
                "with_bot": True,
            },
            {
                "id": COORDINATOR_CHAT,
                "title": "Coördinatie De Linde",
                "creator": ADMIN,
                "members": [ADMIN, COORDINATOR, SECOND_COORDINATOR],
                "with_bot": True,
            },
        ],
        "phones": [
            {"title": "Lieve, vrijwilliger", "user": VOLUNTEER},
            {"title": "De groep (Omer)", "user": 1012, "chat": GROUP},
            {"title": "Coördinatie (Karim)", "user": COORDINATOR, "chat": COORDINATOR_CHAT},
            {"title": "Greet, beheerder", "user": ADMIN},
        ],
    }


def settle(tx: Tx, *, timezone: str, retention_days: int) -> Programme:
    """Put the example programme with its fourteen members into an empty database."""
    group, coordinators = (chats.ensure(tx, PLATFORM, chat) for chat in (GROUP, COORDINATOR_CHAT))
    programme = programmes.add(
        tx,
        name="De Linde",
        kind=ProgrammeKind.BELBOOM,
        calls_per_week=CALLS_PER_WEEK,
        timezone=timezone,
        language="nl",
        retention_days=retention_days,
        group_chat=group,
        general_number=GENERAL_NUMBER,
    )
    programmes.change(tx, programme.id, coordinator_chat_id=coordinators)
    admin = people.add(tx, language="nl", platform=PLATFORM, platform_id=ADMIN, name="Greet")
    for number, name in ((COORDINATOR, "Karim"), (SECOND_COORDINATOR, "Els")):
        coordinator = people.add(tx, language="nl", platform=PLATFORM, platform_id=number, name=name)
        roles.grant(tx, coordinator.id, programme.id, Role.COORDINATOR, granted_by=admin.id)
        if number == SECOND_COORDINATOR:
            roles.grant(tx, coordinator.id, programme.id, Role.DEPUTY, granted_by=admin.id)
    for number, (name, language, part) in MEMBERS.items():
        member = people.add(tx, language=language, platform=PLATFORM, platform_id=number, name=name)
        membership = memberships.add(
            tx, programme_id=programme.id, person_id=member.id, part=part, state=MembershipState.ACTIVE
        )
        if number in OFFERS:
            offers.put(tx, programme_id=programme.id, membership_id=membership, terms=OFFERS[number])
        if number == VOLUNTEER + 1:
            roles.grant(tx, member.id, programme.id, Role.FIKSER, granted_by=admin.id)
    for name, phone in WITHOUT_APP:
        called = people.add(tx, language="nl", name=name, phone=phone)
        memberships.add(
            tx,
            programme_id=programme.id,
            person_id=called.id,
            part=Part.ONLY_CALLED,
            state=MembershipState.ACTIVE,
            agreement={"who": Agreed.SELF, "how": AgreedHow.FACE_TO_FACE, "when": f"{tx.now:%Y-%m-%d}"},
            added_by=admin.id,
        )
    replan(tx, programme.id)
    return programme
