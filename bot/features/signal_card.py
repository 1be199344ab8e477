"""The alert card in the coordinator chat: a case code and terms of ours, no name and no text."""

from __future__ import annotations

from bot.out import Out, Target, to_group
from bot.outbox import Priority
from conversations.labels import BASIS, CLOSING, SIGNAL_KIND, SIGNAL_STATE, URGENCY
from conversations.screen import Button, Screen
from domain.programme import Role
from domain.signals import Closing, SignalKind, SignalState, Urgency
from locales import Lines, Plain, Words, lines, t
from storage import chats, people, programmes, roles, signals
from storage.programmes import Programme
from storage.signals import Signal
from storage.tx import Tx

_ABOUT_NO_PERSON = (Closing.REFERRED, Closing.SOLVED_ITSELF, Closing.OTHER)


def card(tx: Tx, signal: Signal, programme: Programme, *, closing: bool = False) -> Screen:
    """The card as it is now. With `closing` its buttons are the ways in which a signal can end."""
    words = lines(
        t("<b>Signal {code}</b> in {programme}", code=signal.code, programme=programme.name),
        Lines((SIGNAL_KIND[signal.kind], URGENCY[signal.urgency]), " · "),
        None if signal.basis is None else BASIS[signal.basis],
        _state(tx, signal),
    )
    return Screen(words, closings(signal) if closing else buttons(signal))


def buttons(signal: Signal, *, with_code: bool = False) -> tuple[tuple[Button, ...], ...]:
    """What can be done with the signal now; `with_code` where several signals stand under one another."""

    def button(label: Words, action: str) -> Button:
        return Button(Lines((label, Plain(signal.code)), ": ") if with_code else label, action)

    if signal.state is SignalState.RECEIVED:
        return ((button(t("I take this"), f"take:{signal.id}"),),)
    if signal.state is SignalState.TAKEN:
        both = (button(t("Read details"), f"details:{signal.id}"), button(t("Close"), f"close:{signal.id}"))
        return tuple((one,) for one in both) if with_code else (both,)
    return ()


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
        purpose=f"signal:{signal.id}",
    )
    if row is not None:
        signals.set_card(tx, signal.id, row)
    return row is not None


def redraw(tx: Tx, out: Out, signal: Signal, programme: Programme) -> None:
    """Show on the card in the coordinator chat what came of it."""
    chat = signals.card_chat(tx, signal)
    if chat is not None and signal.card_row is not None:
        out.edit(to_group(chat, programme.language), card(tx, signal, programme), row=signal.card_row)


def coordinator_chat(tx: Tx, programme: Programme) -> str | None:
    """The chat for alerts, as long as we are in it."""
    chat = programme.coordinator_chat
    return chat if chat is not None and chats.is_active(tx, chat) else None


def taker(tx: Tx, signal: Signal) -> Words:
    """Who took the signal, by the name others know them by."""
    name = None if signal.taken_by is None else people.name_of(tx, signal.taken_by)
    return t("one of the coordinators") if name is None else Plain(name)


def has_taker(tx: Tx, signal: Signal) -> bool:
    """Whether whoever took it is still a coordinator; if not, any other one may go on with it."""
    return signal.taken_by is not None and roles.holds(tx, signal.taken_by, signal.programme_id, Role.COORDINATOR)


def tell_reporter(tx: Tx, out: Out, signal: Signal, words: Words, stage: str) -> None:
    """Tell the volunteer who raised the signal, once per stage."""
    person = None if signal.reporter_id is None else people.get(tx, signal.reporter_id)
    if person is not None and person.has_app:
        to = Target(person.language, person_id=person.id)
        priority = Priority.URGENT if signal.urgency is Urgency.ACUTE else Priority.REPLY
        out.send(to, words, key=f"signal:{signal.id}:reporter:{stage}", priority=priority)


def programme_of(tx: Tx, signal: Signal) -> Programme | None:
    """The programme a signal belongs to, while it is active."""
    return programmes.get(tx, signal.programme_id)


def _state(tx: Tx, signal: Signal) -> Words:
    if signal.state is SignalState.TAKEN:
        return t("Taken by {name}.", name=taker(tx, signal))
    if signal.state is SignalState.CLOSED and signal.closing is not None:
        return t("Closed: {how}.", how=CLOSING[signal.closing])
    return SIGNAL_STATE[signal.state]
