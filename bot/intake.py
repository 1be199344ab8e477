"""Takes an update in and handles it, as one transaction; only then may the platform be told that it arrived.

So an update is either dealt with for good or comes again, and no raw update is ever kept.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Protocol

from bot.incoming import Incoming
from bot.logs import where
from bot.outbox import OutboxRow
from bot.transactions import Runner
from storage.database import StorageUnavailableError
from storage.tx import Tx

log = logging.getLogger(__name__)


class Outcome(Protocol):
    """What came of an update."""

    @property
    def outbox(self) -> Sequence[OutboxRow]:
        """The rows it wrote."""


Handler = Callable[[Tx, Incoming], Outcome]


class NotTakenInError(Exception):
    """The update was not kept: the platform must bring it again."""


class Intake:
    """`handle` deals with an update; `apologise` with one on which `handle` broke.

    `offer` hands the written rows to the sender.
    """

    def __init__(
        self, database: Runner, handle: Handler, apologise: Handler, offer: Callable[[Sequence[OutboxRow]], None]
    ) -> None:
        self._database = database
        self._handle = handle
        self._apologise = apologise
        self._offer = offer

    async def take(self, incoming: Incoming) -> None:
        """Come back when the update is dealt with and committed. Raises `NotTakenInError` when it was not kept."""
        try:
            outcome = await self._database.run(lambda tx: self._handle(tx, incoming))
        except StorageUnavailableError as error:
            log.warning("update_not_kept", extra={"update": incoming.update_id, **where(error)})
            raise NotTakenInError from None
        except Exception as error:
            log.error("update_broke", extra={"update": incoming.update_id, "kind": incoming.kind, **where(error)})
            outcome = await self._after_a_bug(incoming)
        self._offer(outcome.outbox)

    async def _after_a_bug(self, incoming: Incoming) -> Outcome:
        """A bug must not stop everybody else's updates, as one that is never acknowledged would."""
        try:
            return await self._database.run(lambda tx: self._apologise(tx, incoming))
        except StorageUnavailableError as error:
            log.warning("update_not_kept", extra={"update": incoming.update_id, **where(error)})
            raise NotTakenInError from None
        except Exception as error:
            log.error("apology_broke", extra={"update": incoming.update_id, **where(error)})
            return _Nothing()


class _Nothing:
    outbox: Sequence[OutboxRow] = ()
