"""Small facts of the installation, such as the day of the last purge. Nothing about anybody."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from storage.schema import facts
from storage.tx import Tx


def get(tx: Tx, name: str) -> str | None:
    """What was kept under this name."""
    value: str | None = tx.execute(select(facts.c.value).where(facts.c.name == name)).scalar_one_or_none()
    return value


def put(tx: Tx, name: str, value: str) -> None:
    """Keep a fact, in the place of an earlier one."""
    statement = insert(facts).values(name=name, value=value)
    tx.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
