"""The whole bot in this process, on a real database file, against the simulator."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.environment import environment
from bot.main import App, running
from bot.settings import Settings, SettingsError, load_settings
from bot.telegram.connection import Connection
from simulator.client import SimulatorServer
from storage.database import connect_sqlite, engine_over
from storage.keys import KeyDirectory, KeyDirectoryError
from storage.upgrade import StaleSchemaError, upgrade
from tests.bot.telegram.test_webhook import free_port

ANYTHING = re.compile(".")


@pytest.fixture
async def sim() -> AsyncIterator[SimulatorServer]:
    async with SimulatorServer() as made:
        yield made


@pytest.fixture
def house(tmp_path: Path, sim: SimulatorServer, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.chdir(tmp_path)
    return House(tmp_path, sim)


class House:
    """Keys, a database file, and settings that point at them."""

    def __init__(self, directory: Path, sim: SimulatorServer) -> None:
        self.directory, self.sim = directory, sim
        self.file = directory / "belboom.db"
        KeyDirectory.create(directory / "keys")

    def migrate(self) -> None:
        raw = connect_sqlite(str(self.file))
        engine = engine_over(raw)
        upgrade(engine)
        engine.dispose()
        raw.close()

    def settings(self, **given: Any) -> Settings:
        return load_settings(
            telegram_token=self.sim.token,
            telegram_api=self.sim.url,
            database_url=f"sqlite:///{self.file}",
            key_dir=self.directory / "keys",
            **given,
        )

    async def left_to_send(self, app: App) -> int:
        query = "select count(*) from outbox where state = 'waiting'"
        return int(await app.database.run(lambda tx: tx.conn.exec_driver_sql(query).scalar_one()))


async def test_it_answers_and_all_its_parts_are_well(house: House) -> None:
    house.migrate()
    anna = house.sim.phone("Anna")

    async with running(house.settings(), environment) as app:
        anna.start()
        await anna.wait_for(ANYTHING)
        report = await app.health.look()

    assert report["ok"] is True
    assert set(report["parts"]) == {"incoming", "sender", "scheduler", "exporter", "database"}
    assert report["silent_for"] is not None


async def test_by_webhook_it_does_the_same(house: House) -> None:
    house.migrate()
    (house.directory / "secret").write_text("an-invented-secret-for-tests")
    port = free_port()
    settings = house.settings(
        webhook_url=f"http://127.0.0.1:{port}/telegram",
        webhook_port=port,
        webhook_secret_file=house.directory / "secret",
    )
    anna = house.sim.phone("Anna")

    async with running(settings, environment):
        await house.sim.wait_for_calls("setWebhook", 1)
        anna.start()
        await anna.wait_for(ANYTHING)

    assert house.sim.count("getUpdates") == 0


async def test_after_a_webhook_polling_takes_over(house: House) -> None:
    house.migrate()
    connection = Connection(SecretStr(house.sim.token), house.sim.url)
    await connection.open()
    await connection.bot.set_webhook("http://127.0.0.1:9/telegram")
    await connection.close()
    anna = house.sim.phone("Anna")

    async with running(house.settings(), environment):
        anna.start()
        await anna.wait_for(ANYTHING)

    assert house.sim.count("deleteWebhook") == 1


async def test_while_the_database_is_locked_nothing_is_acknowledged_and_afterwards_the_bot_hears_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.migrate()
    monkeypatch.setattr("storage.database.BUSY_TIMEOUT_MS", 20)
    anna = house.sim.phone("Anna")
    async with running(house.settings(), environment) as app:
        anna.start()
        await anna.wait_for(ANYTHING)
        await house.sim.wait_until_taken()
        other = sqlite3.connect(house.file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        anna.send("/help")
        ill = await app.health.look()
        waiting = len(house.sim.world.bot.queue.waiting)
        other.execute("ROLLBACK")
        other.close()
        await anna.wait_for(ANYTHING)
        await house.sim.wait_until_taken()
        well = await app.health.look()

    assert (ill["parts"]["database"], waiting) == (False, 1)
    assert well["parts"]["database"] is True


async def test_what_was_not_sent_before_the_end_is_sent_after_the_next_start(house: House) -> None:
    house.migrate()
    anna = house.sim.phone("Anna")
    house.sim.fault("502", times=1000, method="sendMessage")
    async with running(house.settings(), environment) as app:
        anna.start()
        await house.sim.wait_for_calls("sendMessage", 1)
        left = await house.left_to_send(app)
    before = [seen for seen in anna.see() if seen.by_bot]
    house.sim.clear_faults()

    async with running(house.settings(), environment):
        await anna.wait_for(ANYTHING)

    assert left > 0
    assert before == []


async def test_on_an_empty_database_it_does_not_start(house: House) -> None:
    connect_sqlite(str(house.file)).close()

    with pytest.raises(StaleSchemaError, match="belboom init"):
        async with running(house.settings(), environment):
            pass


async def test_with_other_keys_it_does_not_start(house: House) -> None:
    house.migrate()
    async with running(house.settings(), environment):
        pass
    (house.directory / "keys").rename(house.directory / "old keys")
    KeyDirectory.create(house.directory / "keys")

    with pytest.raises(KeyDirectoryError, match="other keys"):
        async with running(house.settings(), environment):
            pass


async def test_when_a_part_cannot_start_the_others_are_stopped(house: House) -> None:
    house.migrate()
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    taken = server.sockets[0].getsockname()[1]
    before = asyncio.all_tasks()

    with pytest.raises(SettingsError, match="BELBOOM_HEALTH_PORT: the port cannot be used"):
        async with running(house.settings(health_port=taken), environment):
            pass
    server.close()
    await server.wait_closed()

    assert {task.get_name() for task in asyncio.all_tasks() - before} == set()
