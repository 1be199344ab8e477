"""Calls are reported: `/gebeld`, the buttons of the digest, and what is kept of a finished report."""

from __future__ import annotations

from pydantic import JsonValue

from bot import talking
from bot.context import Ctx
from bot.features import digest, late_calls, nudges, outcome, statement, withdrawing
from bot.features.signal_raise import raise_signal
from bot.registry import Where, action, applies, command, looks_up
from conversations.effects import LeaveRemark, RaiseSignal, SaveReport
from conversations.queries import GeneralNumber, PeopleToCall, PersonToCall
from conversations.screen import Button, Screen
from domain.call import CallAgain, Outcome
from domain.consent import How, Purpose
from domain.programme import MembershipState, ProgrammeKind, Role
from domain.signals import Basis
from domain.week import Week, day_index, week_of
from locales import Plain, Words, t
from storage import assignments, consents, memberships, needs, private_remarks, programmes, remarks, reports, week_calls
from storage.assignments import Assignment
from storage.memberships import Membership
from storage.programmes import Programme
from storage.tx import Tx

LAST_LATE_DAY = 1
"""Tuesday: until then the buttons of last week are about that week."""


@command(
    "gebeld",
    "appele",
    "angerufen",
    "called",
    help=t("Tell how a call went"),
    where=Where.PRIVATE,
    role=Role.MEMBER,
)
def report_a_call(ctx: Ctx) -> None:
    """Ask whom this person called."""
    everywhere = memberships.of_person(ctx.tx, ctx.me.id)
    mine = [one for one in everywhere if _whom(ctx.tx, one)]
    if not mine:
        ctx.reply(
            t(
                "You have nobody to call at the moment, so there is nothing to report. "
                "As soon as that changes, you hear from me."
            )
        )
    elif len(mine) == 1:
        _begin(ctx, mine[0], None)
    else:
        ctx.reply(Screen(t("For which programme did you call?"), membership_buttons(ctx, mine, "gebeld")))


@action("gebeld")
def report_for_programme(ctx: Ctx, membership_id: str) -> None:
    """The programme was chosen."""
    membership = own_membership(ctx, membership_id)
    if membership is not None and ctx.private:
        _begin(ctx, membership, None)


@action("report")
def report_this_call(ctx: Ctx, assignment_id: str, week: str = "") -> None:
    """A button of a list, the digest or a reminder of `week`: whom to report about is known already.

    A report counts for the week it is begun in. Nobody is asked "for which week?": only a button of last week's list
    says so, and on Monday and Tuesday it is taken at its word, unless that week's call was reported already.
    """
    assignment = assignments.get(ctx.tx, assignment_id)
    if assignment is None:
        ctx.notice(t("Who calls whom has changed since. Send /gebeld to choose whom you called."), alert=True)
        return
    late = _late(ctx, assignment, week)
    membership = _maker(ctx, assignment, late)
    if ctx.person is None or membership is None or membership.person_id != ctx.person.id:
        ctx.notice(t("That button is for somebody else. Yours are in your own list: /wiebelik"), alert=True)
        return
    if not ctx.private:
        ctx.notice(t("Let us do that in private: I have written to you."))
        ctx.whisper(
            Screen(
                t("Shall we note down your call here?"),
                ((Button(t("Yes, tell how it went"), f"report:{assignment_id}:{week}".rstrip(":")),),),
            )
        )
        return
    _begin(ctx, membership, assignment.callee_id, week=late)


def _late(ctx: Ctx, assignment: Assignment, week: str) -> str | None:
    """The week of the button where it is the one before, which may still be told of."""
    programme = programmes.get(ctx.tx, assignment.programme_id)
    if programme is None or day_index(ctx.now, programme.timezone) > LAST_LATE_DAY:
        return None
    if week != str(week_of(ctx.now, programme.timezone).following(-1)):
        return None
    call = week_calls.get(ctx.tx, assignment.id, week)
    return None if call is None or call.reported else week


def _maker(ctx: Ctx, assignment: Assignment, late: str | None) -> Membership | None:
    """Whoever made the call: the caller, or whoever took it for that week, where it is they who tapped."""
    caller = memberships.get(ctx.tx, assignment.caller_id)
    programme = programmes.get(ctx.tx, assignment.programme_id)
    if programme is None:
        return caller
    call = week_calls.get(ctx.tx, assignment.id, late or str(week_of(ctx.now, programme.timezone)))
    taker = None if call is None or call.taken_by is None else memberships.get(ctx.tx, call.taken_by)
    mine = taker is not None and ctx.person is not None and taker.person_id == ctx.person.id
    return taker if mine else caller


