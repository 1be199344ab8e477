"""What people like to do for one another, in the three kinds of source 001 ("Het kleine helpen").

Offered are concrete things that somebody likes, never "everything": being asked for what one is good at lowers the
threshold (source 001, building block 2).
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from domain.call import Moment, Need
from domain.needs import HelpKind, HowOften


class Activity(StrEnum):
    """What one likes to do."""

    LISTEN = "listen"
    BE_THERE = "be_there"
    CARD = "card"
    VISIT = "visit"
    WALK = "walk"
    TOGETHER = "together"
    ERRANDS = "errands"
    COOK = "cook"
    DOG = "dog"
    CHORES = "chores"
    RIDE = "ride"
    PAPERS = "papers"
    DIGITAL = "digital"

    @property
    def kind(self) -> HelpKind:
        """Which of the three kinds of support it is."""
        return next(kind for kind, activities in BY_KIND.items() if self in activities)


BY_KIND: dict[HelpKind, tuple[Activity, ...]] = {
    HelpKind.EMOTIONAL: (Activity.LISTEN, Activity.BE_THERE, Activity.CARD),
    HelpKind.COMPANY: (Activity.VISIT, Activity.WALK, Activity.TOGETHER),
    HelpKind.PRACTICAL: (
        Activity.ERRANDS,
        Activity.COOK,
        Activity.DOG,
        Activity.CHORES,
        Activity.RIDE,
        Activity.PAPERS,
        Activity.DIGITAL,
    ),
}

SERVES: dict[Need, frozenset[Activity]] = {
    Need.GROCERIES: frozenset({Activity.ERRANDS}),
    Need.MEALS: frozenset({Activity.COOK}),
    Need.PHARMACY: frozenset({Activity.ERRANDS}),
    Need.DOG: frozenset({Activity.DOG}),
    Need.CHORES: frozenset({Activity.CHORES}),
    Need.CLEANING: frozenset({Activity.CHORES}),
    Need.TRANSPORT: frozenset({Activity.RIDE}),
    Need.PAPERWORK: frozenset({Activity.PAPERS}),
    Need.DIGITAL: frozenset({Activity.DIGITAL}),
    Need.CHAT: frozenset({Activity.LISTEN, Activity.CARD}),
    Need.VISIT: frozenset({Activity.VISIT}),
    Need.OUTING: frozenset({Activity.WALK, Activity.TOGETHER}),
    Need.LOSS: frozenset({Activity.LISTEN, Activity.BE_THERE}),
    Need.BODY: frozenset(),
    Need.MIND: frozenset(),
    Need.CARE_AT_HOME: frozenset(),
}
"""Which of the things people offer answer which need; nothing answers what is for services."""


class Time(StrEnum):
    """When it suits."""

    WEEK_MORNING = "week_morning"
    WEEK_AFTERNOON = "week_afternoon"
    WEEK_EVENING = "week_evening"
    WEEKEND_MORNING = "weekend_morning"
    WEEKEND_AFTERNOON = "weekend_afternoon"
    WEEKEND_EVENING = "weekend_evening"

    @property
    def moment(self) -> Moment:
        """The part of the day."""
        return Moment(self.value.partition("_")[2])


class Reach(StrEnum):
    """How far somebody gets."""

    PHONE = "phone"
    """At home, by phone."""
    FOOT = "foot"
    BIKE = "bike"
    CAR = "car"


BY_PHONE = frozenset({Need.CHAT, Need.LOSS, Need.PAPERWORK, Need.DIGITAL})
"""What can be helped with by phone alone."""


class Language(StrEnum):
    """Languages people speak with one another (ISO 639; `sgn` stands for the sign languages)."""

    DUTCH = "nl"
    FRENCH = "fr"
    GERMAN = "de"
    ENGLISH = "en"
    ARABIC = "ar"
    BERBER = "ber"
    TURKISH = "tr"
    UKRAINIAN = "uk"
    RUSSIAN = "ru"
    POLISH = "pl"
    ROMANIAN = "ro"
    BULGARIAN = "bg"
    SPANISH = "es"
    ITALIAN = "it"
    PORTUGUESE = "pt"
    SIGN = "sgn"


class OfferState(StrEnum):
    """Where an offer is; a withdrawn one is not kept."""

    ACTIVE = "active"
    ASKED = "asked"
    """A year is nearly over: whoever made it was asked whether it is still fine. It counts until then."""


IN_FOUR_WEEKS: dict[HowOften, int] = {
    HowOften.ONCE: 1,
    HowOften.NOW_AND_THEN: 1,
    HowOften.MONTHLY: 1,
    HowOften.FORTNIGHTLY: 2,
    HowOften.WEEKLY: 4,
}
"""How many times in four weeks that means, for what is offered and for what is needed."""


def serves(activities: Collection[Activity], reach: Reach | None, need: Need) -> bool:
    """Whether somebody who offers this can help with that need."""
    if reach is Reach.PHONE and need not in BY_PHONE:
        return False
    return not SERVES[need].isdisjoint(activities)
