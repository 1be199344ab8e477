"""The alert card in the coordinator chat: a case code and terms of ours, no name and no text."""

from __future__ import annotations

from bot.features.signal_access import taker
from bot.out import Out, to_group
from bot.outbox import Priority
from conversations.labels import BASIS, CLOSING, SIGNAL_KIND, SIGNAL_STATE, URGENCY
from conversations.screen import Button, Screen
from domain.signals import Closing, SignalKind, SignalState, SignalStep
from locales import Lines, Words, lines, t
from storage import chats, outbox, signal_steps, signals
from storage.programmes import Programme
from storage.signals import Signal
from storage.tx import Tx

_ABOUT_NO_PERSON = (Closing.REFERRED, Closing.SOLVED_ITSELF, Closing.OTHER)


def card(tx: Tx, signal: Signal, programme: Programme, *, closing: bool = False) -> Screen:
    """The card as it is now. With `closing` its buttons are the ways in which a signal can end."""
    return Screen(headline(tx, signal, programme), closings(signal) if closing else buttons(signal))


def headline(tx: Tx, signal: Signal, programme: Programme) -> Words:
    """What may be said of a signal wherever coordinators read along: terms of ours and who has taken it."""
    return lines(
        t("<b>Signal {code}</b> in {programme}", code=signal.code, programme=programme.name),
        Lines((SIGNAL_KIND[signal.kind], URGENCY[signal.urgency]), " · "),
        None if signal.basis is None else BASIS[signal.basis],
        state_of(tx, signal),
        t("Something new to read.") if _has_news(tx, signal) else None,
    )


def buttons(signal: Signal) -> tuple[tuple[Button, ...], ...]:
    """What can be done with the signal from the coordinator chat now."""
    if not signal.is_open:
        return ()
    if not signal.is_held:
        return ((Button(t("I take this"), f"take:{signal.id}"),),)
    return (
        (Button(t("Read details"), f"details:{signal.id}"), Button(t("What next?"), f"case:{signal.id}")),
        (Button(t("Hand over"), f"handover:{signal.id}"), Button(t("Give back"), f"giveback:{signal.id}")),
        (Button(t("Close"), f"close:{signal.id}"),),
    )


def closings(signal: Signal) -> tuple[tuple[Button, ...], ...]:
    """The ways in which this signal can end, and the way back."""
    ways = tuple(Closing) if signal.kind is SignalKind.PERSON else _ABOUT_NO_PERSON
    rows = tuple((Button(CLOSING[way], f"closing:{signal.id}:{way}"),) for way in ways)
    return (*rows, (Button(t("Back"), f"card:{signal.id}"),))


def announce(tx: Tx, out: Out, signal: Signal, programme: Programme, *, occasion: str = "") -> bool:
    """Put a fresh card into the coordinator chat; an earlier one loses its buttons. False where there is no chat.

    Once per `occasion`, which is the minute unless told otherwise."""
    chat = coordinator_chat(tx, programme)
    if chat is None:
        return False
    old = signal.card_row if signal.card_row is not None and signals.card_chat(tx, signal) == chat else None
    row = out.send(
        to_group(chat, programme.language),
        card(tx, signal, programme),
        replaces_row=old or 0,
        key=f"signal:{signal.id}:card:{occasion or f'{tx.now:%Y%m%d%H%M}'}",
        priority=Priority.URGENT,
        purpose=f"{signals.CARD}:{signal.id}",
    )
    if row is not None:
        signals.set_card(tx, signal.id, row)
    return row is not None


def redraw(tx: Tx, out: Out, signal: Signal, programme: Programme) -> None:
    """Show on the card in the coordinator chat what came of it."""
    chat = signals.card_chat(tx, signal)
    if chat is None or signal.card_row is None or not chats.is_active(tx, chat):
        return
    if outbox.has_failed(tx, signal.card_row):
        announce(tx, out, signal, programme, occasion=tx.new_id())  # it was never shown, or withdrawn before it was
    else:
        out.edit(to_group(chat, programme.language), card(tx, signal, programme), row=signal.card_row)


def coordinator_chat(tx: Tx, programme: Programme) -> str | None:
    """The chat for alerts, as long as we are in it."""
    chat = programme.coordinator_chat
    return chat if chat is not None and chats.is_active(tx, chat) else None


def state_of(tx: Tx, signal: Signal) -> Words:
    """How far it has come, and who has it."""
    if signal.state is SignalState.CLOSED and signal.closing is not None:
        return t("Closed: {how}.", how=CLOSING[signal.closing])
    if not signal.is_open:
        return SIGNAL_STATE[signal.state]
    if not signal.is_held:
        again = SIGNAL_STATE[signal.state] if signal.state is not SignalState.RECEIVED else None
        return lines(again, t("Nobody has taken this yet"))
    held = t("Taken by {name}.", name=taker(tx, signal))
    return lines(held, SIGNAL_STATE[signal.state] if signal.state is not SignalState.RECEIVED else None)


def _has_news(tx: Tx, signal: Signal) -> bool:
    """Whether the volunteer told something more that nobody has read yet."""
    told = signal_steps.last_at(tx, signal.id, SignalStep.ADD, SignalStep.ANSWER) if signal.is_open else None
    read = signal_steps.last_at(tx, signal.id, SignalStep.READ)
    return told is not None and (read is None or read < told)
