"""From the gap guard to a caller: would a call on another day suit? The fikser taps, the caller answers.

Another day every week goes the way of `bot.features.swap_asking`; a call on one date is kept here. The question's own
outbox row is the proof that it was asked.
"""

from __future__ import annotations

from datetime import date, timedelta

from bot.context import Ctx
from bot.features import digest, lists, swap_asking, week_asking
from bot.features.choosing import permitted
from bot.features.day_moves import awake, name_of, way_to
from bot.features.gap_findings import is_free, name_for
from bot.out import to_person
from bot.registry import action
from conversations.screen import Button, Screen
from domain.programme import ProgrammeKind, Role
from domain.week import Week, date_in, week_of
from locales import Words, t
from storage import assignments, memberships, outbox, people, programmes, roles, week_changes
from storage.assignments import Assignment
from storage.people import Person
from storage.programmes import Programme
from storage.statements import has_accepted
from storage.week_changes import ChangeKind

AHEAD = timedelta(days=7)


@action("gapday")
def ask_for_day(ctx: Ctx, assignment_id: str, day: str) -> None:
    """Ask whether the call would suit on another day, every week."""
    found = _of_fikser(ctx, assignment_id)
    if found is None:
        return
    programme, row = found
    way = way_to(ctx.tx, programme, row, int(day)) if day in map(str, range(7)) else None
    if way is None or len(way.moves) > 1 or row.weekday is None:
        _otherwise_now(ctx)
        return
    said = {
        "name": name_of(ctx.tx, row.callee_id),
        "day": lists.WEEKDAYS[way.day],
        "before": lists.WEEKDAYS[row.weekday],
    }
    to_them = t(
        "The fikser of {programme} asks whether you could call {name} on {day} instead of {before}, every week: "
        "then the calls are spread a little more. Only if it suits you; no is fine too.",
        programme=programme.name,
        **said,
    )
    to_fikser = t(
        "Could you ask {caller}, who has no app, whether a call to {name} on {day} instead of {before} would suit?",
        caller=name_of(ctx.tx, row.caller_id),
        **said,
    )
    ctx.change(swap_asking.ask(ctx, programme, way, row.caller_id, to_them, to_fikser))


@action("gaponce")
def ask_for_once(ctx: Ctx, assignment_id: str, on: str) -> None:
    """Ask whether the call would suit on one date."""
    found, moment = _of_fikser(ctx, assignment_id), _date(on)
    if found is None:
        return
    programme, row = found
    caller = _caller(ctx, row)
    if moment is None or caller is None or not _still_fits(ctx, programme, row, moment):
        _otherwise_now(ctx)
        return
    words = t(
        "The fikser of {programme} asks whether you could call {name} this {day}. "
        "Only if it suits you; no is fine too.",
        programme=programme.name,
        name=name_of(ctx.tx, row.callee_id),
        day=lists.WEEKDAYS[moment.weekday()],
    )
    buttons = (
        (Button(t("Yes, that is fine"), f"gapyes:{row.id}:{on}"),),
        (Button(t("No, rather not"), f"gapno:{row.id}:{on}"),),
    )
    _put(ctx, programme, caller, Screen(words, buttons), _question(row, on), row)


@action("gapshare")
def ask_volunteer(ctx: Ctx, assignment_id: str) -> None:
    """Ask a volunteer of an opbelactie to give a contact of theirs a try."""
    found = _of_fikser(ctx, assignment_id)
    if found is None:
        return
    programme, row = found
    caller = _caller(ctx, row)
    if caller is None or programme.kind is not ProgrammeKind.OPBELACTIE:
        _otherwise_now(ctx)
        return
    if not has_accepted(ctx.tx, caller.id, programme.id):
        words: Words = t(
            "The fikser of {programme} asks whether you could give the people on your list a try one of these days. "
            "If it does not suit you now, that is fine too.",
            programme=programme.name,
        )
    else:
        words = t(
            "The fikser of {programme} asks whether you could give {name} a try one of these days. "
            "If it does not suit you now, that is fine too.",
            programme=programme.name,
            name=name_of(ctx.tx, row.callee_id),
        )
    screen = Screen(words, ((Button(t("Whom do I call?"), f"calls:{programme.id}"),),))
    week = week_of(ctx.now, programme.timezone)
    _put(ctx, programme, caller, screen, f"gapshare:{row.id}:{week}", row)


@action("gapyes")
def yes(ctx: Ctx, assignment_id: str, on: str) -> None:
    """The caller makes this call on that date, where both are still free then."""
    found = _asked(ctx, assignment_id, on)
    if found is None:
        return
    programme, row, moment = found
    name, day = name_of(ctx.tx, row.callee_id), lists.WEEKDAYS[moment.weekday()]
    if not _still_fits(ctx, programme, row, moment):
        _close(
            ctx, row, on, t("In the meantime that day no longer fits, so nothing was changed. Thank you all the same.")
        )
        return
    week = str(_week(moment))
    week_asking.no_longer(ctx.tx, ctx.out, row.id, week)
    if row.weekday == moment.weekday():
        week_changes.drop(ctx.tx, row.id, week)
    else:
        week_changes.put(ctx.tx, row.id, week, ChangeKind.OTHER_DAY, weekday=moment.weekday())
    digest.tick_off(ctx.tx, ctx.out, ctx.me)
    _close(ctx, row, on, t("Thank you! You call {name} this {day}.", name=name, day=day))
    caller = name_of(ctx.tx, row.caller_id)
    _tell_fiksers(ctx, programme, row, on, t("{caller} calls {name} this {day}.", caller=caller, name=name, day=day))


