"""Who could be asked to help with a need: a few people, with reasons, never scored or ranked before others' eyes.

Hard rules leave somebody out; soft ones only decide who is named first. All of it is a proposal: a coordinator asks,
and everybody is free to say no (source 001, building block 6).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from domain.call import Moment, Need
from domain.needs import HowOften, asks_neighbours
from domain.offers import IN_FOUR_WEEKS, Activity, Reach, Time, serves

MOST = 5
"""So many are proposed at most."""

MOST_OPEN_ASKS = 2
"""Whoever still has so many questions to answer is not asked another one."""

RECENT = timedelta(weeks=4)
ANSWER_WITHIN = timedelta(days=3)
"""An ask without an answer lapses after this, so that somebody else can be asked."""

ASKED_HOW_AFTER = (timedelta(weeks=1), timedelta(days=30))
"""How it went is asked so long after the yes; the second time only where help was needed more than once."""

SETTLES_AFTER = timedelta(days=14)
"""So long after the last question how it went, silence is taken for an answer."""


class MatchState(StrEnum):
    """Where an ask is."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    """No answer in time, or whoever was asked could not be asked any more."""
    DONE = "done"
    """It went well."""
    ENDED = "ended"
    """It did not go on: one of the two stopped it, or it did not work out."""


class MatchStep(StrEnum):
    """What can happen to an ask."""

    ACCEPT = "accept"
    DECLINE = "decline"
    LAPSE = "lapse"
    FINISH = "finish"
    END = "end"


STEPS: dict[tuple[MatchState, MatchStep], MatchState] = {
    (MatchState.ASKED, MatchStep.ACCEPT): MatchState.ACCEPTED,
    (MatchState.ASKED, MatchStep.DECLINE): MatchState.DECLINED,
    (MatchState.ASKED, MatchStep.LAPSE): MatchState.LAPSED,
    (MatchState.ACCEPTED, MatchStep.FINISH): MatchState.DONE,
    (MatchState.ACCEPTED, MatchStep.END): MatchState.ENDED,
    (MatchState.DONE, MatchStep.END): MatchState.ENDED,
}
"""Every step that is possible. Help that goes on after the last question is `done`, and can end all the same."""

LIVE = (MatchState.ASKED, MatchState.ACCEPTED)
"""A need has at most one of these."""


class Went(StrEnum):
    """How one side found it."""

    WELL = "well"
    SO_SO = "so_so"
    NOT = "not"
    """It did not happen."""


class Reason(StrEnum):
    """Why somebody is proposed."""

    LIKES = "likes"
    IN_TOUCH = "in_touch"
    MOMENT = "moment"
    LANGUAGE = "language"
    RESTED = "rested"
    """Has not been asked for anything lately."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is needed. All people are memberships. Empty `languages` or `moments`: not known."""

    person: str
    need: Need
    often: HowOften
    languages: frozenset[str] = frozenset()
    moments: frozenset[Moment] = frozenset()
    never: frozenset[str] = frozenset()
    """Never-pairs of the person."""
    asked: frozenset[str] = frozenset()
    """Who was asked about this need before."""
    in_touch: frozenset[str] = frozenset()
    """Who calls the person, or is called by them."""


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who offered something; `member` is a membership.

    `load` is how many times in four weeks their running and recent helps come to, `helped` how many times they said
    yes since they made the offer, `open_asks` how many questions wait for their answer.
    """

    member: str
    activities: frozenset[Activity]
    often: HowOften
    times: frozenset[Time] = frozenset()
    languages: frozenset[str] = frozenset()
    reach: Reach | None = None
    active: bool = True
    """Takes part, does not pause, and can be asked."""
    load: int = 0
    helped: int = 0
    open_asks: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to be asked, and why them."""

    member: str
    reasons: tuple[Reason, ...]


def fits(wanted: Wanted, helper: Helper) -> bool:
    """Whether this helper may be asked at all."""
    return (
        asks_neighbours(wanted.need, wanted.often)
        and serves(helper.activities, helper.reach, wanted.need)
        and helper.active
        and helper.member != wanted.person
        and helper.member not in wanted.never
        and helper.member not in wanted.asked
        and (not wanted.languages or not helper.languages or bool(wanted.languages & helper.languages))
        and not _overburdened(wanted, helper)
    )


def candidates(wanted: Wanted, helpers: Iterable[Helper]) -> tuple[Candidate, ...]:
    """The few who fit best, in the order in which to ask them; the same whatever the order of `helpers`."""
    fitting = sorted((helper for helper in helpers if fits(wanted, helper)), key=lambda one: _order(wanted, one))
    return tuple(Candidate(helper.member, _reasons(wanted, helper)) for helper in fitting[:MOST])


def meets(wanted: Wanted, helper: Helper) -> bool:
    """Whether a moment is known that suits both."""
    if Moment.ANY in wanted.moments:
        return bool(helper.times)
    return any(time.moment in wanted.moments for time in helper.times)


def _overburdened(wanted: Wanted, helper: Helper) -> bool:
    if helper.open_asks >= MOST_OPEN_ASKS or (helper.often is HowOften.ONCE and helper.helped):
        return True
    return helper.load + IN_FOUR_WEEKS[wanted.often] > IN_FOUR_WEEKS[helper.often]


def _order(wanted: Wanted, helper: Helper) -> tuple[bool, bool, int, str]:
    return helper.member not in wanted.in_touch, not meets(wanted, helper), helper.load, helper.member


def _reasons(wanted: Wanted, helper: Helper) -> tuple[Reason, ...]:
    holds = {
        Reason.LIKES: True,
        Reason.IN_TOUCH: helper.member in wanted.in_touch,
        Reason.MOMENT: meets(wanted, helper),
        Reason.LANGUAGE: bool(wanted.languages & helper.languages),
        Reason.RESTED: helper.load == 0 and helper.open_asks == 0,
    }
    return tuple(reason for reason, is_so in holds.items() if is_so)
