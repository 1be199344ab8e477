"""Hiding small counts so that nobody works them out again from what is still shown.

A count below `least` is hidden. Totals are true and would give it away, so further counts are hidden with it
(complementary suppression). What is promised, for readers who know that counts are whole and never negative:

- no hidden count can be worked out from what is shown;
- of a small count not even that it is small: what is shown allows it to be `least` or more.

In a table this is done by rectangles (the hypercube method of official statistics, see docs/adr/0013): each small count
becomes the corner of a rectangle of hidden counts along which as much can be moved to it, no line's sum changing. A
count that is hidden besides only widens what is possible, so rectangles do not spoil one another. The grand total is
shown, unless it is small itself, and is never a corner; so tables about the same records that have only that total in
common do not give one another's counts away. Where no rectangle fits, all but the grand total is hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

LEAST = 5
"""The smallest count that is shown."""

Count = int | None
"""`None` is hidden."""

_Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """Counts of one breakdown, in the order given, and their sum."""

    counts: tuple[Count, ...]
    total: Count


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by row and column, with the sums of both and of all."""

    rows: tuple[Line, ...]
    columns: tuple[Count, ...]
    total: Count


def hide_in_line(counts: Sequence[int], least: int = LEAST) -> Line:
    """The counts as they may be shown together with their sum."""
    total = sum(counts)
    if total < least:
        return Line((None,) * len(counts), None)
    hidden = {place for place, count in enumerate(counts) if count < least}
    others = sorted((place for place in range(len(counts)) if place not in hidden), key=lambda place: counts[place])
    while hidden and others and (len(hidden) < 2 or sum(counts[place] for place in hidden) < least):
        hidden.add(others.pop(0))
    return Line(tuple(None if place in hidden else count for place, count in enumerate(counts)), total)


def hide_in_groups(counts: Sequence[Sequence[int]], least: int = LEAST) -> tuple[tuple[Line, ...], Count]:
    """The counts of a breakdown whose parts fall apart in turn: a line for each part, and the sum of all.

    What a part falls apart into is hidden with its sum, and as careful as a line by itself where the sum is shown.
    """
    sums = hide_in_line([sum(group) for group in counts], least)
    lines = [
        Line((None,) * len(group), None) if shown is None else hide_in_line(group, least)
        for group, shown in zip(counts, sums.counts, strict=True)
    ]
    return tuple(lines), sums.total


def hide_in_table(counts: Sequence[Sequence[int]], least: int = LEAST) -> Table:
    """The counts as they may be shown together with all their sums. Every row has as many columns."""
    if len(counts) == 1 or (counts and len(counts[0]) == 1):
        return _single(counts, least)  # its sums are its counts once more
    grid = _Grid(counts, least)
    grid.hide()
    return grid.shown()


def _single(counts: Sequence[Sequence[int]], least: int) -> Table:
    line = hide_in_line([count for row in counts for count in row], least)
    if len(counts) == 1:
        return Table((Line(line.counts, line.total),), line.counts, line.total)
    return Table(tuple(Line((count,), count) for count in line.counts), (line.total,), line.total)


class _Grid:
    """The counts with a further row and column for the sums. Signed (minus for a sum), every line adds up to zero."""

    def __init__(self, counts: Sequence[Sequence[int]], least: int) -> None:
        self._least = least
        self._values = [[*row, sum(row)] for row in counts]
        columns = len(counts[0]) if counts else 0
        self._values.append([sum(row[column] for row in self._values) for column in range(columns + 1)])
        self._bottom, self._right = len(counts), columns
        self._hidden: set[_Place] = set()

    def hide(self) -> None:
        if self._values[self._bottom][self._right] < self._least:
            self._hidden = set(self._places())
            return
        self._hidden = {place for place in self._places() if self._value(place) < self._least}
        for small in sorted(self._hidden, key=self._value):
            rectangle = min(self._rectangles(small), key=self._cost, default=None)
            if rectangle is None:
                self._hidden = set(self._places()) - {(self._bottom, self._right)}
                return
            self._hidden.update(rectangle)

    def shown(self) -> Table:
        found = [
            [None if (row, column) in self._hidden else value for column, value in enumerate(values)]
            for row, values in enumerate(self._values)
        ]
        lines = tuple(Line(tuple(row[:-1]), row[-1]) for row in found[:-1])
        return Table(lines, tuple(found[-1][:-1]), found[-1][-1])

    def _rectangles(self, small: _Place) -> Iterable[tuple[_Place, ...]]:
        """Those with the count `small` as a corner, to which enough can be moved along them."""
        row, column = small
        for other_row, other_column in product(range(self._bottom + 1), range(self._right + 1)):
            if other_row == row or other_column == column:
                continue
            corners = (row, other_column), (other_row, column), (other_row, other_column)
            if (self._bottom, self._right) in corners:
                continue
            if self._value(small) + self._movable(small, *corners) >= self._least:
                yield corners

    def _movable(self, small: _Place, beside: _Place, below: _Place, across: _Place) -> int:
        """How much `small` can grow while no line's sum changes: until a corner that gets smaller is nothing."""
        shrinks_beside = (small[1] == self._right) == (beside[1] == self._right)
        shrinks_below = (small[0] == self._bottom) == (below[0] == self._bottom)
        shrinking = [beside] * shrinks_beside + [below] * shrinks_below + [across] * (shrinks_beside != shrinks_below)
        return min(self._value(corner) for corner in shrinking)

    def _cost(self, corners: Iterable[_Place]) -> tuple[int, int, int]:
        """What hiding them would take away: sums first, for these are what people look for."""
        fresh = [place for place in corners if place not in self._hidden]
        sums = sum(row == self._bottom or column == self._right for row, column in fresh)
        return sums, len(fresh), sum(self._value(place) for place in fresh)

    def _value(self, place: _Place) -> int:
        return self._values[place[0]][place[1]]

    def _places(self) -> Iterable[_Place]:
        return product(range(self._bottom + 1), range(self._right + 1))
