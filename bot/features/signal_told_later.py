"""What was asked, answered and added after a signal was raised, for the details that its holder reads."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from domain.signals import SignalStep
from locales import Plain, Words, lines, t
from storage import programmes, signal_steps
from storage.signals import Signal
from storage.tx import Tx

_LONGEST = 2200
"""Characters; a message takes 4096, and the newest matter most."""


def told_later(tx: Tx, signal: Signal) -> list[Words]:
    """Each with its day, in their order, as many of the newest as fit. Raises `SealBrokenError`."""
    programme = programmes.get(tx, signal.programme_id)
    zone = ZoneInfo("UTC" if programme is None else programme.timezone)
    told: list[Words] = []
    room = _LONGEST
    for one in reversed(signal_steps.of(tx, signal.id, signal.subject_id, *_TITLES)):
        text = str(one.body.get("text", ""))
        room -= len(text)
        if not text:
            continue
        if room < 0:
            told.append(t("Older words do not fit here any more."))
            break
        title = t("<b>{what}</b>, {day}", what=_TITLES[one.step], day=one.at.astimezone(zone).date())
        told.append(lines(title, Plain(text)))
    return told[::-1]


_TITLES: dict[SignalStep, Words] = {
    # Translators: titles of what follows, in the details of a message for the coordinator.
    SignalStep.ASK: t("Asked"),
    SignalStep.ANSWER: t("Answered"),
    SignalStep.ADD: t("Added"),
}
