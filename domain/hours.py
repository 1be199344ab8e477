"""When somebody likes to be reminded, and when they are left alone: whole hours on the clocks of a programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.week import instant

DAY = range(24)
HOUR = 9
"""When whoever chose nothing gets the week's calls, and a word on the day of a call."""
QUIET_FROM, QUIET_UNTIL = 21, 8
"""Between these hours whoever chose nothing is left alone."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Reminders come at `hour`; nothing that can wait comes from `quiet_from` until `quiet_until`.

    Equal bounds mean that no hour is quiet. Raises ValueError where one of the three is not 0 … 23.
    """

    hour: int = HOUR
    quiet_from: int = QUIET_FROM
    quiet_until: int = QUIET_UNTIL

    def __post_init__(self) -> None:
        if not {self.hour, self.quiet_from, self.quiet_until} <= set(DAY):
            raise ValueError("an hour is a number from 0 to 23")

    def is_quiet(self, hour: int) -> bool:
        """Whether this hour of the day belongs to the quiet ones."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= hour < self.quiet_until
        return hour >= self.quiet_from or hour < self.quiet_until

    def fitting(self) -> Hours:
        """The same quiet hours, and a reminder as soon as they are over where it would have fallen within them."""
        return Hours(self.quiet_until, self.quiet_from, self.quiet_until) if self.is_quiet(self.hour) else self

    def reminded(self, day: date, tz: str) -> datetime:
        """The moment of that day's reminder. Where the clock skips that hour, the one after it."""
        return instant(day, time(self.fitting().hour), tz)

    def awake(self, now: datetime, tz: str) -> datetime:
        """`now`, or the end of the quiet hours it lies in."""
        local = now.astimezone(ZoneInfo(tz))
        if not self.is_quiet(local.hour):
            return now
        day = local.date() if local.hour < self.quiet_until else local.date() + timedelta(days=1)
        return instant(day, time(self.quiet_until), tz)
