"""What goes into an export: calls, needs, signals and a read-me, under codes instead of names.

What was told in a call goes in only where the person agreed that it is passed on; a need without that agreement is
counted without the code of the person. Dates are days: no hour that would lead to somebody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.export.workbook import Cell, Sheet
from conversations.help_labels import NEED_STATE
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
from domain.remarks import PolicyTopic, ServiceTopic, Topic
from domain.week import date_in, week_of
from locales import Words, listed, render_plain, t
from storage import memberships, needs, remarks, reports, signals
from storage.programmes import Programme
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Request:
    """Which records, for whom. `since` and `until` are aware instants; `until` is the first that is left out."""

    programmes: Sequence[Programme]
    since: datetime
    until: datetime
    period: Words
    by: str
    language: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The sheets, and the day by which the file must be gone: the last term of a record in it."""

    sheets: tuple[Sheet, ...]
    keep_until: date
    records: int


def gather(tx: Tx, request: Request) -> Contents:
    """Read what was asked for."""
    gathering = _Gathering(tx, request)
    sheets = (gathering.calls(), gathering.needs(), gathering.signals())
    records = sum(len(sheet.rows) for sheet in sheets)
    keep_until = max(gathering.terms, default=tx.now.date())
    return Contents((*sheets, gathering.read_me(keep_until)), keep_until, records)


