"""The steps that make a rota good, each for one line of the order of importance in `domain.rota`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from domain.rota_board import CHANGE, HAIR, KNOT, TRIFLE, Arc, Board, Rows
from domain.rota_lay import lay_old, lay_ring
from domain.rota_search import find_path

Path = list[Arc] | None

STALE = 80  # so many shakes in a row that bettered nothing are enough


def keep_old(board: Board, order: Sequence[int]) -> None:
    """Keep as many calls of before as everybody's present numbers allow."""
    lay_old(board, order)
    if board.calls == sum(map(len, board.old)):
        return
    for u in order:
        while board.lack_out(u) > 0 and board.old[u] - board.out[u]:
            ends = {v for v, lack in enumerate(board.lacks_in()) if lack > 0}
            path = find_path(board, order, callers=[u], end_callees=ends, knots=True, only_old=True)
            if path is None:
                break
            board.toggle(path)


def fill(board: Board, order: Sequence[int], *, ring_knots: bool) -> None:
    """Add calls until nothing can be added: a maximum flow, with no pair calling each other while that lasts."""
    lay_ring(board, order, knots=ring_knots)
    open_callees = {v for v, lack in enumerate(board.lacks_in()) if lack > 0}
    hopeless: set[int] = set()
    for knots in (False, True):
        # the one who lacks most first; a caller from whom no path leads on will never have one again
        lacking = [u for u in order if board.lack_out(u) > 0] if open_callees else []
        for u in sorted(lacking, key=board.lack_out, reverse=True):
            while board.lack_out(u) > 0 and open_callees and u not in hopeless:
                seen: set[int] = set()
                path = find_path(board, order, callers=[u], end_callees=open_callees, knots=knots, seen=seen)
                if path is None:
                    if knots:
                        hopeless |= seen
                    break
                board.toggle(path)
                open_callees = {v for v in open_callees if board.lack_in(v) > 0}


def share_evenly(board: Board, order: Sequence[int]) -> None:
    """Move shortage from who lacks most to who lacks at least two less, on either side, until nobody can.

    The numbers that can be met together form a base polyhedron, so that this local rule ends in the most even
    shortage there is (decreasingly minimal: Frank and Murota, 2018).
    """

    def callers(lack: int, lacks: list[int]) -> Path:
        short = [u for u in order if lacks[u] == lack]
        better_off = {u for u in order if lacks[u] <= lack - 2 and board.out[u]}
        return find_path(board, order, callers=short, end_callers=better_off, knots=True)

    def callees(lack: int, lacks: list[int]) -> Path:
        short = {v for v in order if lacks[v] == lack}
        better_off = [v for v in order if lacks[v] <= lack - 2 and board.inn[v]]
        return find_path(board, order, callees=better_off, end_callees=short, knots=True)

    _even_out(board, board.lacks_out, callers)
    _even_out(board, board.lacks_in, callees)


def _even_out(board: Board, lacks_now: Callable[[], list[int]], find: Callable[[int, list[int]], Path]) -> None:
    moved = True
    while moved:
        moved = False
        lacks = lacks_now()
        for lack in sorted({s for s in lacks if s >= 2}, reverse=True):
            path = find(lack, lacks)
            if path is not None:
                board.toggle(path)
                moved = True
                break


def untie(board: Board, order: Sequence[int], rng: Random, *, floor: int, patience: int) -> None:
    """Part the pairs who call each other, down to `floor` at best, trying `patience` times past a dead end.

    One of the two calls goes, and a path mends the hole. Where no path is clean, one that ties another pair
    is taken: the knot wanders until it finds room. The best state met on the way is kept.
    """
    if board.knots <= floor:
        return
    best, best_rows = board.key(), board.rows()
    lately: list[Arc] = []
    while patience > 0 and board.knots > floor:
        patience -= 1
        knotted = board.knotted()
        u, v = knotted[rng.randrange(len(knotted))]
        path = _instead_of(board, order, u, v, barred={(u, v), *lately})
        if path is None:
            continue
        board.toggle(path)
        lately = [*lately, (u, v)][-6:]
        if board.key() < best:
            best, best_rows = board.key(), board.rows()
    if board.key() > best:
        board.lay(best_rows)


def _instead_of(board: Board, order: Sequence[int], u: int, v: int, *, barred: set[Arc]) -> Path:
    """Steps that replace the call u → v, the shortage staying as even as it is; the board is left as it was."""
    out_lack, in_lack = board.lack_out(u) + 1, board.lack_in(v) + 1
    callers = [u, *(w for w in order if w != u and out_lack > 0 and board.lack_out(w) == out_lack)]
    callees = {v, *(w for w in order if w != v and in_lack > 0 and board.lack_in(w) == in_lack)}
    board.drop(u, v)
    path = find_path(board, order, callers=callers, end_callees=callees, knots=True, barred=barred)
    board.add(u, v)
    return None if path is None else [(u, v), *path]


def shake(
    board: Board, order: Sequence[int], rng: Random, *, dear: Rows | None, floor: int, enough: int, rounds: int
) -> None:
    """Bring in calls of before and of preferred pairs at any price, mend what that breaks, keep what was worth it.

    This gets past dead ends of `regain` and `please` in groups so tight that nearly every pair calls one way or the
    other. Calls of before are left alone as soon as no more than `enough` are new.
    """
    since = 0
    for kick in range(rounds):
        since += 1
        if since > STALE:
            return
        missing: list[Arc] = []
        if board.new > enough or board.knots > floor:
            missing = [(u, v) for u, old in enumerate(board.old) for v in sorted(old - board.out[u])]
        if dear is not None:
            missing += [
                (u, v) for u, some in enumerate(dear) for v in sorted(some - board.out[u]) if u not in board.out[v]
            ]
        if not missing:
            return
        before, rows = board.key(), board.rows()
        kicked = board.missing > 0 and kick % 2 == 1 and _pass_on(board, order, rng)
        for u, v in rng.sample(missing, min(len(missing), 1 + kick % 3)):
            if v not in board.out[u]:  # an earlier one may have brought it along
                kicked = _at_any_price(board, order, u, v) or kicked
        if kicked:
            untie(board, order, rng, floor=floor, patience=15)
            regain(board, order)
            if dear is not None:
                please(board, order, dear)
        if board.key() < before:
            since = 0
        elif board.key() > before:
            board.lay(rows)


