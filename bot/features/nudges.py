"""A word on the day of a call, at everybody's own hour: one message however many calls, and none where all is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.context import Env
from bot.features import digest, lists, rounds, silent
from bot.features.lists import Book, Line
from bot.out import Out, Target, to_person
from bot.outbox import Priority
from bot.registry import job
from conversations.screen import Button, Screen
from domain.week import Week, day_index, hour_of, instant, week_of
from locales import listed, paragraphs, t
from storage import outbox, programmes
from storage import rounds as kept_rounds
from storage.people import Person
from storage.programmes import Programme
from storage.rounds import Reader
from storage.tx import Tx
from storage.week_changes import ChangeKind

ROUND = "nudges"
MONDAY, SUNDAY = 0, 6


@job(every=timedelta(minutes=1))
def send_nudges(tx: Tx, env: Env, out: Out) -> bool:
    """Write to all whose hour of today has come and who have a call today.

    On Monday the digest says it all, and whoever gets it later in the week gets nothing else that day. What was missed
    on another day stays so, and nobody is written to in their quiet hours: tomorrow it would be no use.
    """
    looked_at = 0
    for programme in programmes.every(tx):
        if day_index(tx.now, programme.timezone) != MONDAY and digest.through(tx, programme):
            looked_at += _write_some(tx, out, programme)
        if looked_at >= rounds.SLICE:
            return True
    return False


def catch_up(tx: Tx, out: Out, person_id: str) -> None:
    """Somebody chose an hour whose turn is over: they get today's word now, unless they have it."""
    programme = lists.home_of(tx, person_id)
    reader = None if programme is None else rounds.reader_of(tx, programme, person_id)
    if programme is None or reader is None or day_index(tx.now, programme.timezone) == MONDAY:
        return
    day = _Day.of(tx, programme)
    if reader.hours.reminded(day.date, programme.timezone) <= tx.now:
        _write_to(tx, out, day, [reader])


def tick_off(tx: Tx, out: Out, person: Person) -> None:
    """Bring today's word up to date after a report."""
    programme = lists.home_of(tx, person.id)
    if programme is None:
        return
    day = _Day.of(tx, programme)
    row = outbox.row_of(tx, day.key(person.id))
    if row is None:
        return
    book = lists.book_of(tx, [person.id], day.week)
    asked = list(_asked(book, person.id, day.index))
    screen = _screen(list(_today(book, person.id, day.index)), asked, ()) or Screen(
        t("All is done for today. Thank you for being there.")
    )
    out.edit(to_person(person), screen, row=row, or_anew=False)


@dataclass(frozen=True)
class _Day:
    """Today, on the clock of a programme."""

    programme: Programme
    date: date
    index: int

    @classmethod
    def of(cls, tx: Tx, programme: Programme) -> _Day:
        week, index = week_of(tx.now, programme.timezone), day_index(tx.now, programme.timezone)
        return cls(programme, week.day(index), index)

    @property
    def week(self) -> Week:
        year, number, _ = self.date.isocalendar()
        return Week(year, number)

    def key(self, person_id: str) -> str:
        """Under which the outbox holds the word of this day, one ever."""
        return f"nudge:{person_id}:{self.date}"


def _write_some(tx: Tx, out: Out, programme: Programme) -> int:
    """One slice; how many people were looked at, or what it cost."""
    day = _Day.of(tx, programme)
    turn = rounds.next_slice(tx, ROUND, programme, day.date, hour_of(tx.now, programme.timezone))
    if turn is None:
        return 0
    if turn.readers:
        _write_to(tx, out, day, turn.readers)
    return max(len(turn.readers), rounds.A_LOOK)


def _write_to(tx: Tx, out: Out, day: _Day, readers: Sequence[Reader]) -> None:
    zone = day.programme.timezone
    book = lists.book_of(tx, [reader.person_id for reader in readers], day.week)
    digests = {digest.key_of(reader.person_id, day.week): reader.person_id for reader in readers}
    came = kept_rounds.written(tx, digests, instant(day.date, time(0), zone))
    served = {digests[key] for key in came}
    quiet = silent.quiet_so_far(tx, book) if day.index == SUNDAY else frozenset()
    for reader in readers:
        person_id = reader.person_id
        awake = reader.hours.awake(tx.now, zone) == tx.now
        there = reader.since <= reader.hours.reminded(day.date, zone)
        if person_id in served or not awake or not there or book.home_of(person_id) != day.programme:
            continue
        today = list(_today(book, person_id, day.index)) if reader.nudges else []
        asked = list(_asked(book, person_id, day.index))
        unheard = list(_open(book, person_id)) if reader.nudges and person_id in quiet else []
        screen = _screen(today, asked, unheard)
        if screen is not None:
            out.send(
                Target(reader.language, person_id=person_id, platform_id=reader.platform_id),
                screen,
                key=day.key(person_id),
                priority=Priority.BULK,
                purpose="nudge",
            )


def _open(book: Book, person_id: str) -> Iterator[Line]:
    """What somebody still has before them this week, as far as they may see names."""
    for part in book.parts[person_id]:
        if book.may_see(part):
            yield from (line for line in book.calls.get(part.membership.id, ()) if line.is_open)


def _today(book: Book, person_id: str, index: int) -> Iterator[Line]:
    for line in _open(book, person_id):
        if line.weekday == index and line.change is not ChangeKind.ASKED:
            yield line


def _asked(book: Book, person_id: str, index: int) -> Iterator[Line]:
    """The calls of that day of which others were asked whether they take them, and nobody did."""
    for line in _open(book, person_id):
        if line.weekday == index and line.change is ChangeKind.ASKED:
            yield line


def _screen(today: Sequence[Line], asked: Sequence[Line], unheard: Sequence[Line]) -> Screen | None:
    """`asked` are the calls of today that nobody took over, `unheard` all of somebody who has not been heard."""
    if not (today or asked or unheard):
        return None
    words = paragraphs(
        t("Today you call {names}.", names=listed(line.name for line in today)) if today else None,
        t(
            "Nobody has been able to call {names} in your place. That can happen. "
            "If you can call after all: gladly. If not, that is all right too.",
            names=listed(line.name for line in asked),
        )
        if asked
        else None,
        t("No stress: if you called somebody this week, tap a name. If not, next week is a new week.")
        if unheard
        else None,
    )
    shown = list({line.assignment_id: line for line in (*today, *asked, *unheard)}.values())
    rows = [(lists.report_button(line),) for line in shown[: lists.MOST_BUTTONS]]
    return Screen(words, (*rows, *_otherwise(shown)))


def _otherwise(shown: Sequence[Line]) -> tuple[tuple[Button, ...], ...]:
    """What can be done instead of calling: of one call at once, of several after asking which."""
    own = [line for line in shown if not line.ours]
    if len(shown) == 1 and own and own[0].change is not ChangeKind.ASKED:
        return one_call(own[0].assignment_id)
    return ((Button(t("Something else this week?"), "otherwise"),),) if own else ()


def one_call(assignment_id: str) -> tuple[tuple[Button, ...], ...]:
    """How one call can go otherwise this week."""
    return (
        (Button(t("Another day"), f"otherday:{assignment_id}"),),
        (Button(t("Somebody else, this week"), f"otherone:{assignment_id}"),),
        (Button(t("Not this week"), f"skipweek:{assignment_id}"),),
    )
