"""Who goes next: one lane per chat, the most urgent and oldest row first, one row of a lane at a time. Pure.

Moments are seconds on any steady clock and always passed in.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.outbox import OutboxRow, Priority, lane_of
from bot.outgoing import Answer, Delete, Document, Edit, Photo, Send
from bot.pace import Pace


@dataclass(slots=True)
class Lane:
    """The rows of one chat that are in memory."""

    key: str
    rows: list[tuple[int, int, OutboxRow]] = field(default_factory=list)
    """A heap by rank and id."""
    busy: bool = False
    flooded_until: float = 0.0
    """The platform told us to leave this chat alone until then."""
    retry_at: float = 0.0
    """The row at the head did not get through; it is tried again then."""

    def head(self) -> OutboxRow:
        """The row that goes next."""
        return self.rows[0][2]

    def ready_at(self) -> float:
        """Before this moment nothing goes."""
        return max(self.flooded_until, self.retry_at)


class Lanes:
    """All rows in memory."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self.known: set[int] = set()
        """The ids of all rows here, those on their way included."""
        self._lanes: dict[str, Lane] = {}
        self._ready: list[tuple[int, int, str]] = []
        self._later: list[tuple[float, str]] = []

    def add(self, row: OutboxRow, now: float) -> bool:
        """Put a row in; False where it is here already."""
        if row.id in self.known:
            return False
        self.known.add(row.id)
        lane = self._lanes.setdefault(lane_of(row), Lane(lane_of(row)))
        rank = _rank(row, lane)
        if lane.rows and rank < lane.rows[0][0] and not lane.busy:
            lane.retry_at = 0.0  # what is more urgent does not wait for what did not get through
        heapq.heappush(lane.rows, (rank, row.id, row))
        if not lane.busy:
            self._plan(lane, now)
        return True

    def next(self, now: float) -> tuple[Lane, OutboxRow] | None:
        """The next row that may go, its lane now busy; None where none may go yet."""
        while self._later and self._later[0][0] <= now:
            _, key = heapq.heappop(self._later)
            lane = self._lanes.get(key)
            if lane is not None and not lane.busy:
                self._plan(lane, now)
        while self._ready:
            rank, row_id, key = self._ready[0]
            lane = self._lanes.get(key)
            if lane is None or lane.busy or lane.rows[0][:2] != (rank, row_id):
                heapq.heappop(self._ready)
                continue
            row = lane.head()
            bulk = row.priority is Priority.BULK
            if bulk and self.pace.bulk_wait(now) > 0:
                return None  # only bulk can be behind it
            heapq.heappop(self._ready)
            wait = 0.0 if _unpaced(row) else self.pace.chat_wait(now, key, group=_in_group(row), bulk=bulk)
            if wait > 0:
                heapq.heappush(self._later, (now + wait, key))
                continue
            lane.busy = True
            if _counts(row):
                self.pace.sent(now, key, group=_in_group(row), bulk=bulk)
            return lane, row
        return None

    def wait(self, now: float) -> float | None:
        """Seconds until `next` may give something by the passing of time alone; None: never."""
        waits = [self._later[0][0] - now] if self._later else []
        if self._ready:
            waits.append(self.pace.bulk_wait(now))
        return max(0.0, min(waits)) if waits else None

    def done(self, lane: Lane, row: OutboxRow, now: float) -> None:
        """The row is dealt with for good."""
        lane.rows = [entry for entry in lane.rows if entry[1] != row.id]
        heapq.heapify(lane.rows)
        self.known.discard(row.id)
        lane.retry_at = 0.0
        self._free(lane, now)

    def again(self, lane: Lane, row: OutboxRow, now: float, *, retry_in: float = 0.0, flooded_for: float = 0.0) -> None:
        """The row goes on waiting, in its new form `row`; the lane is free after the given seconds."""
        lane.rows = [(rank, row_id, row if row_id == row.id else kept) for rank, row_id, kept in lane.rows]
        # What came meanwhile and goes first does not wait for what did not get through.
        lane.retry_at = now + retry_in if lane.rows[0][1] == row.id else 0.0
        lane.flooded_until = max(lane.flooded_until, now + flooded_for)
        self._free(lane, now)

    def moved(self, lane: Lane, chat_id: int) -> None:
        """The chat of this lane has another platform id."""
        lane.rows = [(rank, row_id, row.moved_to(chat_id)) for rank, row_id, row in lane.rows]

    def rows(self) -> Iterator[OutboxRow]:
        """Everything in memory, in no order."""
        for lane in self._lanes.values():
            yield from (row for _, _, row in lane.rows)

    def _free(self, lane: Lane, now: float) -> None:
        lane.busy = False
        if lane.rows:
            self._plan(lane, now)
        else:
            del self._lanes[lane.key]

    def _plan(self, lane: Lane, now: float) -> None:
        if lane.ready_at() > now:
            heapq.heappush(self._later, (lane.ready_at(), lane.key))
        else:
            rank, row_id, _ = lane.rows[0]
            heapq.heappush(self._ready, (rank, row_id, lane.key))


def _rank(row: OutboxRow, lane: Lane) -> int:
    """The priority, but never before a row of the same chat that this one is about.

    Taking a message away comes after all that is as urgent: nobody waits for it, and where it does not get through,
    nobody should."""
    about = about_row(row)
    own = int(row.priority) + isinstance(row.payload, Delete)
    return max([own, *(rank for rank, row_id, _ in lane.rows if row_id == about)])


def about_row(row: OutboxRow) -> int:
    """The outbox row whose message this one changes; 0 where there is none."""
    match row.payload:
        case Send(replaces_row=about) | Edit(row=about, message_id=0) | Delete(row=about, message_id=0):
            return about
        case _:
            return 0


def _unpaced(row: OutboxRow) -> bool:
    return row.priority is Priority.URGENT or isinstance(row.payload, Answer)


def _counts(row: OutboxRow) -> bool:
    return isinstance(row.payload, Send | Edit | Document | Photo)


def _in_group(row: OutboxRow) -> bool:
    return row.to.group_id is not None
