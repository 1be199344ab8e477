"""The board on which a rota is laid: who calls whom, as numbers, with its own tally.

Members are 0 … n-1. A call u → v stands in `out[u]` and `inn[v]`. Nothing here knows names, days or words;
`domain.rota` turns members into numbers and back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Arc = tuple[int, int]
Key = tuple[int, int, int, int]
Rows = list[set[int]]  # for each member a set of others
Worth = list[dict[int, int]]

# What letting go of a call costs. Each is more than any number of the ones before it.
HAIR = 1  # a call that is in force now
TRIFLE = 1 << 20  # a call between a preferred pair
CHANGE = 1 << 40  # a call of before
KNOT = 1 << 70  # and what a new pair who call each other costs


@dataclass(frozen=True)
class Terms:
    """What is asked of a board; all rows are by member.

    `want_out[u]` and `want_in[v]` are the numbers asked for; `shut[u]` holds everybody u may never be paired with
    (u too, and it is symmetric); `old[u]` whom u called before and `old_in[v]` who called v; `worth[u]` what
    letting go of a call of u costs, by the person called, where it costs anything.
    """

    want_out: Sequence[int]
    want_in: Sequence[int]
    shut: Rows
    old: Rows
    old_in: Rows
    worth: Worth

    @classmethod
    def of(
        cls,
        want_out: Sequence[int],
        want_in: Sequence[int],
        shut: Rows,
        old: Rows,
        dear: Rows | None = None,
        held: Rows | None = None,
    ) -> Terms:
        """The terms where `dear` are the calls between preferred pairs and `held` the calls in force."""
        worth = [dict.fromkeys(callees, CHANGE) for callees in old]
        for calls, price in ((dear, TRIFLE), (held, HAIR)):
            for mine, callees in zip(worth, calls or (), strict=False):
                for v in callees:
                    mine[v] = mine.get(v, 0) + price
        return cls(want_out, want_in, shut, old, turned(old), worth)


def turned(rows: Rows) -> Rows:
    """For each member who has them, instead of whom they have."""
    back: Rows = [set() for _ in rows]
    for u, row in enumerate(rows):
        for v in row:
            back[v].add(u)
    return back


class Board:
    """A directed graph without loops or double calls, and the counts by which two rotas are compared.

    `fresh[v]` holds the callers of v who did not call v before.
    """

    def __init__(self, terms: Terms, out: Rows | None = None) -> None:
        self.terms = terms
        self.n = len(terms.want_out)
        self.want_out, self.want_in = terms.want_out, terms.want_in
        self.shut, self.old, self.worth = terms.shut, terms.old, terms.worth
        self.lay([set() for _ in range(self.n)] if out is None else out)

    def lay(self, out: Rows) -> None:
        """Replace everything on the board by these calls; the rows are the board's own from then on."""
        self.out = out
        self.inn = turned(out)
        self.recount()

    def recount(self) -> None:
        """Count anew what stands in `out` and `inn`."""
        self.fresh = [inn - old for inn, old in zip(self.inn, self.terms.old_in, strict=True)]
        self.calls = sum(map(len, self.out))
        # pairs who call each other
        self.knots = sum(len(out & inn) for out, inn in zip(self.out, self.inn, strict=True)) // 2
        # what the calls are worth together
        self.gain = sum(worth.get(v, 0) for row, worth in zip(self.out, self.worth, strict=True) if worth for v in row)
        # numbers not met, in all, and how evenly
        lacks = (*self.lacks_out(), *self.lacks_in())
        self.missing, self.squares = sum(lacks), sum(lack * lack for lack in lacks)

    def add(self, u: int, v: int) -> None:
        out, inn = self.out[u], self.inn[v]
        lacks = self.want_out[u] - len(out) + self.want_in[v] - len(inn)
        out.add(v)
        inn.add(u)
        self.calls += 1
        self.missing -= 2
        self.squares -= 2 * lacks - 2
        self.gain += self.worth[u].get(v, 0)
        if v not in self.old[u]:
            self.fresh[v].add(u)
        if u in self.out[v]:
            self.knots += 1

    def drop(self, u: int, v: int) -> None:
        out, inn = self.out[u], self.inn[v]
        out.remove(v)
        inn.remove(u)
        lacks = self.want_out[u] - len(out) + self.want_in[v] - len(inn)
        self.calls -= 1
        self.missing += 2
        self.squares += 2 * lacks - 2
        self.gain -= self.worth[u].get(v, 0)
        self.fresh[v].discard(u)
        if u in self.out[v]:
            self.knots -= 1

    @property
    def new(self) -> int:
        """How many calls were not there before."""
        return self.calls - self.gain // CHANGE

    def lack_out(self, u: int) -> int:
        return self.want_out[u] - len(self.out[u])

    def lack_in(self, v: int) -> int:
        return self.want_in[v] - len(self.inn[v])

    def lacks_out(self) -> list[int]:
        return [w - len(o) for w, o in zip(self.want_out, self.out, strict=True)]

    def lacks_in(self) -> list[int]:
        return [w - len(i) for w, i in zip(self.want_in, self.inn, strict=True)]

    def key(self) -> Key:
        """What makes one rota better than another; smaller is better, the first difference decides."""
        return (self.missing, self.squares, self.knots, -self.gain)

    def arcs(self) -> Iterable[Arc]:
        for u, callees in enumerate(self.out):
            for v in callees:
                yield u, v

    def rows(self) -> Rows:
        """A copy of the calls by caller."""
        return [set(row) for row in self.out]

    def knotted(self) -> list[Arc]:
        """Both calls of every pair who call each other, sorted."""
        return sorted((u, v) for u, callees in enumerate(self.out) for v in callees & self.inn[u])

    def toggle(self, steps: Iterable[Arc]) -> None:
        """Take away each call that stands, put down each that does not. Doing it twice undoes it."""
        for u, v in steps:
            if v in self.out[u]:
                self.drop(u, v)
            else:
                self.add(u, v)
