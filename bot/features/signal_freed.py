"""Somebody is coordinator no longer: what they had taken does not stay with them, and somebody must be left."""

from __future__ import annotations

from bot import notify
from bot.context import Env
from bot.features.signal_card import announce
from bot.features.signal_raise import tell_if_nobody_can_take, tell_those_who_can_act
from bot.features.signal_telling import tell_reporter
from bot.out import Out
from domain.programme import Role
from locales import t
from storage import programmes, roles, signals
from storage.programmes import Programme
from storage.signals import Signal
from storage.tx import Tx


def no_longer_coordinator(tx: Tx, env: Env, out: Out, programme: Programme, person_id: str) -> None:
    """To be called once a role is gone, and before the person is. Who is deputy still, or coordinator still, keeps
    what they had taken."""
    if roles.holds(tx, person_id, programme.id, Role.COORDINATOR):
        return
    for signal in signals.in_hands_of(tx, programme.id, person_id):
        set_free(tx, env, out, signal, programme)
    tell_if_nobody_can_take(tx, env, out, programme)


def set_free(tx: Tx, env: Env, out: Out, signal: Signal, programme: Programme) -> Signal:
    """Whoever had taken it cannot go on: it is announced anew, and the volunteer hears so."""
    free = signals.give_back(tx, signal)
    occasion = f"free{tx.now:%Y%m%d%H%M%S}"
    if not announce(tx, out, free, programme, occasion=occasion):
        tell_those_who_can_act(tx, env, out, free, programme, occasion)
    words = t(
        "Whoever had taken signal {code} does not follow it any more. It was announced to the coordinators once "
        "more; you hear from me as soon as somebody takes it.",
        code=free.code,
    )
    tell_reporter(tx, out, free, words, occasion)
    return free


def roles_end(tx: Tx, env: Env, out: Out, programme: Programme, person_id: str) -> None:
    """Somebody is neither coordinator nor deputy of a programme any more."""
    _revoke(tx, person_id, programme.id)
    no_longer_coordinator(tx, env, out, programme, person_id)


def all_roles_end(tx: Tx, env: Env, out: Out, person_id: str) -> None:
    """Take every role from somebody who goes for good; whoever must see to a successor hears of it."""
    for programme_id in roles.programmes_of(tx, person_id, Role.COORDINATOR):
        _revoke(tx, person_id, programme_id)
        programme = programmes.get(tx, programme_id)
        if programme is not None:
            no_longer_coordinator(tx, env, out, programme, person_id)
    for programme_id in roles.programmes_of(tx, person_id, Role.FIKSER):
        roles.revoke(tx, person_id, programme_id, Role.FIKSER)
        programme = programmes.get(tx, programme_id)
        if programme is not None and not roles.holders(tx, programme_id, Role.FIKSER):
            words = t("{programme} has no fikser now. Please name one with /fikser.", programme=programme.name)
            notify.tell_admins(tx, env, out, words)


def _revoke(tx: Tx, person_id: str, programme_id: str) -> None:
    for role in Role.COORDINATOR.held_by:
        roles.revoke(tx, person_id, programme_id, role)
