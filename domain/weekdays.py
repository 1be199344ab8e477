"""Days of the week as a set kept in one number: bit d stands for day d, 0 is Monday and 6 is Sunday."""

from __future__ import annotations

from collections.abc import Iterable

WEEK = range(7)


def mask_of(days: Iterable[int]) -> int:
    """The number that stands for these days. Raises ValueError where one of them is not 0 … 6."""
    mask = 0
    for day in days:
        if day not in WEEK:
            raise ValueError("a day of the week is a number from 0 (Monday) to 6 (Sunday)")
        mask |= 1 << day
    return mask


def days_in(mask: int) -> frozenset[int]:
    """The days that a number stands for."""
    return frozenset(day for day in WEEK if mask >> day & 1)
