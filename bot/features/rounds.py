"""Rounds: everybody of a programme is written to when their own hour of a day has come, some at a time.

How far a round is stands in a fact of the installation, so that it goes on after a crash where it was. The hours are
those on the programme's clock, counted once each: nothing comes twice where the clock goes back or the programme gets
another time zone, and nothing is left out where it goes forward.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from storage import facts, memberships, rounds
from storage.programmes import Programme
from storage.rounds import Reader
from storage.tx import Tx

SLICE = 200
"""People in one transaction: whoever waits for an answer meanwhile waits a few hundredths of a second."""

A_LOOK = 10
"""So many people cost as much as looking at a programme in which it is nobody's turn."""

_NOBODY_YET = -1


@dataclass(frozen=True, slots=True)
class Slice:
    """Those whose turn it is: people whose hour lies after `over` and is `upto` at the latest.

    `first`: nobody else had their turn in these hours. `more`: others still wait for theirs.
    """

    readers: Sequence[Reader]
    over: int
    upto: int
    first: bool
    more: bool

    @property
    def opens(self) -> bool:
        """Whether the round of this day begins with it."""
        return self.first and self.over == _NOBODY_YET


def next_slice(tx: Tx, name: str, programme: Programme, day: date, hour: int) -> Slice | None:
    """Whose turn it is in the round `name` of `day` when it is `hour` o'clock; `None` when all have had theirs.

    What this transaction does for them is all that is done: the next look gives others.
    """
    at = _read(tx, name, programme, day)
    over, upto, after = at if at[2] else (at[0], hour, "")
    if upto <= over:
        return None
    readers = rounds.callers(tx, programme.id, over=over, upto=upto, after=after, limit=SLICE)
    more = len(readers) == SLICE
    state = f"{day} {over} {upto} {readers[-1].person_id}" if more else f"{day} {upto}"
    facts.put(tx, _fact(name, programme), state)
    return Slice(readers, over, upto, first=not after, more=more)


def is_through(tx: Tx, name: str, programme: Programme, day: date, hour: int) -> bool:
    """Whether all whose hour of `day` is `hour` or earlier have had their turn."""
    return _read(tx, name, programme, day)[0] >= hour


def reader_of(tx: Tx, programme: Programme, person_id: str) -> Reader | None:
    """Somebody alone, outside any round; `None` where our messages do not reach them."""
    member = memberships.of(tx, programme.id, person_id)
    return rounds.reader(tx, person_id, tx.now if member is None else member.created_at)


def _read(tx: Tx, name: str, programme: Programme, day: date) -> tuple[int, int, str]:
    """The last hour that is through, the hour under way, and who had their turn last in it."""
    words = (facts.get(tx, _fact(name, programme)) or "").split()
    if not words or words[0] != str(day):
        return _NOBODY_YET, _NOBODY_YET, ""
    if len(words) == 2:
        return int(words[1]), int(words[1]), ""
    return int(words[1]), int(words[2]), words[3]


def _fact(name: str, programme: Programme) -> str:
    return f"{name}:{programme.id}"
