"""A signal that nobody takes, or that lies still, is brought up again: whom it is put before, and when (source 002,
try-out 8). Pure; moments come in aware and go out aware, in UTC."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from domain.signals import Urgency
from domain.terms import Terms, due, still_due

REMINDERS = 2
"""Of a signal that lies still its holder alone is reminded so many times; then others hear of it as well."""


class Turn(StrEnum):
    """Before whom a signal that nobody took is put next."""

    CHAT = "chat"
    """All coordinators, in their chat."""
    DEPUTIES = "deputies"
    ADMINS = "admins"


def turn(times: int) -> Turn:
    """Whose turn it is when `times` terms have passed: first the chat once more, then the deputies, then the admins,
    and from then on the chat. (What is acute is put before the chat each time.) Raises ValueError below one."""
    if times < 1:
        raise ValueError("at least one term")
    return {2: Turn.DEPUTIES, 3: Turn.ADMINS}.get(times, Turn.CHAT)


def others_hear(times: int) -> bool:
    """Whether others hear of a signal that lies still when its holder is reminded for the `times`th time."""
    return times > REMINDERS


def next_call(
    since: datetime,
    last: datetime | None,
    rests_until: datetime | None,
    urgency: Urgency,
    terms: Terms,
    *,
    zone: str,
    held: bool,
) -> datetime:
    """When a signal is to be brought up next.

    `since` is when its wait began, `last` when it was last brought up, `rests_until` a day that was agreed on. Each
    term counts from the last time, not from the first: whoever was away for a day has one term to make up for, not
    ninety-six.
    """
    begin = max(moment for moment in (since, last, rests_until) if moment is not None)
    return (still_due if held else due)(begin, urgency, terms, zone=zone)
