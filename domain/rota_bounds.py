"""Bounds that show when a rota cannot be bettered, so that the search can end."""

from __future__ import annotations

from domain.rota_board import Board


def fewest_knots(board: Board) -> int:
    """At least so many pairs call each other in any rota with as many calls as stand on the board.

    More calls than pairs, or a member with more calls, in and out, than possible partners: some go both ways.
    """
    partners = [board.n - len(shut) for shut in board.shut]
    lacks = sum(board.lacks_out()) + sum(board.lacks_in())
    wanted = [o + i for o, i in zip(board.want_out, board.want_in, strict=True)]
    by_member = sum(max(0, w - p) for w, p in zip(wanted, partners, strict=True)) - lacks
    calls = (sum(wanted) - lacks) // 2
    return max(0, calls - sum(partners) // 2, (by_member + 1) // 2)


def fewest_new(board: Board) -> int:
    """At least so many calls are new in any rota with as many calls as stand on the board.

    Whoever makes (gets) more calls than before has new ones; one new call can serve a caller and a callee
    together only where those two may call and did not before.
    """
    calls = sum(map(len, board.out))
    kept = sum(map(len, board.old))
    if kept == 0:
        return calls
    before_in = [0] * board.n
    for row in board.old:
        for v in row:
            before_in[v] += 1
    lacks_out, lacks_in = board.lacks_out(), board.lacks_in()
    bounds = [calls - kept]
    # who is short may differ from rota to rota; how much is missing in all, and at most for one, does not
    for short_out, short_in, missing in (
        (0, 0, sum(lacks_out) + sum(lacks_in)),
        (max(lacks_out), max(lacks_in), 0),
    ):
        out = (board.want_out[u] - short_out - len(board.old[u]) for u in range(board.n))
        inn = (board.want_in[v] - short_in - before_in[v] for v in range(board.n))
        more_out = {u: more for u, more in enumerate(out) if more > 0}
        more_in = {v: more for v, more in enumerate(inn) if more > 0}
        both_ends = sum(more_out.values()) + sum(more_in.values()) - missing
        bounds.append(both_ends - _together(board, more_out, more_in))
        if missing == 0:
            break
    return max(bounds)


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
