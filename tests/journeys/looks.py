"""Looks into the database of a village, beside the running bot."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import func, select

from storage.schema import conversations, metadata, reports, signals
from storage.tx import Tx
from tests.journeys.village import Village

_OF_THE_MACHINERY = {"outbox", "updates", "facts", "data_keys"}


def kept_reports(village: Village) -> int:
    """How many reports are kept."""
    return _count(village, reports)


def kept_signals(village: Village) -> int:
    """How many signals are kept."""
    return _count(village, signals)


def open_dialogues(village: Village) -> int:
    """How many dialogues are under way."""
    return _count(village, conversations)


def everything(village: Village) -> dict[str, list[Any]]:
    """All rows of all tables that are about people and calls rather than about messages under way."""

    def read(tx: Tx) -> dict[str, list[Any]]:
        tables = {name: table for name, table in metadata.tables.items() if name not in _OF_THE_MACHINERY}
        return {name: [tuple(row) for row in tx.execute(select(table))] for name, table in tables.items()}

    return village.keep(read)


def ids(village: Village, table: str, column: str = "id") -> Sequence[str]:
    """The ids in a table, in no particular order."""
    return village.keep(lambda tx: tx.execute(select(metadata.tables[table].c[column])).scalars().all())


async def logged(caplog: pytest.LogCaptureFixture, event: str, times: int) -> None:
    """Come back when the running bot has logged `event` so often."""
    async with asyncio.timeout(10):
        while caplog.messages.count(event) < times:  # noqa: ASYNC110 - a log has nothing to wait for
            await asyncio.sleep(0.01)


def _count(village: Village, table: object) -> int:
    def count(tx: Tx) -> int:
        found: int = tx.execute(select(func.count()).select_from(table)).scalar_one()  # type: ignore[arg-type]
        return found

    return village.keep(count)
