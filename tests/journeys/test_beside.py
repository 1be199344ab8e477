"""Purge, a new key, a copy and an erasure beside a running bot that has its hands full: nobody in a chat notices."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from pathlib import Path

import pytest

from bot.context import PLATFORM
from simulator.phone import Phone
from storage import people, rotation, updates
from storage.tx import Tx
from tests.journeys.village import WEDNESDAY, Village

_AT = f"""
import sys
from datetime import datetime
import bot.clock
bot.clock.SystemClock.now = lambda _: datetime.fromisoformat({WEDNESDAY.isoformat()!r})
from bot.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""Commands have the village's time, not the machine's."""


async def _command(village: Village, *words: str) -> tuple[int, str]:
    """A command in a process of its own; its exit code and all it said."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("BELBOOM_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        _AT,
        *words,
        env=known
        | {
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "BELBOOM_DATABASE_URL": village.settings.database_url,
            "BELBOOM_KEY_DIR": str(village.settings.key_dir),
            "BELBOOM_ADMINS": ",".join(map(str, village.settings.admins)),
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await process.communicate()
    return process.returncode or 0, told.decode()


async def _asks_again_and_again(phone: Phone, done: asyncio.Event) -> int:
    """How often it was asked and answered until `done`."""
    asked = 0
    while not done.is_set():
        phone.send("/wiebelik")
        await phone.wait_for(re.compile("."), timeout=20)
        asked += 1
    return asked


def _old_updates(tx: Tx) -> None:
    """Something for the purge to do, in several portions."""
    for number in range(1500):
        updates.first_time(tx, -number - 1)


@pytest.mark.timeout(120)
async def test_nobody_notices_and_all_of_it_comes_to_its_end(
    village: Village, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    names = ("Anna", "Bert", "Chris", "Dora")
    members = [village.sim.phone(name, language="en") for name in names]
    village.belboom(*members)
    for phone in members:
        phone.start()
        await phone.wait_for("De Linde", timeout=20)
    village.until(WEDNESDAY.replace(day=10))
    village.keep(_old_updates)
    village.until(WEDNESDAY)
    leaves = members.pop()
    done = asyncio.Event()
    busy = [asyncio.create_task(_asks_again_and_again(phone, done)) for phone in members]

    ends = await asyncio.gather(
        _command(village, "rotate-keys"),
        _command(village, "backup", str(tmp_path / "copies")),
        _command(village, "purge"),
        _command(village, "erase", str(leaves.user_id), "--yes"),
    )
    newcomer = village.sim.phone("Griet", language="en")
    newcomer.start()
    await newcomer.wait_for("you need an invitation", timeout=20)
    done.set()
    asked = await asyncio.gather(*busy)

    assert [code for code, _ in ends] == [0, 0, 0, 0], "\n".join(told for _, told in ends)
    assert all(number > 0 for number in asked)
    shown = [message.text for phone in (*members, newcomer) for message in phone.see() if message.by_bot]
    assert not [text for text in shown if "went wrong" in text]
    troubles = {
        "update_broke",
        "job_failed",
        "delivery_broke",
        "outbox_unmarked",
        "record_refused",
        "access_log_broken",
    }
    assert not troubles & {record.message for record in caplog.records}
    assert village.keep(rotation.waiting) == 0
    assert village.keep(lambda tx: people.find(tx, PLATFORM, leaves.user_id)) is None
    code, told = await _command(village, "backup", "--check", str(next((tmp_path / "copies").iterdir())))
    assert (code, told.startswith("whole: ")) == (0, True)
