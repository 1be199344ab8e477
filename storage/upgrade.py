"""Bringing a database to the schema of this release, and refusing to work on any other."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from storage import directory

HERE = Path(__file__).resolve().parent / "migrations"


class StaleSchemaError(Exception):
    """The database has another schema than this release; the message names the command that mends it."""


def upgrade(engine: Engine, *, to: str = "head") -> None:
    """Run what is missing until the revision `to`, in one transaction; the newest has its lines in the directory."""
    with engine.begin() as connection:
        command.upgrade(_config(connection), to)
        if to == "head":
            directory.seed(connection)


def current(connection: Connection) -> str | None:
    """The revision this database is at; `None` for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The revision of this release."""
    return ScriptDirectory.from_config(_config(None)).get_current_head()


def knows(revision: str) -> bool:
    """Whether this release can bring a database of this revision to its own."""
    return revision in {script.revision for script in ScriptDirectory.from_config(_config(None)).walk_revisions()}


def check(connection: Connection) -> None:
    """Raises `StaleSchemaError` where the database is not at the revision of this release."""
    found = current(connection)
    if found == newest():
        return
    if found is None:
        raise StaleSchemaError("the database is empty; run: belboom init")
    raise StaleSchemaError(
        "the database has another schema than this release; make a copy of it, then run: belboom migrate"
    )


def write_revision(connection: Connection, message: str, revision: str) -> None:
    """For developers: write the migration from the database's schema to the declared one."""
    command.revision(_config(connection), message=message, rev_id=revision, autogenerate=True)


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    return config
