"""Who calls whom, as words and buttons: what `/wiebelik`, `/wiebeltmij`, `/boom` and the weekly digest share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from conversations.screen import Button
from conversations.statement import VERSION
from domain.programme import ProgrammeKind
from domain.week import week_of, window
from locales import Lines, Plain, Text, Words, lines, t
from storage import assignments, memberships, people, programmes, statements
from storage.assignments import Assignment
from storage.memberships import Membership
from storage.programmes import Programme
from storage.tx import Tx

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


@dataclass(frozen=True, slots=True)
class Line:
    """One call and the other side of it. `later` is the date of an agreed call that is not due this week."""

    assignment_id: str
    person_id: str
    name: Words
    weekday: int | None
    called: bool
    later: date | None

    def words(self, *, private: bool = True) -> Text:
        """The call on one line. Who called already stands in private only."""
        if self.later is not None:
            return t("• {name}, agreed for {date}", name=self.name, date=self.later)
        if self.weekday is None:
            if self.called and private:
                return t("• {name} (called this week)", name=self.name)
            return t("• {name}", name=self.name)
        day = WEEKDAYS[self.weekday]
        if self.called and private:
            return t("• {day}: {name} (called this week)", day=day, name=self.name)
        return t("• {day}: {name}", day=day, name=self.name)


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
    return statements.accepted_at(tx, part.membership.person_id, part.programme.id, VERSION) is not None


def may_stand_in(programme: Programme, group: str | None) -> bool:
    """Whether who calls whom may be told in this group: in the one where a belboom lives, and nowhere else."""
    return programme.kind is ProgrammeKind.BELBOOM and group is not None and programme.group_chat == group


def calls_of(tx: Tx, part: Part) -> list[Line]:
    """Whom this member calls, by weekday, then as agreed."""
    return _lines(tx, part.programme, [(row, row.callee_id) for row in assignments.by_caller(tx, part.membership.id)])


def callers_of(tx: Tx, part: Part) -> list[Line]:
    """Who call this member, by weekday."""
    return _lines(tx, part.programme, [(row, row.caller_id) for row in assignments.by_callee(tx, part.membership.id)])


def _lines(tx: Tx, programme: Programme, rows: Sequence[tuple[Assignment, str]]) -> list[Line]:
    monday, _ = window(week_of(tx.now, programme.timezone), programme.timezone)
    found: list[Line] = []
    for row, other_id in rows:
        other = memberships.get(tx, other_id)
        if other is None:
            continue
        later = row.due_at is not None and row.due_at > tx.now + timedelta(days=7)
        found.append(
            Line(
                assignment_id=row.id,
                person_id=other.person_id,
                name=name_of(tx, other),
                weekday=row.weekday,
                called=row.worked_at is not None and row.worked_at >= monday,
                later=row.due_at.astimezone(ZoneInfo(programme.timezone)).date() if later and row.due_at else None,
            )
        )
    return sorted(found, key=lambda line: (line.later is not None, line.later or date.min))


def name_of(tx: Tx, membership: Membership) -> Words:
    """How others know this member."""
    name = people.name_of(tx, membership.person_id)
    return t("somebody whose name I do not know yet") if name is None else Plain(name)


def by_name(tx: Tx, members: Iterable[Membership]) -> list[Membership]:
    """The members in the order of an address book; those without a name by their code."""
    return sorted(members, key=lambda one: (people.name_of(tx, one.person_id) or one.code).casefold())


def heading(programme: Programme) -> Text:
    """The name of a programme above its calls."""
    return t("<b>{programme}</b>", programme=programme.name)


def calls_block(tx: Tx, part: Part, *, named: bool, private: bool = True) -> Words:
    """Whom this member calls, with the programme's name above it when `named`. The caller checked `may_see`."""
    mine = calls_of(tx, part)
    if not mine and part.is_opbelactie:
        words: Words = t("Nobody to call this week. As soon as there is somebody for you, you hear from me.")
    elif not mine:
        words = t("Nobody to call for now.")
    else:
        words = lines(*(line.words(private=private) for line in mine))
    return lines(heading(part.programme) if named else None, words)


def call_buttons(tx: Tx, parts: Sequence[Part]) -> tuple[tuple[Button, ...], ...]:
    """A button per person to call, and one for the phone numbers where there are any."""
    due = [line for part in parts for line in calls_of(tx, part) if line.later is None]
    rows = [(Button(_called(line), f"report:{line.assignment_id}"),) for line in due]
    if any(people.phone_of(tx, line.person_id) is not None for line in due):
        rows.append((Button(t("Show phone numbers"), "numbers"),))
    return tuple(rows[-MOST_BUTTONS:])


def _called(line: Line) -> Words:
    """What stands on the button to report a call: ticked where it was reported this week."""
    words = t("I called {name}", name=line.name)
    return Lines((Plain("✓"), words), " ") if line.called else words
