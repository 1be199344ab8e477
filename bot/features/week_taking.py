"""Somebody else makes a call this week: the group is asked, and the first to accept has it."""

from __future__ import annotations

from bot.context import Ctx
from bot.features import digest, lists, sharing, week_asking, week_changes
from bot.features.week_changes import Own, own_call
from bot.out import to_person
from bot.outbox import Priority
from bot.registry import action
from conversations.screen import Button, Screen
from domain.pairs import PairKind
from domain.programme import MembershipState
from domain.week import day_index, week_of
from locales import Plain, Words, t
from storage import assignments, memberships, pairs, pauses, people, programmes, week_calls
from storage import week_changes as kept
from storage.assignments import AssignmentState
from storage.memberships import Membership
from storage.programmes import Programme
from storage.tx import Tx
from storage.week_calls import WeekCall
from storage.week_changes import ChangeKind


@action("otherone")
def somebody_else(ctx: Ctx, assignment_id: str, sure: str = "") -> None:
    """Ask the group of a belboom, or its fiksers where it has none; a share of an opbelactie goes back to the list."""
    own = own_call(ctx, assignment_id)
    if own is None:
        return
    if own.line.change in (ChangeKind.ASKED, ChangeKind.TAKEN):
        ctx.notice()
        ctx.change(week_changes.options(ctx.tx, own))
    elif own.part.is_opbelactie:
        _give_back(ctx, own, sure=bool(sure))
    else:
        _ask(ctx, own)


def _give_back(ctx: Ctx, own: Own, *, sure: bool) -> None:
    ctx.notice()
    if not sure:
        words = t("Shall {name} go back to the list? Then somebody else calls, next time too.", name=own.line.name)
        yes, no = t("Yes, somebody else calls"), t("No, I keep calling")
        rows = ((Button(yes, f"otherone:{own.id}:yes"),), (Button(no, f"otherwise:{own.id}"),))
        ctx.change(Screen(words, rows))
        return
    assignments.set_state(ctx.tx, [own.id], AssignmentState.RETURNED)
    sharing.share_out(ctx.tx, own.part.programme)
    ctx.change(t("Good: {name} is back on the list. Thank you for saying so.", name=own.line.name))
    week_changes.refresh(ctx)


def _ask(ctx: Ctx, own: Own) -> None:
    programme = own.part.programme
    if not week_asking.ask(ctx.tx, ctx.out, programme, own.part.membership, own.line, own.week):
        ctx.notice(t("There is nobody here whom I can ask. “Not this week” is quite all right."), alert=True)
        return
    ctx.notice()
    words = (
        t("I ask the group. You hear from me as soon as somebody takes it.")
        if programme.group_chat is not None
        else t("I ask your fikser. You hear from me as soon as somebody takes it.")
    )
    ctx.change(Screen(words, ((Button(t("As ever after all"), f"asever:{own.id}"),),)))
    week_changes.refresh(ctx)


@action("iwill")
def i_will(ctx: Ctx, assignment_id: str, week: str) -> None:
    """The first to accept makes the call this week, where it is possible; what stands in the way stays discreet."""
    call = week_calls.get(ctx.tx, assignment_id, week)
    programme = None if call is None else programmes.get(ctx.tx, call.programme)
    if call is None or programme is None or week != str(week_of(ctx.now, programme.timezone)):
        ctx.notice(_arranged(), alert=True)
        return
    taker = None if ctx.person is None else memberships.of(ctx.tx, programme.id, ctx.person.id)
    if taker is None or taker.state is not MembershipState.ACTIVE or not taker.part.calls:
        ctx.notice(t("That is for those who call in {programme}.", programme=programme.name), alert=True)
    elif taker.id == call.caller:
        _kept_after_all(ctx, call, week)
    elif not _may_take(ctx.tx, taker, call, week) or not kept.take(ctx.tx, assignment_id, week, taker.id):
        ctx.notice(_arranged(), alert=True)
    else:
        _taken(ctx, programme, taker, call, week)


def _arranged() -> Words:
    """The same words whatever the reason."""
    return t("That is arranged already, or does not go. Thank you for offering!")


def _may_take(tx: Tx, taker: Membership, call: WeekCall, week: str) -> bool:
    """Whether this member may call that person this week: not themselves, not whom they are never to call, not while
    they rest, and not twice."""
    if taker.id == call.callee or pauses.of_member(tx, taker.id) is not None:
        return False
    if pairs.of_member(tx, taker.id).get(call.callee) is PairKind.NEVER:
        return False
    return all(one.callee != call.callee for one in week_calls.made_by(tx, [taker.id], week)[taker.id])


def _kept_after_all(ctx: Ctx, call: WeekCall, week: str) -> None:
    """Whoever asked takes it back."""
    if call.change is not ChangeKind.ASKED:
        ctx.notice(_arranged(), alert=True)
        return
    week_asking.no_longer(ctx.tx, ctx.out, call.assignment, week)
    kept.drop(ctx.tx, call.assignment, week)
    ctx.notice(t("Good: you call this week after all."), alert=True)
    week_changes.refresh(ctx)


def _taken(ctx: Ctx, programme: Programme, taker: Membership, call: WeekCall, week: str) -> None:
    ctx.notice(t("Thank you! You find it in your list: /wiebelik"), alert=True)
    name = lists.name_of(ctx.tx, taker)
    week_asking.answered(ctx.tx, ctx.out, call.assignment, week, t("{name} calls. Thank you!", name=name))
    whom = Plain(people.name_of(ctx.tx, call.callee_person) or "…")
    _tell(ctx, programme, call.caller_person, t("{name} calls {other} this week. All is well.", name=name, other=whom))
    day = call.weekday
    if day is None or day < day_index(ctx.now, programme.timezone):
        words = t("This week {name} calls you.", name=name)
    else:
        words = t("This week {name} calls you, on {day}.", name=name, day=lists.WEEKDAYS[day])
    _tell(ctx, programme, call.callee_person, words)
    for person_id in (call.caller_person, taker.person_id):
        person = people.get(ctx.tx, person_id)
        if person is not None and person.has_app:
            digest.tick_off(ctx.tx, ctx.out, person)


def _tell(ctx: Ctx, programme: Programme, person_id: str, words: Words) -> None:
    person = people.get(ctx.tx, person_id)
    if person is not None and person.has_app and person.reachable:
        awake = people.hours_of(ctx.tx, person_id).hours.awake(ctx.now, programme.timezone)
        ctx.out.send(to_person(person), words, priority=Priority.BULK, not_before=awake)
