"""The call tree of a belboom as it stands, and as it would stand: rota, pauses and weekdays in one.

There are two layers. The *lasting* calls are those of everybody who takes part, as if nobody ever paused. The calls
*now* are the lasting ones, except where somebody pauses: stand-ins take their place, chosen so that as few of the
lasting calls as possible are touched. When the pause ends the lasting calls are simply there again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.pause import PauseKind
from domain.rota import Call, Rota, Seat, Shortage, plan
from domain.rotation import rotate
from domain.spread import misfits, spread
from domain.weekdays import WEEK


@dataclass(frozen=True)
class Standing:
    """A member, how many they call and are called by each week, and the days they cannot; `rest` while they pause."""

    member: str
    calls: int
    called: int
    cannot: frozenset[int] = frozenset()
    rest: PauseKind | None = None

    @property
    def lasting(self) -> Seat:
        """Their place in the tree, pauses aside."""
        return Seat(self.member, self.calls, self.called)

    @property
    def now(self) -> Seat:
        """Their place in the tree at this moment."""
        return Seat(
            self.member,
            0 if self.rest is not None else self.calls,
            0 if self.rest is PauseKind.WHOLE else self.called,
        )


@dataclass(frozen=True)
class Tree:
    """All that the planning looks at. `lasting` and `now` hold the weekday of each call."""

    standings: tuple[Standing, ...]
    lasting: Mapping[Call, int]
    now: Mapping[Call, int]
    never: frozenset[frozenset[str]] = frozenset()
    prefer: frozenset[frozenset[str]] = frozenset()
    days: Sequence[int] = WEEK

    @property
    def cannot(self) -> dict[str, frozenset[int]]:
        """The days each member cannot, where there are any."""
        return {standing.member: standing.cannot for standing in self.standings if standing.cannot}

    def having(self, standing: Standing) -> Tree:
        """The same tree in which this member stands so: somebody new, or somebody known in another way."""
        others = tuple(one for one in self.standings if one.member != standing.member)
        return replace(self, standings=(*others, standing))

    def without(self, member: str) -> Tree:
        """The same tree after this member left."""
        return replace(self, standings=tuple(one for one in self.standings if one.member != member))


@dataclass(frozen=True)
class Planned:
    """The calls with their weekdays; `rota` is that of the calls `now`, with the shortages and what changed in it."""

    lasting: Mapping[Call, int]
    now: Mapping[Call, int]
    rota: Rota


def planned(tree: Tree) -> Planned:
    """The tree brought in line with who takes part and how. Planning what was planned changes nothing."""
    lasting = plan([one.lasting for one in tree.standings], before=tree.lasting, never=tree.never, prefer=tree.prefer)
    return _with_pauses(tree, lasting)


def rotated(tree: Tree, past: Sequence[Collection[Call]]) -> Planned:
    """The tree with new pairs; `past` are the calls of former rounds, oldest first. The present ones come after them.

    Who pauses gets new pairs as well, and stand-ins until the pause ends.
    """
    seats = [one.lasting for one in tree.standings]
    fresh = rotate(seats, [*past, frozenset(tree.lasting)], never=tree.never, prefer=tree.prefer, seed=len(past))
    return _with_pauses(tree, fresh)


@dataclass(frozen=True)
class Preview:
    """What a change would do, before it is done.

    `changed` counts the calls between others than the member it is about that would change; `most_lost` is the
    highest number of their callers that anybody would lose who stays, and `moved` counts the calls between the same
    two people that would get another weekday.
    """

    changed: int
    most_lost: int
    moved: int
    reciprocal: int
    shortages: tuple[Shortage, ...]


def preview(now: Mapping[Call, int], then: Planned, *, about: str | None = None) -> Preview:
    """Compare the calls of now with those that were planned; `about` is the member whose own calls are the reason."""
    added = [call for call in then.now if call not in now]
    removed = [call for call in now if call not in then.now]
    lost = Counter(call.callee for call in removed if call.callee != about)
    return Preview(
        changed=max(sum(1 for call in calls if about not in call) for calls in (added, removed)),
        most_lost=max(lost.values(), default=0),
        moved=sum(1 for call, day in then.now.items() if call in now and now[call] != day),
        reciprocal=then.rota.reciprocal,
        shortages=then.rota.shortages,
    )


def _with_pauses(tree: Tree, lasting: Rota) -> Planned:
    days = _weekdays(tree, lasting.calls, tree.lasting, {})
    before = frozenset(tree.now)
    if not any(one.rest for one in tree.standings):
        rota, now = lasting, days
    else:
        seats = [one.now for one in tree.standings]
        rota = plan(seats, before=lasting.calls, kept=before, never=tree.never, prefer=tree.prefer)
        now = _weekdays(tree, rota.calls, tree.now, days)
    return Planned(days, now, replace(rota, added=rota.calls - before, removed=before - rota.calls))


def _weekdays(
    tree: Tree, calls: Collection[Call], present: Mapping[Call, int], lasting: Mapping[Call, int]
) -> Mapping[Call, int]:
    """A day for each call: the lasting one where that goes, and for others the present one.

    Where people share no day, or have more calls than days, no timetable is right and many are equally wrong. Another
    look could then find another one, so it counts only where it is better, and is taken until nothing better is
    found: planned twice, the calls keep their days.
    """
    home = {**present, **lasting}
    best = spread(calls, tree.days, before=home, cannot=tree.cannot)
    if present.keys() >= set(calls):
        kept = {call: present[call] for call in calls}
        if _faults(tree, kept, home) <= _faults(tree, best, home):
            best = kept
    while any(_faults(tree, best, home := {**best, **lasting})):
        found = spread(calls, tree.days, before=home, cannot=tree.cannot)
        if _faults(tree, found, home) >= _faults(tree, best, home):
            break
        best = found
    return best


def _faults(tree: Tree, timetable: Mapping[Call, int], home: Mapping[Call, int]) -> tuple[int, int, int, int]:
    """How many calls are on no calling day, on a day somebody cannot, on one day with another, and away from home."""
    at: Counter[tuple[str, int, bool]] = Counter()
    for call, day in timetable.items():
        at[call.caller, day, True] += 1
        at[call.callee, day, False] += 1
    return (
        sum(1 for day in timetable.values() if day not in tree.days),
        len(misfits(timetable, tree.cannot)),
        sum(times * (times - 1) // 2 for times in at.values()),
        sum(1 for call, day in timetable.items() if home.get(call, day) != day),
    )
