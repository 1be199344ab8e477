"""The board on which a rota is laid: who calls whom, as numbers, with its own tally.

Members are 0 … n-1. A call u → v stands in `out[u]` and `inn[v]`. Nothing here knows names, days or words;
`domain.rota` turns members into numbers and back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Arc = tuple[int, int]
Key = tuple[int, int, int, int]
Worth = list[dict[int, int]]

# What letting go of a call costs. Each is more than any number of the ones before it.
HAIR = 1  # a call that is in force now
TRIFLE = 1 << 20  # a call between a preferred pair
CHANGE = 1 << 40  # a call of before
KNOT = 1 << 70  # and what a new pair who call each other costs


def worth_of(rows: Iterable[tuple[Sequence[set[int]], int]], n: int) -> Worth:
    """What each call is worth, by caller and callee; calls that are worth nothing are left out."""
    worth: Worth = [{} for _ in range(n)]
    for calls, price in rows:
        for mine, callees in zip(worth, calls, strict=True):
            for v in callees:
                mine[v] = mine.get(v, 0) + price
    return worth


class Board:
    """A directed graph without loops or double calls, and the counts by which two rotas are compared.

    `want_out[u]` and `want_in[v]` are the numbers asked for; `shut[u]` holds everybody u may never be paired
    with (u too, and it is symmetric); `old[u]` whom u called before; `worth[u]` what the calls of u are worth.
    """

    def __init__(
        self,
        want_out: Sequence[int],
        want_in: Sequence[int],
        shut: Sequence[set[int]],
        old: Sequence[set[int]],
        worth: Worth,
    ) -> None:
        self.n = len(want_out)
        self.want_out, self.want_in = want_out, want_in
        self.shut, self.old, self.worth = shut, old, worth
        self.out: list[set[int]] = [set() for _ in range(self.n)]
        self.inn: list[set[int]] = [set() for _ in range(self.n)]
        self._start()

    def _start(self) -> None:
        self.calls = 0
        self.knots = 0  # pairs who call each other
        self.gain = 0  # what the calls are worth together
        self.missing = sum(self.want_out) + sum(self.want_in)  # numbers not met, in all
        self.squares = sum(w * w for w in self.want_out) + sum(w * w for w in self.want_in)  # and how evenly

    def add(self, u: int, v: int) -> None:
        lacks = self.want_out[u] - len(self.out[u]) + self.want_in[v] - len(self.inn[v])
        self.out[u].add(v)
        self.inn[v].add(u)
        self.calls += 1
        self.missing -= 2
        self.squares -= 2 * lacks - 2
        self.gain += self.worth[u].get(v, 0)
        if u in self.out[v]:
            self.knots += 1

    def drop(self, u: int, v: int) -> None:
        self.out[u].remove(v)
        self.inn[v].remove(u)
        lacks = self.want_out[u] - len(self.out[u]) + self.want_in[v] - len(self.inn[v])
        self.calls -= 1
        self.missing += 2
        self.squares += 2 * lacks - 2
        self.gain -= self.worth[u].get(v, 0)
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

    def knotted(self) -> list[Arc]:
        """Both calls of every pair who call each other, sorted."""
        return sorted((u, v) for u, callees in enumerate(self.out) for v in callees & self.inn[u])

    def restore(self, arcs: Iterable[Arc]) -> None:
        """Replace everything on the board by `arcs`."""
        for row in (*self.out, *self.inn):
            row.clear()
        self._start()
        for u, v in arcs:
            self.add(u, v)

    def toggle(self, steps: Iterable[Arc]) -> None:
        """Take away each call that stands, put down each that does not. Doing it twice undoes it."""
        for u, v in steps:
            if v in self.out[u]:
                self.drop(u, v)
            else:
                self.add(u, v)


def lay_old(board: Board, order: Sequence[int]) -> None:
    """Put down the calls of before as far as everybody's numbers leave room, in the given order."""
    place = {u: seat for seat, u in enumerate(order)}
    for u in order:
        for v in sorted(board.old[u], key=place.__getitem__):
            if board.lack_out(u) > 0 and board.lack_in(v) > 0:
                board.add(u, v)


def lay_ring(board: Board, order: Sequence[int], *, knots: bool) -> None:
    """Go round the ring; each member takes the next ones after them who still have room.

    Where all ask for k and nothing is barred this is the circulant i → i+1 … i+k: exact for every k < n, and
    without a pair who call each other as soon as n ≥ 2k+1. Elsewhere it is a good start. Where one side wants
    more than the other can give, everybody on it is left short alike.
    """
    n = board.n
    seat_of = {u: seat for seat, u in enumerate(order)}
    onward = list(range(n + 1))  # onward[s]: the first seat from s on whose member has room, or n

    def next_open(seat: int) -> int:
        root = seat
        while onward[root] != root:
            root = onward[root]
        while onward[seat] != root:
            onward[seat], seat = root, onward[seat]
        return root

    wants, room = board.lacks_out(), board.lacks_in()
    surplus = sum(wants) - sum(room)
    wants = _ration(wants, surplus, order)
    room = _ration(room, -surplus, order)
    for seat, v in enumerate(order):
        if room[v] <= 0:
            onward[seat] = seat + 1
    for u in order:
        need, own = wants[u], seat_of[u]
        out, shut, inn = board.out[u], board.shut[u], board.inn[u]
        for start, stop in ((own + 1, n), (0, own)):
            seat = next_open(start)
            while need > 0 and seat < stop:
                v = order[seat]
                if v not in shut and v not in out and (knots or v not in inn):
                    board.add(u, v)
                    need -= 1
                    room[v] -= 1
                    if room[v] == 0:
                        onward[seat] = seat + 1
                seat = next_open(seat + 1)


def _ration(wants: list[int], surplus: int, order: Sequence[int]) -> list[int]:
    """The wants less `surplus` in all, taken from everybody in equal parts as far as they want that much."""
    left = list(wants)
    for _ in range(max(wants, default=0)):
        for u in order:
            if surplus > 0 and left[u] > 0:
                left[u] -= 1
                surplus -= 1
    return left
