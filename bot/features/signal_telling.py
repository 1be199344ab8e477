"""The volunteer who raised a signal hears each stage of it, in plain words and without anything they need not know."""

from __future__ import annotations

from bot.out import Out, to_person
from bot.outbox import Priority
from conversations.screen import Screen
from domain.signals import Closing, SignalStep, Urgency
from locales import Words, paragraphs, t
from storage import people
from storage.programmes import Programme
from storage.signals import Signal
from storage.tx import Tx


def tell_reporter(tx: Tx, out: Out, signal: Signal, words: Words | Screen, stage: str) -> None:
    """Tell the volunteer who raised the signal, once per stage."""
    person = None if signal.reporter_id is None else people.get(tx, signal.reporter_id)
    if person is not None and person.has_app:
        priority = Priority.URGENT if signal.urgency is Urgency.ACUTE else Priority.REPLY
        out.send(to_person(person), words, key=f"signal:{signal.id}:reporter:{stage}", priority=priority)


def step_done(tx: Tx, out: Out, signal: Signal, programme: Programme, step: SignalStep) -> None:
    """Tell the volunteer that a coordinator took this step, where it is one they want to hear of. `signal` is as it is
    after the step."""
    words = _words(signal, programme, step)
    if words is not None:
        tell_reporter(tx, out, signal, words, f"{step}{tx.now:%Y%m%d%H%M%S}")


def _words(signal: Signal, programme: Programme, step: SignalStep) -> Words | None:
    if step is SignalStep.TAKE:
        return t(
            "A coordinator of {programme} has taken signal {code} and follows it through.",
            programme=programme.name,
            code=signal.code,
        )
    if step is SignalStep.CLOSE and signal.closing is not None:
        return paragraphs(
            t("Signal {code} of {programme} is closed.", code=signal.code, programme=programme.name),
            _IN_PLAIN_WORDS[signal.closing],
            t("Thank you for noticing and telling."),
        )
    return None


_IN_PLAIN_WORDS: dict[Closing, Words] = {
    Closing.HELPED_BY_NETWORK: t("Help was found among people close by."),
    Closing.REFERRED: t("A service is working on it."),
    Closing.SOLVED_ITSELF: t("It has come right by itself."),
    Closing.NO_HELP_WANTED: t("For now no help is wanted, and that is respected."),
    Closing.NOT_REACHED: t("We tried several times, and it did not come to a talk."),
    Closing.OTHER: t("It was looked into and dealt with."),
}
