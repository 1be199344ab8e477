"""Choosing weekdays by tapping: the days stand in the buttons themselves, so that nothing is kept half-way."""

from __future__ import annotations

from collections.abc import Callable, Collection

from bot.features.member_guard import number_in
from conversations.labels import WEEKDAY
from conversations.screen import Button
from domain.weekdays import WEEK, days_in, mask_of
from locales import Lines, Plain, Words

ALL_DAYS = mask_of(WEEK)


def days_of(text: str) -> frozenset[int] | None:
    """The days in a button; `None` where it cannot be one of ours."""
    mask = number_in(text, 0, ALL_DAYS)
    return None if mask is None else days_in(mask)


def toggles(chosen: Collection[int], action: Callable[[int], str]) -> tuple[tuple[Button, ...], ...]:
    """A button for each weekday, ticked where it is chosen; a tap leads to `action` of the days after it."""
    buttons = [Button(_label(day, day in chosen), action(mask_of(set(chosen) ^ {day}))) for day in WEEK]
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def _label(day: int, ticked: bool) -> Words:
    return Lines((Plain("✓"), WEEKDAY[day]), " ") if ticked else WEEKDAY[day]
