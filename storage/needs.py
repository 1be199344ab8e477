"""What somebody could use, one row per need, sealed under that person's key.

`body` is JSON with `need` (`domain.call.Need`), `category` (`domain.call.NeedCategory`) and, once a coordinator asked,
`often` (`domain.needs.HowOften`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, insert, select, update

from domain.call import Need
from domain.matching import LIVE
from domain.needs import SETTLED, STEPS, HowOften, NeedState, NeedStep
from domain.programme import MembershipState
from domain.retention import Record, expires
from domain.signals import Urgency
from storage.reports import owner_of
from storage.retention import days_for
from storage.schema import matches, memberships, needs
from storage.tx import Tx, refuse
from storage.vault import SealBrokenError


@dataclass(frozen=True, slots=True)
class KeptNeed:
    """One need, opened. It was told in a call (`report_id`), or found out about a signal (`signal_id`)."""

    id: str
    programme_id: str
    report_id: str | None
    signal_id: str | None
    callee_id: str
    callee_code: str
    need: Need
    often: HowOften | None
    may_pass_on: bool
    urgency: Urgency
    state: NeedState
    at: datetime
    expires_at: datetime


def add(
    tx: Tx,
    *,
    programme_id: str,
    report_id: str,
    callee_id: str,
    need: Need,
    may_pass_on: bool,
    days: int,
    urgency: Urgency = Urgency.NORMAL,
) -> str:
    """Keep a need that was told in a call, for `days`; returns its id."""
    return _add(tx, programme_id, callee_id, need, urgency, may_pass_on, days, report_id=report_id)


def add_for_signal(
    tx: Tx,
    *,
    signal_id: str,
    programme_id: str,
    callee_id: str,
    need: Need,
    urgency: Urgency,
    may_pass_on: bool = True,
    days: int,
) -> str:
    """Keep a need that a coordinator found out about a signal, for `days`; returns its id.

    The same need of the same signal is kept once: its id is returned again. So is the id of one that is open since it
    was told in a call, which becomes as urgent as the signal. `callee_id` is the membership of whom it is about.
    """
    for one in of_signal(tx, signal_id):
        if one.need is need:
            return one.id
    for one in of_member(tx, callee_id):
        if one.need is need and one.state is NeedState.OPEN and one.may_pass_on:
            order = tuple(Urgency)
            most = max(one.urgency, urgency, key=order.index)
            tx.execute(update(needs).where(needs.c.id == one.id).values(urgency=most))
            return one.id
    return _add(tx, programme_id, callee_id, need, urgency, may_pass_on, days, signal_id=signal_id)


def get(tx: Tx, need_id: str) -> KeptNeed | None:
    """The need with this id."""
    return next(_select(tx, needs.c.id == need_id), None)


def between(
    tx: Tx, programme_ids: Collection[str], since: datetime, until: datetime, *, broken: list[str] | None = None
) -> Iterator[KeptNeed]:
    """The needs told in these programmes from `since` until just before `until`, the oldest first.

    One that does not open is left out, and named in `broken` where that is given.
    """
    condition = needs.c.programme_id.in_(programme_ids) & (needs.c.at >= since) & (needs.c.at < until)
    return _select(tx, condition, broken)


def about(tx: Tx, person_id: str, *, broken: list[str] | None = None) -> Iterator[KeptNeed]:
    """What this person could use, the oldest first."""
    return _select(tx, memberships.c.person_id == person_id, broken)


def in_states(tx: Tx, programme_ids: Collection[str], states: Collection[NeedState]) -> list[KeptNeed]:
    """The needs of these programmes that are in one of these states, the oldest first."""
    return list(_select(tx, needs.c.programme_id.in_(programme_ids) & needs.c.state.in_(states)))


def of_member(tx: Tx, membership_id: str) -> list[KeptNeed]:
    """What this member could use, the oldest first."""
    return list(_select(tx, needs.c.callee_id == membership_id))


def of_signal(tx: Tx, signal_id: str) -> list[KeptNeed]:
    """What a coordinator found out about a signal, the oldest first."""
    return list(_select(tx, needs.c.signal_id == signal_id))


def without_helper(tx: Tx) -> list[KeptNeed]:
    """The needs about which somebody is said to be asked or to help, while nobody is: whoever it was, was erased."""
    live = exists().where(matches.c.need_id == needs.c.id, matches.c.state.in_(LIVE))
    return list(_select(tx, needs.c.state.in_((NeedState.ASKED, NeedState.MATCHED)) & ~live))


def of_those_who_left(tx: Tx) -> list[KeptNeed]:
    """The unsettled needs of people who take part no longer."""
    return list(_select(tx, needs.c.state.not_in(SETTLED) & (memberships.c.state == MembershipState.LEFT)))


def step(tx: Tx, need_id: str, what: NeedStep) -> bool:
    """Take a step. `False`, and nothing has changed, where the need is no longer in a state for it or is gone.

    One statement compares and sets, so that of two coordinators who tap at once the second is told.
    """
    return any(before[1] is what and _move(tx, need_id, before[0], after) for before, after in STEPS.items())


def set_often(tx: Tx, need_id: str, often: HowOften) -> None:
    """Keep how often help is needed."""
    row = tx.execute(
        select(needs.c.body, memberships.c.person_id)
        .join(memberships, needs.c.callee_id == memberships.c.id)
        .where(needs.c.id == need_id)
    ).one_or_none()
    if row is not None:
        body = tx.unseal_json(row.person_id, "needs", need_id, "body", row.body) | {"often": often}
        sealed = tx.seal_json(row.person_id, "needs", need_id, "body", body)
        tx.execute(update(needs).where(needs.c.id == need_id).values(body=sealed))


def _move(tx: Tx, need_id: str, before: NeedState, after: NeedState) -> bool:
    values = {"state": after, "settled_at": tx.now if after in SETTLED else None}
    moved = tx.execute(update(needs).where(needs.c.id == need_id, needs.c.state == before).values(**values))
    return moved.rowcount == 1


def _add(
    tx: Tx,
    programme_id: str,
    callee_id: str,
    need: Need,
    urgency: Urgency,
    may_pass_on: bool,
    days: int,
    **origin: str,
) -> str:
    need_id = tx.new_id()
    body = {"need": need, "category": need.category}
    tx.execute(
        insert(needs).values(
            id=need_id,
            programme_id=programme_id,
            callee_id=callee_id,
            may_pass_on=may_pass_on,
            urgency=urgency,
            state=NeedState.OPEN,
            body=tx.seal_json(owner_of(tx, callee_id), "needs", need_id, "body", body),
            at=tx.now,
            expires_at=expires(Record.NEED, tx.now, days_for(tx, programme_id, Record.NEED, days)),
            **origin,
        )
    )
    return need_id


def _select(tx: Tx, condition: Any, broken: list[str] | None = None) -> Iterator[KeptNeed]:
    rows = tx.execute(
        select(needs, memberships.c.code, memberships.c.person_id)
        .join(memberships, needs.c.callee_id == memberships.c.id)
        .where(condition)
        .order_by(needs.c.at, needs.c.id)
    ).all()
    tx.open_keys({row.person_id for row in rows})
    for row in rows:
        try:
            body = tx.unseal_json(row.person_id, "needs", row.id, "body", row.body)
        except SealBrokenError as error:
            refuse("needs", row.id, "body", error)
            if broken is not None:
                broken.append(row.id)
            continue
        yield KeptNeed(
            id=row.id,
            programme_id=row.programme_id,
            report_id=row.report_id,
            signal_id=row.signal_id,
            callee_id=row.callee_id,
            callee_code=row.code,
            need=Need(body["need"]),
            often=HowOften(body["often"]) if body.get("often") else None,
            may_pass_on=row.may_pass_on,
            urgency=Urgency(row.urgency),
            state=NeedState(row.state),
            at=row.at,
            expires_at=row.expires_at,
        )
