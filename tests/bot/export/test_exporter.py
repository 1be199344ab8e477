"""Exports are made by a process of its own, which ends when it is not wanted or the bot goes down, leaving nothing."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.export import errands
from bot.export.exporter import Exporter
from bot.export.order import Source
from bot.export.pipe import Task
from bot.export.seal import decrypt
from bot.out import Out
from bot.outbox import OutboxRow, Priority, Recipient
from bot.outgoing import Document, Edit, Send
from storage import exports
from storage.database import Database
from storage.exports import State
from storage.keys import KeyDirectory
from storage.tx import Tx
from storage.vault import Vault
from tests.bot.export.office import workbook_in
from tests.bot.features.calls import Street, street
from tests.bot.features.exporting import PASSWORD, asks, begins, words_in
from tests.bot.features.test_export_making import keeps_call
from tests.bot.town import Town

NOTE = "Would like somebody to walk along to the market."

TELLS_ITS_NUMBER = (
    "import os, sys, json\n"
    "def tell(**what): print(json.dumps(what), flush=True)\n"
    "sys.stdin.readline()\n"
    "tell(kind='planned', records=1, cuts=[])\n"
    "tell(kind='progress', records=os.getpid())\n"
)
HANGS = TELLS_ITS_NUMBER + "sys.stdin.readline()\n"
DIES = TELLS_ITS_NUMBER + "os.kill(os.getpid(), 9)\n"
BREAKS = TELLS_ITS_NUMBER + "tell(kind='failed', error='ValueError', at='export/records.py:12')\n"
TALKS_NONSENSE = TELLS_ITS_NUMBER + "print('Traceback: Anna said')\n"


class Waiting:
    """What the exporter hands to the sender, and whoever waits for it."""

    def __init__(self) -> None:
        self.rows: list[OutboxRow] = []
        self._more = asyncio.Event()

    def offer(self, rows: Sequence[OutboxRow]) -> None:
        self.rows += rows
        self._more.set()

    async def until(self, fits: Callable[[OutboxRow], bool]) -> OutboxRow:
        while True:
            for row in self.rows:
                if fits(row):
                    return row
            self._more.clear()
            await self._more.wait()

    async def told(self, words: str) -> str:
        found = await self.until(lambda row: isinstance(row.payload, Edit | Send) and words in row.payload.text)
        assert isinstance(found.payload, Edit | Send)
        return found.payload.text


@pytest.fixture
def here(town: Town) -> Street:
    """Somebody asked for an export of one call."""
    where = street(town)
    keeps_call(where, NOTE)
    asks(where.admin, "This month", "Under codes")
    return where


@asynccontextmanager
async def exporting(here: Street, code: str = "") -> AsyncIterator[tuple[Exporter, Waiting]]:
    town, waiting = here.town, Waiting()
    url = f"sqlite:///{town.directory}/town.db"
    database = await Database.open(url, Vault(KeyDirectory(town.directory / "keys")), lambda: town.now)
    command = (sys.executable, "-c", code) if code else (sys.executable, "-m", "bot.export.child")
    source = Source(database_url=url, key_dir=town.directory / "keys")
    exporter = Exporter(database, town.env, source, waiting.offer, command=command, tells_every=0)
    await exporter.start()
    try:
        async with asyncio.timeout(30):
            yield exporter, waiting
    finally:
        await exporter.stop()
        await database.close()


def state(here: Street) -> State:
    admin = here.admin.id
    return here.town.run(lambda tx: exports.of(tx, admin))[-1].state


async def ended(pid: int) -> None:
    """Come back when this process has ended."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    gone = asyncio.Event()
    asyncio.get_running_loop().add_reader(handle, gone.set)
    await gone.wait()
    asyncio.get_running_loop().remove_reader(handle)
    os.close(handle)


