"""Callers who have not been heard of: found, so that somebody asks how things are. No scores."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.context import Ctx, Env
from bot.features.lists import Book
from bot.out import Out, to_person
from bot.outbox import Priority
from bot.registry import action, job
from conversations.screen import Button, Screen
from domain.programme import Role
from domain.week import Week, date_in, day_index, week_of, window
from locales import Plain, Words, paragraphs, t, tn
from storage import facts, memberships, outbox, people, programmes, roles, silence
from storage.programmes import Programme
from storage.tx import Tx

TOLD_ON = 2
"""Wednesday."""

TOLD_AFTER = (2, 3)
"""Weeks; the second where the bot was away on the day after the first."""

MOST_MESSAGES = 5
"""When more callers than this are silent at once, it is not about each of them."""

LOOKED_BACK = 4
"""Weeks; longer ago is of no use to anybody."""


def quiet_weeks(tx: Tx, programme: Programme) -> Mapping[str, int]:
    """For how many weeks in a row nothing was heard of a caller, by membership, `LOOKED_BACK` at most.

    Only whole weeks count, so not the present one; and who reports in it, however late, was heard. A week is not
    quiet for somebody who had no calls all along, who paused on any day of it, or who said that a call of theirs would
    go otherwise. Members without app, and those our messages do not reach, cannot report and are not in it.
    """
    present = week_of(tx.now, programme.timezone)
    past = [present.following(-back) for back in range(1, LOOKED_BACK + 1)]
    heard = silence.heard(tx, programme.id, {str(week) for week in (present, *past)})
    calling = silence.callers(tx, programme.id)
    quiet: dict[str, int] = {}
    streak = {member for member in calling if member not in heard[str(present)]}
    for weeks, week in enumerate(past, 1):
        start, end = window(week, programme.timezone)
        rested = silence.rested(tx, programme.id, start, end)
        streak -= heard[str(week)] | rested | {member for member in streak if calling[member] > start}
        quiet |= dict.fromkeys(streak, weeks)
    return quiet


def quiet_so_far(tx: Tx, book: Book) -> set[str]:
    """The people of the book of whom nothing was heard in its week, in none of their programmes.

    As in `quiet_weeks`, their calls were there all along, and they did not pause in it.
    """
    heard = silence.heard_of(tx, list(book.calls), str(book.week))
    rested: dict[str, set[str]] = {}
    quiet: set[str] = set()
    for person_id, parts in book.parts.items():
        mine = [part for part in parts if book.calls.get(part.membership.id)]
        for programme in {part.programme.id: part.programme for part in mine}.values():
            if programme.id not in rested:
                rested[programme.id] = silence.rested(tx, programme.id, *window(book.week, programme.timezone))
        members = {part.membership.id for part in mine}
        lines = [line for part in mine for line in book.calls[part.membership.id] if line.is_due]
        start = min((window(book.week, part.programme.timezone)[0] for part in mine), default=None)
        all_along = start is not None and any(line.since <= start for line in lines)
        away = any(members & rested[part.programme.id] for part in mine)
        if all_along and not away and not members & heard:
            quiet.add(person_id)
    return quiet


@job(every=timedelta(hours=1))
def tell_fiksers(tx: Tx, env: Env, out: Out) -> bool:
    """Once a caller has not been heard of for two weeks, the fiksers of the programme hear so, once.

    They do on Wednesday, as calls of the week before are told of until Tuesday, at their own hour; who is heard of
    meanwhile is left out. One programme is looked at in one transaction.
    """
    for programme in programmes.every(tx):
        week = week_of(tx.now, programme.timezone)
        if day_index(tx.now, programme.timezone) < TOLD_ON or facts.get(tx, _fact(programme)) == str(week):
            continue
        facts.put(tx, _fact(programme), str(week))
        silent = {member: weeks for member, weeks in quiet_weeks(tx, programme).items() if weeks in TOLD_AFTER}
        for person_id in roles.holders(tx, programme.id, Role.FIKSER) if silent else ():
            _tell(tx, out, programme, person_id, silent)
        return True
    return False


def _tell(tx: Tx, out: Out, programme: Programme, person_id: str, silent: Mapping[str, int]) -> None:
    """About each caller in a message of their own, as each is another story; one about many where there are many."""
    person = people.get(tx, person_id)
    if person is None or not person.has_app or not person.reachable:
        return
    hours = people.hours_of(tx, person_id).hours
    today = date_in(tx.now, programme.timezone)
    moment = hours.awake(max(tx.now, hours.reminded(today, programme.timezone)), programme.timezone)
    # The outbox keeps a key for two weeks at least, which is as long as somebody counts as newly silent.
    week = week_of(tx.now, programme.timezone)
    before = outbox.row_of(tx, _key_of_many(programme, week.following(-1), person_id)) is not None
    new = [
        member
        for member, weeks in silent.items()
        if outbox.row_of(tx, _key(member, person_id)) is None and not (before and weeks > TOLD_AFTER[0])
    ]
    if len(new) > MOST_MESSAGES:
        words = tn(
            "In {programme}, {count} caller has not been heard of for two weeks. /groep shows who.",
            "In {programme}, {count} callers have not been heard of for two weeks. /groep shows who. "
            "Perhaps the calls go well, and telling me is what is too much: then ask them once.",
            len(new),
            programme=programme.name,
        )
        key = _key_of_many(programme, week, person_id)
        out.send(to_person(person), words, key=key, priority=Priority.BULK, not_before=moment)
        return
    for member in new:
        screen = _screen(programme, member, Plain(people.name_of_member(tx, member) or "…"))
        out.send(to_person(person), screen, key=_key(member, person_id), priority=Priority.BULK, not_before=moment)


def _screen(programme: Programme, member: str, name: Words) -> Screen:
    words = paragraphs(
        t(
            "{name} has not been heard of for two weeks in {programme}. A call to ask how things are?",
            name=name,
            programme=programme.name,
        ),
        t("A pause or fewer calls may help, for a while or for good. Or nothing at all: you know best."),
    )
    return Screen(
        words,
        (
            (Button(t("A pause or fewer calls"), f"member:{member}"),),
            (Button(t("Nothing for now"), f"letbe:{member}"),),
        ),
    )


@action("letbe")
def let_be(ctx: Ctx, membership_id: str) -> None:
    """The fikser leaves it as it is."""
    member = memberships.get(ctx.tx, membership_id)
    if member is None or not ctx.private or not ctx.holds(Role.FIKSER, member.programme_id):
        ctx.notice(t("That button is not for you. Ask the fikser or the admin of your programme."), alert=True)
        return
    ctx.notice()
    name = Plain(people.name_of_member(ctx.tx, membership_id) or "…")
    ctx.change(t("Good, we leave it as it is with {name}. Thank you for looking after everybody.", name=name))


def _fact(programme: Programme) -> str:
    return f"silent:{programme.id}"


def _key(member: str, person_id: str) -> str:
    return f"silent:{member}:{person_id}"


def _key_of_many(programme: Programme, week: Week, person_id: str) -> str:
    return f"silent:{programme.id}:{week}:{person_id}"
