"""The call tree of a belboom as it stands, and as it would stand: rota, pauses and weekdays in one.

There are two layers. The *lasting* calls are those of everybody who takes part, as if nobody ever paused. The calls
*now* are the lasting ones, except where somebody pauses: stand-ins take their place, chosen so that as few of the
lasting calls as possible are touched. When the pause ends the lasting calls are simply there again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.pause import PauseKind
from domain.rota import Call, Rota, Seat, Shortage, plan
from domain.spread import spread
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
    days = spread(lasting.calls, tree.days, before=tree.lasting, cannot=tree.cannot)
    before = frozenset(tree.now)
    if not any(one.rest for one in tree.standings):
        rota, now = lasting, days
    else:
        seats = [one.now for one in tree.standings]
        rota = plan(seats, before=lasting.calls, kept=before, never=tree.never, prefer=tree.prefer)
        now = spread(rota.calls, tree.days, before={**tree.now, **days}, cannot=tree.cannot)
    return Planned(days, now, replace(rota, added=rota.calls - before, removed=before - rota.calls))