class _Gathering:
    def __init__(self, tx: Tx, request: Request) -> None:
        self._tx = tx
        self._request = request
        self._of = {programme.id: programme for programme in request.programmes}
        self.terms: list[date] = []

    def calls(self) -> Sheet:
        rows: list[list[Cell]] = []
        found = reports.between(self._tx, self._of.keys(), self._request.since, self._request.until)
        for report in found:
            told = report.body if report.may_pass_on else {}
            rows.append(
                [
                    self._of[report.programme_id].name,
                    report.week,
                    self._day(report.at, report.programme_id),
                    report.caller_code,
                    report.callee_code,
                    self._say(OUTCOME[report.outcome]),
                    self._yes(report.may_note),
                    self._yes(report.may_pass_on),
                    self._yes(report.may_call_again),
                    self._say(WELLBEING[Wellbeing(told["body"])]) if told.get("body") else "",
                    self._say(WELLBEING[Wellbeing(told["mind"])]) if told.get("mind") else "",
                    str(told.get("text") or ""),
                    self._say(CALL_AGAIN[CallAgain(told["call_again"])]) if told.get("call_again") else "",
                    self._say(listed(MOMENT[Moment(one)] for one in told.get("moments", ()))),
                    self._term(report.expires_at),
                ]
            )
        return self._sheet(
            t("Calls"),
            rows,
            t("Programme"),
            t("Week"),
            t("Day"),
            t("Caller"),
            t("Person called"),
            t("The call"),
            t("May note down"),
            t("May pass on"),
            t("May call again"),
            t("Body"),
            t("Mind"),
            t("Note"),
            t("Call again"),
            t("When it suits"),
            t("Keep until"),
        )

    def needs(self) -> Sheet:
        found = needs.between(self._tx, self._of.keys(), self._request.since, self._request.until)
        rows: list[list[Cell]] = [
            [
                self._of[need.programme_id].name,
                str(week_of(need.at, self._of[need.programme_id].timezone)),
                need.callee_code if need.may_pass_on else "–",
                self._say(NEED_CATEGORY[need.need.category]),
                self._say(NEED[need.need]),
                self._say(URGENCY[need.urgency]),
                self._say(NEED_STATE[need.state]),
                self._term(need.expires_at),
            ]
            for need in found
        ]
        rows.sort(key=lambda row: tuple(str(cell) for cell in row))
        return self._sheet(
            t("Needs"),
            rows,
            t("Programme"),
            t("Week"),
            t("Person"),
            t("Kind"),
            t("Need"),
            t("How urgent"),
            t("State"),
            t("Keep until"),
        )

    def signals(self) -> Sheet:
        rows: list[list[Cell]] = []
        for signal in signals.between(self._tx, self._of.keys(), self._request.since, self._request.until):
            subject = None if signal.subject_id is None else memberships.get(self._tx, signal.subject_id)
            rows.append(
                [
                    self._of[signal.programme_id].name,
                    str(week_of(signal.created_at, self._of[signal.programme_id].timezone)),
                    signal.code,
                    self._say(SIGNAL_KIND[signal.kind]),
                    self._topic(signals.body_of(self._tx, signal).get("topic")),
                    "" if subject is None else subject.code,
                    self._say(URGENCY[signal.urgency]),
                    "" if signal.basis is None else self._say(BASIS[signal.basis]),
                    self._say(SIGNAL_STATE[signal.state]),
                    "" if signal.closing is None else self._say(CLOSING[signal.closing]),
                    self._day(signal.created_at, signal.programme_id),
                    self._day(signal.taken_at, signal.programme_id),
                    self._day(signal.closed_at, signal.programme_id),
                    self._term(signal.expires_at),
                ]
            )
        return self._sheet(
            t("Signals"),
            rows + self._remarks(),
            t("Programme"),
            t("Week"),
            t("Case"),
            t("Kind"),
            t("Topic"),
            t("Person"),
            t("How urgent"),
            t("Rests on"),
            t("State"),
            t("How it ended"),
            t("Raised"),
            t("Taken"),
            t("Closed"),
            t("Keep until"),
        )

    def _remarks(self) -> list[list[Cell]]:
        """Remarks stand under the signals: kind, topic and week are all there is."""
        zone = self._request.programmes[0].timezone
        weeks = str(week_of(self._request.since, zone)), str(week_of(self._request.until, zone))
        return [
            [
                self._of[remark.programme_id].name,
                remark.week,
                "–",
                self._say(SIGNAL_KIND[remark.kind]),
                self._topic(remark.category),
            ]
            for remark in remarks.of(self._tx, self._of.keys(), *weeks)
        ]

    def read_me(self, keep_until: date) -> Sheet:
        request = self._request
        last = date_in(request.until, request.programmes[0].timezone)
        rows: list[list[Cell]] = [
            [self._say(t("Made by")), request.by],
            [self._say(t("Made on")), date_in(self._tx.now, request.programmes[0].timezone)],
            [self._say(t("Programme")), ", ".join(programme.name for programme in request.programmes)],
            [self._say(t("Period")), self._say(request.period)],
            [self._say(t("Before")), last],
            [self._say(t("May be kept until")), keep_until],
            [
                self._say(t("People")),
                self._say(
                    t(
                        "People stand in this file by a code. With other knowledge a code can still lead to somebody: "
                        "treat the file as confidential."
                    )
                ),
            ],
            [
                self._say(t("Terms")),
                self._say(
                    t("Each row may be kept until the day in its last column. Delete the whole file on the day above.")
                ),
            ],
        ]
        return self._sheet(t("Read me"), rows, t("About this file"), t("What it is"))

    def _sheet(self, name: Words, rows: list[list[Cell]], *headings: Words) -> Sheet:
        return Sheet(self._say(name), [self._say(heading) for heading in headings], rows)

    def _say(self, words: Words) -> str:
        return render_plain(words, self._request.language)

    def _yes(self, given: bool) -> str:
        return self._say(t("Yes") if given else t("No"))

    def _day(self, at: datetime | None, programme_id: str) -> date | None:
        return None if at is None else date_in(at, self._of[programme_id].timezone)

    def _term(self, expires_at: datetime | None) -> date | None:
        if expires_at is None:
            return None
        self.terms.append(expires_at.date())
        return expires_at.date()

    def _topic(self, value: str | None) -> str:
        topics: dict[str, Topic] = {str(topic): topic for kind in (ServiceTopic, PolicyTopic) for topic in kind}
        return self._say(topic_label(topics[value])) if value in topics else ""
