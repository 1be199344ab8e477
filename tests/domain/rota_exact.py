"""The best rota by trying them all: slow, plain, and written apart from the planner it judges."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from domain.rota import Call, Rota, Seat

Score = tuple[int, int, int, int, int]


def score(
    calls: Collection[Call],
    seats: Sequence[Seat],
    before: Collection[Call] = (),
    prefer: Collection[frozenset[str]] = (),
) -> Score:
    """Missing calls, their squares, pairs calling each other, new calls, calls between preferred pairs (negative)."""
    most = len(seats) - 1
    lacks = [
        wanted - got
        for seat in seats
        for wanted, got in (
            (min(seat.calls, most), sum(c.caller == seat.member for c in calls)),
            (min(seat.called, most), sum(c.callee == seat.member for c in calls)),
        )
    ]
    return (
        sum(lacks),
        sum(lack * lack for lack in lacks),
        sum(Call(c.callee, c.caller) in calls for c in calls) // 2,
        len(set(calls) - set(before)),
        -sum(frozenset(c) in prefer for c in calls),
    )


def score_of(
    rota: Rota,
    seats: Sequence[Seat],
    before: Collection[Call] = (),
    prefer: Collection[frozenset[str]] = (),
) -> Score:
    return score(rota.calls, seats, before, prefer)


def best_score(
    seats: Sequence[Seat],
    before: Collection[Call] = (),
    never: Collection[frozenset[str]] = (),
    prefer: Collection[frozenset[str]] = (),
) -> Score:
    """The smallest score of any rota within everybody's numbers."""
    return min(score(frozenset(calls), seats, before, prefer) for calls in _all(seats, never, 0, {}))


def _all(
    seats: Sequence[Seat], never: Collection[frozenset[str]], at: int, got: dict[str, int]
) -> Iterator[list[Call]]:
    if at == len(seats):
        yield []
        return
    caller = seats[at]
    open_to = [
        s.member
        for s in seats
        if s.member != caller.member
        and frozenset((s.member, caller.member)) not in never
        and got.get(s.member, 0) < s.called
    ]
    for size in range(min(caller.calls, len(open_to)) + 1):
        for chosen in combinations(open_to, size):
            now = dict(got)
            for callee in chosen:
                now[callee] = now.get(callee, 0) + 1
            for rest in _all(seats, never, at + 1, now):
                yield [*(Call(caller.member, callee) for callee in chosen), *rest]
