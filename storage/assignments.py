"""Who calls whom: the rota of a belboom, and the shares of an opbelactie.

Life of a row: a call of a rota is `active` until the rota no longer holds it, and is then deleted; while one of the
two pauses it is `resting`, and other calls stand in. A share is
`active` while the contact is with the volunteer, `done` when nothing is left to do for this pair, and `returned` when
it went back to the list unworked, so that the same volunteer is the last to get it again. It is `handed_on` when it
weighed on the volunteer, who then never gets it again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, insert, or_, select, update

from storage.prepared import Prepared
from storage.schema import assignments
from storage.tx import Tx

Pair = tuple[str, str]
"""Caller and callee, as memberships."""


class AssignmentState(StrEnum):
    """See the module's docstring."""

    ACTIVE = "active"
    RESTING = "resting"
    DONE = "done"
    RETURNED = "returned"
    HANDED_ON = "handed_on"


@dataclass(frozen=True, slots=True)
class Assignment:
    """One member (`caller_id`) phones another (`callee_id`); both are memberships. `weekday`: 0 is Monday.

    `lasting_day` is set where the call has another weekday only for as long as somebody pauses.
    """

    id: str
    programme_id: str
    caller_id: str
    callee_id: str
    weekday: int | None
    lasting_day: int | None
    stands_in: bool
    state: AssignmentState
    since: datetime
    worked_at: datetime | None
    due_at: datetime | None

    @property
    def is_active(self) -> bool:
        """Whether this call is made at present."""
        return self.state is AssignmentState.ACTIVE

    @property
    def touched_at(self) -> datetime:
        """The last moment at which something was to happen or happened; an agreed next call may lie ahead."""
        return max(moment for moment in (self.since, self.worked_at, self.due_at) if moment is not None)


@dataclass(frozen=True, slots=True)
class Changes:
    """What `replace` did, as (caller, callee) pairs; a `moved` call has another weekday than before."""

    added: frozenset[Pair]
    removed: frozenset[Pair]
    moved: frozenset[Pair]

    def callers(self) -> frozenset[str]:
        """The members whose own list of calls is another one now."""
        return frozenset(caller for caller, _ in self.added | self.removed | self.moved)

    def called(self) -> frozenset[str]:
        """The members whom other people call now, or on other days."""
        return frozenset(callee for _, callee in self.added | self.removed | self.moved)


def _assigned(*conditions: ColumnElement[bool]) -> Prepared:
    return Prepared(
        select(assignments).where(*conditions).order_by(assignments.c.weekday, assignments.c.since, assignments.c.id)
    )


_IS_ACTIVE = assignments.c.state == AssignmentState.ACTIVE
_GET = _assigned(assignments.c.id == bindparam("which"))
_OF_PROGRAMME = _assigned(assignments.c.programme_id == bindparam("which"), _IS_ACTIVE)
_BY_CALLER = _assigned(assignments.c.caller_id == bindparam("which"), _IS_ACTIVE)
_BY_CALLEE = _assigned(assignments.c.callee_id == bindparam("which"), _IS_ACTIVE)
_OF_PAIR = _assigned(assignments.c.caller_id == bindparam("caller"), assignments.c.callee_id == bindparam("callee"))
_OF_TREE = _assigned(
    assignments.c.programme_id == bindparam("which"),
    or_(_IS_ACTIVE, assignments.c.state == AssignmentState.RESTING),
)
_RESTING = _assigned(assignments.c.caller_id == bindparam("which"), assignments.c.state == AssignmentState.RESTING)
_HISTORY = _assigned(assignments.c.programme_id == bindparam("which"))


def get(tx: Tx, assignment_id: str) -> Assignment | None:
    """The assignment with this id, whatever its state."""
    row = tx.row(_GET, {"which": assignment_id})
    return None if row is None else _assignment(row)


def of_pair(tx: Tx, caller_id: str, callee_id: str) -> Assignment | None:
    """The assignment of this caller and this callee, whatever its state."""
    row = tx.row(_OF_PAIR, {"caller": caller_id, "callee": callee_id})
    return None if row is None else _assignment(row)


def of_programme(tx: Tx, programme_id: str) -> list[Assignment]:
    """All active calls of a programme."""
    return _select(tx, _OF_PROGRAMME, programme_id)


def of_tree(tx: Tx, programme_id: str) -> list[Assignment]:
    """The calls of a belboom, those that rest during a pause among them."""
    return _select(tx, _OF_TREE, programme_id)


def by_caller(tx: Tx, membership_id: str) -> list[Assignment]:
    """The active calls that this member makes, by weekday."""
    return _select(tx, _BY_CALLER, membership_id)


def resting(tx: Tx, membership_id: str) -> list[Assignment]:
    """The calls of this member that come back when a pause ends, by weekday."""
    return _select(tx, _RESTING, membership_id)


def by_callee(tx: Tx, membership_id: str) -> list[Assignment]:
    """The active calls that this member gets, by weekday."""
    return _select(tx, _BY_CALLEE, membership_id)


def history(tx: Tx, programme_id: str) -> list[Assignment]:
    """Every assignment of a programme, in whatever state."""
    return _select(tx, _HISTORY, programme_id)


