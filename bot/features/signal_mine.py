"""What passes between the volunteer who raised a signal and whoever holds it: a question, an answer, something more."""

from __future__ import annotations

from bot.context import Env
from bot.features.signal_access import programme_of
from bot.features.signal_holder import tell_holder
from bot.out import Out, to_person
from bot.outbox import OutboxRow, Priority
from bot.registry import when_not_delivered
from conversations.screen import Button, Screen
from domain.signals import SignalStep, Urgency
from locales import Plain, paragraphs, t
from storage import people, signal_steps, signals
from storage.programmes import Programme
from storage.signals import Signal
from storage.tx import Tx


def ask_reporter(tx: Tx, out: Out, signal: Signal, programme: Programme, text: str) -> bool:
    """Bring the question of whoever holds the signal to the volunteer, right after it was stamped; `text` is redacted.

    Whoever asked hears of the answer, or that the volunteer cannot be reached; False where that is known already.
    """
    person = None if signal.reporter_id is None else people.get(tx, signal.reporter_id)
    asked = _newest(tx, signal, SignalStep.ASK)
    if person is None or not person.has_app:
        _not_reached(tx, out, signal, asked)
        return False
    words = paragraphs(
        t(
            "The coordinator of signal {code} ({programme}) has a question for you:",
            code=signal.code,
            programme=programme.name,
        ),
        Plain(text),
    )
    rows = (
        (Button(t("Answer"), f"answer:{signal.id}"),),
        (Button(t("More about {code}", code=signal.code), f"mine:{signal.id}"),),
    )
    out.send(
        to_person(person),
        Screen(words, rows, protect=True),
        key=f"signal:{signal.id}:askback:{asked}",
        priority=Priority.URGENT if signal.urgency is Urgency.ACUTE else Priority.REPLY,
        purpose=f"askback:{signal.id}",
    )
    return True


@when_not_delivered("askback")
def question_not_delivered(tx: Tx, env: Env, out: Out, row: OutboxRow, reason: str) -> None:
    """The volunteer stopped the chat with us: whoever asked hears it."""
    signal = signals.get(tx, row.purpose.removeprefix("askback:"))
    if signal is not None and signal.is_open and programme_of(tx, signal) is not None:
        _not_reached(tx, out, signal, str(row.id))


def _not_reached(tx: Tx, out: Out, signal: Signal, occasion: str) -> None:
    words = t(
        "Your question about {code} did not reach whoever told it: I cannot write to them here. "
        "Perhaps you can call them; their name stands in the details.",
        code=signal.code,
    )
    tell_holder(tx, out, signal, words, key=f"unasked:{occasion}", details=True)


def _newest(tx: Tx, signal: Signal, step: SignalStep) -> str:
    """The id of the newest stamp of that step; empty where there is none."""
    return next((one.id for one in reversed(signal_steps.without_content(tx, signal.id)) if one.step is step), "")
