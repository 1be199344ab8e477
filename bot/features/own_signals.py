"""Signals about whoever asks for their own data: what was told, asked, answered and set in motion."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from conversations.labels import ACTION_KIND, ACTION_STATE, BASIS, SIGNAL_KIND, SIGNAL_STATE, SIGNAL_STEP, URGENCY
from locales import Lines, Plain, Words, lines, t
from storage.own_data import SignalAbout
from storage.signal_actions import SignalAction

Told = Callable[[Mapping[str, Any]], Iterator[Words]]


def in_words(about: SignalAbout, told: Told) -> Words:
    """One signal; `told` puts what it says into words."""
    signal = about.signal
    terms = [SIGNAL_KIND[signal.kind], URGENCY[signal.urgency], SIGNAL_STATE[signal.state]]
    if signal.basis is not None:
        terms.append(BASIS[signal.basis])
    return lines(
        t(
            "<b>Signal {code}, {day}</b>: {terms}",
            code=signal.code,
            day=signal.created_at.date(),
            terms=Lines(tuple(terms), " · "),
        ),
        *told(about.body),
        *_steps(about),
        *(_action(one) for one in about.actions),
    )


def _steps(about: SignalAbout) -> Iterable[Words]:
    for one in about.steps:
        if one.body.get("text"):
            yield t(
                "{day}, {step}: {text}",
                day=one.at.date(),
                step=SIGNAL_STEP[one.step],
                text=Plain(str(one.body["text"])),
            )


def _action(one: SignalAction) -> Words:
    what = t(
        "{day}: {action} ({state})", day=one.at.date(), action=ACTION_KIND[one.kind], state=ACTION_STATE[one.state]
    )
    named = one.body.get("named")
    return Lines((what, Plain(str(named))), ", ") if named else what
