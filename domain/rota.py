"""Who calls whom, week after week (the Belboom manual, "How does it work?").

Everybody says how many they call and how many call them: five and five as a rule, or none on one side, or other
numbers. `plan` lays that out as directed calls. What it gives up first when not all can be had is fixed. From
most to least important:

1. a never-pair is never paired, nobody calls themselves, and nobody calls the same person twice;
2. everybody's numbers are met; where they cannot be, as little as possible is missing, and that is shared as
   evenly as possible;
3. as few pairs as possible call each other, none where the group is large enough for it;
4. as few calls as possible change from the rota before;
5. as many calls as possible are between preferred pairs;
6. among equals, as many calls as possible stay that are in force at this moment.

The first two are met exactly (a maximum flow with even shares); the rest is searched for, from several starts, and
the search ends at once where a bound shows that nothing better exists.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from operator import attrgetter
from random import Random
from typing import Literal, NamedTuple

from domain.rota_board import Board, Rows, Terms
from domain.rota_bounds import Bounds
from domain.rota_mend import fill, hold, keep_old, please, regain, shake, share_evenly, untie

SHAKEN = 400  # up to this size a rota that is not surely the best is looked at longer
MOST_SHAKES, SHAKES = 150, 300_000  # how often, in all and by the square of the size


class Call(NamedTuple):
    """One person calls another, once a week."""

    caller: str
    callee: str


@dataclass(frozen=True)
class Seat:
    """A member, how many people they want to call and by how many they want to be called, per week.

    Raises ValueError where a number is below zero.
    """

    member: str
    calls: int
    called: int

    def __post_init__(self) -> None:
        if self.calls < 0 or self.called < 0:
            raise ValueError("a number of calls per week cannot be below zero")


@dataclass(frozen=True)
class Shortage:
    """A member whose number could not be met; `wanted` is at most the size of the group less one."""

    member: str
    wanted: int
    got: int
    side: Literal["calls", "called"]


@dataclass(frozen=True)
class Rota:
    """The calls of a week. `reciprocal` counts the pairs who call each other.

    `added` and `removed` compare with the rota before. `capped_at` is set where somebody asked for more people
    than there are others in the group, and says how many there are.
    """

    calls: frozenset[Call]
    shortages: tuple[Shortage, ...] = ()
    reciprocal: int = 0
    added: frozenset[Call] = frozenset()
    removed: frozenset[Call] = frozenset()
    capped_at: int | None = None

    def short_of(self, side: Literal["calls", "called"]) -> dict[tuple[int, int], list[str]]:
        """Who lacks how much on one side: the members, sorted, by what they wanted and got; the worst off first.

        Too few callers show as "called": `{(5, 4): [three members]}` is three people who get four calls instead of
        five. Too few people to call show as "calls".
        """
        groups: dict[tuple[int, int], list[str]] = {}
        for short in sorted(self.shortages, key=lambda s: (s.got - s.wanted, s.got, s.member)):
            if short.side == side:
                groups.setdefault((short.wanted, short.got), []).append(short.member)
        return groups

    def called_by(self, member: str) -> list[str]:
        """Whom this member calls, sorted."""
        return sorted(call.callee for call in self.calls if call.caller == member)

    def callers_of(self, member: str) -> list[str]:
        """Who call this member, sorted."""
        return sorted(call.caller for call in self.calls if call.callee == member)


def plan(
    seats: Sequence[Seat],
    *,
    before: Collection[Call] = (),
    never: Collection[frozenset[str]] = (),
    prefer: Collection[frozenset[str]] = (),
    kept: Collection[Call] = (),
    seed: int = 0,
) -> Rota:
    """The rota for these members, by the order of importance above.

    The same input gives the same rota, whatever the order of the seats; and a rota given back as `before` with
    nothing else changed comes out unchanged. `seed` chooses between rotas that are equally good.

    `kept` are the calls in force at this moment, which need not be of `before`: during somebody's pause the changes
    are counted from the calls that come back afterwards, while stand-ins make those in force. What of it is still
    allowed is one more start of the search. Where it is as good as the best that is found, it is the rota, to the
    call; otherwise it decides between equals. So planning twice changes nothing:
    `plan(before=b, kept=plan(before=b, kept=k).calls)` gives the same calls as the inner one.

    Pairs and calls that name people who have no seat are passed over. Raises ValueError where a member has two
    seats or a pair has not two members.
    """
    if not before and not never and not prefer and not kept:
        ring = _ring(seats, seed)
        if ring is not None:
            return ring
    group = _Group(seats, before, never, prefer, seed)
    board = group.best(group.terms)
    if kept:
        board = group.keep(board, group.calls_of(kept))
    return group.rota(group.settled(board), frozenset(before))


def _ring(seats: Sequence[Seat], seed: int) -> Rota | None:
    """Where all ask for the same and there are enough of them: everybody calls the next k in a ring, and that is all.

    The same as what `_Group` comes to, in a tenth of the time and memory. None where it is not as simple as that.
    """
    n, wanted = len(seats), {(seat.calls, seat.called) for seat in seats}
    k = seats[0].calls if seats else 0
    if wanted != {(k, k)} or n <= 2 * k or len({seat.member for seat in seats}) < n:
        return None
    ids = sorted(seat.member for seat in seats)
    _rng(seed, 0).shuffle(ids)
    onward = ids * 2
    calls: list[Call] = []
    make = partial(tuple.__new__, Call)
    for step in range(1, k + 1):
        calls += map(make, zip(ids, onward[step : step + n], strict=True))
    made = frozenset(calls)
    return Rota(made, added=made)


def _rng(seed: int, attempt: int) -> Random:
    return Random(seed * 1009 + attempt)  # noqa: S311 (a choice between equals, not a secret)


class _Group:
    """The question in numbers. Members are numbered in the order of their ids."""

    def __init__(
        self,
        seats: Sequence[Seat],
        before: Collection[Call],
        never: Collection[frozenset[str]],
        prefer: Collection[frozenset[str]],
        seed: int,
    ) -> None:
        ordered = sorted(seats, key=attrgetter("member"))
        self.ids = [seat.member for seat in ordered]
        self.number = {member: i for i, member in enumerate(self.ids)}
        if len(self.number) != len(self.ids):
            raise ValueError("a member has more than one seat")
        self.n, self.seed = len(ordered), seed
        most = max(self.n - 1, 0)
        self.capped_at = most if any(max(s.calls, s.called) > most for s in ordered) else None
        self.want_out = [min(seat.calls, most) for seat in ordered]
        self.want_in = [min(seat.called, most) for seat in ordered]
        self.shut = self._pairs(never)
        self.dear = [row - shut for row, shut in zip(self._pairs(prefer), self.shut, strict=True)] if prefer else None
        for i, row in enumerate(self.shut):
            row.add(i)
        self.old = self.calls_of(before)
        self.terms = self._terms(self.old)
        self.bounds = Bounds(self.terms)

    def calls_of(self, calls: Collection[Call]) -> Rows:
        """These calls by caller, as far as they are allowed."""
        rows: Rows = [set() for _ in range(self.n)]
        number, shut = self.number, self.shut
        known = [(number[u], number[v]) for u, v in calls if u in number and v in number]
        # sorted, so that nothing hangs on the order in which a set gives its calls
        for u, v in sorted(known):
            if v not in shut[u]:
                rows[u].add(v)
        return rows

    def _pairs(self, pairs: Collection[frozenset[str]]) -> Rows:
        rows: list[list[int]] = [[] for _ in range(self.n)]
        number = self.number
        if {*map(len, pairs)} - {2}:
            raise ValueError("a pair has two members")
        both = map(number.get, chain.from_iterable(pairs))
        for u, v in zip(both, both, strict=True):
            if u is not None and v is not None:
                rows[u].append(v)
                rows[v].append(u)
        return [set(row) for row in rows]

    def _terms(self, old: Rows, held: Rows | None = None) -> Terms:
        return Terms.of(self.want_out, self.want_in, self.shut, old, self.dear, held)

    def best(self, terms: Terms) -> Board:
        """The best rota of several starts, counted from the calls of before in these terms."""
        bounds = self.bounds if terms is self.terms else Bounds(terms)
        # more starts where they are cheap; one for a group of thousands
        tries = max(1, min(12, 800 // max(self.n, 1)))
        best = self._attempt(terms, bounds, 0, from_scratch=False)
        for attempt in range(1, tries):
            if self._cannot_be_better(best, bounds):
                return best
            best = min(best, self._attempt(terms, bounds, attempt, from_scratch=attempt % 4 == 3), key=Board.key)
        if best.knots > bounds.fewest_knots(best):
            best = min(best, self._attempt(terms, bounds, tries, from_scratch=True), key=Board.key)
        if not self._cannot_be_better(best, bounds) and self.n <= SHAKEN:
            rng = Random(self.seed)  # noqa: S311 (a choice between equals, not a secret)
            order = list(range(self.n))
            rng.shuffle(order)
            floor, enough = bounds.fewest_knots(best), bounds.fewest_new(best)
            rounds = min(MOST_SHAKES, SHAKES // self.n**2)
            shake(best, order, rng, dear=self.dear, floor=floor, enough=enough, rounds=rounds)
        return best

    def keep(self, best: Board, kept: Rows) -> Board:
        """What of `kept` fits, where that is as good as `best`; otherwise the nearest to it among equals."""
        order = list(range(self.n))
        laid = Board(self._terms(kept))
        keep_old(laid, order)
        start = Board(self.terms, laid.rows())
        if start.key() <= best.key():
            return start
        terms = self._terms(self.old, kept)
        mended = Board(terms, laid.rows())
        self._mend(mended, self.bounds, order, Random(self.seed), ring=False)  # noqa: S311 (a choice between equals, not a secret)
        rivals = [mended, Board(terms, best.rows())]
        for board in rivals:
            hold(board, order, kept)
        return Board(self.terms, min(rivals, key=Board.key).out)

    def settled(self, board: Board) -> Board:
        """A rota must stand when it is planned again: take what another look finds, until it finds no more."""
        while not self._cannot_be_better(board, self.bounds):
            mended = Board(self.terms, board.rows())
            self._mend(mended, self.bounds, list(range(self.n)), Random(self.seed), ring=False)  # noqa: S311
            if mended.key() < board.key():
                board = mended
                continue
            if board.knots <= self.bounds.fewest_knots(board):
                break
            rows = board.rows()
            again = self.best(self._terms(rows))
            if again.out == rows:
                break
            board = self._weighed(again)
        return board

    def _mend(self, board: Board, bounds: Bounds, order: list[int], rng: Random, *, ring: bool) -> None:
        """Make the calls that stand on the board into a good rota."""
        fill(board, order, ring_knots=ring)
        share_evenly(board, order)
        untie(board, order, rng, floor=bounds.fewest_knots(board), patience=40 if self.n <= 200 else 10)
        if board.new > bounds.fewest_new(board):
            regain(board, order)
        self._please(board, order)

    def _please(self, board: Board, order: list[int]) -> None:
        if self.dear is not None:
            please(board, order, self.dear)

    def _attempt(self, terms: Terms, bounds: Bounds, attempt: int, *, from_scratch: bool) -> Board:
        rng = _rng(self.seed, attempt)
        order = list(range(self.n))
        rng.shuffle(order)
        board = Board(terms)
        if not from_scratch:
            keep_old(board, order)
        alike = len({*self.want_out, *self.want_in}) == 1
        self._mend(board, bounds, order, rng, ring=board.calls == 0 and alike)
        return board

    def _cannot_be_better(self, board: Board, bounds: Bounds) -> bool:
        if board.knots > bounds.fewest_knots(board):
            return False
        if self.dear is None:
            return board.new <= bounds.fewest_new(board)
        return board.new == 0 and board.calls == bounds.had

    def _weighed(self, board: Board) -> Board:
        """The same calls, with the changes counted from the rota before, and as many of its calls as fit."""
        weighed = Board(self.terms, board.out)
        order = list(range(self.n))
        regain(weighed, order)
        self._please(weighed, order)
        return weighed

    def rota(self, board: Board, before: frozenset[Call]) -> Rota:
        """What stands on the board, in members again."""
        ids = self.ids
        went = {
            Call(ids[u], ids[v])
            for u, (old, out) in enumerate(zip(self.old, board.out, strict=True))
            if old != out
            for v in old - out
        }
        came = frozenset(
            Call(ids[u], ids[v])
            for u, (old, out) in enumerate(zip(self.old, board.out, strict=True))
            if old != out
            for v in out - old
        )
        if len(before) > sum(map(len, self.old)):  # some name people without a seat, or are not allowed any more
            number, known = self.number, self.old
            went.update(c for c in before if c[0] not in number or number.get(c[1]) not in known[number[c[0]]])
        short: list[Shortage] = []
        sides: list[tuple[Literal["calls", "called"], list[int], Rows]] = [
            ("calls", self.want_out, board.out),
            ("called", self.want_in, board.inn),
        ]
        for side, wanted, got in sides:
            for i, (want, row) in enumerate(zip(wanted, got, strict=True)):
                if len(row) < want:
                    short.append(Shortage(ids[i], want, len(row), side))
        short.sort(key=attrgetter("member", "side"))
        calls = (before - went) | came if before else came
        return Rota(calls, tuple(short), board.knots, came, frozenset(went), self.capped_at)
