"""One call that goes otherwise in one week: on another day, not at all, or by somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from storage.prepared import Prepared
from storage.schema import week_changes
from storage.tx import Tx

KEPT = timedelta(weeks=5)
"""Late reports count, and the fikser looks back a few weeks."""


class ChangeKind(StrEnum):
    """How the call goes otherwise."""

    OTHER_DAY = "other_day"
    SKIPPED = "skipped"
    ASKED = "asked"
    """The group was asked whether somebody else takes it; so far nobody has."""
    TAKEN = "taken"
    """Somebody else makes it."""


@dataclass(frozen=True, slots=True)
class WeekChange:
    """The call `assignment_id` in `week` ("2026-W47"). `weekday` for another day, `taken_by` is a membership."""

    id: str
    assignment_id: str
    week: str
    kind: ChangeKind
    weekday: int | None
    taken_by: str | None
    at: datetime


_OF_CALL = Prepared(
    select(week_changes).where(
        week_changes.c.assignment_id == bindparam("call"), week_changes.c.week == bindparam("week")
    )
)


def put(
    tx: Tx,
    assignment_id: str,
    week: str,
    kind: ChangeKind,
    *,
    weekday: int | None = None,
    taken_by: str | None = None,
) -> str:
    """This is how the call goes in that week, whatever was said of it before; returns the id of the change."""
    drop(tx, assignment_id, week)
    change_id = tx.new_id()
    tx.execute(
        insert(week_changes).values(
            id=change_id,
            assignment_id=assignment_id,
            week=week,
            kind=kind,
            weekday=weekday,
            taken_by=taken_by,
            at=tx.now,
            expires_at=tx.now + KEPT,
        )
    )
    return change_id


def take(tx: Tx, assignment_id: str, week: str, taken_by: str) -> bool:
    """The first member to say so makes the call that was asked about; `False` for everybody after them."""
    asked = (
        (week_changes.c.assignment_id == assignment_id)
        & (week_changes.c.week == week)
        & (week_changes.c.kind == ChangeKind.ASKED)
    )
    values = {"kind": ChangeKind.TAKEN, "taken_by": taken_by, "at": tx.now}
    return tx.execute(update(week_changes).where(asked).values(**values)).rowcount == 1


def drop(tx: Tx, assignment_id: str, week: str) -> None:
    """The call goes as ever in that week."""
    tx.execute(delete(week_changes).where(week_changes.c.assignment_id == assignment_id, week_changes.c.week == week))


def of_call(tx: Tx, assignment_id: str, week: str) -> WeekChange | None:
    """How the call goes otherwise in that week."""
    row = tx.row(_OF_CALL, {"call": assignment_id, "week": week})
    return None if row is None else _change(row)


def _change(row: Any) -> WeekChange:
    return WeekChange(
        id=row.id,
        assignment_id=row.assignment_id,
        week=row.week,
        kind=ChangeKind(row.kind),
        weekday=row.weekday,
        taken_by=row.taken_by,
        at=row.at,
    )
