"""An installation as `belboom init` leaves it, made once per process; tests copy it, as making it is what costs."""

from __future__ import annotations

import atexit
import logging
import shutil
import tempfile
from functools import cache
from pathlib import Path

from bot.export.password import make_password
from storage import upgrade
from storage.database import connect_sqlite, engine_over
from storage.keys import KeyDirectory


def install(directory: Path, *, database: str = "belboom.db") -> None:
    """Keys and an export password in `keys/`, and an empty database of today's schema, into an existing directory."""
    whole = _installed()
    shutil.copytree(whole / "keys", directory / "keys")
    (directory / database).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(whole / "belboom.db", directory / database)


@cache
def _installed() -> Path:
    directory = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, directory)
    KeyDirectory.create(directory / "keys")
    make_password(directory / "keys")
    raw = connect_sqlite(str(directory / "belboom.db"))
    engine = engine_over(raw)
    upgrade.upgrade(engine)
    engine.dispose()
    raw.close()
    logging.getLogger("alembic").setLevel(logging.WARNING)
    return directory
