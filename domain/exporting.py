"""What an export shows of people, and what for."""

from __future__ import annotations

from enum import StrEnum


class Shown(StrEnum):
    """How people stand in an export."""

    CODES = "codes"
    NAMES = "names"
    """Only ever by explicit choice, with a reason, after a second look."""
    NUMBERS = "numbers"
    """Nobody is in it: counts, the small ones hidden (`domain.suppression`)."""


class Reason(StrEnum):
    """Why names go into an export. A fixed list first, so that what is kept tells nothing about the people in it."""

    TAKES_OVER = "takes_over"
    """The organisation goes on with the follow-up."""
    LEGAL_DUTY = "legal_duty"
    ON_REQUEST = "on_request"
    """The people in it asked for it."""
    OTHER = "other"
    """Told in words of one's own, redacted."""
