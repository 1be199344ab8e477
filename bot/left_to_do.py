"""What a crash, or a copy that was put back, left to do before anybody is answered."""

from __future__ import annotations

import logging

from storage import access, ledger
from storage.replay import Replayed
from storage.tx import Tx

log = logging.getLogger(__name__)


def left_to_do(tx: Tx) -> Replayed:
    """Erase what the ledger says was erased, divide the calls of those programmes anew, and have the newest line of the
    access log known outside the database. Changes nothing where nothing is left. Raises `LedgerError`."""
    standing = ledger.standing(tx)
    if standing.damaged or standing.missing:
        log.error("ledger_damaged", extra={"lines": len(standing.damaged), "missing": standing.missing})
    done = ledger.catch_up(tx)
    if done.done:
        log.warning("ledger_replayed", extra=dict(done.done))
    if done.programmes:
        from bot.features.mending import replan  # all features, which few commands need

        for programme_id in sorted(done.programmes):
            replan(tx, programme_id)
    access.anchor(tx)
    return done
