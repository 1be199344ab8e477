"""The search behind `domain.rota`: several starts, each mended line by line, until nothing better can exist."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import chain
from random import Random

from domain.rota_board import Board, Rows, Terms
from domain.rota_bounds import Bounds
from domain.rota_mend import fill, hold, keep_old, please, regain, shake, share_evenly, untie

SHAKEN = 400  # up to this size a rota that is not surely the best is looked at longer
MOST_SHAKES, SHAKES = 150, 300_000  # how often, in all and by the square of the size


def rng_of(seed: int, attempt: int) -> Random:
    """The chance of one attempt."""
    return Random(seed * 1009 + attempt)  # noqa: S311 (a choice between equals, not a secret)


class Group:
    """The question in numbers, and the search for its answer. Members are numbered in the order of their ids.

    `wanted` is how many each member calls and is called by.
    """

    def __init__(
        self,
        wanted: Mapping[str, tuple[int, int]],
        before: Collection[tuple[str, str]],
        never: Collection[frozenset[str]],
        prefer: Collection[frozenset[str]],
        seed: int,
    ) -> None:
        self.ids = sorted(wanted)
        self.number = {member: i for i, member in enumerate(self.ids)}
        self.n, self.seed = len(wanted), seed
        most = max(self.n - 1, 0)
        self.want_out, self.want_in = ([min(wanted[member][side], most) for member in self.ids] for side in (0, 1))
        self.shut = self._pairs(never)
        self.dear = [row - shut for row, shut in zip(self._pairs(prefer), self.shut, strict=True)] if prefer else None
        for i, row in enumerate(self.shut):
            row.add(i)
        self.old = self.calls_of(before)
        self.terms = self._terms(self.old)
        self.bounds = Bounds(self.terms)

    def calls_of(self, calls: Collection[tuple[str, str]]) -> Rows:
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
        rng = rng_of(self.seed, attempt)
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
