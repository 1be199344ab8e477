"""`/uren`: when somebody likes to hear from us, and when they are left alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import time

from bot.context import Ctx
from bot.features import digest, nudges
from bot.registry import Where, action, command
from conversations.screen import Button, Screen
from domain.hours import DAY, Hours
from locales import Plain, Words, lines, paragraphs, t
from storage import people
from storage.people import OwnHours

A_ROW = 6


@command(
    "uren",
    "heures",
    "uhrzeiten",
    "hours",
    help=t("Choose when I may write to you"),
    where=Where.PRIVATE,
)
def hours(ctx: Ctx) -> None:
    """Show the hours, and what can be changed."""
    ctx.reply(_overview(people.hours_of(ctx.tx, ctx.known_person().id)))


@action("hours")
def overview(ctx: Ctx) -> None:
    """Back to the overview."""
    own = _own(ctx)
    if own is not None:
        ctx.notice()
        ctx.change(_overview(own))


@action("hour")
def hour(ctx: Ctx, chosen: str = "") -> None:
    """The hour of reminders: which are possible, and the one that was chosen."""
    own = _own(ctx)
    if own is None:
        return
    possible = [one for one in DAY if not own.hours.is_quiet(one)]
    if not chosen:
        ctx.notice()
        ctx.change(Screen(t("At which hour shall I remind you?"), (*_grid("hour", possible), _back())))
    elif (at := _hour(chosen)) in possible:
        _keep(ctx, replace(own, hour=at))
    else:
        ctx.notice(t("That hour is one of your quiet hours. Choose other quiet hours first."), alert=True)


@action("quiet")
def quiet(ctx: Ctx, begin: str = "", end: str = "") -> None:
    """The quiet hours: first when they begin, then when they end. A reminder within them moves to their end."""
    own, first, last = _own(ctx), _hour(begin), _hour(end)
    if own is None:
        return
    if first is not None and last is not None:
        fitting = Hours(own.hours.hour, first, last).fitting()
        hour = own.hour if fitting.hour == own.hours.hour else fitting.hour
        _keep(ctx, replace(own, hour=hour, quiet_from=first, quiet_until=last))
        return
    ctx.notice()
    if first is None:
        never = (Button(t("You may always write to me"), "quiet:0:0"),)
        ctx.change(Screen(t("From which hour shall I leave you alone?"), (*_grid("quiet", DAY), never, _back())))
    else:
        ends = [one for one in DAY if one != first]
        asked = t("I leave you alone from {begin}. Until which hour?", begin=time(first))
        ctx.change(Screen(asked, (*_grid(f"quiet:{first}", ends), _back())))


@action("nudges")
def switch(ctx: Ctx, on: str) -> None:
    """A word on the day of a call, or none."""
    own = _own(ctx)
    if own is not None:
        _keep(ctx, replace(own, nudges=on == "1"))


def in_words(own: OwnHours) -> Words:
    """The hours that hold for somebody."""
    held = own.hours
    return lines(
        t("Reminders: at {hour}", hour=time(held.hour)),
        t("I may always write to you.")
        if held.quiet_from == held.quiet_until
        else t("I leave you alone: from {begin} until {end}", begin=time(held.quiet_from), end=time(held.quiet_until)),
        t("A word on the day of a call: yes") if own.nudges else t("A word on the day of a call: no"),
    )


def _overview(own: OwnHours) -> Screen:
    words = paragraphs(
        t("<b>Your hours</b>"),
        in_words(own),
        t("On Monday you get your calls for the week in any case. What you ask me I answer at any hour."),
    )
    on_the_day = (
        Button(t("No word on the day of a call"), "nudges:0")
        if own.nudges
        else Button(t("A word on the day of a call"), "nudges:1")
    )
    return Screen(
        words,
        ((Button(t("Another hour for reminders"), "hour"),), (Button(t("Other quiet hours"), "quiet"),), (on_the_day,)),
    )


def _keep(ctx: Ctx, own: OwnHours) -> None:
    people.set_hours(ctx.tx, ctx.me.id, own)
    ctx.notice(t("Noted."))
    ctx.change(_overview(own))
    digest.catch_up(ctx.tx, ctx.out, ctx.me.id)
    nudges.catch_up(ctx.tx, ctx.out, ctx.me.id)


def _own(ctx: Ctx) -> OwnHours | None:
    """The hours of whoever tapped, in private."""
    if not ctx.private or ctx.person is None:
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."), alert=True)
        return None
    return people.hours_of(ctx.tx, ctx.person.id)


def _hour(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= 2 and int(text) in DAY else None


def _grid(name: str, shown: Iterable[int]) -> tuple[tuple[Button, ...], ...]:
    buttons: Sequence[Button] = [Button(Plain(f"{one}:00"), f"{name}:{one}") for one in shown]
    return tuple(tuple(buttons[at : at + A_ROW]) for at in range(0, len(buttons), A_ROW))


def _back() -> tuple[Button, ...]:
    return (Button(t("Back"), "hours"),)
