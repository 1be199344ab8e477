"""How fast we may send. Pure: the moment (seconds on any steady clock) is always passed in.

Telegram's figures (core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this): about one message a
second in one chat, twenty a minute in one group, thirty a second in all for notifications to many. Replies and alerts
to single people stay far below that and are not held back by it; a group's twenty hold for everything but alerts.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import TypeVar

BULK_A_SECOND = 30
GROUP_A_MINUTE = 20
BULK_IN_ONE_CHAT = 1.0
"""Seconds between two bulk messages to one chat."""

_REMEMBERED_CHATS = 10_000

V = TypeVar("V")


@dataclass(slots=True)
class Pace:
    """What was sent lately, and who has to wait until when."""

    bulk_a_second: int = BULK_A_SECOND
    group_a_minute: int = GROUP_A_MINUTE
    _bulk: deque[float] = field(default_factory=deque)
    _groups: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)
    _last: OrderedDict[str, float] = field(default_factory=OrderedDict)
    _bulk_paused_until: float = 0.0

    def bulk_wait(self, now: float) -> float:
        """Seconds until anything bulky may go to anybody."""
        return max(0.0, self._bulk_paused_until - now, _opens(self._bulk, now, 1.0, self.bulk_a_second) - now)

    def chat_wait(self, now: float, chat: str, *, group: bool, bulk: bool) -> float:
        """Seconds until a message may go to `chat`; alerts do not ask."""
        ready = now
        if group:
            ready = max(ready, _opens(self._groups.get(chat), now, 60.0, self.group_a_minute))
        if bulk:
            ready = max(ready, self._last.get(chat, now - BULK_IN_ONE_CHAT) + BULK_IN_ONE_CHAT)
        return ready - now

    def sent(self, now: float, chat: str, *, group: bool, bulk: bool) -> None:
        """A message to `chat` goes out."""
        _remember(self._last, chat, now)
        if bulk:
            self._bulk.append(now)
        if group:
            times = self._groups.get(chat)
            _remember(self._groups, chat, times if times is not None else deque())
            self._groups[chat].append(now)

    def pause_bulk(self, now: float, seconds: float) -> None:
        """The platform asked for a pause that is not about one chat: nothing bulky goes for `seconds`."""
        self._bulk_paused_until = max(self._bulk_paused_until, now + seconds)


def _opens(times: deque[float] | None, now: float, window: float, most: int) -> float:
    if times is None:
        return now
    while times and times[0] <= now - window:
        times.popleft()
    return now if len(times) < most else times[-most] + window


def _remember(kept: OrderedDict[str, V], key: str, value: V) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > _REMEMBERED_CHATS:
        kept.popitem(last=False)
