"""The gap guard: who was not reached for too long, whose calls come all at once, and who could take another day.

Callers who know of one another do not all call on the same day, which would leave wide gaps (the Belboom manual, on
spreading). A person's days are looked at as they come back every week: a gap is the number of days from one call to
the next, and Sunday is followed by Monday. Days are numbers from 0 (Monday) to 6 (Sunday). What is found is a reason
to ask how things are; it says nothing about anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.rota import Call
from domain.week import Week

LONG = 2
"""Full weeks without a talk after which somebody asks."""
SEVERAL = 3
"""From so many calls a week on it matters that they are spread."""
A_WEEK = 7


@dataclass(frozen=True)
class Followed:
    """A member who is called: the week in which their calls began (or came back), and the last with a talk."""

    member: str
    since: Week
    reached: Week | None = None


@dataclass(frozen=True)
class Suggestion:
    """This call could come on `day`."""

    call: Call
    day: int


def not_reached(everybody: Iterable[Followed], present: Week, weeks: int = LONG) -> list[str]:
    """The members with whom nobody talked in the last `weeks` full weeks, nor yet in the `present` one.

    Only those whose calls began before these weeks did; who waits longest comes first. Raises ValueError where
    `weeks` is not at least 1.
    """
    if weeks < 1:
        raise ValueError("it takes one full week at least")
    first = present.following(-weeks)
    waiting = [one for one in everybody if one.since < first and (one.reached is None or one.reached < first)]
    return [one.member for one in sorted(waiting, key=lambda one: (one.reached or one.since, one.member))]


def at_once(days: Sequence[int]) -> int | None:
    """The one day on which all of several calls came; `None` where they are too few, or were spread."""
    return days[0] if len(days) >= SEVERAL and len({*days}) == 1 else None


def huddled(days: Sequence[int]) -> bool:
    """Whether several calls come every week within two days that follow one another."""
    return len(days) >= SEVERAL and any({*days} <= {day, (day + 1) % A_WEEK} for day in range(A_WEEK))


def gaps(days: Iterable[int]) -> tuple[int, ...]:
    """The gaps between calls on these days, the widest first. Together they are a week; none without calls."""
    ordered = sorted(days)
    following = [*ordered[1:], *(day + A_WEEK for day in ordered[:1])]
    return tuple(sorted((after - day for day, after in zip(ordered, following, strict=True)), reverse=True))


def better_day(week: Mapping[Call, int], open_days: Mapping[Call, Collection[int]]) -> Suggestion | None:
    """Which of one person's calls to move, and to which day, so that their widest gap becomes as small as possible.

    `week` holds the day of each call to that person, `open_days` to which days a call may go. Where the widest gap
    stays, the next one counts, and so on; between equals, the caller who comes first. `None` where no move helps.
    """
    found: Suggestion | None = None
    best = gaps(week.values())
    days = Counter(week.values())
    for call in sorted(call for call in week if call in open_days):
        for day in sorted(open_days[call]):
            then = gaps((days - Counter([week[call]]) + Counter([day])).elements())
            if then < best:
                found, best = Suggestion(call, day), then
    return found


def nearest(open_days: Mapping[Call, Collection[int]], today: int) -> Suggestion | None:
    """The call that can be made soonest after `today`; between equals, the caller who comes first.

    A day of the week that is over already comes next week, and so does today's.
    """
    offers = [Suggestion(call, day) for call, days in open_days.items() for day in days]
    return min(offers, key=lambda one: ((one.day - today - 1) % A_WEEK, one.call), default=None)
