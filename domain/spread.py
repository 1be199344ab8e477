"""A weekday for each call, so that nobody gets two calls on one day and nobody makes two on one day.

Calls are the edges of a bipartite graph, callers on one side and called on the other, and a weekday is a colour:
as long as nobody has more calls than there are days, such a colouring exists (König, 1916) and alternating chains
of two days find it. Who has more calls than days is split in parts of at most one week each, so that their
calls are divided evenly. What is given up first, from most to least important: the days people cannot make, two
calls on one day, calls that keep the day they had.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from random import Random

from domain.rota import Call
from domain.spread_table import AWAY, Lines, Table

WEEK = range(7)
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
    known = set(calls)
    week = sorted(set(days))
    if any(day not in WEEK for day in week):
        raise ValueError("a day of the week is a number from 0 (Monday) to 6 (Sunday)")
    if not known:
        return {}
    if not week:
        raise ValueError("calls need at least one day")
    members = sorted({member for call in known for member in call})
    ordered = _in_order(known, members)
    table = Table(_lines(ordered, members, week, before or {}, cannot or {}), week)
    table.fill()
    # a fixed seed: the same input gives the same days
    table.settle(Random(len(ordered)), rounds=SETTLING // len(ordered))  # noqa: S311
    return dict(zip(ordered, table.days(), strict=True))


def misfits(timetable: Mapping[Call, int], cannot: Mapping[str, Collection[int]]) -> list[Call]:
    """The calls that stand on a day that the caller or the person called cannot make, sorted."""
    return sorted(
        call
        for call, day in timetable.items()
        if day in cannot.get(call.caller, ()) or day in cannot.get(call.callee, ())
    )


def _in_order(calls: Collection[Call], members: Sequence[str]) -> list[Call]:
    """Sorted by caller and callee. Comparing numbers is several times as fast as comparing names."""
    number = {member: i for i, member in enumerate(members)}
    some = list(calls)
    n, m = len(members), len(some)
    keys = [(number[u] * n + number[v]) * m + i for i, (u, v) in enumerate(some)]
    keys.sort()
    return [some[key % m] for key in keys]


def _lines(
    calls: Sequence[Call],
    members: Sequence[str],
    week: Sequence[int],
    had: Mapping[Call, int],
    cannot: Mapping[str, Collection[int]],
) -> Lines:
    whole = sum(1 << day for day in week)
    can = dict.fromkeys(members, whole)
    for member in cannot.keys() & can.keys():
        can[member] = whole & ~sum(1 << day for day in {*cannot[member]} & {*week}) or whole
    home = [had.get(call, AWAY) for call in calls] if had else [AWAY] * len(calls)
    callers, callees = [call.caller for call in calls], [call.callee for call in calls]
    return Lines(
        _numbered(callers, _parts(callers, can, home)),
        _numbered(callees, _parts(callees, can, home)),
        [can[u] & can[v] or can[v] for u, v in calls] if cannot else [whole] * len(calls),
        [day if day in week else AWAY for day in home] if had else home,
    )


def _numbered(who: Sequence[str], parts: Mapping[int, int]) -> list[int]:
    """Each member, and each further part of one, as a number."""
    first: dict[str, int] = {}
    numbers = [first.setdefault(member, len(first)) for member in who]
    further: dict[tuple[str, int], int] = {}
    for i, part in parts.items():
        if part:
            numbers[i] = further.setdefault((who[i], part), len(first) + len(further))
    return numbers


def _parts(who: Sequence[str], can: Mapping[str, int], home: Sequence[int]) -> dict[int, int]:
    """To which part of a member a call belongs, for those who have more calls than days.

    A part holds at most one call for each of their days. Calls that had the same day go to different parts, so that
    they can stay.
    """
    totals = Counter(who)
    crowded: dict[str, list[int]] = {m: [] for m, total in totals.items() if total > can[m].bit_count()}
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
