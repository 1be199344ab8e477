"""What the running machinery (intake, sender, scheduler) asks of the features, put together from their tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import bot.features  # noqa: F401  fills the tables
from bot import dispatch, notify
from bot.context import PLATFORM, Env
from bot.incoming import Incoming
from bot.intake import Outcome
from bot.out import Out
from bot.outbox import OutboxRow
from bot.outgoing import Edit, Send
from bot.registry import FAILURES, JOBS
from bot.scheduler import Job, Worked
from storage import chats, programmes
from storage.tx import Tx


def _is_lost(tx: Tx, row: OutboxRow, group: str, reason: str) -> bool:
    """Whether a group takes nothing from us any more. A coordinator chat in which we may not speak is no better than
    one that was deleted."""
    return reason == "chat_gone" or (
        reason == "no_rights"
        and isinstance(row.payload, Send | Edit)
        and bool(programmes.of_coordinator_chat(tx, group))
    )


@dataclass(frozen=True, slots=True)
class Brain:
    """The features under one environment. Every method runs inside the caller's transaction."""

    env: Env

    def handle(self, tx: Tx, incoming: Incoming) -> Outcome:
        """Deal with one update."""
        return dispatch.handle(tx, self.env, incoming)

    def apologise(self, tx: Tx, incoming: Incoming) -> Outcome:
        """After a bug in `handle`."""
        return dispatch.apologise(tx, self.env, incoming)

    def on_failed(self, tx: Tx, row: OutboxRow, reason: str) -> Sequence[OutboxRow]:
        """A message will never arrive: whoever sent it for this purpose sees to what that means."""
        out = Out(tx)
        group = row.to.group_id
        if group is not None and chats.is_active(tx, group) and _is_lost(tx, row, group, reason):
            chats.set_state(tx, group, "gone")
            notify.thrown_out(tx, self.env, out, group)
        handler = FAILURES.get(row.purpose.split(":")[0])
        if handler is not None:
            handler(tx, self.env, out, row, reason)
        return out.rows

    def on_blocked(self, tx: Tx, row: OutboxRow) -> Sequence[OutboxRow]:
        """Somebody stopped the chat with us."""
        out = Out(tx)
        if row.to.person_id is not None:
            notify.unreachable(tx, out, row.to.person_id)
        return out.rows

    def on_migrated(self, tx: Tx, row: OutboxRow, new_chat_id: int) -> None:
        """A group got a new id on the platform."""
        chats.migrate(tx, PLATFORM, row.to.chat_id, new_chat_id)

    def jobs(self) -> list[Job]:
        """Everything that happens by itself."""
        return [Job(name, every, self._running(work)) for name, every, work in JOBS]

    def _running(self, work: Callable[[Tx, Env, Out], bool | None]) -> Callable[[Tx], Worked]:
        def run(tx: Tx) -> Worked:
            out = Out(tx)
            again = work(tx, self.env, out)
            return Worked(out.rows, bool(again))

        return run
