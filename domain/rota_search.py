"""The cheapest way to mend a rota: alternating paths between callers and called.

A path goes "u gets v, so v lets go of w, so w gets x, …". Along it everybody in between keeps their numbers.
It is a shortest path in the residual graph of a flow, with this price: a new pair who call each other costs
more than any number of changes, and letting go of a call costs what it is worth.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from heapq import heappop, heappush

from domain.rota_board import KNOT, Arc, Board

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
    n = board.n
    out, inn, shut, old, worth = board.out, board.inn, board.shut, board.old, board.worth
    parent: dict[int, int] = {}
    price: dict[int, int] = {}
    done: set[int] = set()
    heap: list[tuple[int, int, int]] = []
    tick = 0
    starts = {*callers, *(n + v for v in callees)}
    for node in (*callers, *(n + v for v in callees)):
        price[node] = 0
        heappush(heap, (0, tick, node))
        tick += 1
    unreached = [v for v in order if n + v not in starts]
    while heap:
        cost, _, node = heappop(heap)
        if node in done:
            continue
        if cost >= limit:
            return None
        done.add(node)
        if node >= n:
            v = node - n
            if v in end_callees and node not in starts:
                return _steps(parent, node, n)
            for w in inn[v]:
                if w in done:
                    continue
                dearer = cost + worth[w].get(v, 0)
                if dearer < price.get(w, NO_LIMIT):
                    price[w], parent[w] = dearer, node
                    tick += 1
                    heappush(heap, (dearer, tick, w))
            continue
        u = node
        if seen is not None:
            seen.add(u)
        if u in end_callers and u not in starts:
            return _steps(parent, node, n)
        against, freed = _on_the_way(parent, u, n)
        if given is not None and given[1] == u:
            against.add(given[0])
        mine, never, calls_me = out[u], shut[u], inn[u]
        left: list[int] = []
        for v in unreached:
            if v in mine or v in never or (only_old and v not in old[u]) or (u, v) in barred:
                left.append(v)
                continue
            tied = v in against or (v in calls_me and v not in freed)
            if tied:
                left.append(v)
                if not knots:
                    continue
            dearer, there = cost + (KNOT if tied else 0), n + v
            if there not in done and dearer < price.get(there, NO_LIMIT):
                price[there], parent[there] = dearer, u
                if not tied and v in end_callees:
                    return _steps(parent, there, n)
                tick += 1
                heappush(heap, (dearer, tick, there))
        unreached = left
    return None


def _on_the_way(parent: dict[int, int], u: int, n: int) -> tuple[set[int], set[int]]:
    """Who gets u, and who lets u go, earlier on the path that led to u as a caller."""
    getting: set[int] = set()
    letting: set[int] = set()
    node, called = u, n + u
    while node in parent:
        before = parent[node]
        if node == called:
            getting.add(before)
        elif before == called:
            letting.add(node)
        node = before
    return getting, letting


def _steps(parent: dict[int, int], node: int, n: int) -> list[Arc]:
    steps: list[Arc] = []
    while node in parent:
        before = parent[node]
        steps.append((before, node - n) if node >= n else (node, before - n))
        node = before
    steps.reverse()
    return steps
