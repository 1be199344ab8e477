"""What is not in order stops the start: an exit code, and words that say what it is, what it is for and what to do."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import Settings, env_name, example_of
from simulator.client import SimulatorServer
from tests.journeys.village import Village

SECRET = "110201543:AAkanarieKanarieKanarieKanarie"


async def _start(village: Village, **settings: str) -> tuple[int, str]:
    """Run `belboom run` to its end; exit code and what it said on standard error."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("BELBOOM_")}
    own = {
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "BELBOOM_TELEGRAM_TOKEN": village.settings.token().get_secret_value(),
        "BELBOOM_TELEGRAM_API": village.settings.telegram_api,
        "BELBOOM_DATABASE_URL": village.settings.database_url,
        "BELBOOM_KEY_DIR": str(village.settings.key_dir),
    }
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.cli",
        "run",
        env=known | own | settings,
        cwd=village.directory,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(30):
            out, told = await child.communicate()
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    assert out == b""
    assert child.returncode is not None
    return child.returncode, told.decode()


MALFORMED = {
    "telegram_token": SECRET.replace(":", ";"),
    "telegram_api": "ftp://kanarie.example",
    "admins": "kanarie",
    "timezone": "Europe/Kanarie",
    "language": "kanarie",
    "retention_days": "kanarie",
    "webhook_url": "http://kanarie.example/hook",
    "health_port": "kanarie",
    "log_level": "kanarie",
}


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param(MALFORMED, id="malformed"),
        pytest.param({"telegram_token": ""}, id="missing"),
        pytest.param({"telegram_token": "", "telegram_token_file": "/nowhere/kanarie"}, id="a file that is not there"),
    ],
)
async def test_settings_that_are_missing_or_malformed_are_all_named_with_purpose_and_example(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    async with SimulatorServer() as sim:
        village = Village(tmp_path, sim)

        code, told = await _start(village, **{env_name(field): value for field, value in settings.items()})

        named = set(settings) if "telegram_token_file" not in settings else {"telegram_token_file"}
        assert code == 1
        for field in named:
            assert f"{env_name(field)}: " in told
            assert str(Settings.model_fields[field].description) in told
            assert f"{env_name(field)}={example_of(field)}" in told
        assert "kanarie" not in told.lower()
        assert "Traceback" not in told
        assert sim.count("getMe") == 0


def _others_may_read(village: Village) -> None:
    village.settings.key_dir.chmod(0o755)


def _a_key_is_damaged(village: Village) -> None:
    keys = village.settings.key_dir / "kek"
    (keys / (keys / "current").read_text()).write_text("not hexadecimal")


def _keys_of_another_installation(village: Village) -> None:
    (village.settings.key_dir / "index").write_text("ab" * 32)


def _no_keys(village: Village) -> None:
    village.settings.key_dir.rename(village.directory / "elsewhere")


def _an_older_schema(village: Village) -> None:
    _in_the_file(village, "update alembic_version set version_num = '0000'")


def _an_empty_database(village: Village) -> None:
    for file in village.directory.glob("belboom.db*"):
        file.unlink()


def _no_database_at_all(village: Village) -> None:
    _an_empty_database(village)
    (village.directory / "belboom.db").write_bytes(b"This is a letter, and no database. " * 100)


def _in_the_file(village: Village, statement: str) -> None:
    other = sqlite3.connect(village.directory / "belboom.db")
    other.execute(statement)
    other.commit()
    other.close()


@pytest.mark.parametrize(
    ("breaks", "advice"),
    [
        (_an_older_schema, "belboom migrate"),
        (_no_database_at_all, "not a database"),
        (_keys_of_another_installation, "BELBOOM_KEY_DIR"),
        pytest.param(_others_may_read, "chmod", marks=pytest.mark.soak),
        pytest.param(_a_key_is_damaged, "64 hexadecimal digits", marks=pytest.mark.soak),
        pytest.param(_no_keys, "belboom init", marks=pytest.mark.soak),
        pytest.param(_an_empty_database, "belboom init", marks=pytest.mark.soak),
    ],
)
async def test_keys_or_data_that_are_not_in_order_stop_the_start_with_what_to_do(
    tmp_path: Path, breaks: Callable[[Village], None], advice: str
) -> None:
    async with SimulatorServer() as sim:
        village = Village(tmp_path, sim)
        await village.wake()  # so that the database knows its keys
        await village.sleep()
        asked = sim.count("getUpdates")
        breaks(village)

        code, told = await _start(village)

        assert code == 1
        assert advice in told
        assert "Traceback" not in told
        assert "unexpected" not in told
        assert sim.token not in told
        assert sim.count("getUpdates") == asked


@pytest.mark.soak
async def test_a_database_that_another_program_holds_stops_the_start_with_its_reason(tmp_path: Path) -> None:
    async with SimulatorServer() as sim:
        village = Village(tmp_path, sim)
        other = sqlite3.connect(tmp_path / "belboom.db", isolation_level=None)
        other.execute("begin exclusive")

        code, told = await _start(village)
        other.close()

        assert code == 1
        assert "locked" in told
        assert "Traceback" not in told
