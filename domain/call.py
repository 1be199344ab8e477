"""What can come of a phone call, and what is asked in it (source 003, belscript blueprint)."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """How the attempt went."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    WRONG_MOMENT = "wrong_moment"
    REFUSED = "refused"
    WRONG_NUMBER = "wrong_number"


class Wellbeing(StrEnum):
    """An answer to "Hoe gaat het met jou?", for body and for mind alike."""

    GOOD = "good"
    SO_SO = "so_so"
    NOT_WELL = "not_well"
    NOT_DISCUSSED = "not_discussed"


class NeedCategory(StrEnum):
    """The three kinds of need the blueprint listens for under "Hoe ziet jouw dag eruit?"."""

    PRACTICAL = "practical"
    SOCIAL = "social"
    HEALTH = "health"


class Need(StrEnum):
    """The usual needs."""

    GROCERIES = "groceries"
    MEALS = "meals"
    PHARMACY = "pharmacy"
    DOG = "dog"
    CHORES = "chores"
    CLEANING = "cleaning"
    TRANSPORT = "transport"
    PAPERWORK = "paperwork"
    DIGITAL = "digital"
    CHAT = "chat"
    VISIT = "visit"
    OUTING = "outing"
    LOSS = "loss"
    BODY = "body"
    MIND = "mind"
    CARE_AT_HOME = "care_at_home"

    @property
    def category(self) -> NeedCategory:
        """The kind of need this is."""
        return _CATEGORY[self]


_CATEGORY = {
    Need.GROCERIES: NeedCategory.PRACTICAL,
    Need.MEALS: NeedCategory.PRACTICAL,
    Need.PHARMACY: NeedCategory.PRACTICAL,
    Need.DOG: NeedCategory.PRACTICAL,
    Need.CHORES: NeedCategory.PRACTICAL,
    Need.CLEANING: NeedCategory.PRACTICAL,
    Need.TRANSPORT: NeedCategory.PRACTICAL,
    Need.PAPERWORK: NeedCategory.PRACTICAL,
    Need.DIGITAL: NeedCategory.PRACTICAL,
    Need.CHAT: NeedCategory.SOCIAL,
    Need.VISIT: NeedCategory.SOCIAL,
    Need.OUTING: NeedCategory.SOCIAL,
    Need.LOSS: NeedCategory.SOCIAL,
    Need.BODY: NeedCategory.HEALTH,
    Need.MIND: NeedCategory.HEALTH,
    Need.CARE_AT_HOME: NeedCategory.HEALTH,
}


class CallAgain(StrEnum):
    """How often the person would like to be called again (source 003, script step 3)."""

    NO = "no"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


class Moment(StrEnum):
    """When a call suits the person."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    ANY = "any"
