"""Who calls whom, week after week (the Belboom manual, "How does it work?").

Everybody says how many they call and how many call them: five and five as a rule, or none on one side, or other
numbers. `plan` lays that out as directed calls. What it gives up first when not all can be had is fixed. From
most to least important:

1. a never-pair is never paired, nobody calls themselves, and nobody calls the same person twice;
2. everybody's numbers are met; where they cannot be, as little as possible is missing, and that is shared as
   evenly as possible;
3. as few pairs as possible call each other, none where the group is large enough for it;
4. as few calls as possible change from the rota before;
5. as many calls as possible are between preferred pairs;
6. among equals, as many calls as possible stay that are in force at this moment.

The first two are met exactly (a maximum flow with even shares); the rest is searched for, from several starts, and
the search ends at once where a bound shows that nothing better exists.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Literal, NamedTuple

from domain.rota_board import Board, Rows
from domain.rota_group import Group, rng_of


class Call(NamedTuple):
    """One person calls another, once a week."""

    caller: str
    callee: str


@dataclass(frozen=True)
class Seat:
    """A member, how many people they want to call and by how many they want to be called, per week.

    Raises ValueError where a number is below zero.
    """

    member: str
    calls: int
    called: int

    def __post_init__(self) -> None:
        if self.calls < 0 or self.called < 0:
            raise ValueError("a number of calls per week cannot be below zero")


@dataclass(frozen=True)
class Shortage:
    """A member whose number could not be met; `wanted` is at most the size of the group less one."""

    member: str
    wanted: int
    got: int
    side: Literal["calls", "called"]


@dataclass(frozen=True)
class Rota:
    """The calls of a week. `reciprocal` counts the pairs who call each other.

    `added` and `removed` compare with the rota before. `capped_at` is set where somebody asked for more people
    than there are others in the group, and says how many there are.
    """

    calls: frozenset[Call]
    shortages: tuple[Shortage, ...] = ()
    reciprocal: int = 0
    added: frozenset[Call] = frozenset()
    removed: frozenset[Call] = frozenset()
    capped_at: int | None = None

    def short_of(self, side: Literal["calls", "called"]) -> dict[tuple[int, int], list[str]]:
        """Who lacks how much on one side: the members, sorted, by what they wanted and got; the worst off first.

        Too few callers show as "called": `{(5, 4): [three members]}` is three people who get four calls instead of
        five. Too few people to call show as "calls".
        """
        groups: dict[tuple[int, int], list[str]] = {}
        for short in sorted(self.shortages, key=lambda s: (s.got - s.wanted, s.got, s.member)):
            if short.side == side:
                groups.setdefault((short.wanted, short.got), []).append(short.member)
        return groups

    def called_by(self, member: str) -> list[str]:
        """Whom this member calls, sorted."""
        return sorted(call.callee for call in self.calls if call.caller == member)

    def callers_of(self, member: str) -> list[str]:
        """Who call this member, sorted."""
        return sorted(call.caller for call in self.calls if call.callee == member)


def plan(
    seats: Sequence[Seat],
    *,
    before: Collection[Call] = (),
    never: Collection[frozenset[str]] = (),
    prefer: Collection[frozenset[str]] = (),
    kept: Collection[Call] = (),
    seed: int = 0,
) -> Rota:
    """The rota for these members, by the order of importance above.

    The same input gives the same rota, whatever the order of the seats; and a rota given back as `before` with
    nothing else changed comes out unchanged. `seed` chooses between rotas that are equally good.

    `kept` are the calls in force at this moment, which need not be of `before`: during somebody's pause the changes
    are counted from the calls that come back afterwards, while stand-ins make those in force. What of it is still
    allowed is one more start of the search. Where it is as good as the best that is found, it is the rota, to the
    call; otherwise it decides between equals. So planning twice changes nothing:
    `plan(before=b, kept=plan(before=b, kept=k).calls)` gives the same calls as the inner one.

    Pairs and calls that name people who have no seat are passed over. Raises ValueError where a member has two
    seats or a pair has not two members.
    """
    if not before and not never and not prefer and not kept:
        ring = _ring(seats, seed)
        if ring is not None:
            return ring
    wanted = {seat.member: (seat.calls, seat.called) for seat in seats}
    if len(wanted) < len(seats):
        raise ValueError("a member has more than one seat")
    group = Group(wanted, before, never, prefer, seed)
    board = group.best(group.terms)
    if kept:
        board = group.keep(board, group.calls_of(kept))
    most = max(len(seats) - 1, 0)
    capped_at = most if any(max(both) > most for both in wanted.values()) else None
    return _rota(group, group.settled(board), frozenset(before), capped_at)


def _ring(seats: Sequence[Seat], seed: int) -> Rota | None:
    """Where all ask for the same and there are enough of them: everybody calls the next k in a ring, and that is all.

    The same as what `Group` comes to, in a tenth of the time and memory. None where it is not as simple as that.
    """
    n, wanted = len(seats), {(seat.calls, seat.called) for seat in seats}
    k = seats[0].calls if seats else 0
    if wanted != {(k, k)} or n <= 2 * k or len({seat.member for seat in seats}) < n:
        return None
    ids = sorted(seat.member for seat in seats)
    rng_of(seed, 0).shuffle(ids)
    onward = ids * 2
    calls: list[Call] = []
    make = partial(tuple.__new__, Call)
    for step in range(1, k + 1):
        calls += map(make, zip(ids, onward[step : step + n], strict=True))
    made = frozenset(calls)
    return Rota(made, added=made)


def _rota(group: Group, board: Board, before: frozenset[Call], capped_at: int | None) -> Rota:
    """What stands on the board, in members again."""
    ids = group.ids
    went = {
        Call(ids[u], ids[v])
        for u, (old, out) in enumerate(zip(group.old, board.out, strict=True))
        if old != out
        for v in old - out
    }
    came = frozenset(
        Call(ids[u], ids[v])
        for u, (old, out) in enumerate(zip(group.old, board.out, strict=True))
        if old != out
        for v in out - old
    )
    if len(before) > sum(map(len, group.old)):  # some name people without a seat, or are not allowed any more
        number, known = group.number, group.old
        went.update(c for c in before if c[0] not in number or number.get(c[1]) not in known[number[c[0]]])
    short: list[Shortage] = []
    sides: list[tuple[Literal["calls", "called"], list[int], Rows]] = [
        ("calls", group.want_out, board.out),
        ("called", group.want_in, board.inn),
    ]
    for side, wanted, got in sides:
        for i, (want, row) in enumerate(zip(wanted, got, strict=True)):
            if len(row) < want:
                short.append(Shortage(ids[i], want, len(row), side))
    short.sort(key=attrgetter("member", "side"))
    calls = (before - went) | came if before else came
    return Rota(calls, tuple(short), board.knots, came, frozenset(went), capped_at)
