"""How long something took, in words."""

from __future__ import annotations

from datetime import timedelta

from domain.durations import Unit, span
from locales import Words, tn


def in_words(duration: timedelta) -> Words:
    """Such as "2 hours" or "3 days"."""
    number, unit = span(duration)
    if unit is Unit.MINUTE:
        return tn("{count} minute", "{count} minutes", number)
    if unit is Unit.HOUR:
        return tn("{count} hour", "{count} hours", number)
    return tn("{count} day", "{count} days", number)
