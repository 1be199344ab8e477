"""A withdrawn signal: that there was one stays until its term has passed, what was told goes at once."""

from __future__ import annotations

from sqlalchemy import update

from storage.schema import signal_actions, signal_steps, signals
from storage.signal_steps import owner
from storage.signals import Signal
from storage.tx import Tx


def wipe(tx: Tx, signal: Signal) -> None:
    """Take away what the signal says, what was asked, answered and added, and what was noted with plans. When which
    step was done stays."""
    nothing = tx.seal_json(owner(tx, signal.subject_id), "signals", signal.id, "body", {})
    tx.execute(update(signals).where(signals.c.id == signal.id).values(body=nothing))
    tx.execute(update(signal_steps).where(signal_steps.c.signal_id == signal.id).values(body=None))
    tx.execute(update(signal_actions).where(signal_actions.c.signal_id == signal.id).values(body=None))
    tx.wipes = True
