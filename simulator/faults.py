"""Trouble on order: errors, silence and lost answers, to see how a bot copes."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.jsontypes import Json

KINDS = frozenset({"500", "502", "429", "hang", "lost"})
"""``hang`` keeps silent for ``seconds`` and hangs up; ``lost`` performs the call and hangs up."""


@dataclass
class Fault:
    """What happens to the next ``times`` calls (of ``method``; of any but getUpdates when that is None)."""

    kind: str
    times: int = 1
    method: str | None = None
    seconds: float = 1.0
    """For 429: retry_after; for hang: how long."""
    chat: int | None = None
    """Only calls with this chat_id."""


@dataclass
class Faults:
    """The faults that are still to come, in order, and the latency of every call."""

    waiting: list[Fault] = field(default_factory=list)
    latency: float = 0.0
    """Seconds added to every call but getUpdates."""

    def add(
        self,
        kind: str,
        times: int = 1,
        method: str | None = None,
        seconds: float = 1.0,
        chat: int | None = None,
    ) -> Fault:
        """Order a fault; raises ValueError for an unknown kind."""
        if kind not in KINDS:
            raise ValueError(f"a fault is one of {', '.join(sorted(KINDS))}")
        fault = Fault(kind, int(times), method.lower() if method else None, float(seconds), chat)
        self.waiting.append(fault)
        return fault

    def clear(self) -> None:
        """No more trouble, and no latency."""
        self.waiting.clear()
        self.latency = 0.0

    def next_for(self, method: str, chat_id: str) -> Fault | None:
        """The fault for a call of ``method`` (lower case), and count it."""
        for fault in self.waiting:
            if fault.method != method and (fault.method is not None or method == "getupdates"):
                continue
            if fault.chat is not None and str(fault.chat) != chat_id:
                continue
            fault.times -= 1
            if fault.times <= 0:
                self.waiting.remove(fault)
            return fault
        return None

    def as_json(self) -> Json:
        """What is still to come."""
        return {
            "latency": self.latency,
            "waiting": [
                {"kind": f.kind, "times": f.times, "method": f.method, "seconds": f.seconds, "chat": f.chat}
                for f in self.waiting
            ],
        }
