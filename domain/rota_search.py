"""The cheapest way to mend a rota: alternating paths between callers and called.

A path goes "u gets v, so v lets go of w, so w gets x, …". Along it everybody in between keeps their numbers.
It is a shortest path in the residual graph of a flow, with this price: a new pair who call each other costs
more than any number of changes, and letting go of a call costs what it is worth.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from heapq import heappop, heappush

from domain.rota_board import CHANGE, KNOT, Arc, Board

NO_LIMIT = 1 << 100


def find_path(
    board: Board,
    order: Sequence[int],
    *,
    callers: Collection[int] = (),
    callees: Collection[int] = (),
    end_callers: Collection[int] = (),
    end_callees: Collection[int] = (),
    knots: bool = False,
    limit: int = NO_LIMIT,
    barred: Collection[Arc] = (),
    given: Arc | None = None,
    only_old: bool = False,
    seen: set[int] | None = None,
) -> list[Arc] | None:
    """The calls to toggle, first to last, or None where no path costs less than `limit`.

    Starts: a caller who takes one more, or a callee who lets somebody go. Ends: a caller who lets one go, or a
    callee who takes one more. `order` breaks ties. `barred` calls are not added. `given` is a call that will
    be there as well, so that its opposite is seen as a pair calling each other. `only_old` adds calls of
    before only. Callers reached are put in `seen`.
    """
    if not (end_callers or end_callees):
        return None
    search = _Search(board, order, end_callers, end_callees, barred, given)
    search.knots, search.only_old = knots, only_old
    found = search.run(callers, callees, limit)
    if seen is not None:
        seen |= search.callers
    return None if found is None else search.steps_to(found)


class _Search:
    """Dijkstra's algorithm, cost by cost. Nodes are callers 0 … n-1 and callees n … 2n-1.

    Nearly every step costs nothing (a caller takes somebody), or exactly one change. So what can be reached at
    the present cost is gone through at once; letting go of calls of before waits, in one go, until it is its turn;
    and only the rare other prices go through a heap.
    """

    def __init__(
        self,
        board: Board,
        order: Sequence[int],
        end_callers: Collection[int],
        end_callees: Collection[int],
        barred: Collection[Arc],
        given: Arc | None,
    ) -> None:
        self.board, self.n = board, board.n
        self.end_callers, self.end_callees = end_callers, end_callees
        self.barred, self.given = barred, given
        self.knots = self.only_old = False
        self.unreached = list(order)
        self.parent: dict[int, int] = {}
        self.price: dict[int, int] = {}
        self.callers: set[int] = set()
        self.callees: set[int] = set()
        self.reached: list[int] = []  # callees at the present cost
        self.heap: list[tuple[int, int, int]] = []
        self.tick = 0

    def run(self, callers: Collection[int], callees: Collection[int], limit: int) -> int | None:
        """The node where the cheapest path ends, or None."""
        board, n = self.board, self.n
        worth, inn, fresh, parent = board.worth, board.inn, board.fresh, self.parent
        if callees:
            self.callees.update(callees)
            self.reached += callees
            starts = {*callees}
            self.unreached = [v for v in self.unreached if v not in starts]
        self.callers.update(callers)
        for u in callers:
            found = self._take(u, 0)
            if found is not None:
                return found
        cost = 0
        waiting: dict[int, list[int]] = {}  # whose callers of before may be let go, by the cost from which on
        while True:
            for v in self.reached:  # grows while it is gone through
                for w in fresh[v]:
                    if w in self.callers:
                        continue
                    more = worth[w].get(v, 0)
                    if more:
                        self._later(cost + more, w, n + v)
                        continue
                    parent[w] = n + v
                    found = self._let_go(w, cost)
                    if found is not None:
                        return found
                if len(inn[v]) > len(fresh[v]):
                    waiting.setdefault(cost + CHANGE, []).append(v)
            self.reached = []
            while self.heap and self._is_done(self.heap[0][2]):
                heappop(self.heap)
            if not self.heap and not waiting:
                return None
            cost = min([*waiting, *(entry[0] for entry in self.heap[:1])])
            if cost >= limit:
                return None
            if self.heap and self.heap[0][0] == cost:
                found = self._arrive(heappop(self.heap)[2], cost)
                if found is not None:
                    return found
                continue
            for v in waiting.pop(cost):
                for w in inn[v]:
                    if w in self.callers or w in fresh[v]:
                        continue
                    more = worth[w][v] - CHANGE
                    if more:
                        self._later(cost + more, w, n + v)
                        continue
                    parent[w] = n + v
                    found = self._let_go(w, cost)
                    if found is not None:
                        return found

    def _is_done(self, node: int) -> bool:
        return node - self.n in self.callees if node >= self.n else node in self.callers

    def _later(self, cost: int, node: int, origin: int) -> None:
        if cost < self.price.get(node, NO_LIMIT):
            self.price[node], self.parent[node] = cost, origin
            self.tick += 1
            heappush(self.heap, (cost, self.tick, node))

    def _arrive(self, node: int, cost: int) -> int | None:
        if node < self.n:
            return self._let_go(node, cost)
        v = node - self.n
        self.callees.add(v)
        self.reached.append(v)
        return node if v in self.end_callees else None

    def _let_go(self, u: int, cost: int) -> int | None:
        """A caller has one call less: the end, or they take somebody else."""
        self.callers.add(u)
        return u if u in self.end_callers else self._take(u, cost)

    def _take(self, u: int, cost: int) -> int | None:
        """Everybody whom u can call now is reached; the node where the path ends, if it does."""
        board, n, parent, end_callees = self.board, self.n, self.parent, self.end_callees
        against, freed = self._on_the_way(u)
        if self.given is not None and self.given[1] == u:
            against.add(self.given[0])
        against |= board.inn[u] - freed
        barred = board.out[u] | board.shut[u]
        if self.barred:
            barred |= {v for w, v in self.barred if w == u}
        done, reached = self.callees, self.reached
        left: list[int] = []
        for v in self.unreached:
            if v in barred or v in against or (self.only_old and v not in board.old[u]):
                left.append(v)
            elif v not in done:
                parent[n + v] = u
                if v in end_callees:
                    return n + v
                done.add(v)
                reached.append(v)
        self.unreached = left
        if self.knots:
            for v in sorted(against - barred - done):
                if not self.only_old or v in board.old[u]:
                    self._later(cost + KNOT, n + v, u)
        return None

    def _on_the_way(self, u: int) -> tuple[set[int], set[int]]:
        """Who gets u, and who lets u go, earlier on the path that led to u as a caller."""
        getting: set[int] = set()
        letting: set[int] = set()
        parent, node, called = self.parent, u, self.n + u
        while node in parent:
            before = parent[node]
            if node == called:
                getting.add(before)
            elif before == called:
                letting.add(node)
            node = before
        return getting, letting

    def steps_to(self, node: int) -> list[Arc]:
        """The calls to toggle on the way to a node."""
        steps: list[Arc] = []
        parent, n = self.parent, self.n
        while node in parent:
            before = parent[node]
            steps.append((before, node - n) if node >= n else (node, before - n))
            node = before
        steps.reverse()
        return steps
