"""The command line as an operator uses it: another process, a real database, and the simulator as the platform."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main, parser
from bot.clock import SystemClock
from bot.context import PLATFORM
from bot.main import open_database
from bot.settings import Settings, env_name, load_settings
from simulator.client import SimulatorServer
from storage import chats
from storage.keys import KeyDirectory
from tests.installed import install

PATIENCE = 30.0

Told = tuple[int, str]
"""An exit code, and what was said."""


class Installation:
    """A directory with settings, in which commands are run."""

    def __init__(self, directory: Path, sim: SimulatorServer) -> None:
        self.directory = directory
        (directory / "token").write_text(sim.token)
        known = {name: value for name, value in os.environ.items() if not name.startswith("BELBOOM_")}
        self.environment = known | {
            "BELBOOM_TELEGRAM_TOKEN_FILE": str(directory / "token"),
            "BELBOOM_TELEGRAM_API": sim.url,
            "BELBOOM_DATABASE_URL": f"sqlite:///{directory}/data/belboom.db",
            "BELBOOM_KEY_DIR": str(directory / "keys"),
            "BELBOOM_ADMINS": "1",
        }

    def install(self) -> None:
        """What `belboom init` does, without running it."""
        install(self.directory, database="data/belboom.db")

    @property
    def settings(self) -> Settings:
        """The settings as a command reads them."""
        given: dict[str, Any] = {
            field: self.environment[env_name(field)] for field in ("database_url", "key_dir", "telegram_api")
        }
        return load_settings(_env_file=None, telegram_token_file=self.directory / "token", **given)

    async def belboom(self, *arguments: str, **settings: str) -> tuple[int, str]:
        """Run a command to its end, in a process of its own; its exit code and all it said."""
        async with self.started(*arguments, **settings) as process, asyncio.timeout(PATIENCE):
            told, _ = await process.communicate()
            assert process.returncode is not None
            return process.returncode, told.decode()

    @asynccontextmanager
    async def started(self, *arguments: str, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """A command under way; killed at the end if it still runs."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.cli",
            *arguments,
            env=self.environment | {"PYTHONPATH": str(Path(__file__).parents[2]), **settings},
            cwd=self.directory,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


@pytest.fixture
def doctor(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[], Awaitable[Told]]:
    """`belboom doctor` in a thread of this process, whose logs it leaves alone."""
    monkeypatch.setattr("bot.logs.set_up_logs", lambda **_: None)

    async def run() -> Told:
        code = await asyncio.to_thread(main, ["doctor"])
        return code, capsys.readouterr().out

    return run


@pytest.fixture
async def sim() -> AsyncIterator[SimulatorServer]:
    async with SimulatorServer() as running:
        yield running


