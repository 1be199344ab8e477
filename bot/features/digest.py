"""The weekly digest: Monday nine o'clock, in private, whom to call this week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta

from bot.context import Env
from bot.features import lists, sharing, who
from bot.features.lists import Part
from bot.out import Out, to_person
from bot.outbox import Priority
from bot.registry import job
from conversations.screen import Screen
from domain.programme import ProgrammeKind, Role
from domain.week import Week, digest_is_due, instant, monday_nine, week_of
from locales import Words, lines, listed, paragraphs, render, t
from storage import facts, memberships, outbox, people, programmes, roles
from storage.memberships import Membership
from storage.people import Person
from storage.programmes import Programme
from storage.tx import Tx

LAST_DAY = 2
"""Wednesday: when the bot was away on Monday, the digest still goes out until that day is over."""

ROOM_FOR_LISTS = 3600
"""Characters after which the calls of members without app are no longer spelled out."""


@job(every=timedelta(minutes=1))
def send_digests(tx: Tx, env: Env, out: Out) -> None:
    """Write this week's digests of every programme whose Monday nine has come, once per person and week.

    Who joins a programme after its digests were written gets the next one.
    """
    due: list[tuple[Programme, Week]] = []
    for programme in programmes.every(tx):
        week = week_of(tx.now, programme.timezone)
        if not _is_time(tx, programme, week) or facts.get(tx, _fact(programme)) == str(week):
            continue
        facts.put(tx, _fact(programme), str(week))
        if programme.kind is ProgrammeKind.OPBELACTIE:
            sharing.share_out(tx, programme)
        due.append((programme, week))
    for programme, week in due:
        for person_id in _readers(tx, programme, week):
            _send(tx, out, person_id, week)


def _fact(programme: Programme) -> str:
    return f"digest:{programme.id}"


def _is_time(tx: Tx, programme: Programme, week: Week) -> bool:
    if not digest_is_due(tx.now, programme.timezone):
        return False
    return tx.now < instant(week.day(LAST_DAY + 1), time(0, 0), programme.timezone)


def _readers(tx: Tx, programme: Programme, week: Week) -> list[str]:
    """Who gets a digest for this programme: those who call and hear us, and the fiksers where somebody does not.

    All of them were there on Monday, however late the digest is.
    """
    moment = monday_nine(week, programme.timezone)
    active = memberships.active(tx, programme.id)
    callers = [member for member in active if member.part.calls and member.created_at <= moment]
    readers = [member.person_id for member in callers if _hears_us(tx, member)]
    if len(readers) < len(callers):
        readers += roles.holders(tx, programme.id, Role.FIKSER)
    return list(dict.fromkeys(readers))


def _send(tx: Tx, out: Out, person_id: str, week: Week) -> None:
    person = people.get(tx, person_id)
    if person is None or not person.reachable:
        return
    screen = digest_screen(tx, person_id, person.language)
    if screen is not None:
        out.send(to_person(person), screen, key=_key(person_id, week), priority=Priority.BULK, purpose="digest")


def tick_off(tx: Tx, out: Out, person: Person) -> None:
    """Bring this week's digests up to date after a report, so that they show what is still to be done."""
    weeks = {str(week_of(tx.now, part.programme.timezone)) for part in lists.parts_of(tx, person.id)}
    sent = [row for row in (outbox.row_of(tx, _key(person.id, week)) for week in weeks) if row is not None]
    screen = digest_screen(tx, person.id, person.language) if sent else None
    if screen is not None:
        for row in sent:
            out.edit(to_person(person), screen, row=row, or_anew=False)


def _key(person_id: str, week: Week | str) -> str:
    return f"digest:{person_id}:{week}"


def digest_screen(tx: Tx, person_id: str, language: str) -> Screen | None:
    """The digest as it would be now; `None` where there is nobody to call and nothing to pass on."""
    parts = [part for part in lists.parts_of(tx, person_id) if part.membership.part.calls]
    open_parts = [part for part in parts if lists.may_see(tx, part) and lists.calls_of(tx, part)]
    locked = [part for part in parts if not lists.may_see(tx, part) and lists.calls_of(tx, part)]
    for_others = _by_phone(tx, person_id)
    if not (open_parts or locked or for_others):
        return None
    blocks: list[Words] = [t("Good morning! A new week.")]
    if open_parts or locked:
        blocks.append(t("These are your calls. Another day, or a little later, is fine too."))
    blocks += [lists.calls_block(tx, part, named=True) for part in open_parts]
    blocks += [lines(lists.heading(part.programme), who.locked_words()) for part in locked]
    rows = (*lists.call_buttons(tx, open_parts), *((who.locked_button(part),) for part in locked))
    if open_parts:
        blocks.append(t("Tap a name when you have called. Thank you for being there."))
    for programme, calls in for_others:
        blocks.append(_for_others(programme, calls, blocks, language))
    return Screen(paragraphs(*blocks), rows)


def _by_phone(tx: Tx, person_id: str) -> list[tuple[Programme, list[Words]]]:
    """Per programme this person is fikser of: whom members without app call, so that somebody tells them."""
    found: list[tuple[Programme, list[Words]]] = []
    for programme_id in roles.programmes_of(tx, person_id, Role.FIKSER):
        programme = programmes.get(tx, programme_id)
        if programme is None or programme.kind is not ProgrammeKind.BELBOOM:
            continue
        calls: list[Words] = []
        for member in memberships.active(tx, programme_id):
            if not member.part.calls or _hears_us(tx, member):
                continue
            mine = [_with_day(line) for line in lists.calls_of(tx, Part(member, programme))]
            if mine:
                calls.append(t("• {name}: {others}", name=lists.name_of(tx, member), others=listed(mine)))
        if calls:
            found.append((programme, calls))
    return found


def _hears_us(tx: Tx, member: Membership) -> bool:
    """Whether this member has the app, and has not stopped the chat with us."""
    person = people.get(tx, member.person_id) if member.has_app else None
    return person is not None and person.reachable


def _with_day(line: lists.Line) -> Words:
    if line.weekday is None:
        return line.name
    return t("{name} ({day})", name=line.name, day=lists.WEEKDAYS[line.weekday])


def _for_others(programme: Programme, calls: Sequence[Words], above: Sequence[Words], language: str) -> Words:
    """The list for the fikser, or where it is found when it would not fit."""
    words = paragraphs(
        t("Some people in {programme} have no app. Could you let them know whom they call?", programme=programme.name),
        lines(*calls),
    )
    if len(render(paragraphs(*above, words), language)) <= ROOM_FOR_LISTS:
        return words
    return t(
        "Many people in {programme} have no app. Could you let them know whom they call? /boom shows it.",
        programme=programme.name,
    )
