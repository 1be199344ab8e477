"""Migrations lead to exactly the declared schema, and a stale database is refused with the command that mends it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Connection, Engine, Integer, LargeBinary, MetaData, String, insert, select

from domain.signals import SignalState
from storage import assignments, memberships, programmes, signal_steps, signals
from storage.database import connect_sqlite, engine_over, transact
from storage.keys import KeyDirectory
from storage.schema import metadata
from storage.upgrade import StaleSchemaError, check, current, newest, upgrade
from storage.vault import Vault

AS_IT_WAS: dict[str, dict[str, Any]] = {
    "programmes": {"kind": "belboom", "state": "active", "timezone": "Europe/Brussels", "language": "nl"},
    "memberships": {"part": "both", "state": "active"},
    "assignments": {"state": "active", "weekday": 3},
}
"""What a row of the first release says where it must make sense to be read."""

RENAMED = {"announced_again_at": "waits_since"}
"""Columns that go by another name since."""


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


@pytest.fixture
def first_release(engine: Engine) -> dict[str, dict[str, Any]]:
    """A database as the first release left it, with a row in every table; returns the rows."""
    upgrade(engine, to="0001")
    with engine.begin() as connection:
        tables = MetaData()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            if table.name != "alembic_version":
                row = {column.name: value_for(column) for column in table.columns}
                connection.execute(insert(table).values(row | AS_IT_WAS.get(table.name, {})))
        return rows(connection)


def value_for(column: Column[Any]) -> object:
    """Something that fits; every reference leads to the one row of its table."""
    if column.foreign_keys or isinstance(column.type, String):
        return "one"
    if isinstance(column.type, LargeBinary):
        return column.name.encode()
    return 1 if isinstance(column.type, Integer) else True


def rows(connection: Connection) -> dict[str, dict[str, Any]]:
    """The one row of each table there is; the directory of services, and the consents that stand in reports, are filled
    by the upgrade itself."""
    tables = MetaData()
    tables.reflect(connection)
    ours = [table for table in tables.sorted_tables if table.name not in ("alembic_version", "services", "consents")]
    found = {table.name: connection.execute(select(table)).mappings().one_or_none() for table in ours}
    return {name: dict(row) for name, row in found.items() if row is not None}


def test_everything_the_first_release_kept_is_there_after_the_upgrade(
    engine: Engine, first_release: dict[str, dict[str, Any]]
) -> None:
    upgrade(engine)

    with engine.begin() as connection:
        after = rows(connection)
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    assert len(first_release) >= 20
    kept = {name: {RENAMED.get(key, key): row[key] for key in row} for name, row in first_release.items()}
    assert {name: {key: after[name][key] for key in row} for name, row in kept.items()} == kept


def test_a_signal_that_was_taken_is_held_by_the_same_coordinator_and_keeps_its_history(
    engine: Engine, tmp_path: Path
) -> None:
    upgrade(engine, to="0002")
    with engine.begin() as connection:
        tables = MetaData()
        tables.reflect(connection)

        def put(table: str, **row: object) -> None:
            values = {one.name: value_for(one) for one in tables.tables[table].columns if one.name not in row}
            connection.execute(insert(tables.tables[table]).values(values | AS_IT_WAS.get(table, {}) | row))

        for table in ("data_keys", "persons", "chats", "programmes", "memberships", "outbox"):
            put(table)
        put("signals", state="taken", kind="person", urgency="normal", basis="consent", closing=None, closed_at=None)
        for at, step in enumerate(("received", "taken", "received", "announced_again", "taken", "read"), 1):
            put("signal_steps", id=f"step{at}", step=step, at=at, by_person=None)

    upgrade(engine)

    KeyDirectory.create(tmp_path / "keys")
    vault, now = Vault(KeyDirectory(tmp_path / "keys")), datetime(2026, 11, 21, tzinfo=UTC)
    signal, steps = transact(
        engine, vault, now, lambda tx: (signals.get(tx, "one"), signal_steps.without_content(tx, "one"))
    )
    assert signal is not None
    assert (signal.state, signal.taken_by, signal.is_open) == (SignalState.RECEIVED, "one", True)
    assert [one.step for one in steps] == ["raise", "take", "give_back", "call_again", "take", "read"]


def test_a_call_tree_of_the_first_release_goes_on_as_it_was(
    engine: Engine, first_release: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    upgrade(engine)

    KeyDirectory.create(tmp_path / "keys")
    vault, now = Vault(KeyDirectory(tmp_path / "keys")), datetime(2026, 11, 18, tzinfo=UTC)
    programme, member, call = transact(
        engine,
        vault,
        now,
        lambda tx: (programmes.get(tx, "one"), memberships.get(tx, "one"), assignments.get(tx, "one")),
    )
    assert programme is not None
    assert (programme.calling_days, programme.rotation_weeks, programme.revision) == (tuple(range(7)), None, 0)
    assert member is not None
    assert (member.calls, member.called, member.cannot) == (None, None, frozenset())
    assert call is not None
    assert (call.weekday, call.lasting_day, call.stands_in, call.is_active) == (3, None, False, True)


def test_what_somebody_agreed_to_in_an_old_report_becomes_a_record_of_its_own(
    engine: Engine, first_release: dict[str, dict[str, Any]]
) -> None:
    upgrade(engine)

    with engine.begin() as connection:
        found = connection.exec_driver_sql(
            "SELECT purpose, membership_id, report_id, version, how, recorded_by, withdrawn_at FROM consents "
            "ORDER BY purpose"
        ).all()
    assert [tuple(row) for row in found] == [
        (purpose, "one", "one", "0", "call", "one", None) for purpose in ("call_again", "note", "pass_on")
    ]
