"""What the gap guard finds in one programme, with the one caller who could take another day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import islice
from zoneinfo import ZoneInfo

from bot.features.day_moves import Timetable
from domain.gaps import LONG, Followed, Suggestion, at_once, better_day, huddled, nearest, not_reached
from domain.pause import PauseKind
from domain.programme import ProgrammeKind
from domain.rota import Call
from domain.week import Week, date_in, week_of, window
from locales import Plain, Words, t
from storage import assignments, memberships, pauses, people, reached, week_calls
from storage.assignments import Assignment
from storage.memberships import Membership
from storage.people import Person
from storage.programmes import Programme
from storage.statements import has_accepted
from storage.tx import Tx
from storage.week_calls import WeekCall
from storage.week_changes import ChangeKind

MOST = 5
"""So many people of one programme are shown in one week; the others come later."""
A_WEEK = timedelta(days=7)


class Kind(StrEnum):
    """What was found."""

    LONG = "long"
    """Nobody has told of a talk with this person for some weeks."""
    CAME_AT_ONCE = "came_at_once"
    """Last week all calls to this person came on one day."""
    HUDDLED = "huddled"
    """Every week all calls to this person fall within two days."""


@dataclass(frozen=True, slots=True)
class Offer:
    """This call could come on `day`: every week, `instead_of` another day, or just once, `on` a date.

    In an opbelactie calls have no day.
    """

    row: Assignment
    day: int | None = None
    instead_of: int | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Somebody whose gaps are wide. `calls` are those to them, `days` those on which all of these come."""

    member: Membership
    kind: Kind
    calls: tuple[Assignment, ...]
    days: tuple[int, ...] = ()
    offer: Offer | None = None


def is_free(tx: Tx, programme: Programme, row: Assignment, on: date) -> bool:
    """Whether, with what was said of that week alone, the two have no other call of that kind on that date."""
    week, day = _week_of(on), on.weekday()
    call = week_calls.get(tx, row.id, str(week))
    if call is None or (call.taken_by is not None and call.taken_by != row.caller_id):
        return False
    made = week_calls.made_by(tx, [row.caller_id], str(week))[row.caller_id]
    got = week_calls.made_to(tx, [row.callee_id], str(week))[row.callee_id]
    others = [one for one in made if one.maker == row.caller_id] + got
    members = {one.id: one.cannot for one in memberships.active(tx, programme.id)}
    able = all(day not in members.get(member, ()) for member in (row.caller_id, row.callee_id))
    return able and not any(_is_on(one, day) for one in others if one.assignment != row.id)


def name_for(tx: Tx, programme: Programme, membership_id: str, reader: Person) -> Words:
    """The name of a member; those from an opbelactie are behind the statement, and until then the code stands there."""
    member = memberships.get(tx, membership_id)
    if member is None:
        return t("somebody who no longer takes part")
    belboom = programme.kind is ProgrammeKind.BELBOOM
    seen = belboom or has_accepted(tx, reader.id, programme.id)
    return Plain((people.name_of(tx, member.person_id) if seen else None) or member.code)


