"""Histories of a call tree as they come: people join and leave, numbers change, some pairs are never paired."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from domain.rota import Call, Seat, plan

SHARE_OF_EXCEPTIONS = 0.2
SHARE_OF_NEVER_PAIRS = 0.02

Pair = frozenset[str]


@dataclass
class Moment:
    """What the planner is asked: who is in, with what numbers, and the calls until then."""

    seats: list[Seat]
    never: set[Pair]
    prefer: set[Pair]
    before: frozenset[Call] = field(default_factory=frozenset)


def history(seed: int, *, largest: int, steps: int) -> Iterator[Moment]:
    """So many moments in the life of one group, each after something changed; `before` is our own plan for the last.

    One member in five is an exception (only called, only calls, or other numbers), 2 % of the pairs are never
    paired, as many are preferred.
    """
    rng = Random(seed)
    k = rng.randint(2, 5)
    names = iter([f"p{number:03}" for number in rng.sample(range(1000), largest + steps)])
    seats = [seat(next(names), k, rng) for _ in range(rng.randint(2 * k + 1, largest))]
    moment = Moment(seats, set(), set())
    everybody = [s.member for s in seats]
    moment.never = some_pairs(everybody, SHARE_OF_NEVER_PAIRS, rng)
    moment.prefer = some_pairs(everybody, SHARE_OF_NEVER_PAIRS, rng)
    for _ in range(steps):
        moment.before = plan(moment.seats, before=moment.before, never=moment.never, prefer=moment.prefer).calls
        moment = Moment(list(moment.seats), set(moment.never), set(moment.prefer), moment.before)
        change(moment, k, names, rng, largest)
        yield moment


def seat(member: str, k: int, rng: Random) -> Seat:
    """A member who calls k and is called by k, or an exception."""
    if rng.random() >= SHARE_OF_EXCEPTIONS:
        return Seat(member, k, k)
    return Seat(member, *rng.choice([(0, k), (k, 0), (rng.randint(1, k + 1), rng.randint(1, k + 1))]))


def some_pairs(members: list[str], share: float, rng: Random) -> set[Pair]:
    """This share of all pairs of members, at random."""
    n = len(members)
    return {frozenset(rng.sample(members, 2)) for _ in range(round(share * n * (n - 1) / 2))}


def change(moment: Moment, k: int, names: Iterator[str], rng: Random, largest: int) -> None:
    """Somebody joins, leaves or takes other numbers."""
    n = len(moment.seats)
    kind = rng.choice(["join", "leave", "number"])
    if kind == "join" and n < largest:
        new = next(names)
        for other in moment.seats:
            if rng.random() < SHARE_OF_NEVER_PAIRS:
                moment.never.add(frozenset((new, other.member)))
        moment.seats.append(seat(new, k, rng))
    elif kind == "leave" and n > 2 * k + 1:
        moment.seats.pop(rng.randrange(n))
    else:
        at = rng.randrange(n)
        moment.seats[at] = Seat(moment.seats[at].member, rng.randint(0, k + 1), rng.randint(0, k + 1))
