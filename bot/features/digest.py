"""The weekly digest: on Monday, at everybody's own hour and in private, whom to call this week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.context import Env
from bot.features import lists, rotating, rounds, sharing, who
from bot.features.lists import Book, Part
from bot.out import Out, Target, to_person
from bot.outbox import Priority
from bot.registry import job
from conversations.screen import Screen
from domain.hours import DAY, Hours
from domain.programme import ProgrammeKind
from domain.week import Week, day_index, hour_of, instant, week_of
from locales import Words, lines, listed, paragraphs, render, t
from storage import memberships, outbox, people, programmes
from storage.people import Person
from storage.programmes import Programme
from storage.rounds import Reader, deaf, fiksers
from storage.tx import Tx

ROUND = "digest"

NOON = 12

LAST_DAY = 2
"""Wednesday: when the bot was away on Monday, the digest still goes out until that day is over."""

ROOM_FOR_LISTS = 3600
"""Characters after which the calls of members without app are no longer spelled out."""

MOST_WITHOUT_APP = 100
"""More of them than this never fit."""


@job(every=timedelta(minutes=1))
def send_digests(tx: Tx, env: Env, out: Out) -> bool:
    """Write this week's digests of all whose hour of Monday has come, once per person and week.

    A person's clock is that of the oldest programme they call in; the digest is about all their programmes. Nobody
    gets it in their quiet hours. Who joins a programme after its hour gets the next one.
    """
    looked_at = 0
    for programme in programmes.every(tx):
        looked_at += _write_some(tx, out, programme)
        if looked_at >= rounds.SLICE:
            return True
    return False


def catch_up(tx: Tx, out: Out, person_id: str) -> None:
    """Somebody chose an hour whose turn is over: they get this week's digest now, unless they have it."""
    programme = lists.home_of(tx, person_id)
    reader = None if programme is None else rounds.reader_of(tx, programme, person_id)
    if programme is None or reader is None or day_index(tx.now, programme.timezone) > LAST_DAY:
        return
    week = week_of(tx.now, programme.timezone)
    at = _Moments.of(tx, programme, reader.hours, week)
    if reader.since <= at.reminded <= tx.now and at.in_time:
        _send(tx, out, reader, lists.book_of(tx, [person_id], week), at.awake)


def through(tx: Tx, programme: Programme) -> bool:
    """Whether nobody of this programme waits for a digest that is due."""
    week, today = week_of(tx.now, programme.timezone), day_index(tx.now, programme.timezone)
    return today > LAST_DAY or rounds.is_through(tx, ROUND, programme, week.monday, _hour(tx, programme))


def _hour(tx: Tx, programme: Programme) -> int:
    """Up to which hour of Monday it is by now."""
    return DAY[-1] if day_index(tx.now, programme.timezone) > 0 else hour_of(tx.now, programme.timezone)


def _write_some(tx: Tx, out: Out, programme: Programme) -> int:
    """One slice; how many people were looked at, or what it cost."""
    week = week_of(tx.now, programme.timezone)
    if day_index(tx.now, programme.timezone) > LAST_DAY or rotating.is_due(tx, programme):
        return 0  # too late, or the pairs of the week are still to come
    turn = rounds.next_slice(tx, ROUND, programme, week.monday, _hour(tx, programme))
    if turn is None:
        return 0
    if turn.opens and programme.kind is ProgrammeKind.OPBELACTIE:
        sharing.share_out(tx, programme)
    readers = {reader.person_id: reader for reader in turn.readers}
    if turn.first:
        readers |= {one.person_id: one for one in fiksers(tx, programme.id, over=turn.over, upto=turn.upto)}
    if not readers:
        return rounds.A_LOOK
    book = lists.book_of(tx, list(readers), week)
    moments = {hours: _Moments.of(tx, programme, hours, week) for hours in {one.hours for one in readers.values()}}
    for reader in readers.values():
        at = moments[reader.hours]
        if at.in_time and reader.since <= at.reminded and book.home_of(reader.person_id) == programme:
            _send(tx, out, reader, book, at.awake)
    return max(len(readers), rounds.A_LOOK)


@dataclass(frozen=True, slots=True)
class _Moments:
    """What some hours mean this week: when the digest was due and when it can go now, if that is not too late."""

    reminded: datetime
    awake: datetime
    in_time: bool

    @classmethod
    def of(cls, tx: Tx, programme: Programme, hours: Hours, week: Week) -> _Moments:
        awake = hours.awake(tx.now, programme.timezone)
        end = instant(week.day(LAST_DAY + 1), time(0), programme.timezone)
        return cls(hours.reminded(week.monday, programme.timezone), awake, awake < end)


