"""Before something that is still open is removed, those who can settle it or keep it longer hear of it, once."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from bot import notify
from bot.context import Env
from bot.out import Out
from bot.registry import job
from domain.programme import Role
from locales import Plain, lines, paragraphs, t
from storage import expiring, programmes, roles
from storage.expiring import Expiring
from storage.programmes import Programme
from storage.tx import Tx

MOST_CODES = 60
"""In one message; whatever is more comes a day later."""


@job(every=timedelta(hours=6), first=True)
def tell_what_goes(tx: Tx, env: Env, out: Out) -> None:
    """One message per programme, in private: to its coordinators, else its fiksers, else the admins."""
    by_programme: dict[str, list[Expiring]] = defaultdict(list)
    for record in expiring.untold(tx):
        by_programme[record.programme_id].append(record)
    for programme_id, records in by_programme.items():
        programme = programmes.get(tx, programme_id)
        for record in records[:MOST_CODES]:
            expiring.told(tx, record)
        if programme is not None:
            _tell(tx, env, out, programme, records[:MOST_CODES])


def _tell(tx: Tx, env: Env, out: Out, programme: Programme, records: list[Expiring]) -> None:
    codes = sorted({(record.expires_at.date(), record.code) for record in records})
    words = paragraphs(
        t("<b>{programme}</b>: still open, and removed soon as the term is over", programme=programme.name),
        lines(*(t("• {code}: goes on {day}", code=Plain(code), day=day) for day, code in codes)),
        t("Settle it, or keep it longer for a reason: /persoon and the code."),
    )
    key = f"expiring:{records[0].id}:{len(records)}:{tx.now:%Y%m%d%H}"
    for role in (Role.COORDINATOR, Role.FIKSER):
        if roles.holders(tx, programme.id, role):
            notify.tell_holders(tx, out, programme.id, role, words, key=key, awake_in=programme.timezone)
            return
    notify.tell_admins(tx, env, out, words, key=key)
