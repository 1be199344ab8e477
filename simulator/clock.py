"""The simulator's clock: the real one with an offset, or an instant that stands still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from simulator.jsontypes import Json


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Clock:
    """Tells the time in the simulated world; each change of it has a number, so that others can follow."""

    def __init__(
        self,
        frozen_at: datetime | None = None,
        *,
        real: Callable[[], datetime] = _utc_now,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._real = real
        self._frozen_at = frozen_at.astimezone(UTC) if frozen_at else None
        self._offset = timedelta()
        self.version = 1
        self.on_change = on_change

    def now(self) -> datetime:
        """The time in UTC."""
        return self._frozen_at or self._real() + self._offset

    def unix(self) -> int:
        """Whole seconds since 1970, as messages carry them."""
        return int(self.now().timestamp())

    @property
    def frozen(self) -> bool:
        """Whether the time stands still until somebody moves it."""
        return self._frozen_at is not None

    def set(self, instant: datetime) -> None:
        """Move to ``instant`` (aware); a frozen clock stays frozen."""
        if instant.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        if self._frozen_at is not None:
            self._frozen_at = instant.astimezone(UTC)
        else:
            self._offset = instant - self._real()
        self._changed()

    def advance(self, seconds: float) -> None:
        """Move forward (or, with a negative number, back) by ``seconds``."""
        self.set(self.now() + timedelta(seconds=seconds))

    def freeze(self, frozen: bool = True) -> None:
        """Let the time stand still from now on, or let it run again."""
        if frozen == self.frozen:
            return
        now = self.now()
        self._frozen_at = now if frozen else None
        self._offset = now - self._real()
        self._changed()

    def next_monday_morning(self, tz: str = "Europe/Brussels", hour: int = 9) -> None:
        """Move to the next Monday at ``hour`` o'clock on the wall of ``tz``; always forward."""
        zone = ZoneInfo(tz)
        local = self.now().astimezone(zone)
        day = local.date() + timedelta(days=(7 - local.weekday()) % 7)
        monday = datetime.combine(day, time(hour), zone)
        if monday <= local:
            monday = datetime.combine(day + timedelta(days=7), time(hour), zone)
        self.set(monday)

    def as_json(self) -> Json:
        """``now`` (ISO 8601, UTC), ``version`` of the setting, and whether it is ``frozen``."""
        return {"now": self.now().isoformat(), "version": self.version, "frozen": self.frozen}

    def change(self, order: Json) -> None:
        """Do what the control interface asks: ``set``, ``advance_seconds``, ``next_monday_morning``, ``frozen``.

        A ``set`` without a zone is read on the wall of ``tz``. Raises ValueError when nothing fits.
        """
        tz = str(order.get("tz", "Europe/Brussels"))
        known = {"set", "advance_seconds", "next_monday_morning", "frozen"} & order.keys()
        if not known:
            raise ValueError("give one of: set, advance_seconds, next_monday_morning, frozen")
        if "frozen" in order:
            self.freeze(bool(order["frozen"]))
        if "set" in order:
            instant = datetime.fromisoformat(str(order["set"]))
            self.set(instant if instant.tzinfo else instant.replace(tzinfo=ZoneInfo(tz)))
        if "advance_seconds" in order:
            self.advance(float(order["advance_seconds"]))
        if order.get("next_monday_morning"):
            self.next_monday_morning(tz, int(order.get("hour", 9)))

    def _changed(self) -> None:
        self.version += 1
        self.on_change()
