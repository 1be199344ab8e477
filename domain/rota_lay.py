"""The first calls on an empty board: those of before, and a ring for the rest."""

from __future__ import annotations

from collections.abc import Sequence

from domain.rota_board import Board


def lay_old(board: Board, order: Sequence[int]) -> None:
    """Put down the calls of before on an empty board, as far as everybody's numbers leave room.

    Where neither side had more calls than they want now, a call always stays. The others get their place in the
    given order.
    """
    old, old_in = board.old, board.terms.old_in
    callers = {u for u, row in enumerate(old) if len(row) > board.want_out[u]}
    callees = {v for v, row in enumerate(old_in) if len(row) > board.want_in[v]}
    board.out = [set() if u in callers else row - callees for u, row in enumerate(old)]
    board.inn = [set() if v in callees else row - callers for v, row in enumerate(old_in)]
    board.recount()
    if not callers and not callees:
        return
    place = {u: seat for seat, u in enumerate(order)}
    for u in order:
        some = old[u] if u in callers else old[u] & callees
        for v in sorted(some, key=place.__getitem__):
            if board.lack_out(u) > 0 and board.lack_in(v) > 0:
                board.add(u, v)


def lay_ring(board: Board, order: Sequence[int], *, knots: bool) -> None:
    """Go round the ring; each member takes the next ones after them who still have room.

    Where all ask for k and nothing is barred this is the circulant i → i+1 … i+k: exact for every k < n, and
    without a pair who call each other as soon as n ≥ 2k+1. Elsewhere it is a good start. Where one side wants
    more than the other can give, everybody on it is left short alike.
    """
    if _lay_circulant(board, order, knots=knots):
        return
    wants, room = board.lacks_out(), board.lacks_in()
    surplus = sum(wants) - sum(room)
    _ration(wants, surplus, order)
    _ration(room, -surplus, order)
    if not any(wants) or not any(room):
        return
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

    for seat, v in enumerate(order):
        if room[v] <= 0:
            onward[seat] = seat + 1
    for u in order:
        need = wants[u]
        if need <= 0:
            continue
        own, out, shut, inn = seat_of[u], board.out[u], board.shut[u], board.inn[u]
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


def _lay_circulant(board: Board, order: Sequence[int], *, knots: bool) -> bool:
    """The ring in one go, where all ask for the same, nothing is barred and the board is empty."""
    n, k = board.n, max(board.want_out, default=0)
    alike = min(board.want_out, default=0) == min(board.want_in, default=0) == k == max(board.want_in, default=0)
    if not alike or board.calls or not k < n or any(len(row) > 1 for row in board.shut):
        return False
    if not knots and n <= 2 * k:
        return False
    round_twice = [*order, *order]
    rows: list[set[int]] = [set() for _ in range(n)]
    back: list[set[int]] = [set() for _ in range(n)]
    for seat, u in enumerate(order):
        rows[u] = set(round_twice[seat + 1 : seat + 1 + k])
        back[u] = set(round_twice[n + seat - k : n + seat])
    board.out, board.inn = rows, back
    board.recount()
    return True


def _ration(wants: list[int], surplus: int, order: Sequence[int]) -> None:
    """Take `surplus` in all from the wants, from everybody in equal parts as far as they want that much."""
    while surplus > 0:
        for u in order:
            if surplus > 0 and wants[u] > 0:
                wants[u] -= 1
                surplus -= 1
