"""How long something took, as people say it. Pure."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Unit(StrEnum):
    """What is counted."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"


def span(duration: timedelta) -> tuple[int, Unit]:
    """A number of the largest unit that is still exact enough to say: minutes below two hours, hours below two days.

    At least one minute; halves are rounded up. Raises ValueError below nought.
    """
    if duration < timedelta(0):
        raise ValueError("nothing takes less than no time")
    for unit, length in ((Unit.DAY, _DAY), (Unit.HOUR, _HOUR)):
        if duration >= 2 * length:
            return (duration + length / 2) // length, unit
    return max(1, (duration + _MINUTE / 2) // _MINUTE), Unit.MINUTE
