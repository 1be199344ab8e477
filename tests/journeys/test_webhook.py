"""The same story where Telegram brings the updates: the same wiring, another door."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from simulator.client import SimulatorServer
from tests.journeys import calls, looks
from tests.journeys.village import WEDNESDAY, Village


def by_webhook(village: Village) -> None:
    """From the next start on, updates are brought."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    secret = village.directory / "webhook-secret"
    secret.write_text("an-invented-secret-of-the-village")
    village.settings = village.settings.model_copy(
        update={
            "webhook_url": f"http://127.0.0.1:{port}/telegram",
            "webhook_port": port,
            "webhook_secret_file": secret,
        }
    )


@pytest.fixture
async def village(tmp_path: Path) -> AsyncIterator[Village]:
    async with SimulatorServer(now=WEDNESDAY) as sim:
        made = Village(tmp_path, sim)
        by_webhook(made)
        await made.wake()
        await sim.wait_for_calls("setWebhook", 1)
        yield made
        await made.sleep()


async def test_a_call_is_reported_and_its_signal_taken_without_one_poll(village: Village) -> None:
    anna, belboom, callee = await calls.a_caller(village)

    await calls.up_to_review(anna, callee, note="Falls more often lately.")
    anna.tap("Save and tell the coordinator: urgent")
    await anna.wait_for("Nobody has taken it yet")
    office = belboom.karim.in_group(belboom.coordinators)
    await office.wait_for("Urgent", anytime=True)
    office.tap("I take this")
    await office.wait_for("Taken by Karim")
    await anna.wait_for("has taken signal", anytime=True)

    assert looks.kept_signals(village) == 1
    assert village.sim.count("getUpdates") == 0


async def test_what_people_do_while_the_bot_is_away_is_brought_later(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_review(anna, callee)

    await village.sleep()
    anna.tap("Save; the coordinator need not know")
    await village.wake()
    await anna.wait_for("Thank you for calling")

    assert looks.kept_reports(village) == 1


async def test_what_could_not_be_kept_is_brought_again(
    village: Village, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("storage.database.BUSY_TIMEOUT_MS", 20)
    await village.restart()
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_review(anna, callee)
    other = sqlite3.connect(village.directory / "belboom.db", isolation_level=None)
    other.execute("begin immediate")

    anna.tap("Save; the coordinator need not know")
    await looks.logged(caplog, "update_not_kept", 2)
    other.rollback()
    other.close()
    await anna.wait_for("Thank you for calling")

    assert looks.kept_reports(village) == 1


async def test_from_webhook_to_polling_and_back_nothing_is_lost(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await calls.up_to_consent(anna, callee)
    brought = village.settings

    await village.sleep()
    village.settings = brought.model_copy(update={"webhook_url": None})
    anna.tap("Yes, to all three")
    await village.wake()
    await anna.wait_for("in body and in mind?")
    polls = village.sim.count("getUpdates")
    await village.sleep()
    village.settings = brought
    anna.tap("Both good")
    await village.wake()
    await anna.wait_for("Would a hand be welcome")

    assert polls > 0
    assert looks.open_dialogues(village) == 1
