"""Who calls whom, as words and buttons: what `/wiebelik`, `/wiebeltmij`, `/boom` and the weekly digest share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from conversations.screen import Button
from domain.programme import ProgrammeKind, Role
from domain.week import Week, date_in, week_of
from locales import Lines, Plain, Text, Words, lines, t
from storage import memberships, people, programmes, roles, statements, week_calls
from storage.memberships import Membership
from storage.people import Known
from storage.programmes import Programme
from storage.tx import Tx
from storage.week_calls import WeekCall
from storage.week_changes import ChangeKind

WEEKDAYS: tuple[Text, ...] = (
    t("Monday"),
    t("Tuesday"),
    t("Wednesday"),
    t("Thursday"),
    t("Friday"),
    t("Saturday"),
    t("Sunday"),
)

MOST_BUTTONS = 90
"""The platform takes a hundred under one message."""


class Line(NamedTuple):
    """One call as it goes in a week, and the other side of it.

    `later` is the date of an agreed call that is not due this week. With `change` TAKEN somebody else makes the call:
    `other` does, or, where it is `ours`, whoever the list is of makes it for `other`.
    """

    assignment_id: str
    week: str
    person_id: str
    name: Words
    weekday: int | None
    called: bool
    later: date | None
    has_phone: bool
    since: datetime
    change: ChangeKind | None
    other: Words | None
    ours: bool

    @property
    def is_due(self) -> bool:
        """Whether it can be made, and reported, this week by whoever the list is of."""
        return self.later is None and (self.change is not ChangeKind.TAKEN or self.ours)

    @property
    def is_open(self) -> bool:
        """Whether they still have it before them this week."""
        return self.is_due and not self.called and self.change is not ChangeKind.SKIPPED

    def words(self, *, private: bool = True) -> Text:
        """The call on one line. Who called already, and what was asked, stands in private only."""
        if self.later is not None:
            return t("• {name}, agreed for {date}", name=self.name, date=self.later)
        called = self.called and private
        if self.weekday is None:
            words = t("• {name} (called this week)", name=self.name) if called else t("• {name}", name=self.name)
        else:
            day = WEEKDAYS[self.weekday]
            words = (
                t("• {day}: {name} (called this week)", day=day, name=self.name)
                if called
                else t("• {day}: {name}", day=day, name=self.name)
            )
        return words if called and not self.ours else self._otherwise(words, private=private)

    def _otherwise(self, call: Text, *, private: bool) -> Text:
        if self.change is ChangeKind.TAKEN and self.other is not None:
            if self.ours:
                return t("{call} (this week, instead of {name})", call=call, name=self.other)
            return t("{call} (this week {name} does)", call=call, name=self.other)
        if self.change is ChangeKind.SKIPPED:
            return t("{call} (not this week)", call=call)
        if self.change is ChangeKind.ASKED and private:
            return t("{call} (asked whether somebody else can)", call=call)
        return call


@dataclass(frozen=True, slots=True)
class Part:
    """A person's membership together with its programme."""

    membership: Membership
    programme: Programme

    @property
    def is_opbelactie(self) -> bool:
        """Whether names here are from outside the person's own belboom."""
        return self.programme.kind is ProgrammeKind.OPBELACTIE


def parts_of(tx: Tx, person_id: str) -> list[Part]:
    """Everything a person takes part in, the oldest programme first."""
    order = {programme.id: place for place, programme in enumerate(programmes.every(tx))}
    mine = [one for one in memberships.of_person(tx, person_id) if one.programme_id in order]
    found = ((one, programmes.get(tx, one.programme_id)) for one in sorted(mine, key=lambda m: order[m.programme_id]))
    return [Part(one, programme) for one, programme in found if programme is not None]


def may_see(tx: Tx, part: Part) -> bool:
    """Whether names may be shown: of one's own belboom always, others once the statement was accepted."""
    if not part.is_opbelactie:
        return True
    return statements.has_accepted(tx, part.membership.person_id, part.programme.id)


