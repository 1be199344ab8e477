"""What came of calls. Outcome and consents are columns; what was told is sealed under the called person's key.

`body` is JSON with only the fields that were answered: `body` and `mind` (`domain.call.Wellbeing`), `text`
(redacted), `call_again` (`domain.call.CallAgain`), `moments` (list of `domain.call.Moment`). It is empty where
nothing may be noted down.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from domain.call import Outcome
from domain.retention import Record, expires
from storage.retention import days_for
from storage.schema import memberships, reports
from storage.tx import Tx, refuse
from storage.vault import SealBrokenError


@dataclass(frozen=True, slots=True)
class Report:
    """One call, opened. `caller_code` is empty once the caller is gone; `expires_at` is an aware UTC instant."""

    id: str
    programme_id: str
    caller_code: str
    callee_code: str
    week: str
    at: datetime
    outcome: Outcome
    may_note: bool
    may_pass_on: bool
    may_call_again: bool
    body: Mapping[str, Any]
    expires_at: datetime


def add(
    tx: Tx,
    *,
    programme_id: str,
    caller_id: str,
    callee_id: str,
    week: str,
    outcome: Outcome,
    may_note: bool,
    may_pass_on: bool,
    may_call_again: bool,
    body: Mapping[str, Any],
    days: int,
) -> str:
    """Keep a report for `days`; returns its id. `caller_id` and `callee_id` are memberships, `week` is `2026-W31`."""
    report_id = tx.new_id()
    kept = tx.seal_json(owner_of(tx, callee_id), "reports", report_id, "body", body) if body else None
    tx.execute(
        insert(reports).values(
            id=report_id,
            programme_id=programme_id,
            caller_id=caller_id,
            callee_id=callee_id,
            week=week,
            at=tx.now,
            outcome=outcome,
            may_note=may_note,
            may_pass_on=may_pass_on,
            may_call_again=may_call_again,
            body=kept,
            expires_at=expires(Record.REPORT, tx.now, days_for(tx, programme_id, Record.REPORT, days)),
        )
    )
    return report_id


def owner_of(tx: Tx, membership_id: str) -> str:
    """The person under whose key things about this member are sealed. Raises `LookupError` for an unknown member."""
    found: str | None = tx.execute(
        select(memberships.c.person_id).where(memberships.c.id == membership_id)
    ).scalar_one_or_none()
    if found is None:
        raise LookupError("there is no such member")
    return found


def get(tx: Tx, report_id: str) -> Report | None:
    """The report with this id."""
    return next(_select(tx, reports.c.id == report_id), None)


def between(
    tx: Tx, programme_ids: Collection[str], since: datetime, until: datetime, *, broken: list[str] | None = None
) -> Iterator[Report]:
    """The reports of these programmes from `since` until just before `until`, the oldest first.

    One that does not open is left out, and named in `broken` where that is given.
    """
    condition = reports.c.programme_id.in_(programme_ids) & (reports.c.at >= since) & (reports.c.at < until)
    return _select(tx, condition, broken)


def about(tx: Tx, person_id: str, *, broken: list[str] | None = None) -> Iterator[Report]:
    """The reports about calls to this person, the oldest first."""
    mine = select(memberships.c.id).where(memberships.c.person_id == person_id)
    return _select(tx, reports.c.callee_id.in_(mine), broken)


def reported(tx: Tx, caller_id: str, week: str) -> set[str]:
    """The members whom this member reported a call to in that week."""
    rows = tx.execute(select(reports.c.callee_id).where(reports.c.caller_id == caller_id, reports.c.week == week))
    return set(rows.scalars())


def callers_of(tx: Tx, callee_id: str) -> list[str]:
    """The members who reported calls to this one that are still kept."""
    found = select(reports.c.caller_id).where(reports.c.callee_id == callee_id, reports.c.caller_id.is_not(None))
    return list(tx.execute(found.distinct().order_by(reports.c.caller_id)).scalars())


def count_by(tx: Tx, person_id: str) -> int:
    """How many reports of calls made by this person are kept."""
    mine = select(memberships.c.id).where(memberships.c.person_id == person_id)
    return len(tx.execute(select(reports.c.id).where(reports.c.caller_id.in_(mine))).all())


def _select(tx: Tx, condition: Any, broken: list[str] | None = None) -> Iterator[Report]:
    caller, callee = memberships.alias("caller"), memberships.alias("callee")
    rows = tx.execute(
        select(reports, caller.c.code.label("caller_code"), callee.c.code.label("callee_code"), callee.c.person_id)
        .join(callee, reports.c.callee_id == callee.c.id)
        .outerjoin(caller, reports.c.caller_id == caller.c.id)
        .where(condition)
        .order_by(reports.c.at, reports.c.id)
    ).all()
    tx.open_keys({row.person_id for row in rows if row.body is not None})
    for row in rows:
        try:
            body = {} if row.body is None else tx.unseal_json(row.person_id, "reports", row.id, "body", row.body)
        except SealBrokenError as error:
            refuse("reports", row.id, "body", error)
            if broken is not None:
                broken.append(row.id)
            continue
        yield Report(
            id=row.id,
            programme_id=row.programme_id,
            caller_code=row.caller_code or "",
            callee_code=row.callee_code,
            week=row.week,
            at=row.at,
            outcome=Outcome(row.outcome),
            may_note=row.may_note,
            may_pass_on=row.may_pass_on,
            may_call_again=row.may_call_again,
            body=body,
            expires_at=row.expires_at,
        )
