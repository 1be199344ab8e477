"""How long each kind of record is kept, as one table (source 003: no longer than needed)."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class Record(StrEnum):
    """The kinds of record that carry an expiry of their own."""

    REPORT = "report"
    NEED = "need"
    OFFER = "offer"
    SIGNAL = "signal"
    DEBRIEF = "debrief"
    REMARK = "remark"
    MEMBERSHIP = "membership"
    INVITATION = "invitation"
    CONVERSATION = "conversation"
    MESSAGE = "message"
    UPDATE = "update"
    ACCESS = "access"


DAYS: dict[Record, int] = {
    Record.REPORT: 90,
    Record.NEED: 90,
    Record.OFFER: 365,
    Record.SIGNAL: 90,
    Record.DEBRIEF: 30,
    Record.REMARK: 190,
    Record.MEMBERSHIP: 30,
    Record.INVITATION: 14,
    Record.CONVERSATION: 14,
    Record.MESSAGE: 14,
    Record.UPDATE: 3,
    Record.ACCESS: 365,
}
"""Days. Signals count from closing, memberships from the farewell, all others from the moment of writing."""

SETTABLE = frozenset({Record.REPORT, Record.NEED, Record.SIGNAL})
"""Kinds for which `BELBOOM_RETENTION_DAYS` replaces the default. A remark holds no person, and the page that bundles
them looks back as far as the first week of the quarter before this one."""


RANGE: dict[Record, tuple[int, int]] = {
    Record.REPORT: (7, 365),
    Record.NEED: (7, 365),
    Record.SIGNAL: (30, 730),
    Record.MEMBERSHIP: (7, 365),
}
"""The shortest and the longest term, in days, that a programme may choose for each kind (source 003: a fixed term, no
longer than the purpose needs). What is not here is the same for all."""


class Reason(StrEnum):
    """Why records are kept longer than their term. Nothing else is asked, so nothing else is kept."""

    STILL_HELPING = "still_helping"
    ASKED = "asked"
    """The person asked for it."""
    COMPLAINT = "complaint"
    """A complaint or a claim has to be dealt with."""
    AUTHORITY = "authority"
    """A court, the police or another authority asked to keep it."""


LONGEST_EXTENSION = 365
"""Days from today, for records that are kept longer than their term."""


def expires(record: Record, since: datetime, days: int | None = None) -> datetime:
    """When a record counted from `since` is due for removal; `days` replaces the default where it may."""
    chosen = days if days is not None and record in RANGE else DAYS[record]
    return since + timedelta(days=chosen)
