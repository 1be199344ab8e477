"""`/agenda`: one's own calls as a file for one's calendar, in private."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from bot.calendar_file import Appointment, calendar_file, first_on
from bot.context import Ctx
from bot.features import lists, statement, who
from bot.features.lists import Part
from bot.registry import Where, action, command
from conversations.screen import Button, Screen
from domain.programme import Role
from locales import Words, paragraphs, render_plain, t
from storage import assignments, memberships, people
from storage.assignments import Assignment
from storage.tx import Tx

FILE = "belboom.ics"


@command(
    "agenda",
    "calendrier",
    "kalender",
    "calendar",
    help=t("My calls for my calendar"),
    where=Where.PRIVATE,
    role=Role.MEMBER,
)
def agenda(ctx: Ctx) -> None:
    """The file, without a name of anybody."""
    parts = _my_parts(ctx)
    if parts:
        _send(ctx, parts, named=False)
    elif ctx.person is not None and lists.parts_of(ctx.tx, ctx.person.id):
        ctx.reply(t("You have nobody to call: you are called."))
    else:
        ctx.reply(who.not_known(ctx))


@action("agenda")
def agenda_again(ctx: Ctx, which: str) -> None:
    """The file anew, `named` or `plain`; names from outside one's own belboom only after the statement."""
    parts = _my_parts(ctx)
    if not ctx.private or not parts or which not in ("named", "plain"):
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."), alert=True)
        return
    if which == "named":
        for part in parts:
            if part.is_opbelactie and not statement.require_statement(ctx, part.programme.id):
                return
    ctx.notice()
    _send(ctx, parts, named=which == "named")


def hour_of(tx: Tx, person_id: str) -> int:
    """At which hour (0 to 23) this person's calls stand in their calendar."""
    return people.hours_of(tx, person_id).hours.fitting().hour


def _my_parts(ctx: Ctx) -> list[Part]:
    mine = [] if ctx.person is None else lists.parts_of(ctx.tx, ctx.person.id)
    return [part for part in mine if part.membership.part.calls]


def _send(ctx: Ctx, parts: list[Part], *, named: bool) -> None:
    found = [appointment for part in parts for appointment in _appointments(ctx, part, named=named)]
    if not found:
        ctx.whisper(
            t("There is no call with a fixed day for you yet. As soon as there is one, /agenda gives you the file.")
        )
        return
    caption = (
        t("Your calls for your calendar, with the names. Tap the file and choose your calendar app.")
        if named
        else t("Your calls for your calendar, without any names. Tap the file and choose your calendar app.")
    )
    ctx.out.document(ctx.privately, FILE, calendar_file(found, ctx.now), caption)
    ctx.whisper(_explained(named=named))


def _explained(*, named: bool) -> Screen:
    again = t(
        "When your calls change, send /agenda once more. Most calendars then put the new file in the place of the old "
        "one. Is a call left that is no longer yours? Then take it out of your calendar."
    )
    if named:
        seen = t("Who may look into your calendar now sees the names too.")
        return Screen(paragraphs(again, seen), ((Button(t("Without names"), "agenda:plain"),),))
    return Screen(again, ((Button(t("With names"), "agenda:named"),),))


def _appointments(ctx: Ctx, part: Part, *, named: bool) -> Iterator[Appointment]:
    """The weekly calls, and those that are agreed for a day from today on.

    A weekly call is known by its number and not by whom it is to, so that a new person or another day takes the place
    of the former in the calendar.
    """
    zone = part.programme.timezone
    hour = hour_of(ctx.tx, part.membership.person_id)
    rows = assignments.by_caller(ctx.tx, part.membership.id)
    weekly = [row for row in rows if row.weekday is not None]
    for number, row in enumerate(weekly, 1):
        assert row.weekday is not None
        plain = t("A call for the Belboom ({number} of {count})", number=number, count=len(weekly))
        yield Appointment(
            about=f"{part.membership.id}:{number}",
            summary=_summary(ctx, row, plain, named=named),
            first=first_on(row.weekday, ctx.now, zone),
            hour=hour,
            timezone=zone,
            weekly=True,
        )
    clock = ZoneInfo(zone)
    for row in rows:
        day = None if row.due_at is None else row.due_at.astimezone(clock).date()
        if row.weekday is None and day is not None and day >= ctx.now.astimezone(clock).date():
            summary = _summary(ctx, row, t("A call for the Belboom"), named=named)
            yield Appointment(f"agreed:{row.id}", summary, day, hour, zone, weekly=False)


def _summary(ctx: Ctx, row: Assignment, plain: Words, *, named: bool) -> str:
    other = memberships.get(ctx.tx, row.callee_id) if named else None
    words = plain if other is None else t("Call {name}", name=lists.name_of(ctx.tx, other))
    return render_plain(words, ctx.language)
