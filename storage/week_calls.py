"""The calls as they go in one week: the rota or the shares, with what was said of that week alone, for many members
at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, select

from domain.programme import MembershipState
from storage.assignments import AssignmentState
from storage.schema import assignments, memberships, reports, week_changes
from storage.tx import Tx
from storage.week_changes import ChangeKind


class WeekCall(NamedTuple):
    """`caller` phones `callee` (memberships; `caller_person` and `callee_person` are theirs) in one week.

    `weekday` is the day in that week (0 is Monday). With `change` TAKEN, `taken_by` phones instead of the caller.
    `reported` tells whether whoever makes the call, or the caller, told of it in that week. (A tuple, as a digest of
    a big group makes half a million of them, and a frozen dataclass costs four times as much.)
    """

    assignment: str
    week: str
    programme: str
    caller: str
    caller_person: str
    callee: str
    callee_person: str
    weekday: int | None
    since: datetime
    due_at: datetime | None
    change: ChangeKind | None
    taken_by: str | None
    taker_person: str | None
    reported: bool

    @property
    def maker(self) -> str:
        """The member who makes the call in that week."""
        return self.caller if self.taken_by is None else self.taken_by


_caller, _callee, _taker = (memberships.alias(name) for name in ("caller", "callee", "taker"))
_OF_WEEK = and_(week_changes.c.assignment_id == assignments.c.id, week_changes.c.week == bindparam("week"))
_CALLS = (
    select(
        assignments.c.id,
        assignments.c.programme_id,
        assignments.c.caller_id,
        _caller.c.person_id.label("caller_person"),
        assignments.c.callee_id,
        _callee.c.person_id.label("callee_person"),
        assignments.c.weekday,
        assignments.c.since,
        assignments.c.due_at,
        week_changes.c.kind,
        week_changes.c.weekday.label("other_day"),
        week_changes.c.taken_by,
        _taker.c.person_id.label("taker_person"),
        _taker.c.state.label("taker_state"),
    )
    .join(_caller, assignments.c.caller_id == _caller.c.id)
    .join(_callee, assignments.c.callee_id == _callee.c.id)
    .where(assignments.c.state == AssignmentState.ACTIVE)
)


def _with_changes(*conditions: ColumnElement[bool]) -> Select[Any]:
    joined = _CALLS.outerjoin(week_changes, _OF_WEEK).outerjoin(_taker, week_changes.c.taken_by == _taker.c.id)
    return joined.where(*conditions)


_MEMBERS: BindParameter[Any] = bindparam("members", expanding=True)
_BY_CALLER = _with_changes(assignments.c.caller_id.in_(_MEMBERS))
_BY_CALLEE = _with_changes(assignments.c.callee_id.in_(_MEMBERS))
_ONE = _with_changes(assignments.c.id == bindparam("assignment"))
_TAKEN_BY = (
    _CALLS.join(week_changes, _OF_WEEK)
    .join(_taker, week_changes.c.taken_by == _taker.c.id)
    .where(week_changes.c.taken_by.in_(_MEMBERS), week_changes.c.kind == ChangeKind.TAKEN)
)
_REPORTED = select(reports.c.caller_id, reports.c.callee_id).where(
    reports.c.week == bindparam("week"), reports.c.caller_id.in_(_MEMBERS)
)


def made_by(tx: Tx, members: Collection[str], week: str) -> dict[str, list[WeekCall]]:
    """The calls on the list of each of these members in that week, by weekday.

    Those that somebody else has taken from them are among them (`maker` is another), and those they took themselves.
    """
    found: dict[str, list[WeekCall]] = {member: [] for member in members}
    for call in _select(tx, (_BY_CALLER, _TAKEN_BY), members, week):
        for member in {call.caller, call.maker} & found.keys():
            found[member].append(call)
    return {member: sorted(calls, key=_place) for member, calls in found.items()}


def made_to(tx: Tx, members: Collection[str], week: str) -> dict[str, list[WeekCall]]:
    """The calls that each of these members gets in that week, by weekday."""
    found: dict[str, list[WeekCall]] = {member: [] for member in members}
    for call in _select(tx, (_BY_CALLEE,), members, week):
        found[call.callee].append(call)
    return {member: sorted(calls, key=_place) for member, calls in found.items()}


def get(tx: Tx, assignment_id: str, week: str) -> WeekCall | None:
    """This call in that week; `None` where it is not made any more."""
    rows = tx.execute(_ONE, {"assignment": assignment_id, "week": week}).all()
    found = _read(tx, rows, week)
    return found[0] if found else None


def _select(tx: Tx, statements: Iterable[Select[Any]], members: Collection[str], week: str) -> list[WeekCall]:
    if not members:
        return []
    values = {"members": list(members), "week": week}
    rows = {row[0]: row for statement in statements for row in tx.execute(statement, values).all()}
    return _read(tx, list(rows.values()), week)


def _read(tx: Tx, rows: Collection[Any], week: str) -> list[WeekCall]:
    tellers = {row[_CALLER] for row in rows} | {row[_TAKEN] for row in rows if row[_TAKEN] is not None}
    told: set[tuple[str, str]] = set()
    if tellers:
        found = tx.execute(_REPORTED, {"members": list(tellers), "week": week})
        told = {(row.caller_id, row.callee_id) for row in found}
    return [_call(row, week, told) for row in rows]


_CALLER, _TAKEN = 2, 11
"""Where these stand in a row."""


def _call(row: Sequence[Any], week: str, told: Collection[tuple[str, str]]) -> WeekCall:
    """Whoever took a call and then left the programme makes it no more: it goes as ever."""
    assignment, programme, caller, caller_person, callee, callee_person, weekday, since, due_at, *changed = row
    kind, other_day, taker, taker_person, taker_state = changed
    change = None if kind is None else ChangeKind(kind)
    if change is not ChangeKind.TAKEN:
        taker = taker_person = None
    elif taker_state != MembershipState.ACTIVE:
        change = taker = taker_person = None
    return WeekCall(
        assignment,
        week,
        programme,
        caller,
        caller_person,
        callee,
        callee_person,
        weekday if other_day is None else other_day,
        since,
        due_at,
        change,
        taker,
        taker_person,
        (caller, callee) in told or (taker, callee) in told,
    )


def _place(call: WeekCall) -> tuple[int, datetime, str]:
    """Shares, which have no day, first."""
    return -1 if call.weekday is None else call.weekday, call.since, call.assignment
