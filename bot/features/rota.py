"""Who calls whom, planned anew whenever somebody comes, goes or takes another part; and what a report changes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot import notify
from bot.features.sharing import share_out
from bot.out import Out, to_person
from bot.outbox import Priority
from conversations.screen import Button, Screen
from conversations.statement import VERSION
from domain.call import CallAgain, Outcome
from domain.programme import MembershipState, Part, ProgrammeKind, Role
from domain.rota import Call, Rota, Seat, Shortage, plan
from domain.spread import WEEK, spread
from locales import Plain, Text, Words, listed, paragraphs, t
from storage import assignments, contacts, memberships, people, programmes, roles
from storage.assignments import Assignment, AssignmentState
from storage.memberships import Membership
from storage.programmes import Programme
from storage.statements import accepted_at
from storage.tx import Tx

TOLD_TOGETHER = timedelta(minutes=30)
"""Changes within the same half hour are told in one message."""

NAMES_SHOWN = 20

AGAIN_AFTER = {
    CallAgain.WEEKLY: timedelta(weeks=1),
    CallAgain.FORTNIGHTLY: timedelta(weeks=2),
    CallAgain.MONTHLY: timedelta(weeks=4),
}


def replan(tx: Tx, programme_id: str) -> None:
    """Bring the calls of a programme in line with who takes part. Doing it twice changes nothing.

    In a belboom that is the rota, which otherwise stays the same from week to week; in an opbelactie waiting contacts
    are handed out. Those whose own calls change hear so in private, the fiksers where numbers cannot be met.
    """
    programme = programmes.get(tx, programme_id)
    if programme is None:
        return
    if programme.kind is ProgrammeKind.OPBELACTIE:
        share_out(tx, programme)
        return
    members = memberships.active(tx, programme_id)
    before = assignments.of_programme(tx, programme_id)
    rota = plan([_seat(m, programme) for m in members], before=[_call(row) for row in before])
    had = {_call(row): row.weekday for row in before if row.weekday is not None}
    days = spread(rota.calls, WEEK, before=had)
    changes = assignments.replace(tx, programme_id, {(c.caller, c.callee): day for c, day in days.items()})
    out = Out(tx)
    _tell_changed(tx, out, programme, members, changes.callers() & {row.caller_id for row in before})
    _tell_shortages(tx, out, programme, members, rota)


def contact_outcome(tx: Tx, assignment_id: str, outcome: Outcome, *, call_again: CallAgain = CallAgain.NO) -> None:
    """Draw the consequences of a report that was just saved. An assignment that is gone is passed over.

    In an opbelactie: reached is done, unless another call was agreed on, which stays with the same caller; no answer
    and a wrong moment stay too; who refused is never called again in this programme; a wrong number goes back to the
    fikser. Who joined by themselves, with the app, is called week after week. In a belboom the rota stays as it is.
    A share that is no longer the caller's is passed over too, except that a refusal counts however late it is told.
    """
    row = assignments.get(tx, assignment_id)
    programme = None if row is None else programmes.get(tx, row.programme_id)
    callee = None if row is None else memberships.get(tx, row.callee_id)
    if row is None or programme is None or callee is None:
        return
    if programme.kind is ProgrammeKind.BELBOOM:
        assignments.mark_worked(tx, row.id)
        if outcome is Outcome.WRONG_NUMBER:
            _tell_wrong_number(tx, programme, callee)
        return
    held = row.state is AssignmentState.ACTIVE
    if not held and outcome is not Outcome.REFUSED:
        return
    again = AGAIN_AFTER.get(call_again) if outcome is Outcome.REACHED else None
    if again is None and callee.has_app and outcome in (Outcome.REACHED, Outcome.WRONG_NUMBER):
        again = AGAIN_AFTER[CallAgain.WEEKLY]
    if outcome is Outcome.WRONG_NUMBER:
        _tell_wrong_number(tx, programme, callee)
    if again is not None or outcome in (Outcome.NO_ANSWER, Outcome.WRONG_MOMENT):
        assignments.mark_worked(tx, row.id, due_at=None if again is None else tx.now + again)
        return
    assignments.mark_worked(tx, row.id, state=AssignmentState.DONE)
    if outcome is Outcome.REFUSED and callee.part.calls:
        memberships.set_part(tx, callee.id, Part.ONLY_CALLS)
    else:
        if outcome is Outcome.REFUSED:
            contacts.never_call_again(tx, programme.id, callee.person_id)
        if callee.state is MembershipState.ACTIVE:
            memberships.leave(tx, callee.id)
    if not held:
        share_out(tx, programme)  # whoever got this contact in the meantime does not call either


def _seat(member: Membership, programme: Programme) -> Seat:
    k = programme.calls_per_week
    return Seat(member.id, k if member.part.calls else 0, k if member.part.is_called else 0)


def _call(row: Assignment) -> Call:
    return Call(row.caller_id, row.callee_id)


def _tell_changed(
    tx: Tx, out: Out, programme: Programme, members: Sequence[Membership], changed: frozenset[str]
) -> None:
    """No names and no reason: the words hold whatever changes before they are sent."""
    moment = _end_of_slot(tx.now)
    for member in members:
        person = people.get(tx, member.person_id) if member.id in changed and member.has_app else None
        if person is None:
            continue
        words = t("Your calls for {programme} look a little different from now on.", programme=programme.name)
        screen = Screen(words, ((Button(t("Whom do I call?"), f"calls:{programme.id}"),),))
        key = f"changed:{member.id}:{moment:%Y%m%d%H%M}"
        out.send(to_person(person), screen, key=key, priority=Priority.BULK, not_before=moment)


def _end_of_slot(now: datetime) -> datetime:
    slot = int(TOLD_TOGETHER.total_seconds())
    return datetime.fromtimestamp((int(now.timestamp()) // slot + 1) * slot, UTC)


def _tell_shortages(tx: Tx, out: Out, programme: Programme, members: Sequence[Membership], rota: Rota) -> None:
    if not rota.shortages:
        return
    person_of = {member.id: member.person_id for member in members}

    def names(side: str) -> Words | None:
        short = [s for s in rota.shortages if s.side == side]
        if not short:
            return None
        shown: list[Words] = [_short_line(tx, person_of[s.member], s) for s in short[:NAMES_SHOWN]]
        if len(short) > NAMES_SHOWN:
            shown.append(t("and others"))
        return listed(shown)

    called, calling = names("called"), names("calls")
    words = paragraphs(
        called
        and t(
            "In {programme} there are fewer callers than calls. Called less often for now: {names}. "
            "One more person who calls would help.",
            programme=programme.name,
            names=called,
        ),
        calling
        and t(
            "In {programme} there are more callers than people to call. Fewer calls to make for now: {names}.",
            programme=programme.name,
            names=calling,
        ),
    )
    told = hashlib.sha256(repr(sorted((s.member, s.side, s.got, s.wanted) for s in rota.shortages)).encode())
    key = f"short:{programme.id}:{told.hexdigest()[:16]}"
    notify.tell_holders(tx, out, programme.id, Role.FIKSER, words, key=key, priority=Priority.BULK)


def _short_line(tx: Tx, person_id: str, shortage: Shortage) -> Text:
    name = Plain(people.name_of(tx, person_id) or "…")
    # Translators: somebody gets (or makes) so many calls a week instead of the number agreed on.
    return t("{name} ({got} instead of {wanted})", name=name, got=shortage.got, wanted=shortage.wanted)


def _tell_wrong_number(tx: Tx, programme: Programme, callee: Membership) -> None:
    """To the fiksers; the name from a call list only to those who accepted the statement, to others the code."""
    out = Out(tx)
    for person_id in roles.holders(tx, programme.id, Role.FIKSER):
        fikser = people.get(tx, person_id)
        if fikser is None or not fikser.has_app:
            continue
        named = programme.kind is ProgrammeKind.BELBOOM or accepted_at(tx, person_id, programme.id, VERSION) is not None
        name = Plain((people.name_of(tx, callee.person_id) if named else None) or callee.code)
        if programme.kind is ProgrammeKind.BELBOOM or callee.has_app:
            words = t(
                "The phone number of {name} in {programme} seems to be wrong. Could you ask for the right one?",
                name=name,
                programme=programme.name,
            )
        else:
            words = t(
                "The phone number of {name} on the list of {programme} turned out to be wrong, so nobody calls it "
                "now. When you have the right number, add {name} once more.",
                name=name,
                programme=programme.name,
            )
        out.send(to_person(fikser), words, key=f"wrongnumber:{callee.id}:{tx.now:%Y%m%d}:{person_id}")
