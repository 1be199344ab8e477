"""How a group is doing: who is in, who pauses, from whom nothing was heard, and whether there are callers enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.features import previewing, rota
from bot.features.silent import quiet_weeks
from domain.programme import MembershipState, ProgrammeKind
from domain.rota import Shortage
from storage import memberships, pauses
from storage.memberships import Membership
from storage.pauses import Pause
from storage.programmes import Programme
from storage.tx import Tx

QUIET_WEEKS = 2
"""Whole weeks without a report, after which it is worth asking how things are."""


@dataclass(frozen=True)
class Capacity:
    """How many calls a week can be made and are wished for by those who take part at this moment, and who misses some.

    Nobody is counted for more calls than there are other people. `others` says how many those are, where somebody
    wants more.
    """

    can: int
    wished: int
    short: tuple[Shortage, ...]
    others: int | None


@dataclass(frozen=True)
class GroupState:
    """Everybody in a programme, and those among them who need a look. `capacity` is for a belboom only."""

    members: tuple[Membership, ...]
    waiting: tuple[Membership, ...]
    paused: Mapping[str, Pause]
    quiet: tuple[Membership, ...]
    unreachable: tuple[Membership, ...]
    without_app: tuple[Membership, ...]
    capacity: Capacity | None


def state_of(tx: Tx, programme: Programme) -> GroupState:
    """All of it, as it is at this moment."""
    belboom = programme.kind is ProgrammeKind.BELBOOM
    members = memberships.active(tx, programme.id)
    paused = pauses.of_programme(tx, programme.id)
    unreachable = memberships.unreachable(tx, programme.id)
    # The shares of an opbelactie that nobody works on come back by themselves.
    weeks = quiet_weeks(tx, programme) if belboom else {}
    return GroupState(
        members=tuple(members),
        waiting=tuple(memberships.in_state(tx, programme.id, MembershipState.PENDING)),
        paused={one.id: paused[one.id] for one in members if one.id in paused},
        quiet=tuple(one for one in members if weeks.get(one.id, 0) >= QUIET_WEEKS and one.id not in paused),
        unreachable=tuple(one for one in members if one.id in unreachable),
        without_app=tuple(one for one in members if not one.has_app and (belboom or one.part.calls)),
        capacity=_capacity(tx, programme) if belboom else None,
    )


def _capacity(tx: Tx, programme: Programme) -> Capacity:
    tree = rota.tree_of(tx, programme)
    most = max(0, len(tree.standings) - 1)
    wants_more = any(max(one.now.calls, one.now.called) > most for one in tree.standings)
    return Capacity(
        can=sum(min(one.now.calls, most) for one in tree.standings),
        wished=sum(min(one.now.called, most) for one in tree.standings),
        short=tuple(previewing.shortages(tree)),
        others=most if wants_more else None,
    )
