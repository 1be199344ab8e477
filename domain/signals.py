"""The life of a signal as one table (source 002, chapter 3 and try-out 8).

A missing entry raises `StepNotAllowedError` and changes nothing.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class SignalKind(StrEnum):
    """Source 002 §3.3.1. Only the first may hold personal data."""

    PERSON = "person"
    SERVICE = "service"
    POLICY = "policy"


class Urgency(StrEnum):
    """The volunteer's answer to "should the coordinator know?"."""

    NORMAL = "normal"
    URGENT = "urgent"
    ACUTE = "acute"


class Basis(StrEnum):
    """Why a signal about a person may exist at all (source 002 §3.4; source 003, script step 0)."""

    CONSENT = "consent"
    ACUTE_DANGER = "acute_danger"


class SignalState(StrEnum):
    """Where a signal is."""

    RECEIVED = "received"
    TAKEN = "taken"
    CLOSED = "closed"


class SignalStep(StrEnum):
    """What can be done with a signal."""

    TAKE = "take"
    GIVE_BACK = "give_back"
    """Whoever had taken it is coordinator no longer."""
    CLOSE = "close"


class Closing(StrEnum):
    """How a signal ends; "no help wanted" is a valid end (source 002, try-out 8)."""

    HELPED_BY_NETWORK = "helped_by_network"
    REFERRED = "referred"
    SOLVED_ITSELF = "solved_itself"
    NO_HELP_WANTED = "no_help_wanted"
    NOT_REACHED = "not_reached"
    OTHER = "other"


class StepNotAllowedError(Exception):
    """That step is not possible for a signal in this state."""


_NEXT: dict[tuple[SignalState, SignalStep], SignalState] = {
    (SignalState.RECEIVED, SignalStep.TAKE): SignalState.TAKEN,
    (SignalState.TAKEN, SignalStep.GIVE_BACK): SignalState.RECEIVED,
    (SignalState.TAKEN, SignalStep.CLOSE): SignalState.CLOSED,
}

ACUTE_AGAIN_AFTER = timedelta(minutes=15)
"""An acute signal that nobody took is announced again, and the admins hear of it in private."""

DETAILS_SHOWN_FOR = timedelta(minutes=15)
"""Details read in private are removed from the chat after this."""


def next_state(state: SignalState, step: SignalStep) -> SignalState:
    """The state after `step`. Raises `StepNotAllowedError`."""
    try:
        return _NEXT[state, step]
    except KeyError:
        raise StepNotAllowedError(f"{step} on a signal that is {state}") from None
