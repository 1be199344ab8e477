"""What passes between the volunteer who raised a signal and whoever holds it: a question, an answer, something more.

Words that sound like danger bring a signal up again at once, as an acute one, whoever holds it.
"""

from __future__ import annotations

from bot import talking
from bot.context import Ctx, Env
from bot.features.signal_access import programme_of
from bot.features.signal_card import announce, redraw
from bot.features.signal_holder import tell_holder
from bot.features.signal_own import OpenOwn, over, own, question_waiting, still_open
from bot.features.signal_raise import tell_those_who_can_act
from bot.features.signal_telling import more_about
from bot.out import Out, to_person
from bot.outbox import OutboxRow, Priority
from bot.registry import action, applies, when_not_delivered
from conversations.dialogues.add_to_signal import AddToSignal
from conversations.dialogues.answer_signal import AnswerSignal
from conversations.screen import Button, Screen
from conversations.steps.told_later import ToldLater, UnderWay
from domain.signals import Actor, SignalStep, StepNotAllowedError, Urgency
from domain.stripping import stripped
from locales import Plain, Words, paragraphs, t
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
    rows = ((Button(t("Answer"), f"answer:{signal.id}"),), (more_about(signal),))
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


@action("answer")
def answer(ctx: Ctx, signal_id: str) -> None:
    """The volunteer answers; below the question, which need not be repeated."""
    found = still_open(ctx, signal_id)
    if found is None:
        return
    if question_waiting(ctx.tx, found.signal) is None:
        ctx.notice(t("You answered that already. Thank you! With “Add something” you can tell more."), alert=True)
        return
    _begin(ctx, "answer_signal", found)


@action("add")
def add(ctx: Ctx, signal_id: str) -> None:
    """The volunteer has something to add."""
    found = still_open(ctx, signal_id)
    if found is not None:
        _begin(ctx, "add_to_signal", found)


@applies(AnswerSignal)
def keep_answer(ctx: Ctx, effect: AnswerSignal) -> Words | None:
    """Keep the answer; whoever asked hears that it is there."""
    return _keep(ctx, effect, SignalStep.ANSWER)


@applies(AddToSignal)
def keep_addition(ctx: Ctx, effect: AddToSignal) -> Words | None:
    """Keep what was added; whoever holds the signal hears that it is there."""
    return _keep(ctx, effect, SignalStep.ADD)


def _begin(ctx: Ctx, dialogue: str, found: OpenOwn) -> None:
    signal = found.signal
    ctx.notice()
    acute = signal.urgency is Urgency.ACUTE
    args = UnderWay(signal=signal.id, code=signal.code, kind=signal.kind, acute=acute)
    talking.begin(ctx, dialogue, args.model_dump(mode="json"))


def _keep(ctx: Ctx, effect: ToldLater, step: SignalStep) -> Words:
    """The questions may have been answered days ago, so what they are about is looked at again."""
    found = own(ctx, effect.signal)
    if found is None or found.programme is None or found.membership is None:
        return t("One thing: this signal is no longer there, so nothing was passed on.")
    signal, programme = found.signal, found.programme
    body = _body(ctx, signal, effect)
    worse = effect.danger and signal.urgency is not Urgency.ACUTE
    # A worse one waits as if it had been raised just now.
    values = {"urgency": Urgency.ACUTE, "waits_since": ctx.now, "calls_made": 0} if worse else {}
    try:
        moved = signals.move(ctx.tx, signal, step, Actor.REPORTER, by=ctx.me.id, body=body, **values)
    except StepNotAllowedError:
        return over(signal)
    _let_know(ctx, moved, step)
    if worse:
        occasion = f"acute{_newest(ctx.tx, moved, step)}"
        if not announce(ctx.tx, ctx.out, moved, programme, occasion=occasion):
            tell_those_who_can_act(ctx.tx, ctx.env, ctx.out, moved, programme, occasion)
        return t("Thank you. The coordinators are alerted at once. If somebody is in danger, call 112 now.")
    redraw(ctx.tx, ctx.out, moved, programme)
    if not moved.is_held:
        return t("Thank you. Whoever takes {code} reads it.", code=moved.code)
    return t("Thank you. It is passed on to whoever follows {code} through.", code=moved.code)


def _body(ctx: Ctx, signal: Signal, effect: ToldLater) -> dict[str, object]:
    names = talking.known_names(ctx)
    told: dict[str, object] = {"text": effect.text}
    body = stripped(signal.kind, told, lambda text: ctx.env.redact(text, names, ctx.language).text)
    return body | {"alarm": True} if effect.danger else body


def _let_know(ctx: Ctx, signal: Signal, step: SignalStep) -> None:
    words = (
        t("There is an answer to your question about {code}.", code=signal.code)
        if step is SignalStep.ANSWER
        else t("Something was added to {code}.", code=signal.code)
    )
    tell_holder(ctx.tx, ctx.out, signal, words, key=_newest(ctx.tx, signal, step), details=True)


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
