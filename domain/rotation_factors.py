"""Regular parts of regular graphs: what a rotation without repeats is built from.

A graph is a list of sets, `graph[u]` the neighbours of u, symmetric and without loops. Every graph in which all have
the same even number of neighbours falls apart in 2-factors (Petersen, 1891): walk closed trails, which gives
everybody as many ways out as in, and split the ways out in perfect matchings (König, 1916). Where that number is
odd a perfect matching is set aside first (Edmonds' blossoms, 1965).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence

Graph = list[set[int]]
Arc = tuple[int, int]


def less(graph: Graph, pairs: Collection[Arc]) -> Graph:
    """The graph without these pairs; the one given stays as it is."""
    rest = [set(row) for row in graph]
    for u, v in pairs:
        rest[u].discard(v)
        rest[v].discard(u)
    return rest


def closed_trails(graph: Graph, order: Sequence[int]) -> Graph:
    """A direction for every pair: whom each goes to, as many as come. Everybody has an even number of neighbours."""
    left = [sorted(row, key=order.__getitem__) for row in graph]
    used: set[Arc] = set()
    out: Graph = [set() for _ in graph]
    for start in sorted(range(len(graph)), key=order.__getitem__):
        u = start
        while True:
            while left[u] and (u, left[u][-1]) in used:
                left[u].pop()
            if not left[u]:  # an even number everywhere: a trail can only end where it began
                break
            v = left[u].pop()
            used |= {(u, v), (v, u)}
            out[u].add(v)
            u = v
    return out


def one_each(out: Graph, dear: Graph, order: Sequence[int]) -> list[int] | None:
    """For everybody one of their ways out, so that everybody is reached once; None where there is no such choice.

    Ways to somebody `dear` are looked at first.
    """
    n = len(out)
    ways = [sorted(row, key=lambda v: (v not in dear[u], order[v])) for u, row in enumerate(out)]
    to: list[int | None] = [None] * n
    by: list[int | None] = [None] * n
    for u in sorted(range(n), key=lambda u: (not (out[u] & dear[u]), order[u])):
        free = next((v for v in ways[u] if by[v] is None), None)
        if free is not None:
            to[u], by[free] = free, u
    for u in range(n):
        if to[u] is None and not _reroute(u, ways, to, by):
            return None
    return [v for v in to if v is not None]


def _reroute(start: int, ways: Sequence[Sequence[int]], to: list[int | None], by: list[int | None]) -> bool:
    """Give `start` a way of their own along the shortest alternating path."""
    came: dict[int, int] = {}
    queue = deque([start])
    while queue:
        u = queue.popleft()
        for v in ways[u]:
            if v in came:
                continue
            came[v] = u
            holder = by[v]
            if holder is not None:
                queue.append(holder)
                continue
            end: int | None = v
            while end is not None:
                u = came[end]
                by[end], to[u], end = u, end, to[u]
            return True
    return False


def directed_factor(graph: Graph, k: int, dear: Graph, order: Sequence[int]) -> set[Arc] | None:
    """Calls along pairs of the graph, each pair once at most: everybody makes k and gets k.

    `graph` is regular of an even degree of at least 2k; None where it is not.
    """
    out = closed_trails(graph, order)
    if k == len(out[0]):
        return {(u, v) for u, row in enumerate(out) for v in row}
    arcs: set[Arc] = set()
    for _ in range(k):
        chosen = one_each(out, dear, order)
        if chosen is None:
            return None
        for u, v in enumerate(chosen):
            out[u].discard(v)
            arcs.add((u, v))
    return arcs


def perfect_matching(graph: Graph, order: Sequence[int]) -> set[Arc] | None:
    """Pairs of the graph that hold everybody once, or None where there are none."""
    n = len(graph)
    rows = [sorted(row, key=order.__getitem__) for row in graph]
    mate = [-1] * n
    for u in sorted(range(n), key=order.__getitem__):
        free = next((v for v in rows[u] if mate[v] < 0), -1) if mate[u] < 0 else -1
        if free >= 0:
            mate[u], mate[free] = free, u
    for u in range(n):
        if mate[u] < 0 and not _augment(u, rows, mate):
            return None
    return {(u, v) for u, v in enumerate(mate) if u < v}


def _augment(root: int, rows: Sequence[Sequence[int]], mate: list[int]) -> bool:
    """One more pair, along an alternating path from `root`; odd rounds on the way are shrunk to their base."""
    n = len(rows)
    parent, base = [-1] * n, list(range(n))
    seen = [False] * n
    seen[root] = True
    queue = deque([root])

    def meeting(a: int, b: int) -> int:
        passed = set()
        while True:
            a = base[a]
            passed.add(a)
            if mate[a] < 0:
                break
            a = parent[mate[a]]
        while base[b] not in passed:
            b = parent[mate[base[b]]]
        return base[b]

    def mark(v: int, stem: int, child: int, blossom: set[int]) -> None:
        while base[v] != stem:
            blossom |= {base[v], base[mate[v]]}
            parent[v] = child
            child = mate[v]
            v = parent[mate[v]]

    while queue:
        u = queue.popleft()
        for v in rows[u]:
            if base[u] == base[v] or mate[u] == v:
                continue
            if v == root or (mate[v] >= 0 and parent[mate[v]] >= 0):
                stem = meeting(u, v)
                blossom: set[int] = set()
                mark(u, stem, v, blossom)
                mark(v, stem, u, blossom)
                for w in range(n):
                    if base[w] in blossom:
                        base[w] = stem
                        if not seen[w]:
                            seen[w] = True
                            queue.append(w)
            elif parent[v] < 0:
                parent[v] = u
                if mate[v] >= 0:
                    seen[mate[v]] = True
                    queue.append(mate[v])
                    continue
                while v >= 0:
                    before = parent[v]
                    mate[v], mate[before], v = before, v, mate[before]
                return True
    return False
