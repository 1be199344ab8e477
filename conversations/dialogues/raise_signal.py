"""Tell the coordinators something: about a person, a service or a policy (source 002 §3.3.1 and §3.4).

About a person only with consent, or in acute danger. Without either, a remark of fixed categories can be left. About a
service or a policy some words may be added, from which everything personal is taken for good.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from pydantic import BaseModel

from conversations.effects import LeaveRemark, RaiseSignal
from conversations.labels import SIGNAL_KIND, URGENCY
from conversations.queries import PersonToCall
from conversations.questions import Choice, TypedText, YesNo
from conversations.registry import dialogue
from conversations.steps.danger import reason_and_least_text, show_card, written
from conversations.steps.remark import more_about, remark, topic
from conversations.steps.sending import send
from conversations.steps.whom import people_to_call, whom
from conversations.talk import Talk
from domain.call import Outcome
from domain.consent import AcuteReason, Purpose, follows
from domain.signals import Basis, SignalKind, Urgency
from locales import Words, t


class SignalRef(BaseModel):
    """Who tells, in which programme."""

    programme: str
    reporter: str


class Agrees(StrEnum):
    """Whether a signal about somebody may exist."""

    YES = "yes"
    NO = "no"
    ACUTE = "acute"


@dialogue("raise_signal", version=2, args=SignalRef)
async def raise_signal(talk: Talk, ref: SignalRef) -> None:
    """From "what is it about?" to sent."""
    people = people_to_call(talk, ref.programme, ref.reporter)
    kinds = [kind for kind in SignalKind if people or kind is not SignalKind.PERSON]
    kind = await talk.ask(
        "kind",
        Choice(
            prompt=t("What do you want to tell the coordinators?"),
            title=t("About"),
            options={kind: SIGNAL_KIND[kind] for kind in kinds},
        ),
    )
    if kind is SignalKind.PERSON:
        await _about_person(talk, ref, people)
    else:
        await _about_topic(talk, ref, kind, people)


async def _about_topic(talk: Talk, ref: SignalRef, kind: SignalKind, people: Sequence[PersonToCall]) -> None:
    about = await topic(talk, kind)
    added = await more_about(talk, kind)
    alarming = added is not None and added.alarm
    if alarming:
        show_card(talk)
    urgency = await _urgency(talk, (Urgency.NORMAL, Urgency.URGENT))
    if alarming and people:
        talk.show(t("Is a person in danger? Then tap “Change an answer”, “About”, and choose “About a person”."))
    await _send(talk)
    text = None if added is None else added.text
    talk.do(
        RaiseSignal(programme=ref.programme, reporter=ref.reporter, kind=kind, urgency=urgency, topic=about, text=text)
    )


async def _about_person(talk: Talk, ref: SignalRef, people: list[PersonToCall]) -> None:
    callee = await whom(talk, people, t("About whom is it?"))
    name = talk.name_of(callee)
    agrees = await talk.ask(
        "agrees",
        Choice(
            prompt=t("Does {name} agree that you pass this on?", name=name),
            title=t("Agrees"),
            options={
                Agrees.YES: t("Yes, {name} agrees", name=name),
                Agrees.NO: t("No, or I did not ask"),
                Agrees.ACUTE: URGENCY[Urgency.ACUTE],
            },
        ),
    )
    if agrees is Agrees.NO:
        await _remark_instead(talk, ref, name)
    elif agrees is Agrees.YES:
        await _with_consent(talk, ref, callee, name)
    else:
        await _without_consent(talk, ref, callee)


async def _remark_instead(talk: Talk, ref: SignalRef, name: Words) -> None:
    leave = await talk.ask(
        "leave_remark",
        YesNo(
            prompt=t(
                "Then nothing about {name} is passed on. You can always ask {name} the next time. "
                "Do you want to leave a remark on a service or rule, without a word about {name}?",
                name=name,
            ),
            title=t("Leave a remark"),
            yes=t("Yes, a remark"),
            no=t("No, leave it"),
        ),
    )
    if not leave:
        talk.say(t("Thank you. Nothing was passed on and nothing is kept."))
        return
    about = await remark(talk)
    await send(talk, t("Save"))
    talk.do(LeaveRemark(programme=ref.programme, topic=about))
    talk.say(t("Thank you. Your remark is kept without any link to a person."))


async def _with_consent(talk: Talk, ref: SignalRef, subject: str, name: Words) -> None:
    rules = follows(Outcome.REACHED, {Purpose.NOTE, Purpose.PASS_ON}, acute=False)
    urgency = await _urgency(talk, tuple(Urgency))
    if urgency is Urgency.ACUTE:
        show_card(talk)
    told = await written(
        talk,
        "text",
        TypedText(
            prompt=t("What should the coordinator know of {name}? Please leave out names and numbers.", name=name),
            title=t("For the coordinator"),
            max_length=1000,
        ),
        already_acute=urgency is Urgency.ACUTE,
    )
    if told.danger:
        urgency = Urgency.ACUTE
        show_card(talk)
    await _send(talk)
    talk.do(_signal(ref, subject, urgency, rules.signal, text=told.text))


async def _without_consent(talk: Talk, ref: SignalRef, subject: str) -> None:
    rules = follows(Outcome.REACHED, frozenset(), acute=True)
    show_card(talk)
    reason, text = await reason_and_least_text(talk)
    await _send(talk)
    talk.do(_signal(ref, subject, Urgency.ACUTE, rules.signal, reason=reason, text=text))


def _signal(
    ref: SignalRef,
    subject: str,
    urgency: Urgency,
    basis: Basis | None,
    *,
    text: str | None,
    reason: AcuteReason | None = None,
) -> RaiseSignal:
    return RaiseSignal(
        programme=ref.programme,
        reporter=ref.reporter,
        kind=SignalKind.PERSON,
        urgency=urgency,
        subject=subject,
        basis=basis,
        reason=reason,
        text=text,
    )


async def _urgency(talk: Talk, options: Sequence[Urgency]) -> Urgency:
    return await talk.ask(
        "urgency",
        Choice(
            prompt=t("How urgent is it?"),
            title=t("How urgent"),
            options={urgency: URGENCY[urgency] for urgency in options},
        ),
    )


async def _send(talk: Talk) -> None:
    await send(talk, t("Send to the coordinators"))
