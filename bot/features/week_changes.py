"""One call goes otherwise this week: on another day, not at all, or made by somebody else. Nobody asks why."""

from __future__ import annotations

from dataclasses import dataclass

from bot.context import Ctx
from bot.features import digest, lists, nudges, week_asking
from bot.features.lists import Line, Part
from bot.registry import action
from conversations.screen import Button, Screen
from domain.programme import MembershipState
from domain.week import day_index, week_of
from locales import Words, paragraphs, t
from storage import assignments, memberships, programmes, week_calls, week_changes
from storage.tx import Tx
from storage.week_changes import ChangeKind

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Own:
    """A call of whoever tapped, as it goes this week."""

    part: Part
    line: Line
    callee: str
    week: str

    @property
    def id(self) -> str:
        """The assignment."""
        return self.line.assignment_id


def own_call(ctx: Ctx, assignment_id: str) -> Own | None:
    """The call a button is about, where it is still made by whoever tapped, and in private; otherwise they are told."""
    row = assignments.get(ctx.tx, assignment_id)
    member = None if row is None else memberships.get(ctx.tx, row.caller_id)
    programme = None if row is None else programmes.get(ctx.tx, row.programme_id)
    if row is None or not row.is_active or member is None or programme is None:
        ctx.notice(t("Who calls whom has changed since. /wiebelik shows your calls."), alert=True)
        return None
    mine = ctx.person is not None and member.person_id == ctx.person.id and member.state is MembershipState.ACTIVE
    part = Part(member, programme)
    if not mine or not ctx.private or not lists.may_see(ctx.tx, part):
        ctx.notice(t("That button is for somebody else. Yours are in your own list: /wiebelik"), alert=True)
        return None
    line = next(line for line in lists.calls_of(ctx.tx, part) if line.assignment_id == assignment_id)
    return Own(part, line, row.callee_id, str(week_of(ctx.now, programme.timezone)))


@action("otherwise")
def choose(ctx: Ctx, assignment_id: str = "") -> None:
    """What can be done about a call this week; first which call, where there are several."""
    if assignment_id:
        own = own_call(ctx, assignment_id)
        if own is not None:
            ctx.notice()
            ctx.change(options(ctx.tx, own))
        return
    taking_part = [] if ctx.person is None else lists.parts_of(ctx.tx, ctx.person.id)
    parts = [part for part in taking_part if part.membership.part.calls]
    if not ctx.private or not parts:
        ctx.notice(t("That button is for somebody else. Yours are in your own list: /wiebelik"), alert=True)
        return
    ctx.notice()
    mine = [
        line
        for part in parts
        if lists.may_see(ctx.tx, part)
        for line in lists.calls_of(ctx.tx, part)
        if not line.called and not line.ours and line.later is None
    ]
    if not mine:
        ctx.whisper(t("All your calls of this week are done. Thank you for being there."))
    elif len(mine) == 1 and (own := own_call(ctx, mine[0].assignment_id)) is not None:
        ctx.whisper(options(ctx.tx, own))
    else:
        rows = tuple((Button(_named(line), f"otherwise:{line.assignment_id}"),) for line in mine[: lists.MOST_BUTTONS])
        ctx.whisper(Screen(t("Which call goes otherwise this week?"), rows))


def options(tx: Tx, own: Own) -> Screen:
    """One call as it goes this week, and what can be changed about it."""
    as_ever = (Button(t("As ever after all"), f"asever:{own.id}"),)
    match own.line.change:
        case None:
            rows = nudges.one_call(own.id)
        case ChangeKind.OTHER_DAY:
            rows = (*nudges.one_call(own.id), as_ever)
        case ChangeKind.TAKEN:
            rows = ()
        case _:
            rows = (as_ever,)
    return Screen(paragraphs(t("This week:"), own.line.words()), rows)


