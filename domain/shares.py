"""Shares of a call list: each volunteer of an opbelactie holds a few contacts, nobody the whole list.

A contact who is called again keeps the same caller; what a volunteer has not worked on goes back after a
fortnight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heapify, heappop, heapreplace

RETURNS_AFTER = timedelta(days=14)


@dataclass(frozen=True)
class Volunteer:
    """Somebody who calls: at most `capacity` contacts at a time, `held` of them in hand already.

    `held` may exceed `capacity` (the capacity was lowered); such a volunteer gets nothing new.
    Raises ValueError where a number is below zero.
    """

    id: str
    capacity: int
    held: int = 0

    def __post_init__(self) -> None:
        if self.capacity < 0 or self.held < 0:
            raise ValueError("a volunteer's numbers cannot be below zero")


@dataclass(frozen=True)
class Contact:
    """Somebody to be called; `keeps_with` is the volunteer who called them before, if any."""

    id: str
    keeps_with: str | None = None


def hand_out(volunteers: Sequence[Volunteer], waiting: Sequence[Contact]) -> dict[str, str]:
    """Who calls whom: contact id to volunteer id, for as many of `waiting` as there is room for.

    Contacts known to a volunteer go to that volunteer first, and wait where that one is full; whose volunteer is
    no longer there are handed out like the others. The others go, in the order of `waiting`, each to
    whoever holds the fewest (the one with more room, then the lower id, where that is equal). Nobody gets more
    than their capacity. A contact not in the answer waits on. Raises ValueError where an id comes twice.
    """
    room = {v.id: v.capacity - v.held for v in volunteers}
    held = {v.id: v.held for v in volunteers}
    if len(room) != len(volunteers) or len({c.id for c in waiting}) != len(waiting):
        raise ValueError("an id comes twice")
    given: dict[str, str] = {}

    def give(contact: Contact, volunteer: str) -> None:
        given[contact.id] = volunteer
        room[volunteer] -= 1
        held[volunteer] += 1

    for contact in waiting:
        if contact.keeps_with in room and room[contact.keeps_with] > 0:
            give(contact, contact.keeps_with)
    free = [(held[id_], -room[id_], id_) for id_ in room if room[id_] > 0]
    heapify(free)
    for contact in waiting:
        if not free:
            break
        if contact.keeps_with in room:
            continue
        volunteer = free[0][2]
        give(contact, volunteer)
        if room[volunteer] > 0:
            heapreplace(free, (held[volunteer], -room[volunteer], volunteer))
        else:
            heappop(free)
    return given


def is_stale(assigned_at: datetime, now: datetime, worked: bool) -> bool:
    """Whether a contact goes back to the list: in hand for fourteen days, and not called once."""
    return not worked and now - assigned_at >= RETURNS_AFTER
