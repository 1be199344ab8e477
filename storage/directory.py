"""The directory of services: looking in it and writing in it. Nothing in it is about anybody the bot knows.

The record of an import may name contact persons of an organisation, so it is sealed under the installation's own key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, insert, select, update

from domain.services import LINES, SHOWN, Entry, Status
from domain.themes import Theme, themes_in
from storage.directory_rows import entry_of, other_number, row_of_line, values_of
from storage.directory_search import Found, search, split, where_is
from storage.schema import services
from storage.tx import Tx
from storage.vault import SYSTEM

__all__ = [
    "Entry",
    "Found",
    "New",
    "Ready",
    "after",
    "change",
    "correct",
    "get",
    "put",
    "ready",
    "record_of",
    "search",
    "seed",
    "shipped",
    "split",
    "themes",
    "to_check",
    "urgent",
    "waiting",
    "where_is",
]

_AT_ONCE = 500
_ANEW = (
    update(services)
    .where(services.c.id == bindparam("new_id"))
    .values({column.name: bindparam(f"new_{column.name}") for column in services.columns if column.name != "id"})
)


@dataclass(frozen=True, slots=True)
class New:
    """A service as it comes in: what is shown, what is only searched, and the record it came from (JSON)."""

    entry: Entry
    """Its `id` is of no account: the `hsds_id` says which one it is."""
    words: str = ""
    record: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A service ready to be written: what takes time is done before the database is held up."""

    hsds_id: str
    values: Mapping[str, Any]
    record: bytes | None


def ready(new: New) -> Ready:
    """Everything about a service that needs no database."""
    record = None if new.record is None else json.dumps(new.record, ensure_ascii=False).encode()
    return Ready(new.entry.hsds_id, values_of(new.entry, new.words), record)


def get(tx: Tx, service_id: str) -> Entry | None:
    """The service with this id, closed or not."""
    row = tx.execute(select(services).where(services.c.id == service_id)).one_or_none()
    return None if row is None else entry_of(row)


def urgent(tx: Tx) -> list[Entry]:
    """The emergency lines that are open."""
    return _some(tx, services.c.urgent, services.c.status == Status.ACTIVE)


def shipped(tx: Tx) -> list[Entry]:
    """The lines every directory begins with, as far as they are open, in their own order."""
    order = {line.service.hsds_id: number for number, line in enumerate(LINES)}
    found = _some(tx, services.c.hsds_id.in_(order), services.c.status == Status.ACTIVE)
    return sorted(found, key=lambda entry: order[entry.hsds_id])


def after(tx: Tx, hsds_id: str) -> list[tuple[Entry, dict[str, Any] | None]]:
    """The next services in the order of their `hsds_id`, closed ones too, each with the record it came from."""
    following = select(services).where(services.c.hsds_id > hsds_id).order_by(services.c.hsds_id).limit(_AT_ONCE)
    return [(entry_of(row), _opened(tx, row)) for row in tx.execute(following)]


def waiting(tx: Tx, before: datetime) -> int:
    """How many services that people find were not looked at since `before`."""
    return int(tx.execute(select(func.count()).select_from(services).where(*_stale(before))).scalar_one())


def to_check(tx: Tx, before: datetime, *, skip: int = 0) -> Entry | None:
    """The one of them that waits longest, after the first `skip`."""
    first = select(services).where(*_stale(before)).order_by(func.coalesce(services.c.checked_at, 0), services.c.id)
    row = tx.execute(first.limit(1).offset(skip)).one_or_none()
    return None if row is None else entry_of(row)


def change(tx: Tx, service_id: str, **values: Any) -> None:
    """Write columns of a service, such as `phone`, `url`, `status` or `checked_at`."""
    tx.execute(update(services).where(services.c.id == service_id).values(**values))


def correct(tx: Tx, entry: Entry, *, phone: str | None = None, url: str | None = None) -> None:
    """Somebody looked at a service just now: its number and address as they are; `None` leaves one as it was."""
    values: dict[str, Any] = {"checked_at": tx.now}
    if phone is not None:
        words = tx.execute(select(services.c.words).where(services.c.id == entry.id)).scalar_one()
        values |= {"phone": phone or None, "words": other_number(words, entry.phone, phone)}
    if url is not None:
        values["url"] = url or None
    change(tx, entry.id, **values)


def themes(tx: Tx) -> set[Theme]:
    """The themes of all that people find."""
    kept = select(services.c.themes).where(services.c.status.in_(SHOWN)).distinct()
    return {theme for text in tx.execute(kept).scalars() for theme in themes_in(text)}


def put(tx: Tx, new: Iterable[New | Ready]) -> tuple[int, int]:
    """Write services, those that are there already anew; how many came and how many were changed.

    Whatever else refers to one that was there still does.
    """
    came = changed = 0
    for some in _portions(one if isinstance(one, Ready) else ready(one) for one in new):
        known = _ids(tx, [one.hsds_id for one in some])
        fresh = [_row(tx, one, tx.new_id()) for one in some if one.hsds_id not in known]
        if fresh:
            tx.execute(insert(services), fresh)
        again = [_row(tx, one, known[one.hsds_id]) for one in some if one.hsds_id in known]
        if again:
            tx.execute(_ANEW, [{f"new_{name}": value for name, value in row.items()} for row in again])
        came, changed = came + len(fresh), changed + len(again)
    return came, changed


def seed(connection: Connection) -> None:
    """Put the lines that every directory begins with where they are not yet. What was changed or closed stays so."""
    known = connection.execute(select(services.c.hsds_id)).scalars()
    there = set(known.all())
    missing = [row_of_line(line) for line in LINES if line.service.hsds_id not in there]
    if missing:
        connection.execute(insert(services), missing)


def record_of(tx: Tx, service_id: str) -> dict[str, Any] | None:
    """The record a service came from."""
    row = tx.execute(select(services.c.id, services.c.record).where(services.c.id == service_id)).one_or_none()
    return None if row is None else _opened(tx, row)


def _row(tx: Tx, new: Ready, row_id: str) -> dict[str, Any]:
    sealed = None if new.record is None else tx.seal(SYSTEM, "services", row_id, "record", new.record)
    return {**new.values, "id": row_id, "record": sealed}


def _stale(before: datetime) -> tuple[Any, ...]:
    return (
        services.c.status.in_(SHOWN),
        services.c.checked_at.is_(None) | (services.c.checked_at < before),
    )


def _some(tx: Tx, *conditions: Any) -> list[Entry]:
    return [entry_of(row) for row in tx.execute(select(services).where(and_(*conditions)).order_by(services.c.name))]


def _ids(tx: Tx, hsds_ids: Sequence[str]) -> dict[str, str]:
    rows = tx.execute(select(services.c.hsds_id, services.c.id).where(services.c.hsds_id.in_(hsds_ids)))
    return {row.hsds_id: row.id for row in rows}


def _opened(tx: Tx, row: Any) -> dict[str, Any] | None:
    if row.record is None:
        return None
    content: dict[str, Any] = json.loads(tx.unseal_bytes(SYSTEM, "services", row.id, "record", row.record))
    return content


def _portions(many: Iterable[Any]) -> Iterable[list[Any]]:
    rest = iter(many)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