def _send(tx: Tx, out: Out, reader: Reader, book: Book, moment: datetime) -> None:
    screen = digest_screen(tx, book, reader.person_id, reader.language, reader.hours)
    if screen is not None:
        out.send(
            Target(reader.language, person_id=reader.person_id, platform_id=reader.platform_id),
            screen,
            key=key_of(reader.person_id, book.week),
            priority=Priority.BULK,
            purpose="digest",
            not_before=moment,
        )


def tick_off(tx: Tx, out: Out, person: Person, *weeks: Week) -> None:
    """Bring the digests of this week, and of `weeks`, up to date, so that they show what is still to be done."""
    for week in {*weeks, *(week_of(tx.now, part.programme.timezone) for part in lists.parts_of(tx, person.id))}:
        row = outbox.row_of(tx, key_of(person.id, week))
        if row is None:
            continue
        hours = people.hours_of(tx, person.id).hours
        screen = digest_screen(tx, lists.book_of(tx, [person.id], week), person.id, person.language, hours)
        if screen is not None:
            out.edit(to_person(person), screen, row=row, or_anew=False)


def key_of(person_id: str, week: Week) -> str:
    """Under which the outbox holds the digest of this person and week, one ever."""
    return f"digest:{person_id}:{week}"


def digest_screen(tx: Tx, book: Book, person_id: str, language: str, hours: Hours) -> Screen | None:
    """The digest as it would be now, in a greeting that fits `hours`; `None` where there is nothing to tell."""
    parts = [part for part in book.parts[person_id] if book.calls.get(part.membership.id)]
    open_parts = [part for part in parts if book.may_see(part)]
    locked = [part for part in parts if part not in open_parts]
    for_others = _by_phone(tx, book.cared_for.get(person_id, ()), book.week)
    if not (parts or for_others):
        return None
    blocks: list[Words] = [t("Good morning! A new week.") if hours.hour < NOON else t("Hello! A new week.")]
    if parts:
        blocks.append(t("These are your calls. Another day, or a little later, is fine too."))
    blocks += [lists.block(part, book.calls[part.membership.id], named=True) for part in open_parts]
    blocks += [lines(lists.heading(part.programme), who.locked_words()) for part in locked]
    mine = [line for part in open_parts for line in book.calls[part.membership.id]]
    rows = (*lists.call_buttons(mine), *((who.locked_button(part),) for part in locked))
    if open_parts:
        blocks.append(t("Tap a name when you have called. Thank you for being there."))
    for programme, calls in for_others:
        blocks.append(_for_others(programme, calls, blocks, language))
    return Screen(paragraphs(*blocks), rows)


def _by_phone(tx: Tx, cared_for: Sequence[Programme], week: Week) -> list[tuple[Programme, list[Words] | None]]:
    """Per programme of a fikser: whom members call whom we do not reach, so that somebody tells them; `None` where
    they are too many to name."""
    found: list[tuple[Programme, list[Words] | None]] = []
    for programme in cared_for:
        if programme.kind is not ProgrammeKind.BELBOOM:
            continue
        members = [memberships.get(tx, member) for member in deaf(tx, programme.id, MOST_WITHOUT_APP + 1)]
        parts = [Part(member, programme) for member in members if member is not None]
        calls = lists.calls_of_many(tx, parts, week)
        told: list[Words] = [
            t("• {name}: {others}", name=lists.name_of(tx, part.membership), others=listed(map(_with_day, mine)))
            for part in parts
            if (mine := [line for line in calls[part.membership.id] if line.is_due])
        ]
        if told:
            found.append((programme, told if len(parts) <= MOST_WITHOUT_APP else None))
    return found


def _with_day(line: lists.Line) -> Words:
    if line.weekday is None:
        return line.name
    return t("{name} ({day})", name=line.name, day=lists.WEEKDAYS[line.weekday])


def _for_others(programme: Programme, calls: Sequence[Words] | None, above: Sequence[Words], language: str) -> Words:
    """The list for the fikser, or where it is found when it would not fit."""
    if calls is not None:
        words = paragraphs(
            t(
                "Some people in {programme} have no app. Could you let them know whom they call?",
                programme=programme.name,
            ),
            lines(*calls),
        )
        if len(render(paragraphs(*above, words), language)) <= ROOM_FOR_LISTS:
            return words
    return t(
        "Many people in {programme} have no app. Could you let them know whom they call? /boom shows it.",
        programme=programme.name,
    )
