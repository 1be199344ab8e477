"""What people run into, bundled for the steering group: like remarks per theme and quarter (source 002 §3.3.1).

A theme is shown from `LEAST` remarks on. One that has fewer is not there at all, and there is no total either from
which its number could be reckoned: what is shown depends on the themes that are shown, and on nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from domain.remarks import PolicyTopic, ServiceTopic, Topic
from domain.week import Week

LEAST = 5
_WRITTEN = re.compile(r"([0-9]{4})-Q([1-4])")
_THURSDAY = 3


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months, counted in whole weeks; "2026-Q4" in writing. Raises ValueError where `number` is not 1 … 4.

    A week belongs to the quarter, and to the year, of its Thursday, as ISO 8601 has it: so every remark, of which the
    week is all that is known, counts in one quarter.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in range(1, 5):
            raise ValueError("a year has four quarters")

    def __str__(self) -> str:
        return f"{self.year:04}-Q{self.number}"

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """The quarter written as "2026-Q4"; ValueError for anything else."""
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise ValueError("a quarter is written like 2026-Q4")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, week: Week) -> Quarter:
        """The quarter in which this week counts."""
        thursday = week.day(_THURSDAY)
        return cls(thursday.year, (thursday.month + 2) // 3)

    @property
    def before(self) -> Quarter:
        """The one before it."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    @property
    def weeks(self) -> tuple[Week, Week]:
        """Its first and its last week."""
        around = [Week(self.year, 1).following(offset) for offset in range(54)]
        mine = [week for week in around if Quarter.of(week) == self]
        return mine[0], mine[-1]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme that was mentioned often enough to be shown."""

    topic: Topic
    count: int


def bundled(topics: Iterable[Topic]) -> tuple[Theme, ...]:
    """The themes that came up `LEAST` times or more, the most frequent first; those on a par in their fixed order."""
    counted = Counter(topics)
    shown = [
        Theme(topic, counted[topic])
        for kind in (ServiceTopic, PolicyTopic)
        for topic in kind
        if counted[topic] >= LEAST
    ]
    return tuple(sorted(shown, key=lambda theme: -theme.count))
