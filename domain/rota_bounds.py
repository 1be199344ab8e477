"""Bounds that show when a rota cannot be bettered, so that the search can end."""

from __future__ import annotations

from domain.rota_board import Board


def fewest_knots(board: Board) -> int:
    """At least so many pairs call each other, given how many calls everybody on the board makes and gets.

    A member with more calls, in and out, than possible partners has some of them both ways.
    """
    partners = [board.n - len(shut) for shut in board.shut]
    degrees = [len(o) + len(i) for o, i in zip(board.out, board.inn, strict=True)]
    by_member = sum(max(0, d - p) for d, p in zip(degrees, partners, strict=True))
    return max(0, sum(degrees) // 2 - sum(partners) // 2, (by_member + 1) // 2)


def fewest_new(board: Board) -> int:
    """At least so many calls are new, given how many calls everybody on the board makes and gets.

    Whoever makes (gets) more calls than before has new ones; one new call can serve a caller and a callee
    together only where those two may call and did not before.
    """
    if not any(board.old):
        return board.new
    before_in = [0] * board.n
    for row in board.old:
        for v in row:
            before_in[v] += 1
    more_out = {u: m for u in range(board.n) if (m := len(board.out[u]) - len(board.old[u])) > 0}
    more_in = {v: m for v in range(board.n) if (m := len(board.inn[v]) - before_in[v]) > 0}
    return sum(more_out.values()) + sum(more_in.values()) - _together(board, more_out, more_in)


def _together(board: Board, more_out: dict[int, int], more_in: dict[int, int]) -> int:
    """How many new calls can serve two at once, at most: a small maximum flow."""
    served: dict[int, set[int]] = {v: set() for v in more_in}

    def serve(u: int, tried: set[int]) -> bool:
        fit = [
            v
            for v in more_in
            if v not in tried and v not in board.shut[u] and v not in board.old[u] and u not in served[v]
        ]
        for v in fit:
            if len(served[v]) < more_in[v]:
                served[v].add(u)
                return True
        for v in fit:
            if v in tried:
                continue
            tried.add(v)
            for w in sorted(served[v]):
                if serve(w, tried):
                    served[v].remove(w)
                    served[v].add(u)
                    return True
        return False

    return sum(serve(u, set()) for u, many in more_out.items() for _ in range(many))
