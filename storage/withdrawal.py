"""Somebody withdraws consent: what rested on it is removed, and that it was withdrawn is kept, in the ledger too."""

from __future__ import annotations

from domain.consent import RESTS_ON, How, Purpose
from storage import access, consents, ledger, rested
from storage.memberships import Membership
from storage.rested import Removed
from storage.tx import Tx


def withdraw(tx: Tx, membership: Membership, purpose: Purpose, *, by: str, how: How) -> Removed:
    """Withdraw this member's consent to a purpose, with all that falls with it, and remove what rested on them.

    `by` is the person who says so here: the one it is about, or who notes it down for them. A copy of the data that is
    restored later is rid of it again.
    """
    falls = RESTS_ON[purpose]
    consents.mark_withdrawn(tx, membership.id, falls, by=by, how=how, at=tx.now)
    removed = rested.remove(tx, membership.id, falls, tx.now, by=by)
    ledger.note(tx, ledger.Kind.WITHDREW, membership=membership.id, purposes=",".join(sorted(falls)))
    access.log(tx, by, access.Action.WITHDREW, subject=membership.person_id, programme=membership.programme_id)
    return removed
