"""Our own bot for the bench: the settings, an empty database with programmes in it, and the command that runs it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.context import PLATFORM
from bot.features.rota import replan
from domain.programme import MembershipState, Part, ProgrammeKind
from storage import memberships, people, programmes, upgrade
from storage.database import connect_sqlite, engine_over, transact
from storage.keys import KeyDirectory
from storage.tx import Tx
from storage.vault import Vault

MEMBERS = 12
"""People in one programme: the size of an ordinary call tree."""

COMMAND = ("bot.cli", "run")


def settings(directory: Path, api: str, token: str) -> dict[str, str]:
    """The environment variables; `directory` holds keys and data."""
    return {
        "BELBOOM_TELEGRAM_TOKEN": token,
        "BELBOOM_TELEGRAM_API": api,
        "BELBOOM_DATABASE_URL": f"sqlite:///{directory}/belboom.db",
        "BELBOOM_KEY_DIR": str(directory / "keys"),
        "BELBOOM_LANGUAGE": "en",
    }


def prepare(directory: Path, users: list[int]) -> Vault:
    """Keys and a database in `directory` in which these platform users are members, in programmes of `MEMBERS`."""
    vault = Vault(KeyDirectory.create(directory / "keys"))
    logging.getLogger("alembic").setLevel(logging.WARNING)
    engine = engine_over(connect_sqlite(str(directory / "belboom.db")))
    try:
        upgrade.upgrade(engine)
        for start in range(0, len(users), MEMBERS):
            some = users[start : start + MEMBERS]
            transact(engine, vault, datetime.now(UTC), partial(_programme, users=some))
    finally:
        engine.dispose()
    return vault


def _programme(tx: Tx, users: list[int]) -> None:
    programme = programmes.add(
        tx,
        name="De Linde",
        kind=ProgrammeKind.BELBOOM,
        calls_per_week=3,
        timezone="Europe/Brussels",
        language="en",
        retention_days=90,
        general_number="09 200 00 00",
    )
    for user in users:
        person = people.add(tx, language="en", platform=PLATFORM, platform_id=user, name=f"Person {user}")
        memberships.add(
            tx, programme_id=programme.id, person_id=person.id, part=Part.BOTH, state=MembershipState.ACTIVE
        )
    replan(tx, programme.id)
