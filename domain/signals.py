"""The life of a signal as one table (source 002, chapter 3 and try-out 8).

The stages are those of try-out 8: a signal is received, interpreted (who weighs it?), translated (what follows, and
who tells the person?), acted upon, and fed back to whoever told it. Holding a signal is apart from its stage: whoever
takes it at any stage goes on from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum


class SignalKind(StrEnum):
    """Source 002 §3.3.1. Only the first may hold personal data."""

    PERSON = "person"
    SERVICE = "service"
    POLICY = "policy"


class Urgency(StrEnum):
    """The volunteer's answer to "should the coordinator know?"; whoever weighs the signal may change it."""

    NORMAL = "normal"
    URGENT = "urgent"
    ACUTE = "acute"


class Basis(StrEnum):
    """Why a signal about a person may exist at all (source 002 §3.4; source 003, script step 0)."""

    CONSENT = "consent"
    ACUTE_DANGER = "acute_danger"


class SignalState(StrEnum):
    """How far a signal has come."""

    RECEIVED = "received"
    INTERPRETED = "interpreted"
    TRANSLATED = "translated"
    ACTED_UPON = "acted_upon"
    FED_BACK = "fed_back"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self in OPEN


OPEN = frozenset(SignalState) - {SignalState.CLOSED, SignalState.WITHDRAWN}
"""The states in which somebody has to hold the signal."""


class SignalStep(StrEnum):
    """What can be done with a signal. A step that leads to no other state is stamped all the same."""

    RAISE = "raise"
    CALL_AGAIN = "call_again"
    """Nobody took it within the term."""
    TAKE = "take"
    HAND_OVER = "hand_over"
    GIVE_BACK = "give_back"
    REMIND = "remind"
    """Taken, and nothing was done within the term."""
    KEEP = "keep"
    """"I am still on it.\""""
    READ = "read"
    INTERPRET = "interpret"
    ASK = "ask"
    ANSWER = "answer"
    ADD = "add"
    TRANSLATE = "translate"
    ACT = "act"
    FOLLOW_UP = "follow_up"
    FEED_BACK = "feed_back"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


class Actor(StrEnum):
    """Who does a step."""

    REPORTER = "reporter"
    COORDINATOR = "coordinator"
    """Any coordinator or deputy of the programme."""
    HOLDER = "holder"
    """The coordinator who has taken it."""
    BOT = "bot"


WHO: Mapping[SignalStep, frozenset[Actor]] = {
    SignalStep.RAISE: frozenset({Actor.REPORTER}),
    SignalStep.CALL_AGAIN: frozenset({Actor.BOT}),
    SignalStep.TAKE: frozenset({Actor.COORDINATOR}),
    SignalStep.HAND_OVER: frozenset({Actor.HOLDER}),
    # The bot gives back what was held by somebody who is coordinator no longer.
    SignalStep.GIVE_BACK: frozenset({Actor.HOLDER, Actor.BOT}),
    SignalStep.REMIND: frozenset({Actor.BOT}),
    SignalStep.KEEP: frozenset({Actor.HOLDER}),
    SignalStep.READ: frozenset({Actor.HOLDER}),
    SignalStep.INTERPRET: frozenset({Actor.HOLDER}),
    SignalStep.ASK: frozenset({Actor.HOLDER}),
    SignalStep.ANSWER: frozenset({Actor.REPORTER}),
    SignalStep.ADD: frozenset({Actor.REPORTER}),
    SignalStep.TRANSLATE: frozenset({Actor.HOLDER}),
    SignalStep.ACT: frozenset({Actor.HOLDER}),
    SignalStep.FOLLOW_UP: frozenset({Actor.HOLDER}),
    # The volunteer, where it was agreed that the volunteer tells the person.
    SignalStep.FEED_BACK: frozenset({Actor.HOLDER, Actor.REPORTER}),
    SignalStep.CLOSE: frozenset({Actor.HOLDER}),
    SignalStep.WITHDRAW: frozenset({Actor.REPORTER}),
    SignalStep.REOPEN: frozenset({Actor.COORDINATOR}),
}
"""Who may do what. Roles are read from what is stored at every tap."""

