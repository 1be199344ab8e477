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
from domain.spread_table import Line, Table

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
    ordered = sorted(set(calls))
    week = sorted(set(days))
    if any(day not in WEEK for day in week):
        raise ValueError("a day of the week is a number from 0 (Monday) to 6 (Sunday)")
    if not ordered:
        return {}
    if not week:
        raise ValueError("calls need at least one day")
    had = before or {}
    table = Table(_lines(ordered, week, had, cannot or {}), week)
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


def _lines(
    calls: list[Call], week: list[int], had: Mapping[Call, int], cannot: Mapping[str, Collection[int]]
) -> list[Line]:
    free = {
        member: [day for day in week if day not in cannot.get(member, ())] or week for call in calls for member in call
    }
    caller_part = _parts([call.caller for call in calls], calls, free, had)
    callee_part = _parts([call.callee for call in calls], calls, free, had)
    callers: dict[tuple[str, int], int] = {}
    callees: dict[tuple[str, int], int] = {}
    lines: list[Line] = []
    for i, call in enumerate(calls):
        shared = [day for day in free[call.caller] if day in free[call.callee]]
        home = had.get(call)
        lines.append(
            Line(
                callers.setdefault((call.caller, caller_part[i]), len(callers)),
                callees.setdefault((call.callee, callee_part[i]), len(callees)),
                shared or free[call.callee],
                home if home in week else None,
            )
        )
    return lines


def _parts(who: list[str], calls: list[Call], free: Mapping[str, list[int]], had: Mapping[Call, int]) -> list[int]:
    """To which part of a member each call belongs; a part holds at most one call for each of their days.

    Calls that had the same day go to different parts, so that they can stay.
    """
    mine: dict[str, list[int]] = {}
    for i, member in enumerate(who):
        mine.setdefault(member, []).append(i)
    part = [0] * len(who)
    for member, own in mine.items():
        size = len(free[member])
        if len(own) <= size:
            continue
        room = [min(size, len(own) - start) for start in range(0, len(own), size)]
        times: Counter[int] = Counter()
        homeless: list[int] = []
        for i in own:
            home = had.get(calls[i])
            if home in free[member] and times[home] < len(room) and room[times[home]] > 0:
                part[i] = times[home]
                room[part[i]] -= 1
                times[home] += 1
            else:
                homeless.append(i)
        for i in homeless:
            part[i] = next(number for number, places in enumerate(room) if places > 0)
            room[part[i]] -= 1
    return part
