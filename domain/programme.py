"""A programme and who takes which part in it (source 000, "Hoe werkt het?"; source 003, steps 2 and 3)."""

from __future__ import annotations

from enum import StrEnum


class ProgrammeKind(StrEnum):
    """The two ways of working; one engine serves both."""

    BELBOOM = "belboom"
    """A bounded group in which all who can both call and are called, and everybody sees the whole tree."""
    OPBELACTIE = "opbelactie"
    """Volunteers phone a list of contacts; each volunteer sees their own share only."""


class Part(StrEnum):
    """Which part a member takes (source 000: "op enkele uitzonderingen na")."""

    BOTH = "both"
    ONLY_CALLED = "only_called"
    ONLY_CALLS = "only_calls"

    @property
    def calls(self) -> bool:
        """Whether this member phones others."""
        return self is not Part.ONLY_CALLED

    @property
    def is_called(self) -> bool:
        """Whether others phone this member."""
        return self is not Part.ONLY_CALLS


class MembershipState(StrEnum):
    """From asking to join to having left."""

    PENDING = "pending"
    ACTIVE = "active"
    LEFT = "left"


class Role(StrEnum):
    """What a named person may do beyond taking part. Admins are named in the settings; the others are stored."""

    MEMBER = "member"
    FIKSER = "fikser"
    COORDINATOR = "coordinator"
    DEPUTY = "deputy"
    """Stands in for the coordinators: may do what they may, and hears in private of a signal that nobody takes."""
    ADMIN = "admin"

    @property
    def held_by(self) -> tuple[Role, ...]:
        """The stored roles whose holders may act in this one."""
        return (Role.COORDINATOR, Role.DEPUTY) if self is Role.COORDINATOR else (self,)


CALLS_PER_WEEK = 5
"""Source 000 starts with five calls made and five received."""

MOST_CALLS_PER_WEEK = 20
