"""Health: which part is ill, told over HTTP and in a file."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from bot.health import STARTING, Health
from bot.health_report import STALE_AFTER, health_file, read_report
from storage.database import sqlite_path
from tests.bot.machinery import Post, post_in, settle

ROOT = Path(__file__).parents[2]


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    with post_in(tmp_path) as made:
        yield made


async def test_all_is_well_when_every_part_is_and_the_database_can_be_written(post: Post) -> None:
    report = await Health(post.database, {"sender": lambda: True}, lambda: None).look()

    assert report["ok"] is True
    assert report["parts"] == {"sender": True, "database": True}


async def test_a_part_that_is_ill_makes_the_whole_ill(post: Post) -> None:
    report = await Health(post.database, {"sender": lambda: True, "incoming": lambda: False}, lambda: None).look()

    assert report["ok"] is False
    assert report["parts"]["incoming"] is False


async def test_a_part_that_has_yet_to_begin_is_not_ill_for_a_while(post: Post) -> None:
    now = 100.0
    health = Health(post.database, {"incoming": lambda: False}, lambda: None, monotonic=lambda: now)
    await health.start()

    first = await health.look()
    now += STARTING
    later = await health.look()

    assert (first["ok"], first["starting"]) == (True, ["incoming"])
    assert (later["ok"], later["starting"]) == (False, [])


async def test_a_part_that_was_well_and_stops_is_ill_at_once(post: Post) -> None:
    alive = True
    health = Health(post.database, {"incoming": lambda: alive}, lambda: None, monotonic=lambda: 100.0)
    await health.start()
    first = await health.look()
    alive = False

    second = await health.look()

    assert (first["ok"], second["ok"]) == (True, False)


async def test_a_start_is_no_change_of_health(post: Post, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    health = Health(post.database, {"incoming": lambda: False}, lambda: None, file=tmp_path / "belboom.health")

    await health.start()
    await settle()
    await health.stop()

    assert "health_changed" not in caplog.messages


async def test_a_database_that_cannot_be_written_is_ill(post: Post) -> None:
    post.database.broken = True

    report = await Health(post.database, {}, lambda: None).look()

    assert (report["ok"], report["parts"]) == (False, {"database": False})


async def test_over_http_ill_is_an_error_status(post: Post) -> None:
    ill = False
    health = Health(post.database, {"incoming": lambda: not ill}, lambda: None, port=0)
    await health.start()
    async with aiohttp.ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{health.port}/health") as answer:
            first = (answer.status, (await answer.json())["ok"])
        ill = True
        async with session.get(f"http://127.0.0.1:{health.port}/health") as answer:
            second = (answer.status, (await answer.json())["parts"]["incoming"])
    await health.stop()

    assert (first, second) == ((200, True), (503, False))


async def test_the_file_is_written_while_it_runs_and_gone_afterwards(post: Post, tmp_path: Path) -> None:
    file = tmp_path / "belboom.health"
    health = Health(post.database, {}, lambda: None, file=file)
    await health.start()
    await settle()
    well, told = read_report(file, json.loads(file.read_text())["at"] + 1)
    await health.stop()

    assert (well, told) == (True, "well")
    assert not file.exists()


@pytest.mark.parametrize(
    ("content", "age", "well", "told"),
    [
        ({"ok": True, "parts": {"sender": True}, "silent_for": 3.2}, 5, True, "3 seconds ago"),
        ({"ok": False, "parts": {"sender": True, "incoming": False}, "silent_for": 99}, 5, False, "incoming"),
        ({"ok": True, "parts": {"sender": True}, "silent_for": 3.2}, STALE_AFTER + 1, False, "hangs or was killed"),
        ({"ok": True}, 5, False, "cannot be read"),
    ],
)
def test_a_report_is_read_with_its_age(
    tmp_path: Path, content: dict[str, object], age: float, well: bool, told: str
) -> None:
    file = tmp_path / "x.health"
    file.write_text(json.dumps({**content, "at": 1000.0}))

    result = read_report(file, 1000.0 + age)

    assert result[0] is well
    assert told in result[1]


@pytest.mark.parametrize(
    ("content", "told"), [(None, "does not run"), ("", "cannot be read"), ("[]", "cannot be read")]
)
def test_without_a_readable_report_it_is_not_well(tmp_path: Path, content: str | None, told: str) -> None:
    file = tmp_path / "x.health"
    if content is not None:
        file.write_text(content)

    well, line = read_report(file, 0)

    assert not well
    assert told in line


@pytest.mark.parametrize("url", ["sqlite:////srv/data/belboom.db", "sqlite:///data/belboom.db"])
def test_the_report_stands_beside_the_database(url: str) -> None:
    assert health_file(url) == Path(sqlite_path(url)).with_suffix(".health")


def test_reading_the_report_loads_nothing_heavy() -> None:
    code = "import bot.cli_health, sys; print([m for m in ('telegram', 'sqlalchemy', 'aiohttp') if m in sys.modules])"

    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT).stdout

    assert told.strip() == "[]"
