"""Consent is withdrawn, or somebody is never to be called again: carried out, and told to those who must know."""

from __future__ import annotations

from bot import notify
from bot.context import Env
from bot.features import match_ending
from bot.features.lists import Part, may_see
from bot.features.mending import replan
from bot.features.signal_card import redraw
from bot.features.signal_handling import details_gone
from bot.features.signal_holder import tell_holder
from bot.features.signal_telling import tell_reporter
from bot.out import Out, to_person
from domain.consent import RESTS_ON, How, Purpose
from domain.programme import MembershipState, ProgrammeKind, Role
from domain.programme import Part as Share
from locales import Plain, Words, t
from storage import (
    assignments,
    consents,
    contacts,
    erasure,
    memberships,
    outbox,
    people,
    programmes,
    reports,
    withdrawal,
)
from storage.memberships import Membership
from storage.programmes import Programme
from storage.rested import Removed
from storage.signals import Signal
from storage.tx import Tx


def withdraw(tx: Tx, env: Env, out: Out, membership: Membership, purpose: Purpose, *, by: str, how: How) -> None:
    """Withdraw this member's consent to a purpose. `by` is the person who says so here; see `storage.withdrawal`."""
    programme = programmes.get(tx, membership.programme_id)
    if programme is None:
        return
    standing = frozenset(consents.standing(tx, membership.id))
    callers = _callers(tx, membership)
    if Purpose.PASS_ON in RESTS_ON[purpose]:
        match_ending.before_forgetting(tx, out, membership)
    removed = withdrawal.withdraw(tx, membership, purpose, by=by, how=how)
    for signal in removed.signals:
        _signal_over(tx, out, signal, programme)
    _call_no_more(tx, programme, membership, removed)
    for caller in callers:
        if caller.person_id != by:
            _tell_caller(tx, out, programme, caller, membership, RESTS_ON[purpose] & standing)


def never_again(tx: Tx, env: Env, out: Out, person_id: str, *, by: str) -> bool:
    """No programme calls this person any more, nor takes them up again: a keyed hash of the number sees to that.

    `False` where no number is known, so that only the programmes of today leave them alone."""
    kept = contacts.never_call_anywhere(tx, person_id)
    for membership in erasure.every_membership(tx, person_id):
        programme = programmes.get(tx, membership.programme_id)
        if programme is None or not membership.part.is_called or membership.state is MembershipState.LEFT:
            continue
        if membership.part.calls:
            memberships.set_part(tx, membership.id, Share.ONLY_CALLS)
        else:
            memberships.leave(tx, membership.id)
        replan(tx, programme.id)
        words = t(
            "{code} asked never to be called again, by any programme. I took {code} off the list of {programme}; "
            "the calls of the others are planned anew.",
            code=membership.code,
            programme=programme.name,
        )
        notify.tell_holders(tx, out, programme.id, Role.FIKSER, words, key=f"never:{membership.id}:{tx.now:%Y%m%d%H%M}")
    return kept


def name_for(tx: Tx, programme: Programme, reader: Membership, membership: Membership) -> Words:
    """The name of somebody on the list, for a caller who may see it; the code otherwise."""
    named = may_see(tx, Part(reader, programme))
    return Plain((people.name_of(tx, membership.person_id) if named else None) or membership.code)


def shown_name(tx: Tx, membership: Membership) -> Words:
    """The name of somebody, for a reader of whom it was checked that they may see it; the code where there is none."""
    return Plain(memberships.name_or_code(tx, membership))


def _callers(tx: Tx, membership: Membership) -> list[Membership]:
    """Who call them now, or reported a call that is still kept."""
    ids = [row.caller_id for row in assignments.by_callee(tx, membership.id)]
    ids += reports.callers_of(tx, membership.id)
    found = (memberships.get(tx, one) for one in dict.fromkeys(ids))
    return [one for one in found if one is not None and one.state is MembershipState.ACTIVE and one.has_app]


def _signal_over(tx: Tx, out: Out, signal: Signal, programme: Programme) -> None:
    outbox.hasten(tx, details_gone(signal))
    redraw(tx, out, signal, programme)
    words = t(
        "The person that {code} is about no longer agrees. What was told is erased, and you need not do anything more. "
        "Please destroy your own notes about it.",
        code=signal.code,
    )
    tell_holder(tx, out, signal, words, key="unconsent")
    tell_reporter(tx, out, signal, words, "unconsent")


def _call_no_more(tx: Tx, programme: Programme, membership: Membership, removed: Removed) -> None:
    """Somebody on a call list whose next call was agreed on, and is not any more, leaves the list."""
    listed = programme.kind is ProgrammeKind.OPBELACTIE and not membership.has_app
    if removed.calls and listed and membership.state is MembershipState.ACTIVE:
        memberships.leave(tx, membership.id)
        replan(tx, programme.id)


def _tell_caller(
    tx: Tx, out: Out, programme: Programme, caller: Membership, membership: Membership, purposes: frozenset[Purpose]
) -> None:
    person = people.get(tx, caller.person_id)
    if person is None or not purposes:
        return
    name = name_for(tx, programme, caller, membership)
    if Purpose.NOTE in purposes:
        words = t(
            "{name} of {programme} no longer agrees that what was told is noted down. It is erased here; please "
            "destroy your own notes of these calls.",
            name=name,
            programme=programme.name,
        )
    elif Purpose.PASS_ON in purposes:
        words = t(
            "{name} of {programme} no longer agrees that something is passed on. Please tell nobody any more what you "
            "heard, unless somebody is in danger.",
            name=name,
            programme=programme.name,
        )
    else:
        words = t("{name} of {programme} need not be called again as was agreed.", name=name, programme=programme.name)
    out.send(to_person(person), words, key=f"unconsent:{membership.id}:{caller.id}:{tx.now:%Y%m%d%H%M%S}")
