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

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, NamedTuple

from domain.rota_board import CHANGE, HAIR, TRIFLE, Arc, Board, Worth, worth_of
from domain.rota_bounds import fewest_knots, fewest_new
from domain.rota_mend import fill, hold, keep_old, please, regain, shake, share_evenly, untie

SHAKEN = 400  # up to this size a rota that is not surely the best is looked at longer


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
    group = _Group(seats, before, never, prefer, seed)
    board = group.best(group.old)
    if kept:
        board = group.keep(board, group.calls_of(kept))
    return group.rota(group.settled(board), frozenset(before))


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
        ordered = sorted(seats, key=lambda seat: seat.member)
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
        self.dear = [row - self.shut[i] for i, row in enumerate(self._pairs(prefer))]
        for i in range(self.n):
            self.shut[i].add(i)
        self.old = self.calls_of(before)
        self.fewest_knots = 0

    def calls_of(self, calls: Collection[Call]) -> list[set[int]]:
        """These calls by caller, as far as they are allowed."""
        rows: list[set[int]] = [set() for _ in range(self.n)]
        for caller, callee in calls:
            u, v = self.number.get(caller), self.number.get(callee)
            if u is not None and v is not None and v not in self.shut[u]:
                rows[u].add(v)
        return rows

    def _pairs(self, pairs: Collection[frozenset[str]]) -> list[set[int]]:
        rows: list[set[int]] = [set() for _ in range(self.n)]
        for pair in pairs:
            if len(pair) != 2:
                raise ValueError("a pair has two members")
            u, v = (self.number.get(member) for member in sorted(pair))
            if u is not None and v is not None:
                rows[u].add(v)
                rows[v].add(u)
        return rows

    def board(self, old: list[set[int]], worth: Worth, arcs: Iterable[Arc] = ()) -> Board:
        board = Board(self.want_out, self.want_in, self.shut, old, worth)
        for u, v in arcs:
            board.add(u, v)
        return board

    def worth(self, old: list[set[int]], held: list[set[int]] | None = None) -> Worth:
        rows = [(old, CHANGE), (self.dear, TRIFLE)]
        return worth_of(rows if held is None else [*rows, (held, HAIR)], self.n)

    def best(self, old: list[set[int]]) -> Board:
        """The best rota of several starts, counted from `old`."""
        worth = self.worth(old)
        # more starts where they are cheap; one for a group of thousands
        tries = max(1, min(12, 800 // max(self.n, 1)))
        best = self._attempt(old, worth, 0, from_scratch=False)
        for attempt in range(1, tries):
            if self._cannot_be_better(best):
                return best
            best = min(best, self._attempt(old, worth, attempt, from_scratch=attempt % 4 == 3), key=Board.key)
        if best.knots > self.fewest_knots:
            best = min(best, self._attempt(old, worth, tries, from_scratch=True), key=Board.key)
        if not self._cannot_be_better(best) and self.n <= SHAKEN:
            rng = Random(self.seed)  # noqa: S311 (a choice between equals, not a secret)
            order = list(range(self.n))
            rng.shuffle(order)
            enough, rounds = fewest_new(best), min(40, 2000 // self.n)
            shake(best, order, rng, floor=self.fewest_knots, enough=enough, rounds=rounds)
            please(best, order, self.dear)
        return best

    def keep(self, best: Board, kept: list[set[int]]) -> Board:
        """What of `kept` fits, where that is as good as `best`; otherwise the nearest to it among equals."""
        order = list(range(self.n))
        worth = self.worth(self.old, kept)
        start = self.board(kept, self.worth(kept))
        keep_old(start, order)
        start = self.board(self.old, best.worth, start.arcs())
        if start.key() <= best.key():
            return start
        mended = self.board(self.old, worth, start.arcs())
        self._mend(mended, order, Random(self.seed), ring=False)  # noqa: S311 (a choice between equals, not a secret)
        rivals = [mended, self.board(self.old, worth, best.arcs())]
        for board in rivals:
            hold(board, order, kept)
        nearest = min(rivals, key=Board.key)
        return self.board(self.old, best.worth, nearest.arcs())

    def settled(self, board: Board) -> Board:
        """A rota must stand when it is planned again: take what another look finds, until it finds no more."""
        while not self._cannot_be_better(board):
            mended = self.board(self.old, board.worth, board.arcs())
            self._mend(mended, list(range(self.n)), Random(self.seed), ring=False)  # noqa: S311
            if mended.key() < board.key():
                board = mended
                continue
            if board.knots <= self.fewest_knots:
                break
            arcs = [set(row) for row in board.out]
            again = self.best(arcs)
            if again.out == arcs:
                break
            board = self.weigh(again)
        return board

    def _mend(self, board: Board, order: list[int], rng: Random, *, ring: bool) -> None:
        """Make the calls that stand on the board into a good rota."""
        fill(board, order, ring_knots=ring)
        share_evenly(board, order)
        self.fewest_knots = fewest_knots(board)
        untie(board, order, rng, floor=self.fewest_knots, patience=40 if self.n <= 200 else 10)
        if board.new > fewest_new(board):
            regain(board, order)
        please(board, order, self.dear)

    def _attempt(self, old: list[set[int]], worth: Worth, attempt: int, *, from_scratch: bool) -> Board:
        rng = Random(self.seed * 1009 + attempt)  # noqa: S311 (a choice between equals, not a secret)
        order = list(range(self.n))
        rng.shuffle(order)
        board = self.board(old, worth)
        if not from_scratch:
            keep_old(board, order)
        empty = not any(board.out)
        alike = len(set(self.want_out) | set(self.want_in)) == 1
        self._mend(board, order, rng, ring=empty and alike)
        return board

    def _cannot_be_better(self, board: Board) -> bool:
        if board.knots > self.fewest_knots:
            return False
        return board.new == 0 or (board.new <= fewest_new(board) and not any(self.dear))

    def weigh(self, board: Board) -> Board:
        """The same calls, with the changes counted from the rota before, and as many of its calls as fit."""
        weighed = self.board(self.old, self.worth(self.old), board.arcs())
        order = list(range(self.n))
        regain(weighed, order)
        please(weighed, order, self.dear)
        return weighed

    def rota(self, board: Board, before: frozenset[Call]) -> Rota:
        ids = self.ids
        calls = frozenset(Call(ids[u], ids[v]) for u, v in board.arcs())
        short: list[Shortage] = []
        for i, member in enumerate(ids):
            if board.lack_out(i):
                short.append(Shortage(member, self.want_out[i], len(board.out[i]), "calls"))
            if board.lack_in(i):
                short.append(Shortage(member, self.want_in[i], len(board.inn[i]), "called"))
        return Rota(calls, tuple(short), board.knots, calls - before, before - calls, self.capped_at)
