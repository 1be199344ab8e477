"""Another weekday for a call of a belboom, for good: which ways there are, carried out, and told to those called.

A way moves the calls of one caller, or of two who agree on it. Lasting calls keep clear of those that rest while
somebody pauses as well, so that these find their days free when they come back; a stand-in's call lasts only as long
as it is needed, and needs to keep clear of what stands now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.features import digest, lists
from bot.out import Out, to_person
from bot.outbox import Priority
from domain.day_swap import free_days, swaps
from domain.programme import ProgrammeKind
from domain.rota import Call
from locales import Words, lines, paragraphs, t
from storage import assignments, memberships, pauses, people, programmes
from storage.assignments import Assignment
from storage.programmes import Programme
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Move:
    """A call, as it is kept now, and its new weekday."""

    row: Assignment
    day: int


@dataclass(frozen=True, slots=True)
class Way:
    """How the call `row` comes to `day`. `asks` is the other caller whose calls move for it, as a membership."""

    row: Assignment
    day: int
    moves: tuple[Move, ...]
    asks: str | None

    @property
    def mark(self) -> str:
        """Sixteen hexadecimal digits that stand for these very calls, the days they have and those they would get.

        The same from whichever of its calls one looks at it.
        """
        said = sorted(f"{move.row.id}:{move.row.weekday}:{move.day}" for move in self.moves)
        return hashlib.sha256(" ".join(said).encode()).hexdigest()[:16]

    def of(self, caller_id: str) -> tuple[Move, ...]:
        """What moves for this caller; the call that it is all about comes first."""
        mine = [move for move in self.moves if move.row.caller_id == caller_id]
        return tuple(sorted(mine, key=lambda move: (move.row.id != self.row.id, move.day)))


@dataclass(frozen=True)
class Timetable:
    """The days of all calls of a belboom, those that rest among them, and what stands in the way of changing them."""

    rows: Mapping[Call, Assignment]
    all: Mapping[Call, int]
    now: Mapping[Call, int]
    cannot: Mapping[str, frozenset[int]]
    away: frozenset[str]
    days: Sequence[int]

    @classmethod
    def of(cls, tx: Tx, programme: Programme) -> Timetable:
        """As it stands; empty for an opbelactie, where calls have no day."""
        found = assignments.of_tree(tx, programme.id) if programme.kind is ProgrammeKind.BELBOOM else []
        rows = {Call(row.caller_id, row.callee_id): row for row in found if row.weekday is not None}
        return cls(
            rows,
            _days(rows),
            _days({call: row for call, row in rows.items() if row.is_active}),
            {member.id: member.cannot for member in memberships.active(tx, programme.id)},
            frozenset(pauses.of_programme(tx, programme.id)),
            programme.calling_days,
        )

    def free(self, row: Assignment) -> list[int]:
        """The days to which a call can go without any other moving."""
        call = Call(row.caller_id, row.callee_id)
        return free_days(self.now if row.stands_in else self.all, call, self.days, self.cannot)

    def ways(self, row: Assignment) -> list[Way]:
        """All ways to another day, by day; where nobody else need be asked, that one.

        No way makes anybody make, or get, two calls on one day, or puts a call on a day that one of the two cannot.
        """
        call = Call(row.caller_id, row.callee_id)
        if call not in self.now:
            return []
        found = {day: Way(row, day, (Move(row, day),), None) for day in self.free(row)}
        for swap in swaps(self.all, call, self.days, self.cannot):
            others = {one.caller for one in swap.moves} - {call.caller}
            if swap.day not in found and len(others) <= 1 and not others & self.away:
                moves = tuple(Move(self.rows[one], day) for one, day in sorted(swap.moves.items()))
                found[swap.day] = Way(row, swap.day, moves, next(iter(others), None))
        return [found[day] for day in sorted(found)]


def ways(tx: Tx, programme: Programme, row: Assignment) -> list[Way]:
    """All ways to another day for one call; see `Timetable.ways`."""
    return Timetable.of(tx, programme).ways(row)


def way_to(tx: Tx, programme: Programme, row: Assignment, day: int) -> Way | None:
    """The way to that day, where there is one."""
    return next((way for way in ways(tx, programme, row) if way.day == day), None)


def carry_out(tx: Tx, out: Out, programme: Programme, way: Way) -> None:
    """Write the new days, on this week's digests too, and tell those who are called on them and have the app."""
    for move in way.moves:
        assignments.set_weekday(tx, move.row.id, move.day)
    programmes.planned_anew(tx, programme.id)
    for caller_id in {move.row.caller_id for move in way.moves}:
        caller = memberships.get(tx, caller_id)
        person = people.get(tx, caller.person_id) if caller is not None else None
        if person is not None:
            digest.tick_off(tx, out, person)
    _tell_called(tx, out, programme, [replace(move.row, weekday=move.day) for move in way.moves])


def _tell_called(tx: Tx, out: Out, programme: Programme, rows: Iterable[Assignment]) -> None:
    """Tell those who get these calls on another day from now on, and hear us, which day that is and who calls."""
    by_callee: dict[str, list[Assignment]] = {}
    for row in sorted(rows, key=lambda row: row.weekday or 0):
        if row.is_active:
            by_callee.setdefault(row.callee_id, []).append(row)
    for callee_id, theirs in by_callee.items():
        callee = memberships.get(tx, callee_id)
        person = people.get(tx, callee.person_id) if callee is not None else None
        if person is None or not person.reachable:
            continue
        told = (t("• {day}: {name}", day=day_of(row), name=name_of(tx, row.caller_id)) for row in theirs)
        words = t("In {programme} somebody calls you on another day from now on.", programme=programme.name)
        later = awake(tx, programme, person.id)
        out.send(to_person(person), paragraphs(words, lines(*told)), priority=Priority.BULK, not_before=later)


def awake(tx: Tx, programme: Programme, person_id: str) -> datetime:
    """Now, or when the quiet hours of this person end."""
    return people.hours_of(tx, person_id).hours.awake(tx.now, programme.timezone)


def move_words(tx: Tx, move: Move, *, of_you: bool) -> Words:
    """One call and its new day on a line; `of_you` where whoever reads it makes the call."""
    day, before = lists.WEEKDAYS[move.day], day_of(move.row)
    callee = name_of(tx, move.row.callee_id)
    if of_you:
        return t("• You call {name} on {day} instead of {before}.", name=callee, day=day, before=before)
    caller = name_of(tx, move.row.caller_id)
    return t(
        "• {caller} calls {name} on {day} instead of {before}.", caller=caller, name=callee, day=day, before=before
    )


def name_of(tx: Tx, membership_id: str) -> Words:
    """How others in the belboom know this member."""
    member = memberships.get(tx, membership_id)
    return t("somebody who no longer takes part") if member is None else lists.name_of(tx, member)


def day_of(row: Assignment) -> Words:
    """The weekday of a call of a belboom."""
    return lists.WEEKDAYS[row.weekday or 0]


def _days(rows: Mapping[Call, Assignment]) -> dict[Call, int]:
    return {call: row.weekday for call, row in rows.items() if row.weekday is not None}