def _pass_on(board: Board, order: Sequence[int], rng: Random) -> bool:
    """Let somebody else be short, at random and as evenly; False where that cannot be."""
    if rng.random() < 0.5:
        lacks = board.lacks_out()
        short = [u for u in order if lacks[u] > 0]
        if not short:
            return False
        u = short[rng.randrange(len(short))]
        others = [w for w in order if lacks[w] == lacks[u] - 1 and board.out[w]]
        if not others:
            return False
        path = find_path(board, order, callers=[u], end_callers={others[rng.randrange(len(others))]}, knots=True)
    else:
        lacks = board.lacks_in()
        short = [v for v in order if lacks[v] > 0]
        if not short:
            return False
        v = short[rng.randrange(len(short))]
        others = [w for w in order if lacks[w] == lacks[v] - 1 and board.inn[w]]
        if not others:
            return False
        path = find_path(board, order, callees=[others[rng.randrange(len(others))]], end_callees={v}, knots=True)
    if path is None:
        return False
    board.toggle(path)
    return True


def _at_any_price(board: Board, order: Sequence[int], u: int, v: int) -> bool:
    """Put u → v down, and mend everybody's numbers; False where that cannot be."""
    if u in board.out[v]:
        return _turn_round(board, order, u, v, knots=True) is not None
    callers, callees = _room_for(board, order, u, v)
    path = find_path(board, order, callees=callees, end_callers=callers, knots=True, barred={(u, v)}, given=(u, v))
    if path is None:
        return False
    board.toggle([(u, v), *path])
    return True


def regain(board: Board, order: Sequence[int]) -> None:
    """Bring back calls of before that were let go, wherever something newer can make room for them."""
    _force_in(board, order, board.old, worth=CHANGE)


def please(board: Board, order: Sequence[int], dear: Rows) -> None:
    """Let preferred pairs call each other wherever that costs nothing more important."""
    _force_in(board, order, dear, worth=TRIFLE)


def hold(board: Board, order: Sequence[int], held: Rows) -> None:
    """Among rotas that are equally good, come closer to the calls that are in force now."""
    _force_in(board, order, held, worth=HAIR)


def _force_in(board: Board, order: Sequence[int], wished: Rows, *, worth: int) -> None:
    if not any(wished):
        return
    moved = True
    while moved:
        moved = False
        for u in order:
            for v in sorted(wished[u] - board.out[u] - board.shut[u]):
                moved = (_one_in(board, order, u, v, worth) or _turn(board, order, u, v)) or moved


def _room_for(board: Board, order: Sequence[int], u: int, v: int) -> tuple[set[int], list[int]]:
    """Who may let a call go, and who may let a caller go, so that u → v fits and the shortage stays as even."""
    out_lack, in_lack = board.lack_out(u), board.lack_in(v)
    callers = {u, *(w for w in order if out_lack > 0 and board.lack_out(w) == out_lack - 1)}
    callees = [v, *(w for w in order if in_lack > 0 and board.lack_in(w) == in_lack - 1)]
    return callers, callees


def _one_in(board: Board, order: Sequence[int], u: int, v: int, worth: int) -> bool:
    """Force the call u → v in; True where the board is better for it, otherwise it is as it was."""
    if u in board.out[v]:
        return False
    callers, callees = _room_for(board, order, u, v)
    path = find_path(
        board,
        order,
        callees=callees,
        end_callers=callers,
        knots=board.knots > 0,
        limit=worth + (KNOT if board.knots else 0),
        barred={(u, v)},
        given=(u, v),
    )
    if path is None:
        return False
    return _keep_if_better(board, [(u, v), *path])


def _turn(board: Board, order: Sequence[int], u: int, v: int) -> bool:
    """Turn the call v → u round into u → v; True where the board is better for it, otherwise it is as it was."""
    if u not in board.out[v]:
        return False
    before = board.key()
    steps = _turn_round(board, order, u, v, knots=False)
    if steps is None:
        return False
    if board.key() < before:
        return True
    board.toggle(reversed(steps))
    return False


def _turn_round(board: Board, order: Sequence[int], u: int, v: int, *, knots: bool) -> Path:
    """Turn v → u into u → v and mend both; the steps done, or None where nothing was done."""
    steps = [(u, v), (v, u)]
    barred = set(steps)
    board.toggle(steps)
    # v must get rid of a caller and find a callee, u the other way round
    for callees, callers, end_callees, end_callers in (((v,), (), (), (u,)), ((), (v,), (u,), ())):
        path = find_path(
            board,
            order,
            callers=callers,
            callees=callees,
            end_callers=end_callers,
            end_callees=end_callees,
            knots=knots,
            barred=barred,
        )
        if path is None:
            board.toggle(reversed(steps))
            return None
        board.toggle(path)
        steps += path
    return steps


def _keep_if_better(board: Board, steps: list[Arc]) -> bool:
    before = board.key()
    board.toggle(steps)
    if board.key() < before:
        return True
    board.toggle(reversed(steps))
    return False