def own_membership(ctx: Ctx, membership_id: str) -> Membership | None:
    """The active membership with this id, where it belongs to whoever tapped; otherwise they are told."""
    membership = memberships.get(ctx.tx, membership_id)
    mine = membership is not None and ctx.person is not None and membership.person_id == ctx.person.id
    if membership is None or not mine or membership.state is not MembershipState.ACTIVE:
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."), alert=True)
        return None
    return membership


def membership_buttons(ctx: Ctx, mine: list[Membership], name: str) -> tuple[tuple[Button, ...], ...]:
    """One button per programme: `name:<membership>`."""
    found = ((one, programmes.get(ctx.tx, one.programme_id)) for one in mine)
    return tuple((Button(Plain(p.name), f"{name}:{one.id}"),) for one, p in found if p is not None)


def _begin(ctx: Ctx, membership: Membership, callee_id: str | None, *, week: str | None = None) -> None:
    programme = programmes.get(ctx.tx, membership.programme_id)
    if programme is None or membership.state is not MembershipState.ACTIVE:
        ctx.notice(t("That programme has ended."), alert=True)
        return
    if not may_see_names(ctx, programme):
        return
    ctx.notice()
    arguments: dict[str, JsonValue] = {"programme": programme.id, "caller": membership.id, "callee": callee_id}
    if week is not None:
        arguments["week"] = week
    talking.begin(ctx, "report_call", arguments)


def may_see_names(ctx: Ctx, programme: Programme) -> bool:
    """Names from outside one's own belboom are shown after the statement was accepted."""
    return programme.kind is ProgrammeKind.BELBOOM or statement.require_statement(ctx, programme.id)


@looks_up(PeopleToCall)
def people_to_call(ctx: Ctx, query: PeopleToCall) -> JsonValue:
    """Whom this member calls, by weekday, then whom they called until lately; those reported this week are marked."""
    caller = memberships.get(ctx.tx, query.caller)
    programme = programmes.get(ctx.tx, query.programme)
    if caller is None or programme is None or caller.person_id != ctx.me.id:
        return []
    told = reports.reported(ctx.tx, caller.id, str(week_of(ctx.now, programme.timezone)))
    found = _whom(ctx.tx, caller)
    return [PersonToCall(member=callee, reported=callee in told).model_dump(mode="json") for callee in found]


def _whom(tx: Tx, caller: Membership) -> list[str]:
    """Whom this member calls this week, instead of others too, and of whom they may still tell."""
    programme = programmes.get(tx, caller.programme_id)
    if programme is None:
        return []
    week = str(week_of(tx.now, programme.timezone))
    calls = week_calls.made_by(tx, [caller.id], week)[caller.id]
    mine = [call.callee for call in calls if call.maker == caller.id]
    return list(dict.fromkeys((*mine, *late_calls.whom(tx, caller))))


@looks_up(GeneralNumber)
def general_number(ctx: Ctx, query: GeneralNumber) -> JsonValue:
    """The number callers may pass on."""
    programme = programmes.get(ctx.tx, query.programme)
    return None if programme is None else programme.general_number


@applies(SaveReport)
def save_report(ctx: Ctx, effect: SaveReport) -> Words | None:
    """Keep what came of a call, and what the person agreed to have kept, nothing else."""
    programme = programmes.get(ctx.tx, effect.programme)
    if programme is None or memberships.get(ctx.tx, effect.callee) is None:
        return _too_late()
    may_note = Purpose.NOTE in effect.consent
    week = week_of(effect.at, programme.timezone) if effect.week is None else Week.parse(effect.week)
    report_id = reports.add(
        ctx.tx,
        programme_id=programme.id,
        caller_id=effect.caller,
        callee_id=effect.callee,
        week=str(week),
        outcome=effect.outcome,
        may_note=may_note,
        may_pass_on=Purpose.PASS_ON in effect.consent,
        may_call_again=Purpose.CALL_AGAIN in effect.consent,
        body=_body(effect) if may_note else {},
        days=programme.retention_days,
    )
    for need in effect.needs if may_note else ():
        needs.add(
            ctx.tx,
            programme_id=programme.id,
            report_id=report_id,
            callee_id=effect.callee,
            need=need,
            may_pass_on=Purpose.PASS_ON in effect.consent,
            urgency=effect.urgency,
            days=programme.retention_days,
        )
    _keep_consent(ctx, effect, programme, report_id)
    if may_note and effect.private:
        private_remarks.add(
            ctx.tx,
            programme_id=programme.id,
            caller_id=effect.caller,
            callee_id=effect.callee,
            text=effect.private,
            days=programme.retention_days,
        )
    _settle_share(ctx, effect)
    if effect.never_again:
        _call_never_again(ctx, effect)
    digest.tick_off(ctx.tx, ctx.out, ctx.me, week)
    nudges.tick_off(ctx.tx, ctx.out, ctx.me)
    return None


