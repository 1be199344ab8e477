"""What the outcome of a call changes: who is called again, by whom, and who no longer."""

from __future__ import annotations

from datetime import timedelta

from bot.features.sharing import share_out
from bot.out import Out, to_person
from domain.call import CallAgain, Outcome
from domain.programme import MembershipState, Part, ProgrammeKind, Role
from locales import Plain, t
from storage import assignments, contacts, memberships, people, programmes, roles
from storage.assignments import AssignmentState
from storage.memberships import Membership
from storage.programmes import Programme
from storage.statements import has_accepted
from storage.tx import Tx

AGAIN_AFTER = {
    CallAgain.WEEKLY: timedelta(weeks=1),
    CallAgain.FORTNIGHTLY: timedelta(weeks=2),
    CallAgain.MONTHLY: timedelta(weeks=4),
}


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
        assignments.mark_worked(tx, row.id, state=row.state)  # a call that rests may be told of late, and rests on
        if outcome is Outcome.WRONG_NUMBER:
            tell_wrong_number(tx, programme, callee)
        return
    held = row.state is AssignmentState.ACTIVE
    if not held and outcome is not Outcome.REFUSED:
        return
    again = AGAIN_AFTER.get(call_again) if outcome is Outcome.REACHED else None
    if again is None and callee.has_app and outcome in (Outcome.REACHED, Outcome.WRONG_NUMBER):
        again = AGAIN_AFTER[CallAgain.WEEKLY]
    if outcome is Outcome.WRONG_NUMBER:
        tell_wrong_number(tx, programme, callee)
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


def tell_wrong_number(tx: Tx, programme: Programme, callee: Membership) -> None:
    """To the fiksers; the name from a call list only to those who accepted the statement, to others the code."""
    out = Out(tx)
    for person_id in roles.holders(tx, programme.id, Role.FIKSER):
        fikser = people.get(tx, person_id)
        if fikser is None or not fikser.has_app:
            continue
        named = programme.kind is ProgrammeKind.BELBOOM or has_accepted(tx, person_id, programme.id)
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
