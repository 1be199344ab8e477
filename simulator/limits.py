"""How much a bot may send (core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this)."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

from simulator.clock import Clock
from simulator.jsontypes import Json
from simulator.refusals import Refused

TELEGRAMS = {"per_chat": 1, "per_group_minute": 20, "overall": 30}
"""Telegram's own figures: messages a second in one chat, a minute in one group, a second in all."""


@dataclass
class Limits:
    """Counts what was sent in sliding windows on the simulator's clock; None (the default) sets no limit."""

    clock: Clock
    per_chat: int | None = None
    per_group_minute: int | None = None
    overall: int | None = None
    _sent: dict[tuple[str, int], deque[float]] = field(default_factory=dict)

    def set(self, order: Json) -> None:
        """Take over the named limits; ``{"telegram": true}`` sets Telegram's own."""
        if order.get("telegram"):
            order = TELEGRAMS
        for key in ("per_chat", "per_group_minute", "overall"):
            if key in order:
                setattr(self, key, None if order[key] is None else int(order[key]))
        self._sent.clear()

    def as_json(self) -> Json:
        """The limits as they stand."""
        return {
            "per_chat": self.per_chat,
            "per_group_minute": self.per_group_minute,
            "overall": self.overall,
        }

    def count(self, chat_id: int) -> None:
        """Count one message to ``chat_id``, or refuse it with 429; a refused one does not count."""
        rules: list[tuple[tuple[str, int], int, float]] = []
        if self.overall is not None:
            rules.append((("overall", 0), self.overall, 1.0))
        if self.per_chat is not None:
            rules.append((("chat", chat_id), self.per_chat, 1.0))
        if self.per_group_minute is not None and chat_id < 0:
            rules.append((("group", chat_id), self.per_group_minute, 60.0))
        if not rules:
            return
        now = self.clock.now().timestamp()
        for key, most, window in rules:
            times = self._sent.setdefault(key, deque())
            while times and not now - window < times[0] <= now:
                times.popleft()
            if len(times) >= most:
                seconds = max(1, math.ceil((times[0] if times else now) + window - now))
                raise Refused("too many requests", parameters={"retry_after": seconds}, seconds=seconds)
        for key, _, _ in rules:
            self._sent[key].append(now)
