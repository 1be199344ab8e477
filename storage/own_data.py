"""Everything that is kept about one person, gathered for that person (GDPR, article 15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from domain.pause import PauseKind
from domain.programme import MembershipState, Part, Role
from domain.weekdays import days_in
from storage import (
    debriefs,
    exports,
    needs,
    offers,
    own_protection,
    pairs,
    pauses,
    people,
    reports,
    signal_actions,
    signal_steps,
    signals,
)
from storage.access import Action
from storage.exports import Export
from storage.needs import KeptNeed
from storage.offers import Offer
from storage.own_protection import OwnProtection
from storage.pauses import Pause
from storage.people import OwnHours
from storage.reports import Report
from storage.schema import (
    access_log,
    assignments,
    conversations,
    matches,
    memberships,
    outbox,
    past_calls,
    persons,
    programmes,
    roles,
    statements,
    week_changes,
)
from storage.schema import needs as need_rows
from storage.signal_actions import SignalAction
from storage.signal_steps import Stamp
from storage.signals import Signal
from storage.tx import Tx, refuse
from storage.vault import SealBrokenError

log = access_log.c


@dataclass(frozen=True, slots=True)
class KeptMembership:
    """A part in a programme, past ones too."""

    programme: str
    code: str
    part: Part
    state: MembershipState
    agreement: Mapping[str, Any]
    source: str | None
    legal_ground: str | None
    since: datetime
    expires_at: datetime | None
    calls: int | None
    called: int | None
    """Numbers of their own, where they differ from the programme's."""
    cannot: frozenset[int]
    pauses: tuple[tuple[PauseKind, date, date], ...]
    """What rested, the first and the last day."""
    wishes: int
    """How many wishes were noted about whom they never, or rather, call and are called by. With whom is not told:
    each is about somebody else as well, who trusted the fikser with it (GDPR, article 15, paragraph 4)."""
    past_calls: int
    """How many calls to and from them are remembered from before new pairs came."""
    week_changes: int
    """How many calls to, from or taken by them went otherwise in one week, as far as that is remembered."""


@dataclass(frozen=True, slots=True)
class SignalAbout:
    """A signal about them: what it says, what was done with it, and what was set in motion."""

    signal: Signal
    body: Mapping[str, Any]
    steps: tuple[Stamp, ...]
    actions: tuple[SignalAction, ...]


@dataclass(frozen=True, slots=True)
class OwnData:
    """What is kept about somebody. Names of programmes stand beside terms; nobody else's name is in it."""

    name: str | None
    phone: str | None
    platform: str | None
    platform_id: int | None
    language: str
    since: datetime
    hours: OwnHours
    memberships: tuple[KeptMembership, ...]
    roles: tuple[tuple[Role, str, datetime], ...]
    statements: tuple[tuple[str, str, datetime], ...]
    reports_about: tuple[Report, ...]
    reports_by: int
    needs: tuple[KeptNeed, ...]
    offers: tuple[Offer, ...]
    asked_to_help: int
    """How many times they were asked whether they would help with something."""
    helped: int
    """How many times somebody was asked to help them."""
    signals_about: tuple[SignalAbout, ...]
    signals_by: tuple[Signal, ...]
    debriefs: tuple[datetime, ...]
    """When they asked to talk a call over."""
    exports: tuple[Export, ...]
    """What this person had exported."""
    open_dialogues: int
    waiting_messages: int
    seen: tuple[tuple[str, datetime], ...]
    """What others did with data about this person, and when."""
    protection: OwnProtection


def collect(tx: Tx, person_id: str) -> OwnData:
    """All of it."""
    person = tx.execute(select(persons).where(persons.c.id == person_id)).one()
    kept = tx.execute(
        select(memberships, programmes.c.name, programmes.c.timezone)
        .join(programmes)
        .where(memberships.c.person_id == person_id)
        .order_by(memberships.c.created_at)
    ).all()
    return OwnData(
        name=people.name_of(tx, person_id),
        phone=people.phone_of(tx, person_id),
        platform=person.platform,
        platform_id=people.platform_id_of(tx, person_id),
        language=person.language,
        since=person.created_at,
        hours=people.hours_of(tx, person_id),
        memberships=tuple(_membership(tx, row) for row in kept),
        roles=_roles(tx, person_id),
        statements=_statements(tx, person_id),
        reports_about=tuple(reports.about(tx, person_id)),
        reports_by=reports.count_by(tx, person_id),
        needs=tuple(needs.about(tx, person_id)),
        offers=tuple(offers.of_person(tx, person_id)),
        asked_to_help=_count(tx, matches, matches.c.helper_id.in_(_parts(person_id))),
        helped=_count(tx, matches, matches.c.need_id.in_(_needs(person_id))),
        signals_about=tuple(_signal(tx, signal) for signal in signals.about(tx, person_id)),
        signals_by=tuple(signals.raised_by(tx, person_id)),
        debriefs=tuple(one.at for one in debriefs.of_person(tx, person_id)),
        exports=tuple(exports.of(tx, person_id)),
        open_dialogues=_count(tx, conversations, conversations.c.person_id == person_id),
        waiting_messages=_count(tx, outbox, (outbox.c.person_id == person_id) & (outbox.c.state == "waiting")),
        seen=_seen(tx, [person_id, *(row.id for row in kept)], {row.programme_id: row.created_at for row in kept}),
        protection=own_protection.collect(tx, person_id),
    )


