"""Prepared statements do what SQLAlchemy would do, only sooner."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError, OperationalError

from storage.columns import Instant
from storage.database import connect_sqlite, engine_over
from storage.prepared import Prepared

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)

things = Table(
    "things",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("key", String(10), unique=True),
    Column("sealed", LargeBinary),
    Column("on", Boolean),
    Column("at", Instant),
)
ADD = Prepared(insert(things).returning(things.c.id), columns=("key", "sealed", "on", "at"))
FIND = Prepared(select(things).where(things.c.key == bindparam("key")))
CLOSE = Prepared(update(things).where(things.c.key == bindparam("which"), things.c.on == True).values(on=False))  # noqa: E712


@pytest.fixture
def conn() -> Connection:
    conn = engine_over(connect_sqlite(":memory:")).connect()
    things.metadata.create_all(conn)
    return conn


def _row(key: str, *, on: bool = True) -> dict[str, object]:
    return {"key": key, "sealed": b"\x01\x02", "on": on, "at": NOON}


def test_a_row_comes_back_in_the_types_of_its_columns(conn: Connection) -> None:
    ADD.rows(conn, _row("a"))

    (row,) = FIND.rows(conn, {"key": "a"})

    assert (row.sealed, row.on, row.at) == (b"\x01\x02", True, NOON)


def test_what_an_insert_returns_is_a_row_too(conn: Connection) -> None:
    first, second = ADD.rows(conn, _row("a")), ADD.rows(conn, _row("b"))

    assert second[0].id == first[0].id + 1


def test_both_ways_to_run_a_statement_see_the_same_rows(conn: Connection) -> None:
    ADD.rows(conn, _row("a"))

    slowly = conn.execute(select(things)).one()

    assert tuple(slowly) == tuple(FIND.rows(conn, {"key": "a"})[0])


def test_constants_of_the_statement_are_kept_apart_from_its_parameters(conn: Connection) -> None:
    ADD.rows(conn, _row("a"))
    ADD.rows(conn, _row("b", on=False))

    touched = [CLOSE.change(conn, {"which": key}) for key in ("a", "b", "nobody")]

    assert touched == [1, 0, 0]
    assert FIND.rows(conn, {"key": "a"})[0].on is False


def test_what_it_writes_goes_when_the_transaction_is_rolled_back(conn: Connection) -> None:
    conn.commit()
    ADD.rows(conn, _row("a"))

    conn.rollback()

    assert FIND.rows(conn, {"key": "a"}) == []


def test_a_refusal_of_the_database_is_sqlalchemys_error_without_the_values(conn: Connection) -> None:
    ADD.rows(conn, _row("sensitive"))

    with pytest.raises(IntegrityError) as refused:
        ADD.rows(conn, _row("sensitive"))

    assert "sensitive" not in str(refused.value)


def test_trouble_of_the_database_is_sqlalchemys_error(conn: Connection) -> None:
    things.drop(conn)

    with pytest.raises(OperationalError):
        Prepared(select(things.c.id)).rows(conn, {})


def test_a_parameter_that_expands_is_refused(conn: Connection) -> None:
    several = Prepared(select(things).where(things.c.key.in_(bindparam("keys", expanding=True))))

    with pytest.raises(ValueError, match="expands"):
        several.rows(conn, {"keys": ["a"]})


def test_a_missing_parameter_is_an_error(conn: Connection) -> None:
    with pytest.raises(KeyError):
        FIND.rows(conn, {})
