"""The volunteer who raised a signal hears each stage of it, in plain words and without anything they need not know.

Neither the name of the person it is about nor anything that was told stands in these messages: the code is enough.
"""

from __future__ import annotations

from datetime import timedelta

from bot.out import Out, to_person
from bot.outbox import Priority
from conversations.screen import Button, Screen
from domain.signals import ActionKind, Closing, SignalStep, Tells, Urgency
from locales import Words, paragraphs, t
from storage import people, signal_actions, signal_steps
from storage.programmes import Programme
from storage.signal_steps import Stamp
from storage.signals import Signal
from storage.tx import Tx
from storage.vault import SealBrokenError

Rows = tuple[tuple[Button, ...], ...]

AT_ONCE = timedelta(minutes=1)
"""What is weighed this soon after it was taken is one piece of news, not two."""


def tell_reporter(tx: Tx, out: Out, signal: Signal, words: Words, stage: str, *, buttons: Rows = ()) -> None:
    """Tell the volunteer who raised the signal, once per stage, with the way to all that was done with it."""
    person = None if signal.reporter_id is None else people.get(tx, signal.reporter_id)
    if person is not None and person.has_app:
        rows = (*buttons, (more_about(signal),))
        priority = Priority.URGENT if signal.urgency is Urgency.ACUTE else Priority.REPLY
        out.send(to_person(person), Screen(words, rows), key=f"signal:{signal.id}:reporter:{stage}", priority=priority)


def step_done(tx: Tx, out: Out, signal: Signal, programme: Programme, step: SignalStep) -> None:
    """Tell the volunteer that a coordinator took this step, where it is one they want to hear of. `signal` is as it is
    after the step; a step is told once, however often this is called."""
    stamps = signal_steps.without_content(tx, signal.id)
    done = [one for one in stamps if one.step is step]
    if not done or (step is SignalStep.INTERPRET and (len(done) > 1 or _just_taken(stamps, done[-1]))):
        return
    if done[-1].by is not None and done[-1].by == signal.reporter_id:
        return  # a coordinator who raised it knows what they did themselves
    words = _words(tx, signal, programme, step)
    if words is not None:
        tell_reporter(tx, out, signal, words, f"{step}:{done[-1].id}", buttons=_buttons(signal, step))


def more_about(signal: Signal) -> Button:
    """The way to the signal as the volunteer sees it."""
    return Button(t("More about {code}", code=signal.code), f"mine:{signal.id}")


def telling_buttons(signal: Signal) -> Rows:
    """For a volunteer who tells the person, alone or with the coordinator: done, or rather not."""
    return (
        (Button(t("I told them"), f"toldthem:{signal.id}"),),
        (Button(t("Rather not"), f"rathernot:{signal.id}"),),
    )


def _just_taken(stamps: list[Stamp], weighed: Stamp) -> bool:
    return any(one.step is SignalStep.TAKE and weighed.at - one.at < AT_ONCE for one in stamps)


def _words(tx: Tx, signal: Signal, programme: Programme, step: SignalStep) -> Words | None:
    if step is SignalStep.TAKE:
        return t(
            "A coordinator of {programme} has taken signal {code} and follows it through.",
            programme=programme.name,
            code=signal.code,
        )
    if step is SignalStep.GIVE_BACK:
        return t(
            "Whoever had taken signal {code} does not follow it any more. It was announced to the coordinators once "
            "more; you hear from me as soon as somebody takes it.",
            code=signal.code,
        )
    if step is SignalStep.CLOSE and signal.closing is not None:
        return paragraphs(
            t("Signal {code} of {programme} is closed.", code=signal.code, programme=programme.name),
            IN_PLAIN_WORDS[signal.closing],
            t("Thank you for noticing and telling."),
        )
    news = _who_tells(signal) if step is SignalStep.TRANSLATE else _NEWS.get(step)
    if step is SignalStep.ACT:
        news = _what_was_set_in_motion(tx, signal)
    if news is None:
        return None
    return paragraphs(
        t("<b>News about signal {code}</b> of {programme}", code=signal.code, programme=programme.name), news
    )


def _buttons(signal: Signal, step: SignalStep) -> Rows:
    if step is SignalStep.TRANSLATE and signal.tells in BY_VOLUNTEER:
        return ((Button(t("That is fine"), f"fine:{signal.id}"),), *telling_buttons(signal))
    if step is SignalStep.TAKE and signal.urgency is Urgency.ACUTE:
        return ((Button(t("It weighs on me"), f"weighs:{signal.id}"),),)
    return ()


def _who_tells(signal: Signal) -> Words | None:
    return None if signal.tells is None else _TELLS[signal.tells]


def _what_was_set_in_motion(tx: Tx, signal: Signal) -> Words:
    """By the newest plan. Which service, on which day and why is between the coordinator and the person."""
    try:
        planned = signal_actions.of(tx, signal)
    except SealBrokenError:
        planned = []
    if not planned:
        return t("Something was set in motion.")
    newest = max(planned, key=lambda one: one.at)
    if newest.kind is ActionKind.REFERRAL and newest.body.get("along") == "volunteer":
        return paragraphs(
            _ACTIONS[newest.kind],
            t("It would be good if you went along. The coordinator talks that over with you first; no is fine too."),
        )
    return _ACTIONS[newest.kind]


BY_VOLUNTEER = (Tells.VOLUNTEER, Tells.TOGETHER)
"""Who tells the person, where the volunteer has a part in it."""

_NEWS: dict[SignalStep, Words] = {
    SignalStep.HAND_OVER: t("Another coordinator follows it through from now on."),
    SignalStep.INTERPRET: t("It was read and weighed. You hear from me what comes of it."),
    SignalStep.FEED_BACK: t("The person it is about was told how things stand."),
    SignalStep.REOPEN: t("It turned out not to be quite solved, so it is open again and somebody looks at it."),
}

_TELLS: dict[Tells, Words] = {
    Tells.COORDINATOR: t("The coordinator tells the person what is proposed. You need not do anything."),
    Tells.VOLUNTEER: t(
        "The coordinator thinks the person would like best to hear from you what is proposed, at your next call or "
        "sooner. What to say, you talk over with the coordinator. Does that suit you?"
    ),
    Tells.TOGETHER: t(
        "The coordinator would like to tell the person together with you what is proposed, and talks over with you "
        "when and how. Does that suit you?"
    ),
}

_ACTIONS: dict[ActionKind, Words] = {
    ActionKind.VISIT: t("Somebody goes and visits."),
    ActionKind.REFERRAL: t("A service was asked to help."),
    ActionKind.NETWORK: t("Somebody close by is looked for who can help."),
    ActionKind.NO_HELP: t("For now no help is wanted, and that is respected."),
}

IN_PLAIN_WORDS: dict[Closing, Words] = {
    Closing.HELPED_BY_NETWORK: t("Help was found among people close by."),
    Closing.REFERRED: t("A service is working on it."),
    Closing.SOLVED_ITSELF: t("It has come right by itself."),
    Closing.NO_HELP_WANTED: t("For now no help is wanted, and that is respected."),
    Closing.NOT_REACHED: t("We tried several times, and it did not come to a talk."),
    Closing.OTHER: t("It was looked into and dealt with."),
}
"""How a signal ended."""
