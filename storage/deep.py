"""Every sealed value is opened once, to find out which do not open any more; nothing of what they say is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, func, literal, select

from storage.columns import Class
from storage.schema import data_keys, memberships, metadata, outbox, signals
from storage.tx import Tx, refuse
from storage.vault import SYSTEM, SealBrokenError

BATCH = 500

OWN_KEY = "data_keys"
"""The table whose sealed column is no field but a key."""

_KEYS = select(
    data_keys.c.owner_id.label("row"),
    data_keys.c.owner_id.label("owner"),
    data_keys.c.wrapped.label("kept"),
    data_keys.c.key_id,
    data_keys.c.owner_id.label("place"),
)
_BY_PERSON = {"persons": "id", "memberships": "person_id", "conversations": "person_id", "exports": "person_id"}
_BY_MEMBER = {"reports": "callee_id", "needs": "callee_id", "private_remarks": "callee_id", "offers": "membership_id"}
_BY_SIGNAL = {"signal_steps": "signal_id", "signal_actions": "signal_id"}
_OF_NOBODY = ("chats", "services")


class UnknownOwnerError(Exception):
    """A sealed column of which is not written here whose key opens it."""


@dataclass(frozen=True, slots=True)
class Field:
    """A sealed column, and the statement that gives its rows: `row` (as it is bound), `owner`, `kept` and `place`, in
    the order of `place`."""

    table: str
    column: str
    rows: Select[Any]
    place: Column[Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of one look: values opened, those refused, and the place to go on from (None: that was all)."""

    opened: int
    refused: int
    after: Any


def fields() -> Iterator[Field]:
    """Every sealed column there is, data keys first. Raises `UnknownOwnerError`."""
    yield Field(OWN_KEY, "wrapped", _KEYS, data_keys.c.owner_id)
    for table in metadata.sorted_tables:
        if table is not data_keys:
            for column in table.columns:
                if column.info["class"] is Class.SEALED:
                    yield Field(table.name, column.name, _rows(table, column), table.c.id)


def look(tx: Tx, field: Field, after: Any) -> Batch:
    """Open the next values of a column; each that does not open is reported."""
    statement = field.rows.order_by(field.place).limit(BATCH)
    rows = tx.execute(statement if after is None else statement.where(field.place > after)).all()
    refused = 0
    if field.table != OWN_KEY:
        tx.open_keys({row.owner for row in rows if row.owner is not None})
    for row in rows:
        try:
            _open(tx, field, row)
        except SealBrokenError as error:
            refused += 1
            refuse(field.table, str(row.row), field.column, error)
    return Batch(len(rows) - refused, refused, rows[-1].place if len(rows) == BATCH else None)


def _open(tx: Tx, field: Field, row: Any) -> None:
    if field.table == OWN_KEY:
        tx.vault.unwrap(row.owner, row.kept, row.key_id)
    else:
        tx.unseal_bytes(row.owner or "", field.table, str(row.row), field.column, row.kept)


def _rows(table: Table, column: Column[Any]) -> Select[Any]:
    bound = outbox.c.key if table is outbox else table.c.id
    owner = _owner(table).label("owner")
    return select(bound.label("row"), owner, column.label("kept"), table.c.id.label("place")).where(column.is_not(None))


def _owner(table: Table) -> ColumnElement[Any]:
    if table.name in _BY_PERSON:
        return table.c[_BY_PERSON[table.name]]
    if table.name in _BY_MEMBER:
        return _person_of(table.c[_BY_MEMBER[table.name]])
    if table is signals:
        return func.coalesce(_person_of(signals.c.subject_id), SYSTEM)
    if table.name in _BY_SIGNAL:
        subject = select(_person_of(signals.c.subject_id)).where(signals.c.id == table.c[_BY_SIGNAL[table.name]])
        return func.coalesce(subject.correlate(table).scalar_subquery(), SYSTEM)
    if table is outbox:
        return func.coalesce(outbox.c.person_id, SYSTEM)
    if table.name in _OF_NOBODY:
        return literal(SYSTEM)
    raise UnknownOwnerError(f"{table.name}: whose key opens its sealed columns?")


def _person_of(membership_id: ColumnElement[Any]) -> ColumnElement[Any]:
    member = memberships.alias()
    return select(member.c.person_id).where(member.c.id == membership_id).correlate_except(member).scalar_subquery()
