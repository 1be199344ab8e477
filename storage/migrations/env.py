"""Alembic's entry: it is handed an open connection and runs within the caller's transaction."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from storage.columns import Instant
from storage.schema import metadata


def _plain_types(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Migrations name plain SQL types, so that they do not change when our own types do."""
    return "sa.BigInteger()" if kind == "type" and isinstance(item, Instant) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=_plain_types,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