@pytest.fixture
def place(tmp_path: Path, sim: SimulatorServer, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """Its settings hold for commands that are run in this process as well."""
    made = Installation(tmp_path, sim)
    for name, value in made.environment.items():
        if name.startswith("BELBOOM_"):
            monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return made


async def heard(process: asyncio.subprocess.Process, event: str) -> str:
    """Everything logged until `event` is."""
    assert process.stdout is not None
    told = ""
    async with asyncio.timeout(PATIENCE):
        while f'"{event}"' not in told:
            line = await process.stdout.readline()
            assert line, f"it ended without {event}:\n{told}"
            told += line.decode()
    return told


async def test_from_nothing_to_a_bot_that_answers_and_stops_when_told(
    sim: SimulatorServer, place: Installation
) -> None:
    code, told = await place.belboom("init")
    assert code == 0, told

    async with place.started("run") as bot:
        await heard(bot, "started")
        anna = sim.phone("Anna")
        anna.start()
        await anna.wait_for(re.compile("."))
        answered = len(anna.see())
        bot.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            rest, _ = await bot.communicate()

    assert answered > 0
    assert bot.returncode == 0
    assert '"stopping"' in rest.decode()
    assert sim.token not in rest.decode()


def test_init_again_leaves_keys_and_data_as_they_are(place: Installation, capsys: pytest.CaptureFixture[str]) -> None:
    main(["init"])
    before = {file: file.read_bytes() for file in (place.directory / "keys").rglob("*") if file.is_file()}

    code = main(["init"])

    assert (code, "were there already" in capsys.readouterr().out) == (0, True)
    assert before
    assert {file: file.read_bytes() for file in before} == before


async def test_without_init_it_says_what_to_do(place: Installation) -> None:
    code, told = await place.belboom("run")

    assert code == 1
    assert "belboom init" in told
    assert "Traceback" not in told


async def test_with_the_keys_of_another_installation_it_does_not_start(place: Installation) -> None:
    place.install()
    await (await open_database(place.settings, SystemClock())).close()  # so that the database knows its keys
    KeyDirectory.create(place.directory / "others")

    code, told = await place.belboom("run", BELBOOM_KEY_DIR=str(place.directory / "others"))

    assert code == 1
    assert "written with other keys; point BELBOOM_KEY_DIR" in told


async def test_with_a_token_that_telegram_does_not_know_it_does_not_start(
    sim: SimulatorServer, place: Installation
) -> None:
    place.install()
    wrong = "999999:" + sim.token.partition(":")[2]

    code, told = await place.belboom("run", BELBOOM_TELEGRAM_TOKEN=wrong)

    assert code == 1
    assert "Telegram does not know this token" in told
    assert wrong not in told


async def test_while_telegram_is_away_it_waits_and_can_be_stopped(place: Installation) -> None:
    place.install()

    async with place.started("run", BELBOOM_TELEGRAM_API="http://127.0.0.1:9") as bot:
        await heard(bot, "telegram_not_reached")
        bot.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            await bot.communicate()

    assert bot.returncode == 0


def test_malformed_settings_stop_the_start_with_all_their_names(
    place: Installation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BELBOOM_TIMEZONE", "Moon/Base")
    monkeypatch.setenv("BELBOOM_RETENTION_DAYS", "long")

    code = main(["run"])

    told = capsys.readouterr().err
    assert code == 1
    assert "BELBOOM_TIMEZONE: " in told
    assert "BELBOOM_RETENTION_DAYS: " in told
    assert "Traceback" not in told


async def test_health_says_whether_it_runs(place: Installation, capsys: pytest.CaptureFixture[str]) -> None:
    place.install()
    without = (main(["health"]), capsys.readouterr().out)

    async with place.started("run") as bot:
        await heard(bot, "started")
        file = place.directory / "data" / "belboom.health"
        async with asyncio.timeout(PATIENCE):
            while not file.exists():  # noqa: ASYNC110 - another process writes it
                await asyncio.sleep(0.01)
        within = (main(["health"]), capsys.readouterr().out)

    assert without == (1, "the bot does not run, or runs on another database\n")
    assert within[0] in (0, 1)
    assert within[1].startswith(("well", "not well: incoming"))


@pytest.mark.parametrize(("privacy", "told_so"), [(True, "privacy mode is on"), (False, "privacy mode is off")])
async def test_doctor_tells_what_privacy_mode_means(
    sim: SimulatorServer, place: Installation, doctor: Callable[[], Awaitable[Told]], privacy: bool, told_so: str
) -> None:
    sim.privacy(privacy)
    place.install()

    code, told = await doctor()

    assert code == 0, told
    assert told_so in told
    assert "keys and database: they open and belong together" in told
    assert f"@{sim.username}" in told


async def test_doctor_names_what_is_not_in_order(place: Installation) -> None:
    code, told = await place.belboom("doctor", BELBOOM_ADMINS="")

    assert code == 1
    assert "FAIL  keys: " in told
    assert "FAIL  admins: " in told


async def test_doctor_sees_a_group_that_put_us_out(
    sim: SimulatorServer, place: Installation, doctor: Callable[[], Awaitable[Told]]
) -> None:
    anna = sim.phone("Anna", id=1)
    place.install()
    group = sim.group("Proef", anna)
    database = await open_database(place.settings, SystemClock())
    await database.run(lambda tx: chats.ensure(tx, PLATFORM, group.id))
    await database.close()
    fine = await doctor()
    group.kick_bot(anna)

    code, told = await doctor()

    assert fine[0] == 0, fine[1]
    assert "the bot is in it" in fine[1]
    assert code == 1
    assert "the bot cannot see the group (chat_gone)" in told or "the bot is not in the group" in told


def test_an_unknown_command_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["frobnicate"])

    told = capsys.readouterr().err
    assert all(f"'{name}'" in told for name in ("run", "init", "migrate", "doctor", "health"))


def test_every_command_has_a_line_of_help() -> None:
    (commands,) = (action for action in parser()._actions if action.choices)

    assert {action.dest for action in commands._choices_actions if not action.help} == set()  # type: ignore[attr-defined]


def test_a_bug_is_told_by_its_place_without_its_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks(**_: object) -> int:
        raise LookupError("Kanarie")

    monkeypatch.setattr("bot.cli_health.load_settings", breaks)

    code = main(["health"])

    told = capsys.readouterr().err
    assert code == 1
    assert "unexpected LookupError at bot/test_cli.py:" in told
    assert "Kanarie" not in told