def may_stand_in(programme: Programme, group: str | None) -> bool:
    """Whether who calls whom may be told in this group: in the one where a belboom lives, and nowhere else."""
    return programme.kind is ProgrammeKind.BELBOOM and group is not None and programme.group_chat == group


@dataclass(frozen=True)
class Book:
    """What a number of people have to do in one week, read by a few look-ups for all of them together."""

    week: Week
    parts: Mapping[str, list[Part]]
    """By person: everything they take part in, the oldest programme first."""
    calls: Mapping[str, list[Line]]
    """By membership."""
    unlocked: frozenset[tuple[str, str]]
    """Who (a person) accepted the statement for which programme."""
    cared_for: Mapping[str, Sequence[Programme]]
    """By person: the programmes they are fikser of, the oldest first."""

    def home_of(self, person_id: str) -> Programme | None:
        """The programme whose clock is this person's: the oldest they call in, or look after."""
        return _home(self.parts[person_id], self.cared_for.get(person_id, ()))

    def may_see(self, part: Part) -> bool:
        """As the function of that name."""
        return not part.is_opbelactie or (part.membership.person_id, part.programme.id) in self.unlocked


def _home(parts: Sequence[Part], cared_for: Sequence[Programme]) -> Programme | None:
    calling = [part.programme for part in parts if part.membership.part.calls]
    return next(iter((*calling, *cared_for)), None)


def home_of(tx: Tx, person_id: str) -> Programme | None:
    """The programme whose clock is this person's: the oldest they call in, or look after."""
    theirs = set(roles.programmes_of(tx, person_id, Role.FIKSER))
    return _home(parts_of(tx, person_id), [one for one in programmes.every(tx) if one.id in theirs])


def book_of(tx: Tx, person_ids: Sequence[str], week: Week) -> Book:
    """The book of these people for that week."""
    running = {programme.id: programme for programme in programmes.every(tx)}
    order = {programme_id: place for place, programme_id in enumerate(running)}
    parts = {
        person_id: [Part(one, running[one.programme_id]) for one in sorted(theirs, key=lambda m: order[m.programme_id])]
        for person_id, theirs in memberships.of_people(tx, person_ids).items()
    }
    calling = [part for theirs in parts.values() for part in theirs if part.membership.part.calls]
    unlocked = statements.accepted(tx, person_ids) if any(part.is_opbelactie for part in calling) else ()
    fiksers = roles.programmes_of_people(tx, person_ids, Role.FIKSER)
    cared_for = {one: [running[p] for p in order if p in theirs] for one, theirs in fiksers.items()}
    return Book(week, parts, calls_of_many(tx, calling, week), frozenset(unlocked), cared_for)


def calls_of(tx: Tx, part: Part) -> list[Line]:
    """Whom this member calls this week, by weekday, then as agreed."""
    return calls_of_many(tx, [part], week_of(tx.now, part.programme.timezone))[part.membership.id]


def callers_of(tx: Tx, part: Part) -> list[Line]:
    """Who call this member this week, by weekday."""
    week = week_of(tx.now, part.programme.timezone)
    calls = week_calls.made_to(tx, [part.membership.id], str(week))[part.membership.id]
    persons = {call: call.taker_person or call.caller_person for call in calls}
    known = people.known(tx, set(persons.values()))
    return _in_order(
        _line(tx, part.programme, call, known, person_id=person_id, other=None) for call, person_id in persons.items()
    )


def calls_of_many(tx: Tx, parts: Sequence[Part], week: Week) -> dict[str, list[Line]]:
    """Whom each of these members calls in that week, by membership."""
    calls = week_calls.made_by(tx, [part.membership.id for part in parts], str(week))
    persons = {call.callee_person for theirs in calls.values() for call in theirs}
    persons |= {
        person
        for theirs in calls.values()
        for call in theirs
        if call.taker_person is not None
        for person in (call.taker_person, call.caller_person)
    }
    known = people.known(tx, persons)

    def line(member: str, programme: Programme, call: WeekCall) -> Line:
        ours = call.taken_by == member
        other = None if call.taken_by is None else _named(known, call.caller_person if ours else call.taker_person)
        return _line(tx, programme, call, known, person_id=call.callee_person, other=other, ours=ours)

    return {
        part.membership.id: _in_order(
            line(part.membership.id, part.programme, call) for call in calls[part.membership.id]
        )
        for part in parts
    }


