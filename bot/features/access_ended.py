"""Somebody has nothing to do with a programme any more: what they could see of it ends at once (source 003, annex, §5).

Open dialogues are ended, messages that can still be deleted are taken away, and whoever accepted the statement is asked
whether lists and notes are destroyed.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.features import digest, farewell
from bot.out import Out, to_person
from domain.programme import MembershipState, Role
from domain.week import week_of
from storage import conversations, memberships, outbox, people, private_remarks, roles, sent
from storage.people import Person
from storage.programmes import Programme
from storage.tx import Tx

_ROLES = (Role.FIKSER, Role.COORDINATOR)


def access_ended(tx: Tx, out: Out, programme: Programme, person_id: str, *, keep: Collection[int] = ()) -> None:
    """To be called once the membership or role is gone. Nothing happens where another tie to the programme is left.

    `keep` are messages (the platform's ids) that stay, such as the one that is being edited.
    """
    person = people.get(tx, person_id)
    if person is None or still_there(tx, programme.id, person_id):
        return
    mine = memberships.of(tx, programme.id, person_id)
    if mine is not None:
        private_remarks.forget_told_to(tx, mine.id)
    elsewhere = _has_other_ties(tx, person_id)
    _end_dialogues(tx, out, programme, person, all_of_them=not elsewhere)
    if person.has_app:
        _take_away(tx, out, programme, person, keep, elsewhere=elsewhere)
    farewell.ask(tx, out, programme, person)


def still_there(tx: Tx, programme_id: str, person_id: str) -> bool:
    """Whether this person still takes part in the programme, or has a role there."""
    mine = memberships.of(tx, programme_id, person_id)
    if mine is not None and mine.state is not MembershipState.LEFT:
        return True
    return any(roles.holds(tx, person_id, programme_id, role) for role in _ROLES)


def _has_other_ties(tx: Tx, person_id: str) -> bool:
    return bool(memberships.of_person(tx, person_id)) or any(
        roles.programmes_of(tx, person_id, role) for role in _ROLES
    )


def _end_dialogues(tx: Tx, out: Out, programme: Programme, person: Person, *, all_of_them: bool) -> None:
    for dialogue, log, row in sent.dialogues_of(tx, person.id):
        if all_of_them or programme.id in log:
            conversations.end(tx, dialogue)
            if row is not None:
                out.delete(to_person(person), row=row)


def _take_away(
    tx: Tx, out: Out, programme: Programme, person: Person, keep: Collection[int], *, elsewhere: bool
) -> None:
    """All messages of the last two days; where somebody takes part in more, the digest and open questions of that stay,
    the digest without what is over."""
    stays = set(keep)
    if elsewhere:
        rows = [row for _, _, row in sent.dialogues_of(tx, person.id)]
        rows.append(_digest_row(tx, out, programme, person))
        stays |= {message for row in rows if row is not None and (message := outbox.message_id_of(tx, row))}
    else:
        sent.withdraw_waiting(tx, person.id)
    for message in sent.lately(tx, person.id):
        if message not in stays:
            out.delete(to_person(person), message_id=message)


def _digest_row(tx: Tx, out: Out, programme: Programme, person: Person) -> int | None:
    """The digest of this week, brought up to date; `None` where nothing is left to stand in it."""
    changes = len(out.rows)
    digest.tick_off(tx, out, person)
    still = len(out.rows) > changes
    return outbox.row_of(tx, digest.key_of(person.id, week_of(tx.now, programme.timezone))) if still else None
