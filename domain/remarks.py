"""What a remark about a service or a policy can be about (source 002 §3.3.1): fixed categories, so that no words about
a person can slip into it."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from domain.signals import SignalKind


class ServiceTopic(StrEnum):
    """What people run into with a service."""

    HARD_TO_REACH = "hard_to_reach"
    LONG_WAIT = "long_wait"
    TOO_DEAR = "too_dear"
    TOO_FAR = "too_far"
    ONLY_DIGITAL = "only_digital"
    UNCLEAR = "unclear"
    NOT_ONES_LANGUAGE = "not_ones_language"
    NOT_FRIENDLY = "not_friendly"
    NOTHING_FITS = "nothing_fits"


class PolicyTopic(StrEnum):
    """What asks for another rule or another plan."""

    HOUSING = "housing"
    INCOME = "income"
    TRANSPORT = "transport"
    CARE = "care"
    PAPERWORK = "paperwork"
    MEETING_PLACES = "meeting_places"
    SAFE_STREETS = "safe_streets"
    DIGITAL = "digital"


Topic: TypeAlias = ServiceTopic | PolicyTopic


def topic_of(kind: SignalKind, category: str) -> Topic | None:
    """The topic that is kept as `category`; `None` where there is none (any more), or not for that kind."""
    topics: type[ServiceTopic] | type[PolicyTopic] = ServiceTopic if kind is SignalKind.SERVICE else PolicyTopic
    return None if kind is SignalKind.PERSON or category not in [*topics] else topics(category)
