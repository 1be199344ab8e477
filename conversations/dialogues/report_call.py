"""Report a call (source 003, belscript blueprint): who, how it went, consent, three questions, review.

The order follows the script: consent precedes the first question, and `domain.consent` says what follows from it.
"Should the coordinator know?" stands at the review, so that an ordinary call costs eight taps and no typing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from pydantic import BaseModel

from conversations.effects import LeaveRemark, RaiseSignal, SaveReport, WithdrawConsent
from conversations.labels import OUTCOME, PURPOSE
from conversations.queries import EarlierConsent, GeneralNumber
from conversations.questions import Choice, Many, Quick, TypedText, YesNo
from conversations.registry import dialogue
from conversations.steps.between_us import Told
from conversations.steps.danger import reason_and_least_text, show_card, written_or_skipped
from conversations.steps.remark import remark
from conversations.steps.sending import send
from conversations.steps.three_questions import (
    Again,
    Wellbeings,
    anything_else,
    call_again,
    how_are_you,
    what_does_your_day_look_like,
)
from conversations.steps.whom import people_to_call, whom
from conversations.talk import Talk
from domain.call import Need, Outcome
from domain.consent import Consequences, Purpose, fits, follows
from domain.signals import SignalKind, Urgency
from locales import Words, t


class CallRef(BaseModel):
    """Whose call, and to whom where a button of the digest said so."""

    programme: str
    caller: str
    callee: str | None = None
    week: str | None = None


class End(StrEnum):
    """How the volunteer ends the report, and so the answer to "should the coordinator know?"."""

    SAVE = "save"
    NEVER = "never"
    TELL = "tell"
    URGENT = "urgent"
    REMARK = "remark"
    ACUTE = "acute"


@dataclass(frozen=True)
class Heard:
    """What was told in the conversation; empty where nothing may be noted."""

    wellbeing: Wellbeings = field(default_factory=Wellbeings)
    needs: tuple[Need, ...] = ()
    told: Told = field(default_factory=Told)
    again: Again = field(default_factory=Again)


@dialogue("report_call", version=1, args=CallRef)
async def report_call(talk: Talk, call: CallRef) -> None:
    """From "whom did you call?" to saved."""
    began = talk.now("began")
    callee = call.callee or await _callee(talk, call)
    if callee is None:
        talk.say(t("You have nobody to call this week, so there is nothing to report."))
        return
    name = talk.name_of(callee)
    outcome = await talk.ask(
        "outcome",
        Choice(prompt=t("How did your call to {name} go?", name=name), title=t("The call"), options=OUTCOME),
    )
    purposes = await _consent(talk, name) if outcome is Outcome.REACHED else ()
    takes_back = outcome is Outcome.REACHED and not purposes and await _takes_back(talk, callee, name)
    calm = follows(outcome, frozenset(purposes), acute=False)
    heard = await _conversation(talk, call, name, calm) if calm.answers else Heard()

    report = SaveReport(
        programme=call.programme,
        caller=call.caller,
        callee=callee,
        at=began,
        week=call.week,
        outcome=outcome,
        consent=purposes,
        body=heard.wellbeing.body,
        mind=heard.wellbeing.mind,
        needs=heard.needs,
        text=heard.told.text,
        private=heard.told.private,
        call_again=heard.again.frequency,
        moments=heard.again.moments,
    )
    end = End.ACUTE if heard.told.danger else await _review(talk, name, calm, refused=outcome is Outcome.REFUSED)
    if end in (End.SAVE, End.NEVER):
        report = report.model_copy(update={"never_again": end is End.NEVER})
        talk.do(report)
        talk.say(_thanks(report))
    elif end is End.REMARK:
        await _with_remark(talk, report)
    else:
        await _with_signal(talk, report, end)
    if takes_back:
        talk.do(WithdrawConsent(programme=call.programme, callee=callee, purpose=Purpose.NOTE))


async def _callee(talk: Talk, call: CallRef) -> str | None:
    people = people_to_call(talk, call.programme, call.caller)
    return await whom(talk, people, t("Whom did you call?")) if people else None


async def _consent(talk: Talk, name: Words) -> tuple[Purpose, ...]:
    def possible(chosen: tuple[Purpose, ...]) -> Words | None:
        return (
            None if fits(frozenset(chosen)) else t("What is passed on or planned must be noted too: tap that as well.")
        )

    return await talk.ask(
        "consent",
        Many(
            prompt=t("Did you say who you are and why you call? And does {name} agree that …", name=name),
            title=t("Agrees that"),
            options=PURPOSE,
            quick=(
                Quick("all", t("Yes, to all three"), tuple(PURPOSE)),
                Quick("none", t("No, note nothing"), ()),
            ),
            check=possible,
        ),
    )


async def _takes_back(talk: Talk, callee: str, name: Words) -> bool:
    """Where something was noted before: does the person only want nothing noted of today, or nothing at all?"""
    if talk.look_up("earlier", EarlierConsent(member=callee)) is not True:
        return False
    return await talk.ask(
        "takes_back",
        YesNo(
            prompt=t("{name} agreed before to have things noted. Does {name} take that back as well?", name=name),
            title=t("Earlier notes"),
            yes=t("Yes, erase those too"),
            no=t("No, that was not said"),
        ),
    )


async def _conversation(talk: Talk, call: CallRef, name: Words, rules: Consequences) -> Heard:
    heard = Heard(
        wellbeing=await how_are_you(talk, name),
        needs=await what_does_your_day_look_like(talk, name),
        told=await anything_else(talk, name),
    )
    if heard.told.danger:
        return heard
    number = talk.look_up("general_number", GeneralNumber(programme=call.programme))
    if number:
        talk.show(t("You can give {name} this number for questions: {number}", name=name, number=str(number)))
    return replace(heard, again=await call_again(talk, name)) if rules.call_again else heard


async def _review(talk: Talk, name: Words, rules: Consequences, *, refused: bool) -> End:
    options: dict[End, Words] = {}
    prompt = t("Your report on the call to {name}. Is it right?", name=name)
    if rules.signal:
        prompt = t("Your report on the call to {name}. Is it right, and should the coordinator know?", name=name)
        options[End.SAVE] = t("Save; the coordinator need not know")
        options[End.TELL] = t("Save and tell the coordinator")
        options[End.URGENT] = t("Save and tell the coordinator: urgent")
    else:
        options[End.SAVE] = t("Save")
    if refused:
        options[End.NEVER] = t("Save; never call again, by no programme")
    if rules.remark:
        options[End.REMARK] = t("Save, with a remark on a service or rule")
    options[End.ACUTE] = t("Acute danger: warn the coordinator now")
    return await talk.review(prompt=prompt, options=options, title=t("Coordinator"))


async def _with_remark(talk: Talk, report: SaveReport) -> None:
    about = await remark(talk)
    await send(talk, t("Save"))
    talk.do(report)
    talk.do(LeaveRemark(programme=report.programme, topic=about))
    talk.say(_thanks(report))
    talk.say(t("Your remark is kept without any link to a person."))


_URGENCY: Mapping[End, Urgency] = {
    End.TELL: Urgency.NORMAL,
    End.URGENT: Urgency.URGENT,
    End.ACUTE: Urgency.ACUTE,
}


async def _with_signal(talk: Talk, report: SaveReport, end: End) -> None:
    urgency = _URGENCY[end]
    rules = follows(report.outcome, frozenset(report.consent), acute=urgency is Urgency.ACUTE)
    if urgency is Urgency.ACUTE:
        show_card(talk)
    reason, needs, text = None, report.needs, report.text
    if rules.reason:
        needs = ()
        reason, text = await reason_and_least_text(talk)
    elif not needs and not text:
        more = await written_or_skipped(
            talk,
            "tell",
            TypedText(prompt=t("What should the coordinator know?"), title=t("For the coordinator"), max_length=1000),
            t("No more words"),
            already_acute=urgency is Urgency.ACUTE,
        )
        text = more.text
        if more.danger:
            urgency = Urgency.ACUTE
            show_card(talk)
    if not talk.confirmed:
        await send(talk, t("Send to the coordinator now"))
    talk.do(report.model_copy(update={"urgency": urgency}))
    talk.do(
        RaiseSignal(
            programme=report.programme,
            reporter=report.caller,
            kind=SignalKind.PERSON,
            urgency=urgency,
            subject=report.callee,
            basis=rules.signal,
            reason=reason,
            needs=needs,
            text=text,
        )
    )
    talk.say(t("Thank you. Your report is saved."))


def _thanks(report: SaveReport) -> Words:
    if report.outcome is not Outcome.REACHED:
        return t("Thank you for trying. It is noted.")
    if not report.consent:
        return t("Thank you for calling. I keep only that you talked.")
    return t("Thank you for calling. It is noted.")
