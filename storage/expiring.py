"""What is still open and goes soon, so that somebody hears of it in time; codes only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, insert, select

from domain.matching import LIVE
from domain.needs import SETTLED
from domain.signals import ActionKind, ActionState
from storage.schema import expiry_notices, matches, memberships, needs, signal_actions, signals
from storage.tx import Tx

AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Expiring:
    """A record that goes at `expires_at` while something about it is open. `code` stands for the person or the case."""

    id: str
    programme_id: str
    code: str
    expires_at: datetime


def untold(tx: Tx) -> list[Expiring]:
    """Open needs, help that was asked or agreed on, and referrals nobody knows the end of, that go within a week and
    were not told of yet; those that go first, first."""
    soon = tx.now + AHEAD
    still = select(needs.c.id, needs.c.programme_id, needs.c.expires_at, memberships.c.code).join(
        memberships, needs.c.callee_id == memberships.c.id
    )
    open_needs = still.where(needs.c.state.not_in(SETTLED), needs.c.expires_at <= soon, ~_told(needs.c.id))
    asked = (
        select(matches.c.id, matches.c.programme_id, matches.c.expires_at, memberships.c.code)
        .join(needs, matches.c.need_id == needs.c.id)
        .join(memberships, needs.c.callee_id == memberships.c.id)
        .where(matches.c.state.in_(LIVE), matches.c.expires_at <= soon, needs.c.expires_at > soon)
    )
    referred = exists().where(
        signal_actions.c.signal_id == signals.c.id,
        signal_actions.c.kind == ActionKind.REFERRAL,
        signal_actions.c.state == ActionState.PLANNED,
    )
    cases = select(signals.c.id, signals.c.programme_id, signals.c.code, signals.c.expires_at)
    referrals = cases.where(signals.c.expires_at <= soon, referred, ~_told(signals.c.id))
    rows = (row for chosen in (open_needs, asked.where(~_told(matches.c.id)), referrals) for row in tx.execute(chosen))
    found = [Expiring(row.id, row.programme_id, row.code, row.expires_at) for row in rows]
    return sorted(found, key=lambda one: (one.expires_at, one.code))


def told(tx: Tx, record: Expiring) -> None:
    """It was told of; not again, unless it is kept longer in the meantime and comes up anew."""
    tx.execute(insert(expiry_notices).values(id=record.id, at=tx.now, expires_at=record.expires_at))


def _told(record_id: ColumnElement[str]) -> ColumnElement[bool]:
    return exists().where(expiry_notices.c.id == record_id)
