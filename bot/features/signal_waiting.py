"""A signal that nobody takes, or that was taken and lies still, is brought up again until somebody acts."""

from __future__ import annotations

from datetime import timedelta

from bot import notify
from bot.context import Env
from bot.features.signal_access import programme_of
from bot.features.signal_card import announce
from bot.features.signal_raise import tell_those_who_can_act
from bot.features.signal_telling import tell_reporter
from bot.out import Out
from bot.registry import job
from domain import terms
from domain.terms import Terms
from locales import t
from storage import signals
from storage.tx import Tx


@job(every=timedelta(minutes=1))
def call_again(tx: Tx, env: Env, out: Out) -> None:
    """A signal that nobody took within its term is announced again, term after term, until somebody does."""
    for signal in signals.all_open(tx):
        programme = programme_of(tx, signal)
        if programme is None or signal.is_held:
            continue
        due = terms.due(
            signal.waits_since, signal.urgency, Terms(), times=signal.calls_made + 1, zone=programme.timezone
        )
        if tx.now < due:
            continue
        again = signals.time_passed(tx, signal)
        occasion = f"again{again.calls_made}:{tx.now:%Y%m%d%H%M}"
        if not announce(tx, out, again, programme, occasion=occasion):
            tell_those_who_can_act(tx, env, out, again, programme, occasion)
        words = t(
            "Acute signal {code} of {programme} was not taken within a quarter of an hour. I have announced it again. "
            "Please see to it that a coordinator takes it.",
            code=again.code,
            programme=programme.name,
        )
        notify.tell_admins(tx, env, out, words, key=f"signal:{again.id}:late")
        waiting = t(
            "Nobody has taken signal {code} yet. I have alerted the coordinators again, and the administrators. "
            "If somebody is in danger, call 112 now.",
            code=again.code,
        )
        tell_reporter(tx, out, again, waiting, "late")