@action("gapno")
def no(ctx: Ctx, assignment_id: str, on: str) -> None:
    """Everything stays; the fiksers hear so, without a reason."""
    found = _asked(ctx, assignment_id, on)
    if found is None:
        return
    programme, row, _ = found
    _close(ctx, row, on, t("Good, everything stays as it is. I pass that on kindly."))
    words = t(
        "Another day does not work out with {name} this time. Everything stays as it is.",
        name=name_of(ctx.tx, row.caller_id),
    )
    _tell_fiksers(ctx, programme, row, on, words)


def _put(ctx: Ctx, programme: Programme, caller: Person, screen: Screen, key: str, row: Assignment) -> None:
    """Put a question to a caller once, and say so to the fikser."""
    name = name_for(ctx.tx, programme, row.caller_id, ctx.me)
    if not caller.reachable:
        ctx.change(t("{name} has no app, so I cannot ask. Perhaps you can, on the phone.", name=name))
    elif ctx.out.send(to_person(caller), screen, key=key, not_before=awake(ctx.tx, programme, caller.id)) is None:
        ctx.change(t("Somebody asked {name} already.", name=name))
    else:
        ctx.change(t("I asked {name}.", name=name))


def _of_fikser(ctx: Ctx, assignment_id: str) -> tuple[Programme, Assignment] | None:
    row = assignments.get(ctx.tx, assignment_id)
    if row is None:
        ctx.notice(t("That call is no longer there."), alert=True)
        return None
    programme = permitted(ctx, Role.FIKSER, row.programme_id)
    if programme is None:
        return None
    if not ctx.private or not row.is_active:
        _otherwise_now(ctx)
        return None
    return programme, row


def _otherwise_now(ctx: Ctx) -> None:
    ctx.notice(t("That is otherwise by now, so I did not ask."), alert=True)


def _asked(ctx: Ctx, assignment_id: str, on: str) -> tuple[Programme, Assignment, date] | None:
    """What an answer is about, where whoever tapped was asked; `None` after saying otherwise."""
    row, moment = assignments.get(ctx.tx, assignment_id), _date(on)
    programme = None if row is None else programmes.get(ctx.tx, row.programme_id)
    if row is None or moment is None or programme is None or not row.is_active or not ctx.private:
        ctx.notice(t("You no longer make this call. /wiebelik shows whom you call now."), alert=True)
        return None
    caller = _caller(ctx, row)
    if caller is None or caller.id != ctx.me.id:
        ctx.notice(t("That button belongs to somebody else."), alert=True)
        return None
    if outbox.row_of(ctx.tx, _question(row, on)) is None:  # nobody asked, or so long ago that the question is gone
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."), alert=True)
        return None
    if outbox.row_of(ctx.tx, _answer(row, on)) is not None:
        ctx.notice(t("That was answered already. Thank you!"), alert=True)
        return None
    return programme, row, moment


def _caller(ctx: Ctx, row: Assignment) -> Person | None:
    member = memberships.get(ctx.tx, row.caller_id)
    return None if member is None else people.get(ctx.tx, member.person_id)


def _still_fits(ctx: Ctx, programme: Programme, row: Assignment, moment: date) -> bool:
    today = date_in(ctx.now, programme.timezone)
    return (
        programme.kind is ProgrammeKind.BELBOOM
        and row.is_active
        and today <= moment <= today + AHEAD
        and moment.weekday() in programme.calling_days
        and is_free(ctx.tx, programme, row, moment)
    )


def _tell_fiksers(ctx: Ctx, programme: Programme, row: Assignment, on: str, words: Words) -> None:
    for person_id in roles.holders(ctx.tx, programme.id, Role.FIKSER):
        fikser = people.get(ctx.tx, person_id)
        if fikser is not None and fikser.reachable and fikser.id != ctx.me.id:
            key = f"{_answer(row, on)}:{fikser.id}"
            ctx.out.send(to_person(fikser), words, key=key, not_before=awake(ctx.tx, programme, fikser.id))


def _close(ctx: Ctx, row: Assignment, on: str, words: Words) -> None:
    ctx.out.edit(ctx.here, words, message_id=ctx.incoming.message_id, key=_answer(row, on))


def _question(row: Assignment, on: str) -> str:
    return f"gaponce:{row.id}:{on}"


def _answer(row: Assignment, on: str) -> str:
    return f"gaponce:{row.id}:{on}:answered"


def _date(text: str) -> date | None:
    """A date such as 20261124 in a button; `None` for anything else."""
    if len(text) != 8 or not text.isascii() or not text.isdecimal():
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _week(moment: date) -> Week:
    year, week, _ = moment.isocalendar()
    return Week(year, week)
