"""`/dagen`: somebody says on which weekdays they cannot, neither call nor be called."""

from __future__ import annotations

from collections.abc import Mapping

from bot.context import Ctx
from bot.features import lists
from bot.features.day_moves import name_of
from bot.features.lists import Part
from bot.features.rota import replan, standing_of
from bot.registry import Where, action, command
from conversations.screen import Button, Screen
from domain.programme import Role
from domain.rota import Call
from domain.spread import misfits
from domain.weekdays import days_in, mask_of
from locales import Lines, Plain, Words, lines, listed, paragraphs, t
from storage import assignments, memberships
from storage.assignments import Assignment
from storage.tx import Tx


@command("dagen", "jours", "tage", "days", help=t("The days on which I cannot"), where=Where.PRIVATE, role=Role.MEMBER)
def days(ctx: Ctx) -> None:
    """Ask which days; first for which belboom, where there are several."""
    mine = _parts(ctx)
    if not mine:
        ctx.reply(t("In your programme calls have no fixed day, so you call whenever it suits you."))
    elif len(mine) == 1:
        ctx.reply(_week(mine[0], mine[0].membership.cannot))
    else:
        rows = tuple((Button(Plain(part.programme.name), f"days:{part.membership.id}"),) for part in mine)
        ctx.reply(Screen(t("For which programme is it?"), rows))


@action("days")
def programme_chosen(ctx: Ctx, membership_id: str) -> None:
    """The days of one belboom."""
    part = _own(ctx, membership_id)
    if part is not None:
        ctx.change(_week(part, part.membership.cannot))


@action("daysturn")
def turned(ctx: Ctx, membership_id: str, mask: str) -> None:
    """A day more or less; nothing is kept yet."""
    part = _own(ctx, membership_id)
    chosen = _chosen(ctx, part, mask)
    if part is not None and chosen is not None:
        ctx.change(_week(part, chosen))


@action("daysdone")
def done(ctx: Ctx, membership_id: str, mask: str) -> None:
    """Keep the days, move the calls that have to, and say which those are."""
    part = _own(ctx, membership_id)
    chosen = _chosen(ctx, part, mask)
    if part is None or chosen is None:
        return
    before = _calls(ctx.tx, part)
    if chosen != part.membership.cannot:
        memberships.set_cannot(ctx.tx, part.membership.id, chosen)
        replan(ctx.tx, part.programme.id, knows={part.membership.id})
    after = _calls(ctx.tx, part)
    ctx.change(paragraphs(_kept(chosen), _moved(ctx.tx, part, before, after), _left_over(ctx.tx, part, after)))


def _week(part: Part, cannot: frozenset[int]) -> Screen:
    member = part.membership.id
    rows: list[tuple[Button, ...]] = []
    for day in part.programme.calling_days:
        sign = Plain("✗" if day in cannot else "✓")
        turned = mask_of(cannot ^ {day})
        rows.append((Button(Lines((sign, lists.WEEKDAYS[day]), " "), f"daysturn:{member}:{turned}"),))
    rows.append((Button(t("Done"), f"daysdone:{member}:{mask_of(cannot)}"),))
    words = paragraphs(
        t(
            "On which days can you not make it in {programme}? Tap a day to change it: ✓ is a day you can, ✗ a day "
            "you cannot. On the days you cannot, you call nobody and nobody calls you.",
            programme=part.programme.name,
        ),
        _crowded(part, cannot),
    )
    return Screen(words, tuple(rows))


def _crowded(part: Part, cannot: frozenset[int]) -> Words | None:
    """What to know before one leaves fewer days than one has calls."""
    standing = standing_of(part.programme, part.membership)
    if len({*part.programme.calling_days} - cannot) >= max(standing.calls, standing.called):
        return None
    return t("With so few days, two of your calls may come on one day.")


def _kept(cannot: frozenset[int]) -> Words:
    if not cannot:
        return t("I noted it: you can make it every day.")
    return t("I noted it. You cannot make it on: {days}.", days=listed(lists.WEEKDAYS[day] for day in sorted(cannot)))


def _moved(tx: Tx, part: Part, before: Mapping[Call, Assignment], after: Mapping[Call, Assignment]) -> Words:
    """What changed for whoever asked; that others' calls may have moved with it, these hear themselves."""
    told: list[Words] = []
    for call, row in after.items():
        old = before.get(call)
        if old is None or old.weekday == row.weekday or row.weekday is None or old.weekday is None:
            continue
        days = {"day": lists.WEEKDAYS[row.weekday], "before": lists.WEEKDAYS[old.weekday]}
        if call.caller == part.membership.id:
            told.append(t("• You call {name} on {day} instead of {before}.", name=name_of(tx, call.callee), **days))
        else:
            told.append(t("• {name} calls you on {day} instead of {before}.", name=name_of(tx, call.caller), **days))
    if not told:
        return t("None of your calls had to move for it.")
    return lines(t("These calls get another day:"), *told)


def _left_over(tx: Tx, part: Part, after: Mapping[Call, Assignment]) -> Words | None:
    """The calls with somebody with whom no day is left."""
    cannot = {member.id: member.cannot for member in memberships.active(tx, part.programme.id)}
    timetable = {call: row.weekday for call, row in after.items() if row.weekday is not None}
    told = [
        t(
            "• {name}, {day}",
            name=name_of(tx, call.callee if call.caller == part.membership.id else call.caller),
            day=lists.WEEKDAYS[timetable[call]],
        )
        for call in misfits(timetable, cannot)
    ]
    if not told:
        return None
    return lines(
        t("For these I found no day that suits you both. Have a word with each other, or with the fikser:"), *told
    )


def _calls(tx: Tx, part: Part) -> dict[Call, Assignment]:
    """The calls this member makes and gets, by weekday."""
    member = part.membership.id
    rows = [*assignments.by_caller(tx, member), *assignments.by_callee(tx, member)]
    return {Call(row.caller_id, row.callee_id): row for row in rows}


def _parts(ctx: Ctx) -> list[Part]:
    mine = [] if ctx.person is None else lists.parts_of(ctx.tx, ctx.person.id)
    return [part for part in mine if not part.is_opbelactie]


def _own(ctx: Ctx, membership_id: str) -> Part | None:
    for part in _parts(ctx) if ctx.private else ():
        if part.membership.id == membership_id:
            return part
    ctx.notice(t("That button no longer works. Send /help to see what I can do for you."), alert=True)
    return None


def _chosen(ctx: Ctx, part: Part | None, mask: str) -> frozenset[int] | None:
    """The days a button stands for, of which at least one is left; `None` after saying otherwise."""
    if part is None:
        return None
    if mask not in map(str, range(128)):
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."), alert=True)
        return None
    cannot = days_in(int(mask))
    if cannot.issuperset(part.programme.calling_days):
        ctx.notice(t("One day at least has to be left, or nobody can call you."), alert=True)
        return None
    return cannot
