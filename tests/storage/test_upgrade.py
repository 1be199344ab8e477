"""Migrations lead to exactly the declared schema, and a stale database is refused with the command that mends it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine

from storage.database import connect_sqlite, engine_over
from storage.schema import metadata
from storage.upgrade import StaleSchemaError, check, current, newest, upgrade


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    raw = connect_sqlite(str(tmp_path / "x.db"))
    made = engine_over(raw)
    yield made
    made.dispose()
    raw.close()


def test_the_migrated_schema_is_the_declared_schema(engine: Engine) -> None:
    upgrade(engine)

    with engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_an_empty_database_is_refused_with_the_command_that_makes_one(engine: Engine) -> None:
    with engine.begin() as connection, pytest.raises(StaleSchemaError, match="belboom init"):
        check(connection)


def test_a_database_of_another_release_is_refused_with_the_command_that_mends_it(engine: Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'older'")

    with engine.begin() as connection, pytest.raises(StaleSchemaError, match="belboom migrate"):
        check(connection)


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    upgrade(engine)

    with engine.begin() as connection:
        check(connection)
        assert current(connection) == newest()
