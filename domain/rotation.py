"""New pairs every so many weeks, where a programme wants to mix (source 003; the Belboom manual keeps fixed callers).

Two people who were paired, whoever called, are paired again only when the possible others were had. What is given
up first is fixed, from most to least important: never-pairs; everybody's numbers, as `domain.rota.plan` meets them;
fewest pairs who call each other; fewest pairs had before; pairs had less often, then longer ago; prefer-pairs.

Where all call k and are called by k, without never-pairs, the pairs not yet had form a graph in which all have
equally many neighbours, and a round is a part of it in which all have 2k (`domain.rotation_factors`). With an odd
number of members, what is left can always be divided further. With an even number one perfect matching must stay
over for that, so it is set aside. Thus all ⌊(n-1)/2k⌋ rounds come without a repeat, and then the next cycle begins
with the pairs left over. In all other groups `plan` does the work, with the pairs had before closed or marked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from itertools import permutations
from random import Random

from domain.rota import Call, Rota, Seat, plan
from domain.rotation_factors import Graph, directed_factor, less, perfect_matching

Pair = frozenset[str]
Age = tuple[int, int]
Arc = tuple[int, int]
Quality = tuple[int, int, int]

NEVER: Age = (0, -1)
MARKED_UP_TO = 24
"""A group of this size is looked at pair by pair for a repeat that can be spared; that takes seconds in larger ones."""
DIVIDED_UP_TO = 400
"""A group of this size is divided in regular parts: all its pairs are held in memory."""


@dataclass(frozen=True)
class Round(Rota):
    """The calls of a round. `added` and `removed` compare with the round before.

    `repeated` are the pairs of this round that a former round had. `fresh_cycle` is set where some pair meets for
    one time more than any pair of these members did until now: the others are used up and it begins again.
    """

    repeated: frozenset[Pair] = frozenset()
    fresh_cycle: bool = False


def rotate(
    seats: Sequence[Seat],
    past: Sequence[Collection[Call]],
    *,
    never: Collection[Pair] = (),
    prefer: Collection[Pair] = (),
    seed: int = 0,
) -> Round:
    """The calls of the next round; `past` holds the calls of the former ones, oldest first.

    Former rounds need not have been made this way, and may hold people who left. The same input gives the same
    round, whatever the order of the seats; `seed` chooses between rounds that are equally good, and may differ
    from round to round. Raises ValueError where a member has two seats or a pair has not two members.
    """
    if any(len(pair) != 2 for pair in (*never, *prefer)):
        raise ValueError("a pair has two members")
    history = _History(seats, past, never)
    calls = _divided(history, prefer, seed) if history.is_regular else None
    rota = _planned(history, prefer, seed) if calls is None else Rota(calls)
    before = frozenset(past[-1]) if past else frozenset()
    rota = replace(rota, added=rota.calls - before, removed=before - rota.calls)
    had = frozenset(pair for pair in map(frozenset, rota.calls) if pair in history.age)
    most = max((times for times, _ in history.age.values()), default=0)
    again = max((history.age[pair][0] for pair in had), default=0)
    whole = {field.name: getattr(rota, field.name) for field in fields(Rota)}
    return Round(**whole, repeated=had, fresh_cycle=0 < most == again)


class _History:
    """Who is here, and how often and when each pair of them that may be paired was had."""

    def __init__(self, seats: Sequence[Seat], past: Sequence[Collection[Call]], never: Collection[Pair]) -> None:
        self.seats = sorted(seats, key=lambda seat: seat.member)
        self.ids = [seat.member for seat in self.seats]
        here = set(self.ids)
        if len(here) != len(self.ids):
            raise ValueError("a member has more than one seat")
        self.never = {frozenset(pair) for pair in never if here >= pair}
        self.age: dict[Pair, Age] = {}
        """How many times, and in which round last; pairs never had are not in it."""
        for number, calls in enumerate(past):
            for pair in {frozenset(call) for call in calls}:
                if len(pair) == 2 and here >= pair and pair not in self.never:
                    times, _ = self.age.get(pair, (0, 0))
                    self.age[pair] = (times + 1, number)

    @property
    def is_regular(self) -> bool:
        """Whether all call k and are called by k, nothing is closed, and nobody need call their callers."""
        n, k = len(self.seats), self.seats[0].calls if self.seats else 0
        alike = all(seat.calls == seat.called == k for seat in self.seats)
        return alike and not self.never and 0 < 2 * k < n <= DIVIDED_UP_TO

    def unmet(self, calls: Iterable[Call]) -> list[Call]:
        """Those of the calls whose pair was not had yet."""
        return [call for call in calls if frozenset(call) not in self.age]

    def grade(self, rota: Rota) -> tuple[Quality, int]:
        """How good a round is, repeats included; smaller is better."""
        return _quality(rota), len(rota.calls) - len(self.unmet(rota.calls))


# --- all call k and are called by k --------------------------------------------------------------------------------


def _divided(history: _History, prefer: Collection[Pair], seed: int) -> frozenset[Call] | None:
    """A regular part of the pairs had least often; None where the history is too irregular for that."""
    n, k = len(history.ids), history.seats[0].calls
    number = {member: u for u, member in enumerate(history.ids)}
    age = {(u, v): NEVER for u in range(n) for v in range(n) if u != v}
    for (a, b), how in ((sorted(pair), how) for pair, how in history.age.items()):
        age[number[a], number[b]] = age[number[b], number[a]] = how
    order = list(range(n))
    Random(seed).shuffle(order)  # noqa: S311 (a choice between equals, not a secret)
    dear = _graph(n, ((number[m], number[o]) for m, o in map(sorted, prefer) if m in number and o in number))
    least, *later = sorted({times for times, _ in age.values()})
    fresh = _graph(n, (arc for arc, (times, _) in age.items() if times == least))
    degree = _degree(fresh)
    if degree is None:
        return None
    arcs: set[Arc] | None = None
    ages = sorted(set(age.values()))
    for oldest in [how for how in ages if how[0] == (least if degree >= 2 * k else later[0])]:
        part = _graph(n, (arc for arc, how in age.items() if oldest[0] == how[0] and how <= oldest))
        if degree >= 2 * k:
            arcs = _even_part(fresh, part, k, dear, order)
        else:
            arcs = _filled_up(fresh, part, 2 * k - degree, dear, order)
        if arcs is not None:
            return frozenset(Call(history.ids[u], history.ids[v]) for u, v in arcs)
    return None


def _even_part(fresh: Graph, part: Graph, k: int, dear: Graph, order: Sequence[int]) -> set[Arc] | None:
    """A round out of `part`, the oldest of `fresh`, that leaves of `fresh` what can be divided further."""
    degree, whole = _degree(part), _degree(fresh)
    if degree is None or whole is None or degree < 2 * k:
        return None
    if degree % 2 or whole % 2:
        source = part if degree % 2 else [row - part[u] for u, row in enumerate(fresh)]
        aside = perfect_matching(source, order)
        if aside is None:
            return None
        part = less(part, aside)
    return directed_factor(part, k, dear, order)


def _filled_up(fresh: Graph, had: Graph, lacking: int, dear: Graph, order: Sequence[int]) -> set[Arc] | None:
    """All of `fresh`, and of the pairs had so many that nobody lacks any."""
    degree = _degree(had)
    if degree is None or degree < lacking:
        return None
    again: set[Arc] = set()
    for take in [True] * (lacking % 2) + [False] * ((degree - lacking % 2) % 2):
        matching = perfect_matching(had, order)
        if matching is None:
            return None
        had = less(had, matching)
        again |= matching if take else set()
    more = directed_factor(had, lacking // 2, dear, order)
    if more is None:
        return None
    pairs = _graph(len(had), [*again, *more, *((u, v) for u, row in enumerate(fresh) for v in row)])
    return directed_factor(pairs, len(pairs[0]) // 2, dear, order)


def _graph(n: int, pairs: Iterable[Arc]) -> Graph:
    graph: Graph = [set() for _ in range(n)]
    for u, v in pairs:
        graph[u].add(v)
        graph[v].add(u)
    return graph


def _degree(graph: Graph) -> int | None:
    """How many neighbours everybody has; None where that differs."""
    degrees = {len(row) for row in graph}
    return degrees.pop() if len(degrees) == 1 else None


# --- any other group -----------------------------------------------------------------------------------------------


def _planned(history: _History, prefer: Collection[Pair], seed: int) -> Rota:
    """As good as `plan` can, with as few pairs had before as can be found, and of those the oldest."""
    make = partial(plan, history.seats, prefer=prefer, seed=seed)
    free = make(never=history.never)
    if not history.age:
        return free
    new = make(never=history.never | history.age.keys())
    if _quality(new) <= _quality(free):
        return new
    best = _fewest_repeats(history, make, free, new)
    ages = sorted(set(history.age.values()))
    low, high = 0, len(ages) - 1
    while low < high:  # the oldest that suffice
        middle = (low + high) // 2
        closed = {pair for pair, age in history.age.items() if age > ages[middle]}
        found = make(before=history.unmet(best.calls), never=history.never | closed)
        if history.grade(found) <= history.grade(best):
            best, high = found, middle
        else:
            low = middle + 1
    return best


def _fewest_repeats(history: _History, make: Callable[..., Rota], free: Rota, new: Rota) -> Rota:
    """A rota as good as `free`, filled up from `new`, in which nobody meets anybody again but perhaps lacks calls.

    `plan` keeps as many calls as it can of those given as the rota before; here these are the calls between
    people who were not paired yet. First only those that stand in `new`; where that falls short of what could be and
    the group is not large, all.
    """
    best = min(free, make(before=history.unmet(new.calls), never=history.never), key=history.grade)
    fewest = len(best.calls) - len(new.calls)  # no rota has more calls between such people than `new`
    if history.grade(best)[1] > fewest and len(history.ids) <= MARKED_UP_TO:
        every = [Call(a, b) for a, b in permutations(history.ids, 2)]
        best = min(best, make(before=history.unmet(every), never=history.never), key=history.grade)
    return best


def _quality(rota: Rota) -> Quality:
    """What counts for more than a repeat; smaller is better."""
    lacks = [short.wanted - short.got for short in rota.shortages]
    return sum(lacks), sum(lack * lack for lack in lacks), rota.reciprocal