def _keep_consent(ctx: Ctx, effect: SaveReport, programme: Programme, report_id: str) -> None:
    consents.record(
        ctx.tx,
        programme_id=programme.id,
        membership_id=effect.callee,
        purposes=effect.consent,
        how=How.CALL,
        recorded_by=ctx.me.id,
        days=programme.retention_days,
        report_id=report_id,
    )


def _call_never_again(ctx: Ctx, effect: SaveReport) -> None:
    callee = memberships.get(ctx.tx, effect.callee)
    if callee is not None and effect.outcome is Outcome.REFUSED:
        withdrawing.never_again(ctx.tx, ctx.env, ctx.out, callee.person_id, by=ctx.me.id)


@applies(RaiseSignal)
def keep_signal(ctx: Ctx, effect: RaiseSignal) -> Words | None:
    """Keep the signal and alert the coordinators."""
    programme = programmes.get(ctx.tx, effect.programme)
    if programme is None or (effect.subject is not None and memberships.get(ctx.tx, effect.subject) is None):
        return _too_late()
    if effect.basis is Basis.CONSENT and effect.subject is not None:
        _keep_consent_to_signal(ctx, effect.subject, programme)
    body = effect.model_dump(mode="json", include={"text", "reason", "needs", "topic"}, exclude_defaults=True)
    return raise_signal(
        ctx.tx,
        ctx.env,
        ctx.out,
        programme=programme,
        reporter_id=ctx.me.id,
        subject_id=effect.subject,
        kind=effect.kind,
        urgency=effect.urgency,
        basis=effect.basis,
        body=body,
    )


def _keep_consent_to_signal(ctx: Ctx, subject_id: str, programme: Programme) -> None:
    """With a report it was kept a moment ago; a signal on its own comes with the person's word that it may be told."""
    standing = consents.standing(ctx.tx, subject_id).get(Purpose.PASS_ON)
    if standing is None or standing.at < ctx.now:
        consents.record(
            ctx.tx,
            programme_id=programme.id,
            membership_id=subject_id,
            purposes=(Purpose.PASS_ON,),
            how=How.CALL,
            recorded_by=ctx.me.id,
            days=programme.retention_days,
        )


@applies(LeaveRemark)
def keep_remark(ctx: Ctx, effect: LeaveRemark) -> Words | None:
    """Count a remark; who left it is not kept."""
    programme = programmes.get(ctx.tx, effect.programme)
    if programme is not None:
        remarks.add(ctx.tx, programme_id=programme.id, kind=effect.kind, category=effect.topic)
    return None


def _body(effect: SaveReport) -> dict[str, JsonValue]:
    """The answers that were given, as JSON; see `storage.reports`."""
    told = {"body", "mind", "text", "call_again", "moments"}
    body: dict[str, JsonValue] = effect.model_dump(mode="json", include=told, exclude_defaults=True)
    return body


def _settle_share(ctx: Ctx, effect: SaveReport) -> None:
    """What the outcome means for who calls this person next, and when."""
    wished = CallAgain.NO
    if Purpose.CALL_AGAIN in effect.consent:
        # Acute danger cuts the questions short: then how often was not asked, and next week is better than never.
        wished = effect.call_again or CallAgain.WEEKLY
    assignment = assignments.of_pair(ctx.tx, effect.caller, effect.callee)
    if assignment is not None:
        outcome.contact_outcome(ctx.tx, assignment.id, effect.outcome, call_again=wished)
    elif effect.outcome is Outcome.WRONG_NUMBER:
        _tell_wrong_number(ctx, effect)


def _tell_wrong_number(ctx: Ctx, effect: SaveReport) -> None:
    """Of a call made instead of somebody else, or until new pairs came: a number is as wrong for whoever calls now."""
    programme, callee = programmes.get(ctx.tx, effect.programme), memberships.get(ctx.tx, effect.callee)
    if programme is not None and callee is not None and programme.kind is ProgrammeKind.BELBOOM:
        outcome.tell_wrong_number(ctx.tx, programme, callee)


def _too_late() -> Words:
    return t("One thing: this person or programme is no longer part of it, so I could not keep what you told.")
