"""A weekday for each call, so that nobody gets two calls on one day and nobody makes two on one day.

Calls are the edges of a bipartite graph, callers on one side and called on the other, and a weekday is a colour:
as long as nobody has more calls than there are days, such a colouring exists (König, 1916) and alternating chains
of two days find it. Who has more calls than days is split in parts of at most one week each, so that their
calls are divided evenly. What is given up first, from most to least important: the days people cannot make, two
calls on one day, calls that keep the day they had.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from itertools import chain
from random import Random

from domain.rota import Call
from domain.spread_table import AWAY, Lines, Table
from domain.weekdays import WEEK

TRIES = 5_000  # how many calls, in all, are given a day in another order where not all can keep theirs
SETTLING = 10_000  # how many calls, in all, are looked at to bring days back to what they were


def spread(
    calls: Iterable[Call],
    days: Sequence[int],
    *,
    before: Mapping[Call, int] | None = None,
    cannot: Mapping[str, Collection[int]] | None = None,
) -> dict[Call, int]:
    """The weekday of each call, one of `days` (0 is Monday, 6 is Sunday).

    `before` holds the days calls had; they move only where they must. `cannot` holds the days a member neither
    calls nor is called. Where two people share no day at all, their call stands on a day that one of them can,
    or else on any: `misfits` tells which. The same input gives the same days. Raises ValueError where a
    day is not 0 … 6, or there are calls and no days.
    """
    known = calls if isinstance(calls, Set) else set(calls)
    week = sorted(set(days))
    if any(day not in WEEK for day in week):
        raise ValueError("a day of the week is a number from 0 (Monday) to 6 (Sunday)")
    if not known:
        return {}
    if not week:
        raise ValueError("calls need at least one day")
    ordered, lines = _lines(known, week, before or {}, cannot or {})
    # a fixed seed: the same input gives the same days
    rng = Random(len(ordered))  # noqa: S311
    table = Table(lines, week)
    table.fill()
    for _ in range(TRIES // len(ordered)):
        if table.cost() == (0, 0):
            break
        other = Table(lines, week)
        other.fill(rng)
        table = min(table, other, key=Table.cost)
    table.settle(rng, rounds=SETTLING // len(ordered))
    return dict(zip(ordered, table.days(), strict=True))


def misfits(timetable: Mapping[Call, int], cannot: Mapping[str, Collection[int]]) -> list[Call]:
    """The calls that stand on a day that the caller or the person called cannot make, sorted."""
    return sorted(
        call
        for call, day in timetable.items()
        if day in cannot.get(call.caller, ()) or day in cannot.get(call.callee, ())
    )


def _lines(
    calls: Collection[Call], week: Sequence[int], had: Mapping[Call, int], cannot: Mapping[str, Collection[int]]
) -> tuple[list[Call], Lines]:
    """The calls sorted by caller and callee, and the same in numbers."""
    members = sorted({*chain.from_iterable(calls)})
    number = {member: i for i, member in enumerate(members)}
    some, n, m = list(calls), len(members), len(calls)
    # sorting whole numbers is several times as fast as sorting pairs of names
    ends = map(number.__getitem__, chain.from_iterable(some))
    keys = sorted([(u * n + v) * m + i for i, (u, v) in enumerate(zip(ends, ends, strict=True))])
    ordered = [some[key % m] for key in keys]
    pairs = [key // m for key in keys]
    callers, callees = [pair // n for pair in pairs], [pair % n for pair in pairs]
    whole = sum(1 << day for day in week)
    can = [whole] * n
    for member in cannot.keys() & number.keys():
        can[number[member]] = whole & ~sum(1 << day for day in {*cannot[member]} & {*week}) or whole
    home = [AWAY] * m
    if had:
        home = [day if day in week else AWAY for day in (had.get(call, AWAY) for call in ordered)]
    allowed = [whole] * m
    if cannot:
        allowed = [can[u] & can[v] or can[v] for u, v in zip(callers, callees, strict=True)]
    return ordered, Lines(_parted(callers, can, home), _parted(callees, can, home), allowed, home)


def _parted(who: list[int], can: Sequence[int], home: Sequence[int]) -> list[int]:
    """The same members; further parts of one who has more calls than days count as members of their own."""
    further: dict[tuple[int, int], int] = {}
    for i, part in _parts(who, can, home).items():
        if part:
            who[i] = further.setdefault((who[i], part), len(can) + len(further))
    return who


def _parts(who: Sequence[int], can: Sequence[int], home: Sequence[int]) -> dict[int, int]:
    """To which part of a member a call belongs, for those who have more calls than days.

    A part holds at most one call for each of their days. Calls that had the same day go to different parts, so that
    they can stay.
    """
    totals = Counter(who)
    crowded: dict[int, list[int]] = {m: [] for m, total in totals.items() if total > can[m].bit_count()}
    if not crowded:
        return {}
    for i, member in enumerate(who):
        if member in crowded:
            crowded[member].append(i)
    part: dict[int, int] = {}
    for member, own in crowded.items():
        size = can[member].bit_count()
        room = [min(size, len(own) - start) for start in range(0, len(own), size)]
        times: Counter[int] = Counter()
        homeless: list[int] = []
        for i in own:
            day = home[i]
            if day != AWAY and can[member] >> day & 1 and times[day] < len(room) and room[times[day]] > 0:
                part[i] = times[day]
                room[part[i]] -= 1
                times[day] += 1
            else:
                homeless.append(i)
        for i in homeless:
            part[i] = next(number for number, places in enumerate(room) if places > 0)
            room[part[i]] -= 1
    return part
