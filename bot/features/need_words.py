"""A need in words, for coordinators: under the code of whoever could use something, never under the name."""

from __future__ import annotations

from datetime import datetime

from conversations.help_labels import HOW_OFTEN, NEED_STATE
from conversations.labels import NEED, URGENCY
from domain.needs import NeedState
from domain.signals import Urgency
from domain.week import date_in
from locales import Lines, Plain, Words, lines, t, tn
from storage.needs import KeptNeed
from storage.programmes import Programme


def line(need: KeptNeed, programme: Programme, now: datetime) -> Words:
    """One need among others."""
    terms = _terms(need, programme, now)
    return lines(
        t("• <b>{what}</b>: {terms}", what=NEED[need.need], terms=Lines(terms, " · ")), consent(need, programme)
    )


def whole(need: KeptNeed, programme: Programme, now: datetime) -> Words:
    """A need by itself."""
    return lines(
        t("<b>{what}</b>", what=NEED[need.need]),
        Lines((Plain(programme.name), *_terms(need, programme, now)), " · "),
        None if need.often is None else t("How often: {often}", often=HOW_OFTEN[need.often]),
        consent(need, programme),
        t("How it stands: {state}", state=NEED_STATE[need.state]),
    )


def ago(at: datetime, now: datetime, tz: str) -> Words:
    """How long ago that was, in days on the programme's calendar."""
    days = (date_in(now, tz) - date_in(at, tz)).days
    if days < 1:
        return t("today")
    return tn("{count} day ago", "{count} days ago", days)


def consent(need: KeptNeed, programme: Programme) -> Words:
    """What passing it on rests on."""
    day = date_in(need.at, programme.timezone)
    if need.report_id is None:
        return t("May be passed on: it came up about a signal, {day}.", day=day)
    return t("May be passed on, agreed in the call of {day}.", day=day)


def _terms(need: KeptNeed, programme: Programme, now: datetime) -> tuple[Words, ...]:
    terms: list[Words] = []
    if need.urgency is not Urgency.NORMAL:
        terms.append(URGENCY[need.urgency])
    terms += [ago(need.at, now, programme.timezone), Plain(need.callee_code)]
    if need.state is not NeedState.OPEN:
        terms.append(NEED_STATE[need.state])
    return tuple(terms)
