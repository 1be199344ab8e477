"""The timetable behind `domain.spread`: lines get days, chains of two days make room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

Moves = dict[int, int]  # line to its new day

NOBODY = -1
AWAY = -1  # no home
DAYS_OF = [tuple(day for day in range(7) if mask >> day & 1) for mask in range(128)]
"""The days in a set of days written as bits."""


@cache
def _farthest(taken: int, free: int) -> int:
    """Of the `free` days those farthest, round the week, from the days `taken` (sets of days as bits).

    Nobody's calls are to huddle, nor the days between them to grow long (source 000: spreading works).
    """

    def gap(day: int) -> int:
        return min((min((day - other) % 7, (other - day) % 7) for other in DAYS_OF[taken]), default=7)

    widest = max(map(gap, DAYS_OF[free]), default=0)
    return sum(1 << day for day in DAYS_OF[free] if gap(day) == widest)


@dataclass(frozen=True)
class Lines:
    """The calls, one entry each: caller and callee as numbers, the days both can make (as bits), the day it had.

    `home` is `AWAY` where a call had no day, or one that is none of the week. Callers and callees are counted apart.
    """

    caller: Sequence[int]
    callee: Sequence[int]
    allowed: Sequence[int]
    home: Sequence[int]

    def __len__(self) -> int:
        return len(self.caller)


class Table:
    """Days for lines. On each day at most one line per caller and per callee, as long as that can be had."""

    def __init__(self, lines: Lines, week: Sequence[int]) -> None:
        self.lines = lines
        self.week = sum(1 << day for day in week)
        callers, callees = (1 + max(side, default=-1) for side in (lines.caller, lines.callee))
        self.day: list[int] = [AWAY] * len(lines)
        # who stands where, at caller * 7 + day and callee * 7 + day
        self.made = [NOBODY] * (7 * callers)
        self.got = [NOBODY] * (7 * callees)
        self.free_made, self.free_got = [self.week] * callers, [self.week] * callees
        self.use = [0] * 7
        self.homely = [i for i, home in enumerate(lines.home) if home != AWAY and lines.allowed[i] >> home & 1]
        self.doubled: dict[int, int] = {}  # lines for which no day of their own could be found
        self.second_made: Counter[tuple[int, int]] = Counter()  # and where these stand
        self.second_got: Counter[tuple[int, int]] = Counter()
        self.past: list[tuple[int, int]] | None = None  # lines that were cleared and their day, while it may be undone

    def days(self) -> list[int]:
        """The day of each line, once `fill` is done."""
        return [self.doubled[i] if day == AWAY else day for i, day in enumerate(self.day)]

    def cost(self) -> tuple[int, int]:
        """How many lines have no day of their own, and how many are away from home; smaller is better."""
        return len(self.doubled), len(self._away())

    def fill(self, rng: Random | None = None) -> None:
        """Give every line a day: the day it had where that is free, then the free one that is farthest from the
        other calls of whoever is called, then by making room.

        Who comes last has to be content with what is left; `rng` puts them in another order.
        """
        for i in self.homely:
            home = self.lines.home[i]
            if self._free(i) >> home & 1:
                self._set(i, home)
        waiting = [i for i, day in enumerate(self.day) if day == AWAY]
        room = [len(days) for days in DAYS_OF]
        if rng is not None:
            rng.shuffle(waiting)
        waiting.sort(key=lambda i: room[self.lines.allowed[i]])
        some = max(1, len(waiting) // 256)  # so many get a day before it is looked again which are used least
        for start in range(0, len(waiting), some):
            self._place_some(waiting[start : start + some])
        for i in sorted(self.doubled):
            self._undouble(i)
            if not self._place(i):  # others may have moved since
                self._double(i)
        self._go_home()

    def _place_some(self, waiting: Sequence[int]) -> None:
        """Days for these lines: a free one, of the farthest the least used so far, or else by making room."""
        lines, free_made, free_got, made, got = self.lines, self.free_made, self.free_got, self.made, self.got
        few = len(waiting) == 1  # then the table costs more than it saves
        least_used = [] if few else [min(days, key=self.use.__getitem__, default=AWAY) for days in DAYS_OF]
        for i in waiting:
            caller, callee = lines.caller[i], lines.callee[i]
            free = free_made[caller] & free_got[callee] & lines.allowed[i]
            if free and lines.home[i] == AWAY:
                far = _farthest(self.week & ~free_got[callee], free)
                day = self.day[i] = min(DAYS_OF[far], key=self.use.__getitem__) if few else least_used[far]
                made[caller * 7 + day] = got[callee * 7 + day] = i
                free_made[caller] ^= 1 << day
                free_got[callee] ^= 1 << day
                self.use[day] += 1
            elif not (self._place(i) or self._push_in(i)):
                self._double(i)

    def _free(self, i: int) -> int:
        lines = self.lines
        return self.free_made[lines.caller[i]] & self.free_got[lines.callee[i]] & lines.allowed[i]

    def _set(self, i: int, day: int) -> None:
        caller, callee = self.lines.caller[i], self.lines.callee[i]
        self.day[i] = day
        self.made[caller * 7 + day] = self.got[callee * 7 + day] = i
        self.free_made[caller] &= ~(1 << day)
        self.free_got[callee] &= ~(1 << day)
        self.use[day] += 1

    def _clear(self, i: int) -> None:
        caller, callee, day = self.lines.caller[i], self.lines.callee[i], self.day[i]
        if self.past is not None:
            self.past.append((i, day))
        self.day[i] = AWAY
        self.made[caller * 7 + day] = self.got[callee * 7 + day] = NOBODY
        self.free_made[caller] |= 1 << day
        self.free_got[callee] |= 1 << day
        self.use[day] -= 1

    def _apply(self, moves: Moves) -> None:
        """Like clearing them all and setting them all, which this does in place: it is what takes most time."""
        caller, callee, made, got = self.lines.caller, self.lines.callee, self.made, self.got
        if self.past is not None:
            self.past += [(i, self.day[i]) for i in moves]
        for i in moves:
            day = self.day[i]
            at, to = caller[i], callee[i]
            made[at * 7 + day] = got[to * 7 + day] = NOBODY
            self.free_made[at] |= 1 << day
            self.free_got[to] |= 1 << day
            self.use[day] -= 1
        for i, day in moves.items():
            at, to = caller[i], callee[i]
            self.day[i] = day
            made[at * 7 + day] = got[to * 7 + day] = i
            self.free_made[at] &= ~(1 << day)
            self.free_got[to] &= ~(1 << day)
            self.use[day] += 1

    def _place(self, i: int) -> bool:
        """A free day, or one freed by the chain that moves the fewest lines from home."""
        lines, use = self.lines, self.use
        caller, callee, home = lines.caller[i], lines.callee[i], lines.home[i]
        free = self.free_made[caller] & self.free_got[callee] & lines.allowed[i]
        if free:
            if home == AWAY or not free >> home & 1:
                far = _farthest(self.week & ~self.free_got[callee], free)
                home = min(DAYS_OF[far], key=use.__getitem__)
            self._set(i, home)
            return True
        best: tuple[int, int, int] | None = None
        chosen: tuple[Moves, int] | None = None
        for mine in DAYS_OF[self.free_made[caller]]:
            for theirs in DAYS_OF[self.free_got[callee]]:
                for day, other, first, at_callee in (
                    (mine, theirs, self.got[callee * 7 + mine], True),
                    (theirs, mine, self.made[caller * 7 + theirs], False),
                ):
                    if not lines.allowed[i] >> day & 1:
                        continue
                    moves = self._chain(first, day, other, at_callee=at_callee)
                    if moves is None:
                        continue
                    if not self.homely:  # nothing can move from home: any will do
                        self._apply(moves)
                        self._set(i, day)
                        return True
                    price = (self._moved(moves) + (home not in (day, AWAY)), len(moves), day)
                    if best is None or price < best:
                        best, chosen = price, (moves, day)
        if chosen is None:
            return False
        self._apply(chosen[0])
        self._set(i, chosen[1])
        return True

    def _chain(self, first: int, day: int, other: int, *, at_callee: bool) -> Moves | None:
        """The moves that swap `day` and `other` from line `first` on; None where somebody on the way cannot.

        `first` stands on `day` and is entered from its callee (or its caller): what hangs on at its far end comes
        next, until the chain ends or closes in a ring.
        """
        caller, callee, allowed, made, got = (
            self.lines.caller,
            self.lines.callee,
            self.lines.allowed,
            self.made,
            self.got,
        )
        moves: Moves = {}
        at = first
        while at != NOBODY and at not in moves:
            if not allowed[at] >> other & 1:
                return None
            moves[at] = other
            at = made[caller[at] * 7 + other] if at_callee else got[callee[at] * 7 + other]
            at_callee = not at_callee
            day, other = other, day
        return moves

    def _moved(self, moves: Moves) -> int:
        """How many more lines would be away from home."""
        more = 0
        for i, day in moves.items():
            home = self.lines.home[i]
            if home != AWAY:
                more += (day != home) - (self.day[i] != home)
        return more

    def _push_in(self, i: int, depth: int = 3, held: frozenset[int] = frozenset()) -> bool:
        """Take a day from the one or two lines in the way, and find these another; only the days people cannot
        make bring it this far. Nothing has changed where it answers False."""
        lines = self.lines
        outermost = self.past is None
        past = self.past = [] if self.past is None else self.past
        try:
            for day in DAYS_OF[lines.allowed[i]]:
                in_the_way = (self.made[lines.caller[i] * 7 + day], self.got[lines.callee[i] * 7 + day])
                pushed = [rival for rival in dict.fromkeys(in_the_way) if rival != NOBODY]
                if not pushed or held.intersection(pushed):
                    continue
                mark = len(past)
                for rival in pushed:
                    self._clear(rival)
                past.append((i, AWAY))
                self._set(i, day)
                kept = held | {i}
                if all(self._fits(rival, depth, kept) for rival in pushed):
                    return True
                self._undo(mark)
            return False
        finally:
            if outermost:
                self.past = None

    def _fits(self, i: int, depth: int, held: frozenset[int]) -> bool:
        return self._place(i) or (depth > 1 and self._push_in(i, depth - 1, held))

    def _undo(self, mark: int) -> None:
        """Give every line that was moved since then the day it had."""
        past = self.past or []
        first: Moves = {}
        for i, day in past[mark:]:
            first.setdefault(i, day)
        del past[mark:]
        self.past = None
        changed = [i for i, day in first.items() if self.day[i] != day]
        for i in changed:
            if self.day[i] != AWAY:
                self._clear(i)
        for i in changed:
            if first[i] != AWAY:
                self._set(i, first[i])
        self.past = past

    def _double(self, i: int) -> None:
        """A second call on a day, where neither a free one nor room could be made."""
        caller, callee, home = self.lines.caller[i], self.lines.callee[i], self.lines.home[i]

        def price(day: int) -> tuple[int, bool, int, int]:
            crowd = (self.made[caller * 7 + day] != NOBODY) + (self.got[callee * 7 + day] != NOBODY)
            crowd += self.second_made[caller, day] + self.second_got[callee, day]
            return crowd, day != home, self.use[day], day

        day = self.doubled[i] = min(DAYS_OF[self.lines.allowed[i]], key=price)
        self.second_made[caller, day] += 1
        self.second_got[callee, day] += 1

    def _undouble(self, i: int) -> None:
        day = self.doubled.pop(i)
        self.second_made[self.lines.caller[i], day] -= 1
        self.second_got[self.lines.callee[i], day] -= 1

    def _go_home(self) -> None:
        """Swap two days in a whole chain wherever that brings more lines home than it takes away."""
        moved = True
        while moved:
            moved = False
            for i in self.homely:
                now, home = self.day[i], self.lines.home[i]
                if now in (AWAY, home):
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
            self.past = []
            i = away[rng.randrange(len(away))]
            lost = not self._send_home(i, rng)
            self._go_home()
            # as many away as before is kept too: it is another place to look from
            if lost or len(self._away()) > len(away):
                self._undo(0)
            self.past = None

    def _away(self) -> list[int]:
        return [i for i in self.homely if self.day[i] not in (AWAY, self.lines.home[i])]

    def _send_home(self, i: int, rng: Random) -> bool:
        """Whether everybody who was in the way found another day."""
        lines, home = self.lines, self.lines.home[i]
        in_the_way = (self.made[lines.caller[i] * 7 + home], self.got[lines.callee[i] * 7 + home])
        rivals = [rival for rival in dict.fromkeys(in_the_way) if rival != NOBODY]
        for j in (i, *rivals):
            self._clear(j)
        self._set(i, home)
        rng.shuffle(rivals)
        placed = [self._place(j) for j in rivals]
        return all(placed)

    def _round(self, i: int, now: int, home: int) -> Moves | None:
        """The moves that swap two days in everything that hangs together with line `i`."""
        one = self._chain(i, now, home, at_callee=True)
        if one is None:
            return None
        beyond = self.got[self.lines.callee[i] * 7 + home]
        if beyond in one:  # the chain closed in a ring
            return one
        two = self._chain(beyond, home, now, at_callee=True)
        return None if two is None else {**one, **two}