def _signal(tx: Tx, signal: Signal) -> SignalAbout:
    """One that does not open is told of without its words, and withholds nothing else."""
    try:
        steps = tuple(signal_steps.of(tx, signal.id, signal.subject_id))
        actions = tuple(signal_actions.of(tx, signal))
        return SignalAbout(signal, signals.body_of(tx, signal), steps, actions)
    except SealBrokenError as error:
        refuse("signals", signal.id, "body", error)
        return SignalAbout(signal, {}, (), ())


def _membership(tx: Tx, row: Any) -> KeptMembership:
    agreement = tx.readable_json(row.person_id, "memberships", row.id, "agreement", row.agreement)
    return KeptMembership(
        programme=row.name,
        code=row.code,
        part=Part(row.part),
        state=MembershipState(row.state),
        agreement=agreement or {},
        source=row.source,
        legal_ground=row.legal_ground,
        since=row.created_at,
        expires_at=row.expires_at,
        calls=row.calls,
        called=row.called,
        cannot=days_in(row.cannot),
        pauses=tuple(_days_of(pause, row.timezone) for pause in pauses.kept(tx, row.id)),
        wishes=len(pairs.of_member(tx, row.id)),
        past_calls=_count(tx, past_calls, (past_calls.c.caller_id == row.id) | (past_calls.c.callee_id == row.id)),
        week_changes=_count(tx, week_changes, _is_about(row.id)),
    )


def _parts(person_id: str) -> Select[Any]:
    return select(memberships.c.id).where(memberships.c.person_id == person_id)


def _needs(person_id: str) -> Select[Any]:
    return select(need_rows.c.id).where(need_rows.c.callee_id.in_(_parts(person_id)))


def _is_about(membership_id: str) -> ColumnElement[bool]:
    calls = select(assignments.c.id).where(
        (assignments.c.caller_id == membership_id) | (assignments.c.callee_id == membership_id)
    )
    return week_changes.c.assignment_id.in_(calls) | (week_changes.c.taken_by == membership_id)


def _days_of(pause: Pause, timezone: str) -> tuple[PauseKind, date, date]:
    over = min(pause.until - timedelta(seconds=1), pause.ended_at or pause.until)
    first, last = (moment.astimezone(ZoneInfo(timezone)).date() for moment in (pause.since, over))
    return pause.kind, first, last


def _roles(tx: Tx, person_id: str) -> tuple[tuple[Role, str, datetime], ...]:
    rows = tx.execute(
        select(roles.c.role, programmes.c.name, roles.c.granted_at)
        .join(programmes)
        .where(roles.c.person_id == person_id)
        .order_by(roles.c.granted_at)
    )
    return tuple((Role(row.role), row.name, row.granted_at) for row in rows)


def _statements(tx: Tx, person_id: str) -> tuple[tuple[str, str, datetime], ...]:
    rows = tx.execute(
        select(statements.c.version, programmes.c.name, statements.c.accepted_at)
        .join(programmes)
        .where(statements.c.person_id == person_id)
        .order_by(statements.c.accepted_at)
    )
    return tuple((row.version, row.name, row.accepted_at) for row in rows)


def _count(tx: Tx, table: Any, condition: Any) -> int:
    found: int = tx.execute(select(func.count()).select_from(table).where(condition)).scalar_one()
    return found


def _seen(tx: Tx, ids: list[str], since: Mapping[str, datetime]) -> tuple[tuple[str, datetime], ...]:
    """Exports are logged by programme: those made `since` somebody took part in it may hold data about them."""
    exported = (
        and_(log.action.in_((Action.EXPORTED, Action.EXPORTED_NAMES)), log.programme == programme, log.at >= joined)
        for programme, joined in since.items()
    )
    rows = tx.execute(select(log.action, log.at).where(or_(log.subject.in_(ids), *exported)).order_by(log.at))
    return tuple((row.action, row.at) for row in rows)
