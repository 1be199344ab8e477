"""What becomes of a need, and who can help with which: neighbours with small things, services with the rest.

Source 001, "Het kleine helpen": emotional, company and practical support can be expected of one another; frequent help
on a structural basis and heavy tasks cannot.
"""

from __future__ import annotations

from enum import StrEnum

from domain.call import Need


class NeedState(StrEnum):
    """Where a need is."""

    OPEN = "open"
    ASKED = "asked"
    """Somebody was asked whether they would help; one at a time."""
    MATCHED = "matched"
    """Somebody said yes."""
    MET = "met"
    """It is arranged."""
    REFERRED = "referred"
    """A service was named to the person."""
    WITHDRAWN = "withdrawn"
    """No longer needed."""


class NeedStep(StrEnum):
    """What can be done about a need."""

    ASK = "ask"
    LAPSE = "lapse"
    """Whoever was asked said no, did not answer, or cannot any more."""
    AGREE = "agree"
    REOPEN = "reopen"
    MEET = "meet"
    REFER = "refer"
    WITHDRAW = "withdraw"


class NeedStepError(Exception):
    """That step is not possible for a need in this state."""


_ENDS = {
    NeedStep.MEET: NeedState.MET,
    NeedStep.REFER: NeedState.REFERRED,
    NeedStep.WITHDRAW: NeedState.WITHDRAWN,
}
_UNDER_WAY = (NeedState.OPEN, NeedState.ASKED, NeedState.MATCHED)

STEPS: dict[tuple[NeedState, NeedStep], NeedState] = {
    (NeedState.OPEN, NeedStep.ASK): NeedState.ASKED,
    (NeedState.ASKED, NeedStep.LAPSE): NeedState.OPEN,
    (NeedState.ASKED, NeedStep.AGREE): NeedState.MATCHED,
    (NeedState.MATCHED, NeedStep.REOPEN): NeedState.OPEN,
    (NeedState.MET, NeedStep.REOPEN): NeedState.OPEN,
    (NeedState.REFERRED, NeedStep.REOPEN): NeedState.OPEN,
    (NeedState.WITHDRAWN, NeedStep.REOPEN): NeedState.OPEN,
    (NeedState.REFERRED, NeedStep.MEET): NeedState.MET,
    (NeedState.REFERRED, NeedStep.WITHDRAW): NeedState.WITHDRAWN,
    **{(state, step): end for state in _UNDER_WAY for step, end in _ENDS.items()},
}
"""Every step that is possible; whoever takes one that is not changes nothing."""

SETTLED = frozenset(_ENDS.values())
"""Nothing is left to be done, unless somebody opens it again."""


def next_state(state: NeedState, step: NeedStep) -> NeedState:
    """The state after `step`. Raises `NeedStepError`."""
    try:
        return STEPS[state, step]
    except KeyError:
        raise NeedStepError(f"{step} for a need that is {state}") from None


class HelpKind(StrEnum):
    """The three kinds of support that source 001 expects of neighbours, and what it does not."""

    EMOTIONAL = "emotional"
    COMPANY = "company"
    PRACTICAL = "practical"
    SERVICES = "services"
    """Body, mind and personal care: heavy, or a matter of skill. Never asked of a neighbour."""


KIND: dict[Need, HelpKind] = {
    Need.GROCERIES: HelpKind.PRACTICAL,
    Need.MEALS: HelpKind.PRACTICAL,
    Need.PHARMACY: HelpKind.PRACTICAL,
    Need.DOG: HelpKind.PRACTICAL,
    Need.CHORES: HelpKind.PRACTICAL,
    Need.CLEANING: HelpKind.PRACTICAL,
    Need.TRANSPORT: HelpKind.PRACTICAL,
    Need.PAPERWORK: HelpKind.PRACTICAL,
    Need.DIGITAL: HelpKind.PRACTICAL,
    Need.CHAT: HelpKind.EMOTIONAL,
    Need.LOSS: HelpKind.EMOTIONAL,
    Need.VISIT: HelpKind.COMPANY,
    Need.OUTING: HelpKind.COMPANY,
    Need.BODY: HelpKind.SERVICES,
    Need.MIND: HelpKind.SERVICES,
    Need.CARE_AT_HOME: HelpKind.SERVICES,
}


class HowOften(StrEnum):
    """How often help is needed, or offered."""

    ONCE = "once"
    NOW_AND_THEN = "now_and_then"
    MONTHLY = "monthly"
    FORTNIGHTLY = "fortnightly"
    WEEKLY = "weekly"


NEEDED = (HowOften.ONCE, HowOften.NOW_AND_THEN, HowOften.WEEKLY)
"""How often something is needed is asked in three steps; people who offer choose more finely."""

_LIGHT = frozenset({Need.DOG})
"""Practical, and pleasant every week all the same: the walk is one's own too."""


def asks_neighbours(need: Need, often: HowOften) -> bool:
    """Whether neighbours may be asked; otherwise it is for services.

    Practical help every week is structural, and leaning on a neighbour for it is too much for both (source 001: weekly
    cleaning, keeping up a garden). Company and an ear every week are what a network is there for.
    """
    kind = KIND[need]
    if kind is HelpKind.SERVICES:
        return False
    return kind is not HelpKind.PRACTICAL or often is not HowOften.WEEKLY or need in _LIGHT