@action("otherday")
def another_day(ctx: Ctx, assignment_id: str, chosen: str = "") -> None:
    """This week on another of the days that are left; the usual day comes back next week."""
    own = own_call(ctx, assignment_id)
    if own is None or not _still_mine(ctx, own):
        return
    taken = _days_left(ctx.tx, own)
    if not taken:
        ctx.notice(t("There is no other day left this week. “Not this week” is quite all right."), alert=True)
    elif not chosen:
        ctx.notice()
        rows = tuple((Button(label, f"otherday:{own.id}:{day}"),) for day, label in taken.items())
        asked = t("On which day this week do you call {name}?", name=own.line.name)
        ctx.change(Screen(asked, (*rows, (Button(t("Back"), f"otherwise:{own.id}"),))))
    elif not chosen.isdecimal() or int(chosen) not in taken:
        ctx.notice(t("That day does not go any more. Choose another one."), alert=True)
    else:
        _put(ctx, own, ChangeKind.OTHER_DAY, weekday=int(chosen))
        day = lists.WEEKDAYS[int(chosen)]
        _done(ctx, own, t("Good: this week you call {name} on {day}.", name=own.line.name, day=day))


@action("skipweek")
def not_this_week(ctx: Ctx, assignment_id: str) -> None:
    """Not this week. Nobody asks why."""
    own = own_call(ctx, assignment_id)
    if own is not None and _still_mine(ctx, own):
        _put(ctx, own, ChangeKind.SKIPPED)
        words = t("That is quite all right. Next week you call {name} again. Look after yourself.", name=own.line.name)
        _done(ctx, own, words)


@action("asever")
def as_ever(ctx: Ctx, assignment_id: str) -> None:
    """What was changed about this week is taken back."""
    own = own_call(ctx, assignment_id)
    if own is None or not _still_mine(ctx, own):
        return
    _put(ctx, own, None)
    again = own_call(ctx, assignment_id)
    if again is not None:
        ctx.notice(t("Good, as ever."))
        ctx.change(options(ctx.tx, again))


def refresh(ctx: Ctx) -> None:
    """Bring this week's digest of whoever did this up to date."""
    digest.tick_off(ctx.tx, ctx.out, ctx.me)


def _still_mine(ctx: Ctx, own: Own) -> bool:
    if own.line.change is ChangeKind.TAKEN and own.line.other is not None:
        ctx.notice(t("This week {name} calls in your place already.", name=own.line.other), alert=True)
        return False
    return True


def _put(ctx: Ctx, own: Own, kind: ChangeKind | None, *, weekday: int | None = None) -> None:
    """Keep how the call goes, `None` for as ever; whoever was asked to take it need not any more."""
    week_asking.no_longer(ctx.tx, ctx.out, own.id, own.week)
    row = assignments.get(ctx.tx, own.id)
    if kind is None or (row is not None and weekday is not None and row.weekday == weekday):
        week_changes.drop(ctx.tx, own.id, own.week)
    else:
        week_changes.put(ctx.tx, own.id, own.week, kind, weekday=weekday)
    refresh(ctx)


def _done(ctx: Ctx, own: Own, words: Words) -> None:
    ctx.notice()
    ctx.change(Screen(words, ((Button(t("As ever after all"), f"asever:{own.id}"),),)))


def _days_left(tx: Tx, own: Own) -> dict[int, Words]:
    """The days of this week on which the call can still be made, each with what stands in its way."""
    member, programme = own.part.membership, own.part.programme
    callee = memberships.get(tx, own.callee)
    cannot = member.cannot | (frozenset() if callee is None else callee.cannot)
    mine = {
        line.weekday: line.name
        for line in lists.calls_of(tx, own.part)
        if line.is_due and line.change is not ChangeKind.SKIPPED
    }
    called = {call.weekday for call in week_calls.made_to(tx, [own.callee], own.week)[own.callee]}
    found: dict[int, Words] = {}
    for day in range(day_index(tx.now, programme.timezone), SUNDAY + 1):
        if day == own.line.weekday or day in cannot or day not in programme.calling_days:
            continue
        label: Words = lists.WEEKDAYS[day]
        if day in mine:
            label = t("{day} (you call {name} then)", day=label, name=mine[day])
        elif day in called:
            label = t("{day} (somebody else calls then)", day=label)
        found[day] = label
    return found


def _named(line: Line) -> Words:
    if line.weekday is None:
        return line.name
    return t("{name} ({day})", name=line.name, day=lists.WEEKDAYS[line.weekday])
