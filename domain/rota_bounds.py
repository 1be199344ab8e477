"""Bounds that show when a rota cannot be bettered, so that the search can end."""

from __future__ import annotations

from domain.rota_board import Board, Terms


class Bounds:
    """What no rota in these terms can go below, given how many calls it has and how its shortage lies."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        partners = [len(terms.want_out) - len(shut) for shut in terms.shut]
        wanted = list(map(int.__add__, terms.want_out, terms.want_in))
        self.wanted, self.places = sum(wanted), sum(partners)
        self.crowded = sum(w - p for w, p in zip(wanted, partners, strict=True) if w > p)
        # how many more calls than before each member wants to make and to get; below zero where it is fewer
        self.rise_out = [want - len(old) for want, old in zip(terms.want_out, terms.old, strict=True)]
        self.rise_in = [want - len(old) for want, old in zip(terms.want_in, terms.old_in, strict=True)]
        self.had = sum(map(len, terms.old))
        self._known: dict[tuple[int, int, int], int] = {}

    def fewest_knots(self, board: Board) -> int:
        """At least so many pairs call each other in any rota with as many calls as stand on the board.

        More calls than pairs, or a member with more calls, in and out, than possible partners: some go both ways.
        """
        calls = (self.wanted - board.missing) // 2
        return max(0, calls - self.places // 2, (self.crowded - board.missing + 1) // 2)

    def fewest_new(self, board: Board) -> int:
        """At least so many calls are new in any rota with as many calls, and a shortage as even, as on the board.

        Whoever makes (gets) more calls than before has new ones; one new call can serve a caller and a callee
        together only where those two may call and did not before.
        """
        if not self.had:
            return board.calls
        most_out, most_in = (max(lacks, default=0) for lacks in (board.lacks_out(), board.lacks_in()))
        shape = board.missing, most_out, most_in
        if shape not in self._known:
            self._known[shape] = self._new(board.calls, *shape)
        return self._known[shape]

    def _new(self, calls: int, missing: int, most_out: int, most_in: int) -> int:
        bounds = [calls - self.had]
        # who is short may differ from rota to rota; how much is missing in all, and at most for one, does not
        for short_out, short_in, elsewhere in ((0, 0, missing), (most_out, most_in, 0)):
            more_out = {u: rise - short_out for u, rise in enumerate(self.rise_out) if rise > short_out}
            more_in = {v: rise - short_in for v, rise in enumerate(self.rise_in) if rise > short_in}
            both_ends = sum(more_out.values()) + sum(more_in.values()) - elsewhere
            bounds.append(both_ends - self._together(more_out, more_in))
            if missing == 0:
                break
        return max(bounds)

    def _together(self, more_out: dict[int, int], more_in: dict[int, int]) -> int:
        """How many new calls can serve two at once, at most: a small maximum flow."""
        shut, old = self.terms.shut, self.terms.old
        served: dict[int, set[int]] = {v: set() for v in more_in}

        def serve(u: int, tried: set[int]) -> bool:
            fit = [v for v in more_in if v not in tried and v not in shut[u] and v not in old[u] and u not in served[v]]
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