class Look:
    """One programme, read once."""

    def __init__(self, tx: Tx, programme: Programme) -> None:
        self._tx, self._programme = tx, programme
        self._present = week_of(tx.now, programme.timezone)
        self._timetable = Timetable.of(tx, programme)
        self._members = {member.id: member for member in memberships.active(tx, programme.id)}
        away = {one for one, pause in pauses.of_programme(tx, programme.id).items() if pause.kind is PauseKind.WHOLE}
        self._belboom = programme.kind is ProgrammeKind.BELBOOM
        rows = self._timetable.rows.values() if self._belboom else assignments.history(tx, programme.id)
        self._since: dict[str, datetime] = {}
        self._calls: dict[str, list[Assignment]] = {}
        for row in rows:
            self._since[row.callee_id] = min(row.since, self._since.get(row.callee_id, row.since))
            if row.is_active and row.callee_id in self._members and row.callee_id not in away:
                self._calls.setdefault(row.callee_id, []).append(row)

    def findings(self, *, told: Callable[[str], bool]) -> list[Finding]:
        """At most `MOST`, those first who wait longest for a talk; where calls are close, only what can be helped.

        Members of whom it was `told` not long ago are passed over.
        """
        waiting = (member for member in self._waiting if not told(member))
        found = [self._long(member) for member in islice(waiting, MOST)]
        if self._belboom:
            close = (one for one in self._close_together({*self._waiting}) if not told(one.member.id))
            found += islice(close, MOST - len(found))
        return found

    def nothing_heard(self) -> bool:
        """Whether all who are called wait for a talk because nobody tells of any call at all."""
        first = self._present.following(-LONG)
        return (
            len(self._calls) > MOST
            and len(self._waiting) == len(self._calls)
            and not reached.anything(self._tx, self._programme.id, str(first))
        )

    @cached_property
    def _waiting(self) -> list[str]:
        """The members with whom nobody talked for long. Reports that are not kept that long tell nothing of it."""
        if self._programme.retention_days < (LONG + 1) * A_WEEK.days:
            return []
        talks = reached.last_talks(self._tx, self._programme.id)
        back = reached.back_since(self._tx, self._programme.id)
        everybody = [
            Followed(
                member,
                max(self._began(member), self._week(back[member])) if member in back else self._began(member),
                Week.parse(talks[member]) if member in talks else None,
            )
            for member, calls in self._calls.items()
            if not any(row.due_at is not None and row.due_at > self._tx.now for row in calls)
        ]
        return not_reached(everybody, self._present)

    def _long(self, member: str) -> Finding:
        """Nobody talked with this member for long."""
        calls = self._calls[member]
        if not self._belboom:
            able = [Offer(row) for row in calls if self._hears_us(row)]
            return Finding(self._members[member], Kind.LONG, tuple(calls), offer=able[0] if able else None)
        today = date_in(self._tx.now, self._programme.timezone)
        free = {call: [day for day in days if self._is_free(call, today, day)] for call, days in self._free(calls)}
        found = nearest(free, today.weekday())
        offer = None if found is None else Offer(self._row(found), found.day, on=_next(today, found.day))
        return Finding(self._members[member], Kind.LONG, tuple(calls), offer=offer)

    def _close_together(self, but: Collection[str]) -> Iterator[Finding]:
        """The members whose calls came at once last week, or come close together every week, and could be spread."""
        last_week = window(self._present.following(-1), self._programme.timezone)
        tried = reached.tried(self._tx, self._programme.id, *last_week)
        for member, calls in self._calls.items():
            if member in but:
                continue
            finding = self._came_at_once(member, calls, tried.get(member, ())) or self._huddled(member, calls)
            if finding is not None and finding.offer is not None:
                yield finding

    def _came_at_once(
        self, member: str, calls: list[Assignment], tried: Iterable[tuple[str, datetime]]
    ) -> Finding | None:
        zone = ZoneInfo(self._programme.timezone)
        told = [(caller, at.astimezone(zone).weekday()) for caller, at in tried]
        day = at_once([at for _, at in told])
        if day is None:
            return None
        those = {caller for caller, _ in told}
        week = {call: day if call.caller in those else at for call, at in self._days(calls).items()}
        offers = {
            call: {*free, at} - {day}
            for call, free in self._free(row for row in calls if row.caller_id in those)
            if (at := self._timetable.now.get(call)) is not None
        }
        offer = self._offer(better_day(week, offers), instead_of=day)
        return Finding(self._members[member], Kind.CAME_AT_ONCE, tuple(calls), (day,), offer)

    def _huddled(self, member: str, calls: list[Assignment]) -> Finding | None:
        week = self._days(calls)
        days = tuple(sorted({*week.values()}))
        if not huddled([*week.values()]):
            return None
        found = better_day(week, dict(self._free(calls)))
        offer = None if found is None else self._offer(found, instead_of=week[found.call])
        return Finding(self._members[member], Kind.HUDDLED, tuple(calls), days, offer)

    def _offer(self, found: Suggestion | None, *, instead_of: int) -> Offer | None:
        """What its caller agreed on already needs no new day every week: it is asked for once."""
        if found is None:
            return None
        row = self._row(found)
        if row.weekday != found.day:
            return Offer(row, found.day, instead_of)
        today = date_in(self._tx.now, self._programme.timezone)
        return Offer(row, found.day, instead_of, _next(today, found.day))

    def _free(self, calls: Iterable[Assignment]) -> list[tuple[Call, list[int]]]:
        """Of those who hear us: to which days their calls can go without any other moving."""
        able = [row for row in calls if self._hears_us(row)]
        return [(Call(row.caller_id, row.callee_id), self._timetable.free(row)) for row in able]

    def _is_free(self, call: Call, today: date, day: int) -> bool:
        return is_free(self._tx, self._programme, self._timetable.rows[call], _next(today, day))

    def _hears_us(self, row: Assignment) -> bool:
        member = self._members.get(row.caller_id)
        person = people.get(self._tx, member.person_id) if member is not None else None
        return person is not None and person.reachable

    def _days(self, calls: Iterable[Assignment]) -> Mapping[Call, int]:
        now = self._timetable.now
        return {call: now[call] for row in calls if (call := Call(row.caller_id, row.callee_id)) in now}

    def _row(self, found: Suggestion) -> Assignment:
        return self._timetable.rows[found.call]

    def _week(self, moment: datetime) -> Week:
        return week_of(moment, self._programme.timezone)

    def _began(self, member: str) -> Week:
        """In which week the calls to this member began. New pairs only took the place of those before."""
        since = self._week(self._since[member])
        weeks, rotated = self._programme.rotation_weeks, self._programme.rotated_in
        if weeks is None or str(since) != rotated or member not in self._made_way:
            return since
        return since.following(-weeks)

    @cached_property
    def _made_way(self) -> Collection[str]:
        return reached.made_way(self._tx, self._programme.id, self._programme.rotated_in or "")


def _next(today: date, day: int) -> date:
    """The first date after today on that day of the week."""
    return today + timedelta(days=(day - today.weekday() - 1) % 7 + 1)


def _week_of(on: date) -> Week:
    year, week, _ = on.isocalendar()
    return Week(year, week)


def _is_on(call: WeekCall, day: int) -> bool:
    return call.weekday == day and call.change is not ChangeKind.SKIPPED