def replace(
    tx: Tx,
    programme_id: str,
    wanted: Mapping[Pair, int | None],
    *,
    resting: Mapping[Pair, int | None] = MappingProxyType({}),
    stand_ins: Collection[Pair] = (),
    lasting_days: Mapping[Pair, int] = MappingProxyType({}),
) -> Changes:
    """Make `wanted`, (caller, callee) to weekday, the active calls of a programme; what stays keeps its row.

    `resting` are the calls that come back when a pause ends, `stand_ins` those of `wanted` that go then, and
    `lasting_days` the weekdays to which those of `wanted` go back that have another one until then.
    """
    kept = {(row.caller_id, row.callee_id): row for row in of_tree(tx, programme_id)}
    active = {pair for pair, row in kept.items() if row.is_active}
    moved = {pair for pair in wanted if pair in active and kept[pair].weekday != wanted[pair]}
    drop(tx, [row.id for pair, row in kept.items() if pair not in wanted and pair not in resting])
    for state, pairs in ((AssignmentState.ACTIVE, wanted), (AssignmentState.RESTING, resting)):
        for pair in pairs:
            row = kept.get(pair)
            now = (state, pairs[pair], lasting_days.get(pair), pair in stand_ins)
            if row is not None and (row.state, row.weekday, row.lasting_day, row.stands_in) != now:
                values = dict(zip(("state", "weekday", "lasting_day", "stands_in"), now, strict=True))
                tx.execute(update(assignments).where(assignments.c.id == row.id).values(**values))
        new = {pair: day for pair, day in pairs.items() if pair not in kept}
        hand_out(tx, programme_id, new, state=state, stand_ins=stand_ins, lasting_days=lasting_days)
    return Changes(
        frozenset(pair for pair in wanted if pair not in active),
        frozenset(pair for pair in active if pair not in wanted),
        frozenset(moved),
    )


def hand_out(
    tx: Tx,
    programme_id: str,
    pairs: Mapping[Pair, int | None],
    *,
    state: AssignmentState = AssignmentState.ACTIVE,
    stand_ins: Collection[Pair] = (),
    lasting_days: Mapping[Pair, int] = MappingProxyType({}),
    due: Mapping[Pair, datetime] = MappingProxyType({}),
) -> None:
    """Add calls, (caller, callee) to weekday; a pair that was there in another state starts anew.

    `due` holds the moments of next calls that were agreed on before.
    """
    if not pairs:
        return
    tx.execute(
        delete(assignments).where(
            assignments.c.caller_id == bindparam("caller"), assignments.c.callee_id == bindparam("callee")
        ),
        [{"caller": caller, "callee": callee} for caller, callee in pairs],
    )
    rows = [
        {
            "id": tx.new_id(),
            "programme_id": programme_id,
            "caller_id": caller,
            "callee_id": callee,
            "weekday": weekday,
            "lasting_day": lasting_days.get((caller, callee)),
            "stands_in": (caller, callee) in stand_ins,
            "state": state,
            "since": tx.now,
            "worked_at": None,
            "due_at": due.get((caller, callee)),
        }
        for (caller, callee), weekday in pairs.items()
    ]
    tx.execute(insert(assignments), rows)


def mark_worked(
    tx: Tx, assignment_id: str, *, state: AssignmentState = AssignmentState.ACTIVE, due_at: datetime | None = None
) -> None:
    """A call was reported just now; `due_at` is when the next one was agreed on."""
    values = {"worked_at": tx.now, "state": state, "due_at": due_at}
    tx.execute(update(assignments).where(assignments.c.id == assignment_id).values(**values))


def set_state(tx: Tx, assignment_ids: Iterable[str], state: AssignmentState) -> None:
    """Put these assignments in `state`."""
    rows = [{"which": assignment_id} for assignment_id in assignment_ids]
    if rows:
        tx.execute(update(assignments).where(assignments.c.id == bindparam("which")).values(state=state), rows)


def set_weekday(tx: Tx, assignment_id: str, weekday: int) -> None:
    """From now on this call is made on `weekday`, every week; 0 is Monday."""
    values = {"weekday": weekday, "lasting_day": None}
    tx.execute(update(assignments).where(assignments.c.id == assignment_id).values(**values))


def drop(tx: Tx, assignment_ids: Iterable[str]) -> None:
    """Forget these assignments."""
    rows = [{"gone": assignment_id} for assignment_id in assignment_ids]
    if rows:
        tx.execute(delete(assignments).where(assignments.c.id == bindparam("gone")), rows)


def _select(tx: Tx, statement: Prepared, which: str) -> list[Assignment]:
    return [_assignment(row) for row in tx.rows(statement, {"which": which})]


def _assignment(row: Any) -> Assignment:
    return Assignment(
        id=row.id,
        programme_id=row.programme_id,
        caller_id=row.caller_id,
        callee_id=row.callee_id,
        weekday=row.weekday,
        lasting_day=row.lasting_day,
        stands_in=bool(row.stands_in),
        state=AssignmentState(row.state),
        since=row.since,
        worked_at=row.worked_at,
        due_at=row.due_at,
    )
