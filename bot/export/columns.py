"""The sheets of calls, needs and signals, one line per column; a new column is a line more.

What was told in a call goes in only where the person agreed that it is passed on, and so does their name where names
are asked for: without that agreement a call is counted under their code, and a need without even that. A signal about a
person was passed on with their consent or because of acute danger, so it names them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.export.wording import NOBODY, Wording
from bot.export.workbook import Cell
from conversations.help_labels import HOW_OFTEN, NEED_STATE
from conversations.labels import (
    BASIS,
    CALL_AGAIN,
    CLOSING,
    MOMENT,
    NEED,
    NEED_CATEGORY,
    OUTCOME,
    SIGNAL_KIND,
    SIGNAL_STATE,
    URGENCY,
    WELLBEING,
    topic_label,
)
from domain.call import CallAgain, Moment, Wellbeing
from domain.remarks import PolicyTopic, ServiceTopic
from locales import Words, t
from storage.needs import KeptNeed
from storage.remarks import Remark
from storage.reports import Report
from storage.signals import Signal

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """`named` ones are there only where names are asked for."""

    heading: Words
    cell: Callable[[R, Wording], Cell]
    named: bool = False


@dataclass(frozen=True, slots=True)
class ToldSignal:
    """A signal with the code of whom it is about ("" for nobody) and its topic."""

    signal: Signal
    code: str
    topic: str | None


def told(report: Report) -> Mapping[str, Any]:
    """What may be passed on of a call."""
    return report.body if report.may_pass_on else {}


TOPIC: Mapping[str, Words] = {str(topic): topic_label(topic) for kind in (ServiceTopic, PolicyTopic) for topic in kind}

CALLS: tuple[Column[Report], ...] = (
    Column(t("Programme"), lambda call, say: say.programme(call.programme_id)),
    Column(t("Week"), lambda call, _: call.week),
    Column(t("Day"), lambda call, say: say.day(call.at, call.programme_id)),
    Column(t("Caller"), lambda call, _: call.caller_code),
    Column(t("Name of the caller"), lambda call, say: say.name(call.programme_id, call.caller_code), named=True),
    Column(t("Person called"), lambda call, _: call.callee_code),
    Column(
        t("Name of the person called"),
        lambda call, say: say.name(call.programme_id, call.callee_code) if call.may_pass_on else "",
        named=True,
    ),
    Column(t("The call"), lambda call, say: say.label(OUTCOME, call.outcome)),
    Column(t("May note down"), lambda call, say: say.yes(call.may_note)),
    Column(t("May pass on"), lambda call, say: say.yes(call.may_pass_on)),
    Column(t("May call again"), lambda call, say: say.yes(call.may_call_again)),
    Column(t("Body"), lambda call, say: say.label(WELLBEING, _one(Wellbeing, told(call).get("body")))),
    Column(t("Mind"), lambda call, say: say.label(WELLBEING, _one(Wellbeing, told(call).get("mind")))),
    Column(t("Note"), lambda call, _: str(told(call).get("text") or "")),
    Column(t("Call again"), lambda call, say: say.label(CALL_AGAIN, _one(CallAgain, told(call).get("call_again")))),
    Column(
        t("When it suits"), lambda call, say: say.listed(MOMENT, [Moment(one) for one in told(call).get("moments", ())])
    ),
    Column(t("Keep until"), lambda call, say: say.term(call.expires_at)),
)

NEEDS: tuple[Column[KeptNeed], ...] = (
    Column(t("Programme"), lambda need, say: say.programme(need.programme_id)),
    Column(t("Week"), lambda need, say: say.week(need.at, need.programme_id)),
    Column(t("Person"), lambda need, _: need.callee_code if need.may_pass_on else NOBODY),
    Column(
        t("Name of the person"),
        lambda need, say: say.name(need.programme_id, need.callee_code) if need.may_pass_on else "",
        named=True,
    ),
    Column(t("Kind"), lambda need, say: say.label(NEED_CATEGORY, need.need.category)),
    Column(t("Need"), lambda need, say: say.label(NEED, need.need)),
    Column(t("How urgent"), lambda need, say: say.label(URGENCY, need.urgency)),
    Column(t("How often"), lambda need, say: say.label(HOW_OFTEN, need.often)),
    Column(t("State"), lambda need, say: say.label(NEED_STATE, need.state)),
    Column(t("Keep until"), lambda need, say: say.term(need.expires_at)),
)

SIGNALS: tuple[Column[ToldSignal], ...] = (
    Column(t("Programme"), lambda one, say: say.programme(one.signal.programme_id)),
    Column(t("Week"), lambda one, say: say.week(one.signal.created_at, one.signal.programme_id)),
    Column(t("Case"), lambda one, _: one.signal.code),
    Column(t("Kind"), lambda one, say: say.label(SIGNAL_KIND, one.signal.kind)),
    Column(t("Topic"), lambda one, say: say.label(TOPIC, one.topic if one.topic in TOPIC else None)),
    Column(t("Person"), lambda one, _: one.code),
    Column(t("Name of the person"), lambda one, say: say.name(one.signal.programme_id, one.code), named=True),
    Column(t("How urgent"), lambda one, say: say.label(URGENCY, one.signal.urgency)),
    Column(t("Rests on"), lambda one, say: say.label(BASIS, one.signal.basis)),
    Column(t("State"), lambda one, say: say.label(SIGNAL_STATE, one.signal.state)),
    Column(t("How it ended"), lambda one, say: say.label(CLOSING, one.signal.closing)),
    Column(t("Raised"), lambda one, say: say.day(one.signal.created_at, one.signal.programme_id)),
    Column(t("Taken"), lambda one, say: say.day(one.signal.taken_at, one.signal.programme_id)),
    Column(t("Closed"), lambda one, say: say.day(one.signal.closed_at, one.signal.programme_id)),
    Column(t("Keep until"), lambda one, say: say.term(one.signal.expires_at)),
)

REMARKS: tuple[Column[Remark], ...] = (
    Column(t("Programme"), lambda remark, say: say.programme(remark.programme_id)),
    Column(t("Week"), lambda remark, _: remark.week),
    Column(t("Case"), lambda _, __: NOBODY),
    Column(t("Kind"), lambda remark, say: say.label(SIGNAL_KIND, remark.kind)),
    Column(t("Topic"), lambda remark, say: say.label(TOPIC, remark.category if remark.category in TOPIC else None)),
)
"""Remarks stand under the signals, in the columns of the same headings: kind, topic and week are all there is."""


def _one(terms: Callable[[str], R], kept: Any) -> R | None:
    return terms(kept) if kept else None
