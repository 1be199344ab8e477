"""A signal in the eyes of the volunteer who raised it: theirs alone, and only to read once they no longer take part."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from bot.context import Ctx
from domain.programme import MembershipState
from domain.signals import SignalStep
from locales import Words, t
from storage import memberships, programmes, signal_steps, signals
from storage.memberships import Membership
from storage.programmes import Programme
from storage.signals import Signal
from storage.tx import Tx
from storage.vault import SealBrokenError


class Own(NamedTuple):
    """A signal of whoever tapped. `programme` and `membership` are there while both go on."""

    signal: Signal
    programme: Programme | None
    membership: Membership | None


class OpenOwn(NamedTuple):
    """The same where something can still be done with it."""

    signal: Signal
    programme: Programme
    membership: Membership


def own(ctx: Ctx, signal_id: str) -> Own | None:
    """The signal, where whoever tapped raised it and does so in private; otherwise they are told."""
    signal = signals.get(ctx.tx, signal_id)
    if signal is None or ctx.person is None or signal.reporter_id != ctx.person.id:
        ctx.notice(t("This signal is no longer kept."), alert=True)
        return None
    if not ctx.private:
        ctx.notice(t("Let us do that in private."), alert=True)
        return None
    programme = programmes.get(ctx.tx, signal.programme_id)
    membership = memberships.of(ctx.tx, signal.programme_id, ctx.person.id)
    takes_part = membership is not None and membership.state is MembershipState.ACTIVE
    return Own(signal, programme, membership if takes_part else None)


def to_go_on(ctx: Ctx, signal_id: str) -> OpenOwn | None:
    """The same where the programme goes on and they take part in it; otherwise they are told."""
    found = own(ctx, signal_id)
    if found is None:
        return None
    if found.programme is None:
        ctx.notice(t("That programme has ended."), alert=True)
        return None
    if found.membership is None:
        ctx.notice(t("You no longer take part there, so this is only to read."), alert=True)
        return None
    return OpenOwn(found.signal, found.programme, found.membership)


def still_open(ctx: Ctx, signal_id: str) -> OpenOwn | None:
    """The same where the signal is open as well; otherwise they are told."""
    found = to_go_on(ctx, signal_id)
    if found is None or found.signal.is_open:
        return found
    ctx.notice(over(found.signal), alert=True)
    return None


def over(signal: Signal) -> Words:
    """Why nothing can be done with it any more, and what can be done instead."""
    return t("{code} is closed by now. With /signaal you tell the coordinators something new.", code=signal.code)


class Question(NamedTuple):
    """What a coordinator asked and the volunteer has not answered yet."""

    text: str
    at: datetime


def question_waiting(tx: Tx, signal: Signal) -> Question | None:
    """The newest question without an answer; none where the contents are gone."""
    try:
        stamps = signal_steps.of(tx, signal.id, signal.subject_id, SignalStep.ASK, SignalStep.ANSWER)
    except SealBrokenError:
        return None
    if not signal.is_open or not stamps or stamps[-1].step is not SignalStep.ASK:
        return None
    return Question(str(stamps[-1].body.get("text", "")), stamps[-1].at)
