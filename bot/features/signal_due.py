"""When a signal is to be brought up next, and whether it is late; from what is kept."""

from __future__ import annotations

from datetime import datetime

from domain import calling_again
from domain.signals import SignalStep
from storage import signal_actions, signal_steps
from storage.programmes import Programme
from storage.signals import Signal
from storage.tx import Tx


def next_call(tx: Tx, signal: Signal, programme: Programme) -> datetime:
    """When this open signal is brought up next if nobody acts until then (aware UTC)."""
    last = (
        signal_steps.last_at(tx, signal.id, SignalStep.CALL_AGAIN, SignalStep.REMIND) if signal.calls_made > 0 else None
    )
    return calling_again.next_call(
        signal.waits_since,
        last,
        _agreed(tx, signal),
        signal.urgency,
        programme.terms,
        zone=programme.timezone,
        held=signal.is_held,
    )


def is_late(tx: Tx, signal: Signal, programme: Programme) -> bool:
    """Whether an open signal waits, or lies still, for longer than its term."""
    return signal.is_open and (signal.calls_made > 0 or next_call(tx, signal, programme) <= tx.now)


def _agreed(tx: Tx, signal: Signal) -> datetime | None:
    """The last day on which something was to happen by agreement: until then a signal does not lie still."""
    if not signal.is_held:
        return None
    agreed = (signal.follow_up_at, signal_actions.last_planned(tx, signal.id))
    return max((moment for moment in agreed if moment is not None), default=None)
