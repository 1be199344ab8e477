"""The queue of updates: kept until acknowledged, handed to one poller at a time (#getting-updates)."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from itertools import islice

from simulator.changes import Changes
from simulator.jsontypes import Json
from simulator.refusals import Refused

FIRST_UPDATE_ID = 700_000_001
LONGEST_POLL = 50
"""Seconds; the public server cuts longer polls to this."""

ALL_TYPES = frozenset({
    "message", "edited_message", "channel_post", "edited_channel_post", "inline_query",
    "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query", "poll",
    "poll_answer", "my_chat_member", "chat_member", "chat_join_request", "message_reaction",
    "message_reaction_count", "chat_boost", "removed_chat_boost",
})  # fmt: skip
DEFAULT_TYPES = ALL_TYPES - {"chat_member", "message_reaction", "message_reaction_count"}
"""What arrives when ``allowed_updates`` was never given, or given empty (#getupdates)."""


class UpdateQueue:
    """Updates in order, until the bot acknowledges them with a higher offset or a 2xx from its webhook."""

    def __init__(self) -> None:
        self.waiting: deque[Json] = deque()
        self.allowed: frozenset[str] = DEFAULT_TYPES
        self.changed = Changes()
        self.polled = Changes()
        """A poll began to wait."""
        self._again: deque[Json] = deque()
        self._last: Json | None = None
        self._next_id = FIRST_UPDATE_ID
        self._poll: asyncio.Future[str | None] | None = None
        self._closed = False

    @property
    def is_polled(self) -> bool:
        """Whether a poll waits now."""
        return self._poll is not None

    def put(self, kind: str, content: Json) -> int | None:
        """Queue an update of ``kind``; its update_id, or None when the bot does not want this kind."""
        if kind not in self.allowed:
            return None
        update_id = self._next_id
        self._next_id += 1
        self._last = {"update_id": update_id, kind: content}
        self.waiting.append(self._last)
        self.changed.bump()
        self._end_poll(None)
        return update_id

    def repeat(self, update: Json | None = None) -> None:
        """Deliver an update (the newest when none is given) once more, whatever was acknowledged."""
        update = update or self._last
        if update is None:
            raise ValueError("there is no update to repeat")
        self._again.append(update)
        self.changed.bump()
        self._end_poll(None)

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Follow ``allowed_updates``: None keeps what was, an empty list means the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) & ALL_TYPES or DEFAULT_TYPES

    def acknowledge(self, offset: int) -> None:
        """Forget the updates below ``offset``; a negative one keeps only the last ``-offset``."""
        before = len(self.waiting)
        if offset < 0:
            while len(self.waiting) > -offset:
                self.waiting.popleft()
        else:
            while self.waiting and self.waiting[0]["update_id"] < offset:
                self.waiting.popleft()
        if len(self.waiting) != before:
            self.changed.bump()

    def clear(self) -> None:
        """Drop everything that waits (``drop_pending_updates``)."""
        self.waiting.clear()
        self.changed.bump()

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:  # noqa: ASYNC109
        """The updates from ``offset`` on, waiting up to ``timeout`` seconds for the first one.

        A poll that waits is ended with 409 when another one begins to wait.
        """
        if offset:
            self.acknowledge(offset)
        if not self.waiting and not self._again and timeout > 0 and not self._closed:
            self._end_poll("other poller")
            mine: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
            self._poll = mine
            self.polled.bump()
            try:
                async with asyncio.timeout(min(timeout, LONGEST_POLL)):
                    conflict = await mine
                if conflict:
                    raise Refused(conflict)
            except TimeoutError:
                pass
            finally:
                if self._poll is mine:
                    self._poll = None
        repeated = list(self._again)
        self._again.clear()
        return repeated + list(islice(self.waiting, limit))

    def take(self) -> Json | None:
        """The next update, taken out of the queue (for a webhook, which acknowledges by itself)."""
        source = self._again or self.waiting
        return source.popleft() if source else None

    def end_for_webhook(self) -> None:
        """A webhook was set: a waiting poll ends with 409."""
        self._end_poll("poll ended by webhook")

    def close(self) -> None:
        """The server stops: let a waiting poll end, and let no new one wait."""
        self._closed = True
        self._end_poll(None)

    def _end_poll(self, conflict: str | None) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(conflict)
        self._poll = None