def runs(pid: int) -> bool:
    """Whether this process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_process_makes_it_and_the_locked_file_goes_to_the_sender(here: Street) -> None:
    async with exporting(here) as (_, waiting):
        sent = await waiting.until(lambda row: isinstance(row.payload, Document))
        await waiting.told("The export is made: 1 file.")

    assert isinstance(sent.payload, Document)
    assert NOTE in words_in(workbook_in(decrypt(sent.payload.content, PASSWORD)))
    assert state(here) is State.DONE


async def test_one_that_is_asked_for_later_wakes_it(town: Town, here: Street) -> None:
    async with exporting(here) as (exporter, waiting):
        await waiting.told("The export is made")
        waiting.rows.clear()
        asks(here.admin, "This month", "Only numbers")
        to = Recipient(here.admin.number, person_id=here.admin.id)
        exporter.offer([OutboxRow(1, to, Priority.REPLY, Send(text="…"), town.now, purpose="export:x")])

        await waiting.told("The export is made")

    assert state(here) is State.DONE


async def test_stopping_ends_the_process_at_once(here: Street) -> None:
    admin = here.admin.id

    def stop(tx: Tx) -> Sequence[OutboxRow]:
        out = Out(tx)
        (export,) = exports.of(tx, admin)
        assert errands.stop(tx, out, export)
        return out.rows

    async with exporting(here, HANGS) as (exporter, waiting):
        told = await waiting.told("I am making the export")
        exporter.offer(here.town.run(stop))
        await ended(number_in(told))

        assert exporter.alive
    assert state(here) is State.STOPPED


@pytest.mark.parametrize("code", [DIES, BREAKS, TALKS_NONSENSE])
async def test_where_the_process_fails_whoever_waits_is_told_and_the_log_names_nobody(
    here: Street, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with exporting(here, code) as (exporter, waiting):
            await waiting.told("I could not finish the export")

            assert exporter.alive
    failed = [record for record in caplog.records if record.msg == "export_failed"]
    assert len(failed) == 1
    assert "Anna" not in str(vars(failed[0]))
    assert state(here) is State.FAILED


async def test_when_the_bot_goes_down_so_does_the_process_and_the_next_start_goes_on(here: Street) -> None:
    async with exporting(here, HANGS) as (_, waiting):
        process = number_in(await waiting.told("I am making the export"))
    gone = not runs(process)
    left = state(here)

    async with exporting(here) as (_, waiting):
        await waiting.told("I was interrupted")
        await waiting.told("The export is made: 1 file.")

    assert gone
    assert left is State.RUNNING
    assert state(here) is State.DONE


async def test_the_process_writes_no_file_and_nothing_in_the_clear(here: Street, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    order = (begins(here.town) or ("", None))[1]
    assert order is not None
    source = Source(database_url=f"sqlite:///{here.town.directory}/town.db", key_dir=here.town.directory / "keys")
    before = {file.name for file in here.town.directory.rglob("*")}
    root = str(Path(__file__).parents[3])

    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.export.child"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=empty,
        env={**os.environ, "TMPDIR": str(empty), "HOME": str(empty), "PYTHONPATH": root},
    )
    told, complained = await child.communicate(Task(source=source, order=order).model_dump_json().encode() + b"\n\n")

    assert (child.returncode, complained) == (0, b"")
    assert b'"kind":"done"' in told
    assert NOTE.encode() not in told
    assert b"xl/worksheets" not in told
    assert list(empty.rglob("*")) == []
    assert {file.name for file in here.town.directory.rglob("*")} == before | {"empty"}


async def test_the_process_ends_when_nobody_listens_any_more(here: Street) -> None:
    order = (begins(here.town) or ("", None))[1]
    assert order is not None
    source = Source(database_url=f"sqlite:///{here.town.directory}/town.db", key_dir=here.town.directory / "keys")

    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.export.child"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    told, complained = await child.communicate(Task(source=source, order=order).model_dump_json().encode() + b"\n")

    assert (child.returncode, complained) == (0, b"")
    assert b'"kind":"done"' not in told


def number_in(told: str) -> int:
    """The number of the process, which it tells as its progress."""
    return int(told.split(": ")[1].split(" of ")[0])
