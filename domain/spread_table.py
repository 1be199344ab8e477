"""The timetable behind `domain.spread`: lines get days, chains of two days make room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

Moves = dict[int, int]  # line to its new day


@dataclass(frozen=True)
class Line:
    """One call: caller and callee as numbers, the days both can make, the day it had."""

    caller: int
    callee: int
    allowed: Sequence[int]
    home: int | None


class Table:
    """Days for lines. On each day at most one line per caller and per callee, as long as that can be had."""

    def __init__(self, lines: Sequence[Line], week: Sequence[int]) -> None:
        self.lines, self.week = lines, week
        self.day: list[int | None] = [None] * len(lines)
        # who stands where: for each caller and callee a row of seven, the line on that day or None
        self.made: list[list[int | None]] = [
            [None] * 7 for _ in range(1 + max((ln.caller for ln in lines), default=-1))
        ]
        self.got: list[list[int | None]] = [[None] * 7 for _ in range(1 + max((ln.callee for ln in lines), default=-1))]
        self.use = dict.fromkeys(week, 0)
        self.doubled: dict[int, int] = {}  # lines for which no day of their own could be found

    def days(self) -> list[int]:
        """The day of each line, once `fill` is done."""
        return [self.doubled[i] if day is None else day for i, day in enumerate(self.day)]

    def fill(self) -> None:
        """Give every line a day: the day it had where that is free, then any free one, then by making room."""
        for i, line in enumerate(self.lines):
            if line.home is not None and line.home in line.allowed and self._is_free(i, line.home):
                self._set(i, line.home)
        waiting = [i for i, day in enumerate(self.day) if day is None]
        for i in sorted(waiting, key=lambda i: len(self.lines[i].allowed)):
            if not (self._place(i) or self._push_in(i)):
                self.doubled[i] = self._least_bad(i)
        for i in sorted(self.doubled):
            if self._place(i):  # others have moved since
                del self.doubled[i]
        self._go_home()

    def _is_free(self, i: int, day: int) -> bool:
        line = self.lines[i]
        return self.made[line.caller][day] is None and self.got[line.callee][day] is None

    def _set(self, i: int, day: int) -> None:
        line = self.lines[i]
        self.day[i] = self.made[line.caller][day] = self.got[line.callee][day] = None
        self.day[i] = day
        self.made[line.caller][day] = self.got[line.callee][day] = i
        self.use[day] += 1

    def _clear(self, i: int) -> None:
        line, day = self.lines[i], self.day[i]
        assert day is not None
        self.made[line.caller][day] = self.got[line.callee][day] = self.day[i] = None
        self.use[day] -= 1

    def _apply(self, moves: Moves) -> None:
        for i in moves:
            self._clear(i)
        for i, day in moves.items():
            self._set(i, day)

    def _place(self, i: int) -> bool:
        """A free day, or one freed by the chain that moves the fewest lines from home."""
        line = self.lines[i]
        free = [day for day in line.allowed if self._is_free(i, day)]
        if free:
            self._set(i, min(free, key=lambda day: (day != line.home, self.use[day], day)))
            return True
        made, got = self.made[line.caller], self.got[line.callee]
        best: tuple[int, int, int] | None = None
        chosen: tuple[Moves, int] | None = None
        for mine in self.week:
            if made[mine] is not None:
                continue
            for theirs in self.week:
                if got[theirs] is not None:
                    continue
                for day, moves in (
                    (mine, self._chain(got[mine], mine, theirs, at_callee=True)),
                    (theirs, self._chain(made[theirs], theirs, mine, at_callee=False)),
                ):
                    if moves is None or day not in line.allowed:
                        continue
                    price = (self._moved(moves) + (day != line.home and line.home is not None), len(moves), day)
                    if best is None or price < best:
                        best, chosen = price, (moves, day)
        if chosen is None:
            return False
        self._apply(chosen[0])
        self._set(i, chosen[1])
        return True

    def _chain(self, first: int | None, day: int, other: int, *, at_callee: bool) -> Moves | None:
        """The moves that swap `day` and `other` from line `first` on; None where somebody on the way cannot.

        `first` stands on `day` and is entered from its callee (or its caller): what hangs on at its far end comes
        next, until the chain ends or closes in a ring.
        """
        moves: Moves = {}
        at = first
        while at is not None and at not in moves:
            line = self.lines[at]
            if other not in line.allowed:
                return None
            moves[at] = other
            at = self.made[line.caller][other] if at_callee else self.got[line.callee][other]
            at_callee = not at_callee
            day, other = other, day
        return moves

    def _moved(self, moves: Moves) -> int:
        """How many more lines would be away from home."""
        more = 0
        for i, day in moves.items():
            home = self.lines[i].home
            if home is not None:
                more += (day != home) - (self.day[i] != home)
        return more

    def _push_in(self, i: int, depth: int = 3, held: frozenset[int] = frozenset()) -> bool:
        """Take a day from the one or two lines in the way, and find these another; only the days people cannot
        make bring it this far. Nothing has changed where it answers False."""
        line = self.lines[i]
        for day in line.allowed:
            in_the_way = (self.made[line.caller][day], self.got[line.callee][day])
            pushed = [rival for rival in dict.fromkeys(in_the_way) if rival is not None]
            if not pushed or held.intersection(pushed):
                continue
            saved = list(self.day)
            for rival in pushed:
                self._clear(rival)
            self._set(i, day)
            kept = held | {i}
            if all(self._fits(rival, depth, kept) for rival in pushed):
                return True
            self._restore(saved)
        return False

    def _fits(self, i: int, depth: int, held: frozenset[int]) -> bool:
        return self._place(i) or (depth > 1 and self._push_in(i, depth - 1, held))

    def _restore(self, days: list[int | None]) -> None:
        changed = [i for i, day in enumerate(self.day) if day != days[i]]
        for i in changed:
            if self.day[i] is not None:
                self._clear(i)
        for i in changed:
            day = days[i]
            if day is not None:
                self._set(i, day)

    def _least_bad(self, i: int) -> int:
        """A second call on a day, where neither a free one nor room could be made."""
        line = self.lines[i]
        made, got = self.made[line.caller], self.got[line.callee]
        second = [
            day
            for j, day in self.doubled.items()
            if line.caller == self.lines[j].caller or line.callee == self.lines[j].callee
        ]

        def price(day: int) -> tuple[int, bool, int, int]:
            crowd = (made[day] is not None) + (got[day] is not None) + second.count(day)
            return crowd, day != line.home, self.use[day], day

        return min(line.allowed, key=price)

    def _go_home(self) -> None:
        """Swap two days in a whole chain wherever that brings more lines home than it takes away."""
        moved = True
        while moved:
            moved = False
            for i, line in enumerate(self.lines):
                now, home = self.day[i], line.home
                if now is None or home is None or now == home or home not in line.allowed:
                    continue
                moves = self._round(i, now, home)
                if moves is not None and self._moved(moves) < 0:
                    self._apply(moves)
                    moved = True

    def settle(self, rng: Random, rounds: int) -> None:
        """Bring more lines home: put one there, find those in its way another day, keep it if it was worth it.

        `fill` takes one chain at a time; this gets past where each single chain only makes things worse.
        """
        for _ in range(rounds):
            away = self._away()
            if not away:
                return
            saved = list(self.day)
            i = away[rng.randrange(len(away))]
            self._send_home(i, rng)
            self._go_home()
            # as many away as before is kept too: it is another place to look from
            if self.day.count(None) > len(self.doubled) or len(self._away()) > len(away):
                self._restore(saved)

    def _away(self) -> list[int]:
        return [
            i for i, line in enumerate(self.lines) if line.home in line.allowed and self.day[i] not in (None, line.home)
        ]

    def _send_home(self, i: int, rng: Random) -> None:
        line, home = self.lines[i], self.lines[i].home
        assert home is not None
        rivals = [r for r in (self.made[line.caller][home], self.got[line.callee][home]) if r is not None]
        for j in {i, *rivals}:
            self._clear(j)
        self._set(i, home)
        pushed = list(dict.fromkeys(rivals))
        rng.shuffle(pushed)
        for j in pushed:
            self._place(j)

    def _round(self, i: int, now: int, home: int) -> Moves | None:
        """The moves that swap two days in everything that hangs together with line `i`."""
        line = self.lines[i]
        one = self._chain(i, now, home, at_callee=True)
        if one is None:
            return None
        if self.got[line.callee][home] in one:  # the chain closed in a ring
            return one
        two = self._chain(self.got[line.callee][home], home, now, at_callee=True)
        return None if two is None else {**one, **two}
