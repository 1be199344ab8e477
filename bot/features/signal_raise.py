"""A signal is raised: the card goes out, and where it cannot, everybody who must know hears so at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot import notify
from bot.context import Env
from bot.features.signal_access import programme_of
from bot.features.signal_card import announce, card
from bot.features.signal_stripping import fit
from bot.features.signal_telling import tell_reporter
from bot.out import Out, to_person
from bot.outbox import OutboxRow, Priority
from bot.registry import when_not_delivered
from domain.programme import Role
from domain.signals import Basis, SignalKind, Urgency
from domain.week import date_in
from locales import Words, paragraphs, t
from storage import remarks, roles, signals
from storage.programmes import Programme
from storage.signals import Signal
from storage.tx import Tx


def raise_signal(
    tx: Tx,
    env: Env,
    out: Out,
    *,
    programme: Programme,
    reporter_id: str,
    subject_id: str | None,
    kind: SignalKind,
    urgency: Urgency,
    basis: Basis | None,
    body: Mapping[str, Any],
) -> Words:
    """Keep a signal and alert the coordinators; returns what the volunteer reads. `body`: see `storage.signals`."""
    kept = fit(tx, env, programme, kind, body)
    signal = signals.add(
        tx,
        programme_id=programme.id,
        reporter_id=reporter_id,
        subject_id=subject_id,
        kind=kind,
        urgency=urgency,
        basis=basis,
        body=kept,
    )
    if kind is not SignalKind.PERSON:
        # Counted once more without any link to whoever told it, for the page that bundles like ones.
        remarks.add(tx, programme_id=programme.id, kind=kind, category=str(kept["topic"]))
    tell_if_nobody_can_take(tx, env, out, programme)
    if not announce(tx, out, signal, programme):
        tell_those_who_can_act(tx, env, out, signal, programme, "raised")
        return _nobody_saw(signal)
    return paragraphs(
        t("Your message goes to the coordinators. Nobody has taken it yet; you hear from me as soon as somebody does."),
        t("It goes by the code {code}.", code=signal.code),
        t("Does it weigh on you? /zwaar, now or later.") if urgency is Urgency.ACUTE else None,
    )


@when_not_delivered("signal")
def card_not_delivered(tx: Tx, env: Env, out: Out, row: OutboxRow, reason: str) -> None:
    """The alert card did not reach the coordinator chat."""
    signal = signals.get(tx, row.purpose.removeprefix("signal:"))
    programme = None if signal is None else programme_of(tx, signal)
    if signal is None or programme is None or not signal.is_open or signal.is_held:
        return
    tell_reporter(tx, out, signal, _nobody_saw(signal), "unseen")
    tell_those_who_can_act(tx, env, out, signal, programme, str(row.id))


def tell_those_who_can_act(tx: Tx, env: Env, out: Out, signal: Signal, programme: Programme, occasion: str) -> None:
    """The card could not be shown in a chat: it goes to every coordinator in private, once per occasion. The admins
    hear once a day that the chat does not work, and of each signal that could be shown to nobody at all."""
    words = t(
        "Signal {code} of {programme} could not be shown in a coordinator chat, so nobody has seen it there. "
        "The coordinators get signals from me in private until a chat works again. Put me back into their group and "
        "let me write there, or make a new one and add me; then send /coordinatie there. What is open appears by "
        "itself.",
        code=signal.code,
        programme=programme.name,
    )
    reached = notify.reachable(tx, roles.acting(tx, programme.id, Role.COORDINATOR))
    if not notify.heard_just_now(tx, env, programme):
        day = date_in(tx.now, programme.timezone)
        notify.tell_admins(tx, env, out, words, key=f"unseen:{programme.id}:{day:%Y%m%d}")
    if not reached:
        words = t(
            "Signal {code} of {programme} was shown to nobody: there is no coordinator chat that works, and I reach "
            "no coordinator in private. Please warn one yourself; they open t.me/{bot}, tap Start and send /signalen.",
            code=signal.code,
            programme=programme.name,
            bot=env.bot_username,
        )
        notify.tell_admins(tx, env, out, words, key=f"signal:{signal.id}:unseen")
    screen = card(tx, signal, programme)
    for person in reached:
        key = f"signal:{signal.id}:private:{occasion}:{person.id}"
        out.send(to_person(person), screen, key=key, priority=Priority.URGENT, purpose=f"unseen:{signal.id}")


def tell_if_nobody_can_take(tx: Tx, env: Env, out: Out, programme: Programme) -> None:
    """A programme without coordinators: the admins hear of it, once a day."""
    if roles.acting(tx, programme.id, Role.COORDINATOR):
        return
    words = t(
        "{programme} has no coordinator now, so nobody can take a signal. "
        "Please name one: answer a message in the coordinator chat with /coordinator.",
        programme=programme.name,
    )
    notify.tell_admins(tx, env, out, words, key=f"nocoordinator:{programme.id}:{tx.now:%Y%m%d}")


def _nobody_saw(signal: Signal) -> Words:
    return paragraphs(
        t(
            "Signal {code} is kept, but nobody has seen it yet: it could not be shown in a coordinator chat. "
            "The administrators know by now. I tell you as soon as somebody takes it.",
            code=signal.code,
        ),
        t("If somebody is in danger, do not wait for us: call 112.") if signal.urgency is Urgency.ACUTE else None,
    )
