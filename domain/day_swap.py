"""Another day for a call, agreed on by the people themselves: what is free, and with whom days can be exchanged.

A person clashes on a day where they make two calls on it, or get two; making one and getting one is no clash
(see `domain.spread`). Days are numbers from 0 (Monday) to 6 (Sunday).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from domain.rota import Call

Timetable = Mapping[Call, int]
Cannot = Mapping[str, Collection[int]]


@dataclass(frozen=True)
class DaySwap:
    """What it takes to bring `call` to `day`.

    `in_the_way` are the other call that the caller makes on that day and the other call that the person called gets
    on it, sorted (more than one of a kind only where somebody had two on a day already). They go to the day that
    `call` leaves; what they meet there comes back to `day`, and so on until nothing is met. `moves` is everything
    that moves and its new day, `call` included. `unable` are the members who cannot make a new day, sorted.
    """

    call: Call
    day: int
    in_the_way: tuple[Call, ...]
    moves: Mapping[Call, int]
    unable: tuple[str, ...]

    @property
    def works(self) -> bool:
        """Whether everybody can make their new days; a clash that was not there never comes of it."""
        return not self.unable

    @property
    def asked(self) -> tuple[str, ...]:
        """Whom this concerns besides the two of `call`, sorted.

        Seldom more than one or two, except in a tree where everybody has as many calls as there are days.
        """
        return tuple(sorted({member for call in self.moves for member in call} - {*self.call}))


def free_days(timetable: Timetable, call: Call, days: Iterable[int], cannot: Cannot | None = None) -> list[int]:
    """The `days` to which `call` can go without anybody else moving, sorted; the day it has is not among them.

    On each of them the caller makes no other call, the person called gets none, and both can make it (`cannot` holds
    the days a member can not). `call` may still be without a day, and so not in the timetable.
    """
    barred = cannot or {}
    taken = {day for other, day in timetable.items() if other != call and _meet(other, call)}
    unable = {*barred.get(call.caller, ()), *barred.get(call.callee, ())}
    return sorted({*days} - taken - unable - {timetable.get(call)})


def swap_partners(timetable: Timetable, call: Call, day: int, cannot: Cannot | None = None) -> DaySwap:
    """What stands in the way of `call` on `day`, and who exchanges days for it.

    Raises ValueError where `call` is not in the timetable or stands on `day` already.
    """
    now = timetable.get(call)
    if now is None or now == day:
        raise ValueError("a call can only be exchanged from its day to another")
    barred = cannot or {}
    of_two_days = sorted(other for other, on in timetable.items() if on in (now, day))
    moves = {call: day}
    moved = [call]
    for one in moved:  # grows while it is gone through
        leaving, entering = (now, day) if moves[one] == day else (day, now)
        for other in of_two_days:
            if other not in moves and timetable[other] == entering and _meet(other, one):
                moves[other] = leaving
                moved.append(other)
    in_the_way = tuple(other for other in of_two_days if timetable[other] == day and _meet(other, call))
    unable = {member for one, on in moves.items() for member in one if on in barred.get(member, ())}
    return DaySwap(call, day, in_the_way, moves, tuple(sorted(unable)))


def swaps(timetable: Timetable, call: Call, days: Iterable[int], cannot: Cannot | None = None) -> list[DaySwap]:
    """All ways to bring `call` to another of `days` that work; those that move the fewest other calls come first."""
    now = timetable.get(call)
    ways = [swap_partners(timetable, call, day, cannot) for day in sorted({*days} - {now})]
    return sorted((way for way in ways if way.works), key=lambda way: (len(way.moves), way.day))


def _meet(one: Call, other: Call) -> bool:
    return one.caller == other.caller or one.callee == other.callee
