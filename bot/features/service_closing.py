"""A service closes while somebody is to be referred there: whoever has that signal hears of it, in private, once.

It may be closed by a tap or by an import on the server, so besides `closed` a job looks.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.context import Env
from bot.out import Out, to_person
from bot.registry import job
from conversations.screen import Button, Screen
from domain.services import SHOWN
from domain.signals import OPEN, ActionState
from locales import t
from storage import people, programmes
from storage.schema import services, signal_actions, signals
from storage.tx import Tx


def closed(tx: Tx, env: Env, out: Out, service_id: str) -> None:
    """Tell whoever has a signal about which a referral to this service is planned."""
    _tell(tx, env, out, service_id)


@job(every=timedelta(minutes=15))
def closed_meanwhile(tx: Tx, env: Env, out: Out) -> None:
    """The same for whatever closed otherwise, and for whoever takes such a signal later."""
    _tell(tx, env, out, None)


def _tell(tx: Tx, env: Env, out: Out, service_id: str | None) -> None:
    found = (
        select(
            signal_actions.c.id.label("action_id"),
            signals.c.id,
            signals.c.code,
            signals.c.taken_by,
            signals.c.programme_id,
            services.c.name,
        )
        .join(signals, signals.c.id == signal_actions.c.signal_id)
        .join(services, services.c.id == signal_actions.c.service_id)
        .where(
            signal_actions.c.state == ActionState.PLANNED,
            signals.c.state.in_(OPEN),
            signals.c.taken_by.is_not(None),
            services.c.status.not_in(SHOWN),
        )
        .order_by(signal_actions.c.id)
    )
    if service_id is not None:
        found = found.where(services.c.id == service_id)
    for row in tx.execute(found).all():
        holder = people.get(tx, row.taken_by)
        if holder is None or not holder.has_app:
            continue
        programme = programmes.get(tx, row.programme_id)
        timezone = env.timezone if programme is None else programme.timezone
        words = t(
            "{service} has closed, and {code} was to be referred there. Is there another place?",
            service=row.name,
            code=row.code,
        )
        out.send(
            to_person(holder),
            Screen(words, ((Button(t("Open {code}", code=row.code), f"case:{row.id}"),),)),
            key=f"service_closed:{row.action_id}:{holder.id}",
            not_before=people.hours_of(tx, holder.id).hours.awake(tx.now, timezone),
        )