def _line(
    tx: Tx,
    programme: Programme,
    call: WeekCall,
    known: Mapping[str, Known],
    *,
    person_id: str,
    other: Words | None,
    ours: bool = False,
) -> Line:
    later = call.due_at is not None and call.due_at > tx.now + timedelta(days=7)
    person = known.get(person_id)
    return Line(
        assignment_id=call.assignment,
        week=call.week,
        person_id=person_id,
        name=_named(known, person_id),
        weekday=call.weekday,
        called=call.reported,
        later=date_in(call.due_at, programme.timezone) if later and call.due_at else None,
        has_phone=person is not None and person.has_phone,
        since=call.since,
        change=call.change,
        other=other,
        ours=ours,
    )


def _in_order(found: Iterable[Line]) -> list[Line]:
    """Those agreed for later last."""
    shown = list(found)
    if any(line.later for line in shown):
        shown.sort(key=lambda line: (line.later is not None, line.later or date.min))
    return shown


def _named(known: Mapping[str, Known], person_id: str | None) -> Words:
    person = None if person_id is None else known.get(person_id)
    return _NAMELESS if person is None or person.name is None else Plain(person.name)


_NAMELESS = t("somebody whose name I do not know yet")


def name_of(tx: Tx, membership: Membership) -> Words:
    """How others know this member."""
    name = people.name_of(tx, membership.person_id)
    return _NAMELESS if name is None else Plain(name)


def by_name(tx: Tx, members: Iterable[Membership]) -> list[Membership]:
    """The members in the order of an address book; those without a name by their code."""
    return sorted(members, key=lambda one: memberships.name_or_code(tx, one).casefold())


def heading(programme: Programme) -> Text:
    """The name of a programme above its calls."""
    return t("<b>{programme}</b>", programme=programme.name)


def calls_block(tx: Tx, part: Part, *, named: bool, private: bool = True) -> Words:
    """Whom this member calls, with the programme's name above it when `named`. The caller checked `may_see`."""
    return block(part, calls_of(tx, part), named=named, private=private)


def block(part: Part, mine: Sequence[Line], *, named: bool, private: bool = True) -> Words:
    """The same for calls that were looked up already."""
    if not mine and part.is_opbelactie:
        words: Words = t("Nobody to call this week. As soon as there is somebody for you, you hear from me.")
    elif not mine:
        words = t("Nobody to call for now.")
    else:
        words = lines(*(line.words(private=private) for line in mine))
    return lines(heading(part.programme) if named else None, words)


def call_buttons(mine: Sequence[Line]) -> tuple[tuple[Button, ...], ...]:
    """A button per person to call; one for when a call goes otherwise this week, and one for the phone numbers where
    there are any."""
    due = [line for line in mine if line.is_due and line.change is not ChangeKind.SKIPPED]
    changeable = any(line.is_open or line.change is ChangeKind.SKIPPED for line in mine if not line.ours)
    rows = [(report_button(line),) for line in due[:MOST_BUTTONS]]
    if changeable:
        rows.append((Button(t("Something else this week?"), "otherwise"),))
    if any(line.has_phone for line in mine if line.is_due):
        rows.append((Button(t("Show phone numbers"), "numbers"),))
    return tuple(rows)


def report_button(line: Line) -> Button:
    """The button to report a call: ticked where it was reported in that week."""
    words: Words = t("I called {name}", name=line.name)
    label = Lines((Plain("✓"), words), " ") if line.called else words
    return Button(label, f"report:{line.assignment_id}:{line.week}")
