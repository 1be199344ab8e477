"""Where a contact of an opbelactie comes from, and on what legal ground they are phoned (source 003, "wie opbellen").

Both stand beside the pseudonymous membership, so they are fixed terms and never free words.
"""

from __future__ import annotations

from enum import StrEnum


class Source(StrEnum):
    """Where the record comes from."""

    SELF = "self"
    """The person asked for it."""
    RELATIVE = "relative"
    """Family, a neighbour or somebody who cares for the person."""
    REGISTER = "register"
    """The municipality's population register."""
    SOCIAL_SERVICE = "social_service"
    ASSOCIATION = "association"
    """A club, a parish, a health fund or another organisation the person belongs to."""
    OTHER = "other"


class LegalGround(StrEnum):
    """On what ground the person may be phoned (General Data Protection Regulation, article 6.1)."""

    CONSENT = "consent"
    """6.1.a"""
    PUBLIC_TASK = "public_task"
    """6.1.e"""
    VITAL_INTEREST = "vital_interest"
    """6.1.d"""


class Agreed(StrEnum):
    """Who agreed that somebody without app takes part."""

    SELF = "self"
    FAMILY = "family"
    GUARDIAN = "guardian"
    """Whoever the court put in charge (*bewindvoerder*)."""


class AgreedHow(StrEnum):
    """How they agreed."""

    FACE_TO_FACE = "face_to_face"
    BY_PHONE = "by_phone"
    IN_WRITING = "in_writing"


class AgreedWhen(StrEnum):
    """When they agreed, counted back from the day it is noted down."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    EARLIER = "earlier"
    """The date is given."""