UNHELD = frozenset({SignalStep.TAKE, SignalStep.CALL_AGAIN})
"""Steps for a signal that nobody holds; those of the holder need one who does."""


class Closing(StrEnum):
    """How a signal ends; "no help wanted" is a valid end (source 002, try-out 8)."""

    HELPED_BY_NETWORK = "helped_by_network"
    REFERRED = "referred"
    SOLVED_ITSELF = "solved_itself"
    NO_HELP_WANTED = "no_help_wanted"
    NOT_REACHED = "not_reached"
    OTHER = "other"


class Tells(StrEnum):
    """Who tells the person what is proposed (source 002 §3.3.2); agreed on with the volunteer."""

    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"
    TOGETHER = "together"


class ActionKind(StrEnum):
    """What a coordinator can set in motion for a person (source 002 §3.3.2)."""

    VISIT = "visit"
    REFERRAL = "referral"
    NETWORK = "network"
    """Somebody close by is looked for."""
    NO_HELP = "no_help"
    """The person wants no help, and that is respected."""


class ActionState(StrEnum):
    """What became of it."""

    PLANNED = "planned"
    SOLVED = "solved"
    NOT_SOLVED = "not_solved"
    CANCELLED = "cancelled"


class StepNotAllowedError(Exception):
    """That step is not possible for a signal in this state."""


_FORWARD: Mapping[SignalStep, SignalState] = {
    SignalStep.INTERPRET: SignalState.INTERPRETED,
    SignalStep.TRANSLATE: SignalState.TRANSLATED,
    SignalStep.ACT: SignalState.ACTED_UPON,
    SignalStep.FEED_BACK: SignalState.FED_BACK,
}
"""A step forward. Done again, or later than the next, it is stamped and leads nowhere back."""

_STAGES = (
    SignalState.RECEIVED,
    SignalState.INTERPRETED,
    SignalState.TRANSLATED,
    SignalState.ACTED_UPON,
    SignalState.FED_BACK,
)

_STAYS = (
    frozenset(SignalStep)
    - set(_FORWARD)
    - {
        SignalStep.RAISE,
        SignalStep.CLOSE,
        SignalStep.WITHDRAW,
        SignalStep.REOPEN,
    }
)


def _table() -> dict[tuple[SignalState, SignalStep], SignalState]:
    found = {(state, step): state for state in OPEN for step in _STAYS}
    for step, reached in _FORWARD.items():
        for state in _STAGES:
            found[state, step] = max(state, reached, key=_STAGES.index)
        found[SignalState.REOPENED, step] = reached
    # Who acted and fed back may have to act again: that is a stage of its own.
    found[SignalState.FED_BACK, SignalStep.ACT] = SignalState.ACTED_UPON
    for state in OPEN:
        found[state, SignalStep.CLOSE] = SignalState.CLOSED
        found[state, SignalStep.WITHDRAW] = SignalState.WITHDRAWN
    found[SignalState.CLOSED, SignalStep.REOPEN] = SignalState.REOPENED
    return found


NEXT: Mapping[tuple[SignalState, SignalStep], SignalState] = _table()
"""What each step leads to. A missing entry is a step that is not possible."""

DETAILS_SHOWN_FOR = timedelta(minutes=15)
"""Details read in private are removed from the chat after this."""


def next_state(state: SignalState, step: SignalStep, *, by: Actor, held: bool) -> SignalState:
    """The state after `step`, done by `by`, of a signal that somebody has taken or not (`held`).

    Raises `StepNotAllowedError`.
    """
    if by not in WHO[step]:
        raise StepNotAllowedError(f"{step} is not for the {by}")
    if (step in UNHELD and held) or (by is Actor.HOLDER and not held):
        raise StepNotAllowedError(f"{step} on a signal that is {'held' if held else 'free'}")
    try:
        return NEXT[state, step]
    except KeyError:
        raise StepNotAllowedError(f"{step} on a signal that is {state}") from None
