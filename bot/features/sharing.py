"""Shares of an opbelactie: each volunteer holds a few contacts of the list, for as long as they work on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from bot.context import Env
from bot.out import Out, to_person
from bot.outbox import Priority
from bot.registry import job
from conversations.screen import Button, Screen
from domain.pause import PauseKind
from domain.programme import ProgrammeKind
from domain.shares import Contact, Volunteer, hand_out, is_stale
from domain.week import week_of, window
from locales import t, tn
from storage import assignments, memberships, pauses, people, programmes
from storage.assignments import Assignment, AssignmentState
from storage.memberships import Membership
from storage.pauses import Pause
from storage.programmes import Programme
from storage.tx import Tx

A_WEEK = timedelta(days=7)


def share_out(tx: Tx, programme: Programme) -> None:
    """Give waiting contacts to the volunteers who have room, each at most their calls of this week.

    What somebody had in hand who no longer takes part, or pauses, goes to others first; a call that was agreed on
    keeps its day.
    """
    resting = pauses.of_programme(tx, programme.id)
    active = memberships.active(tx, programme.id)
    callers = {m.id: m for m in active if m.part.calls and m.has_app and m.id not in resting}
    contacts = [m.id for m in active if m.part.is_called and not _is_away(resting.get(m.id))]
    listed = set(contacts)
    rows = assignments.history(tx, programme.id)
    orphans = {r.id for r in rows if _is_active(r) and (r.caller_id not in callers or r.callee_id not in listed)}
    agreed = {row.callee_id: row.due_at for row in rows if row.id in orphans and row.due_at is not None}
    assignments.drop(tx, orphans)
    rows = [row for row in rows if row.id not in orphans]
    of_caller: dict[str, list[Assignment]] = {caller: [] for caller in sorted(callers)}
    for row in rows:
        if row.caller_id in of_caller:
            of_caller[row.caller_id].append(row)
    volunteers = [
        Volunteer(caller, _share(programme, callers[caller]), _held(tx, programme, mine))
        for caller, mine in of_caller.items()
        if not _rests(mine)
    ]
    in_hand = {row.callee_id for row in rows if _is_active(row)}
    before = {r.callee_id: r.caller_id for r in sorted(rows, key=_moment) if r.state is AssignmentState.DONE}
    waiting = [Contact(contact, before.get(contact)) for contact in contacts if contact not in in_hand]
    given = hand_out_elsewhere(
        volunteers,
        waiting,
        _callers(rows, AssignmentState.RETURNED),
        never=_callers(rows, AssignmentState.HANDED_ON),
    )
    due = {(caller, contact): agreed[contact] for contact, caller in given.items() if contact in agreed}
    assignments.hand_out(tx, programme.id, {(caller, contact): None for contact, caller in given.items()}, due=due)


def hand_out_elsewhere(
    volunteers: Sequence[Volunteer],
    waiting: Sequence[Contact],
    returned: Mapping[str, set[str]],
    never: Mapping[str, set[str]] = MappingProxyType({}),
) -> dict[str, str]:
    """`domain.shares.hand_out`, where a contact goes to none of `returned[contact]` while there is anybody else, and
    never to one of `never[contact]`.

    Where all volunteers gave a contact back, any of them may get it. A volunteer who is called too (the ids are the
    same) is never their own caller.
    """
    given: dict[str, str] = {}
    room = {volunteer.id: volunteer for volunteer in volunteers}
    plain: list[Contact] = []
    for contact in waiting:
        able = [
            volunteer for id_, volunteer in room.items() if id_ != contact.id and id_ not in never.get(contact.id, ())
        ]
        avoid = returned.get(contact.id, set())
        others = [volunteer for volunteer in able if volunteer.id not in avoid] or able
        if len(others) == len(room):
            plain.append(contact)
            continue
        for contact_id, caller in hand_out(others, [contact]).items():
            given[contact_id] = caller
            room[caller] = replace(room[caller], held=room[caller].held + 1)
    return given | hand_out(list(room.values()), plain)


def rests(tx: Tx, programme_id: str, membership_id: str) -> bool:
    """Whether this volunteer gets nobody new for now, as an earlier share went back unworked."""
    return _rests([row for row in assignments.history(tx, programme_id) if row.caller_id == membership_id])


def wake(tx: Tx, programme: Programme, membership_id: str) -> None:
    """A volunteer asks for people to call again."""
    rows = assignments.history(tx, programme.id)
    mine = [r.id for r in rows if r.caller_id == membership_id and r.state is AssignmentState.RETURNED]
    assignments.drop(tx, mine)
    share_out(tx, programme)


@job(every=timedelta(hours=1))
def return_unworked_shares(tx: Tx, env: Env, out: Out) -> None:
    """What a volunteer did not get round to in fourteen days goes to somebody else (source 003: small shares)."""
    for programme in programmes.every(tx):
        if programme.kind is not ProgrammeKind.OPBELACTIE:
            continue
        stale = [r for r in assignments.of_programme(tx, programme.id) if is_stale(r.touched_at, tx.now, worked=False)]
        if not stale:
            continue
        assignments.set_state(tx, [row.id for row in stale], AssignmentState.RETURNED)
        share_out(tx, programme)
        _tell(tx, out, programme, stale)


def _tell(tx: Tx, out: Out, programme: Programme, stale: Sequence[Assignment]) -> None:
    by_caller: dict[str, list[Assignment]] = defaultdict(list)
    for row in stale:
        by_caller[row.caller_id].append(row)
    for caller, rows in sorted(by_caller.items()):
        membership = memberships.get(tx, caller)
        person = None if membership is None else people.get(tx, membership.person_id)
        if person is None or not person.has_app:
            continue
        words = tn(
            "Two weeks have gone by, so somebody else now calls one person of your list for {programme}. "
            "That is quite all right. Whenever you have time again, ask me whom you can call.",
            "Two weeks have gone by, so somebody else now calls {count} people of your list for {programme}. "
            "That is quite all right. Whenever you have time again, ask me whom you can call.",
            len(rows),
            programme=programme.name,
        )
        screen = Screen(words, ((Button(t("Whom do I call?"), f"calls:{programme.id}"),),))
        key = f"returned:{caller}:{tx.now:%Y%m%d}"
        out.send(to_person(person), screen, key=key, priority=Priority.BULK)


def _share(programme: Programme, volunteer: Membership) -> int:
    """How many people this volunteer calls each week."""
    return programme.calls_per_week if volunteer.calls is None else volunteer.calls


def _is_away(pause: Pause | None) -> bool:
    return pause is not None and pause.kind is PauseKind.WHOLE


def _held(tx: Tx, programme: Programme, mine: Sequence[Assignment]) -> int:
    """How much of a volunteer's week is taken: what is in hand and due, and what was done since Monday."""
    monday, _ = window(week_of(tx.now, programme.timezone), programme.timezone)
    soon = tx.now + A_WEEK
    return sum(
        1
        for row in mine
        if (row.worked_at is not None and row.worked_at >= monday)
        or (_is_active(row) and (row.due_at is None or row.due_at < soon))
    )


def _rests(mine: Sequence[Assignment]) -> bool:
    returned = max((row.since for row in mine if row.state is AssignmentState.RETURNED), default=None)
    worked = max((row.worked_at for row in mine if row.worked_at is not None), default=None)
    return returned is not None and (worked is None or worked < returned)


def _callers(rows: Sequence[Assignment], state: AssignmentState) -> dict[str, set[str]]:
    """By contact: the callers whose call is in that state."""
    callers: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.state is state:
            callers[row.callee_id].add(row.caller_id)
    return callers


def _is_active(row: Assignment) -> bool:
    return row.state is AssignmentState.ACTIVE


def _moment(row: Assignment) -> float:
    return row.touched_at.timestamp()
