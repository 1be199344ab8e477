"""Constant statements of the report's every step, compiled once and run on the driver itself.

SQLAlchemy compiles a statement once too, but then spends some 150 µs per run on finding it again, on its execution
context and on its result object, where SQLite needs ten. So the few statements that every step runs are turned into
SQL text and the processors of their column types once, and go to the driver's own connection, inside the same
transaction. On another database they run as they are, through SQLAlchemy.
"""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import TypeEngine

Process = Callable[[Any], Any]


class Prepared:
    """A statement whose parameters are given by name at each run.

    `columns` names those of an insert, where its values are not written out with `bindparam`. Expanding parameters
    (`in_`) are not for this class: compiling fails.
    """

    def __init__(self, statement: Select[Any] | UpdateBase, *, columns: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._columns = columns
        self._compiled: _Compiled | None = None

    def rows(self, conn: Connection, values: Mapping[str, Any]) -> list[Any]:
        """All rows, with their columns as attributes. Raises what SQLAlchemy would."""
        if conn.dialect.name != "sqlite":
            return list(conn.execute(self._statement, values).all())
        compiled = self._ready(conn.dialect)
        return compiled.read(_run(conn, compiled, values).fetchall())

    def change(self, conn: Connection, values: Mapping[str, Any]) -> int:
        """How many rows the statement touched. Raises what SQLAlchemy would."""
        if conn.dialect.name != "sqlite":
            return int(conn.execute(self._statement, values).rowcount)
        return _run(conn, self._ready(conn.dialect), values).rowcount

    def _ready(self, dialect: Dialect) -> _Compiled:
        if self._compiled is None:
            self._compiled = _compile(self._statement, self._columns, dialect)
        return self._compiled


@dataclass(frozen=True, slots=True)
class _Compiled:
    text: str
    parameters: tuple[tuple[str, Process | None], ...]
    """Name and processor of every question mark, in order."""
    constants: Mapping[str, Any]
    row: Callable[[Sequence[Any]], Any]
    results: tuple[tuple[int, Process], ...]
    """Which columns need work when they are read."""

    def write(self, values: Mapping[str, Any]) -> list[Any]:
        given = {**self.constants, **values} if self.constants else values
        return [given[name] if process is None else process(given[name]) for name, process in self.parameters]

    def read(self, found: list[Any]) -> list[Any]:
        if not self.results:
            return [self.row(values) for values in found]
        read = []
        for values in found:
            worked = list(values)
            for index, process in self.results:
                worked[index] = process(worked[index])
            read.append(self.row(worked))
        return read


def _compile(statement: Select[Any] | UpdateBase, columns: Sequence[str] | None, dialect: Dialect) -> _Compiled:
    made = statement.compile(dialect=dialect, column_keys=None if columns is None else list(columns))
    binds: Mapping[str, Any] = made.binds
    order: Sequence[str] = made.positiontup or ()
    if any(bind.expanding for bind in binds.values()):
        raise ValueError("a prepared statement cannot have a parameter that expands")
    found = list(statement.selected_columns if isinstance(statement, Select) else statement.exported_columns)
    reads = [(index, _reader(column.type, dialect)) for index, column in enumerate(found)]
    row: Any = namedtuple("Row", [str(column.key) for column in found])  # type: ignore[misc]
    return _Compiled(
        text=str(made),
        parameters=tuple((name, _writer(binds[name].type, dialect)) for name in order),
        constants={name: binds[name].value for name in order if not binds[name].required},
        row=row._make,
        results=tuple((index, process) for index, process in reads if process is not None),
    )


def _writer(kind: TypeEngine[Any], dialect: Dialect) -> Process | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> Process | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _run(conn: Connection, compiled: _Compiled, values: Mapping[str, Any]) -> sqlite3.Cursor:
    if not conn.in_transaction():
        conn.begin()  # as SQLAlchemy does before the first statement
    raw: Any = conn.connection.dbapi_connection
    try:
        cursor: sqlite3.Cursor = raw.execute(compiled.text, compiled.write(values))
    except sqlite3.Error as error:
        wrapped = DBAPIError.instance(compiled.text, None, error, sqlite3.Error, hide_parameters=True)
        raise wrapped from None
    return cursor
