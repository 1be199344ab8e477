"""kill -9 in purge, erase, rotate-keys, backup and restore, then once more: it completes, and nothing was lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

import bot.features
import bot.main  # noqa: F401  loaded once, and not in each child
from storage import people, rotation
from storage.schema import updates
from tests.bot.server import NAMES, NOTE, Server
from tests.killed import killed_before

STRIDE = 5
"""Every fifth step is tried each time, the others in a soak."""


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    return Server(tmp_path / "server", monkeypatch)


@pytest.fixture(
    params=[pytest.param(0, id="some steps"), *(pytest.param(n, marks=pytest.mark.soak) for n in range(1, STRIDE))]
)
def steps(request: pytest.FixtureRequest) -> Iterator[int]:
    return count(1 + int(request.param), STRIDE)


def killed_at(server: Server, steps: Iterator[int], work: Callable[[], int], *, least: int) -> Iterator[int]:
    """The same beginning again and again, killed at another step each time; ends when the work does before the step."""
    beginning = server.directory
    for step in steps:
        server.settle_in(beginning)
        server.copied_to(beginning.with_name(f"killed-{step}"))
        if not killed_before(step, work):
            assert step > least, "there was next to nothing to be killed in"
            return
        yield step


@pytest.mark.timeout(180)
def test_rotating_keys(server: Server, steps: Iterator[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    server.directory.mkdir()
    server.install()
    before = server.names()

    for step in killed_at(server, steps, lambda: server.belboom("rotate-keys"), least=10):
        amid = (server.names(), server.failing())
        finished = not killed_before(10**6, lambda: server.belboom("rotate-keys"))

        assert amid == (before, []), f"after step {step}"
        assert finished
        assert (server.names(), server.failing()) == (before, [])
        assert server.run(rotation.waiting) == 0
        assert sorted(file.name for file in (server.keys / "kek").iterdir() if file.name != "current") == [
            (server.keys / "kek" / "current").read_text()
        ]
        assert rotation.rotating(server.keys) is None


@pytest.mark.timeout(180)
def test_erasing_somebody(server: Server, steps: Iterator[int]) -> None:
    server.directory.mkdir()
    ids = server.install()
    gone = ids["Merelke"]
    erase = ("erase", "7700001", "--yes")

    for step in killed_at(server, steps, lambda: server.belboom(*erase), least=3):
        still_there = gone in server.ids()
        entered = any(entry.ids.get("person") == gone for entry in server.ledger().entries)
        # What begins next, here another command, does what the ledger says before anything else.
        killed_before(10**6, lambda: server.belboom("purge"))
        after_start = gone in server.ids()
        killed_before(10**6, lambda: server.belboom(*erase) and 0)

        assert entered or still_there, f"gone without an entry at step {step}"
        assert after_start == (still_there and not entered)
        assert gone not in server.ids()
        assert server.names() == {*NAMES, "Lijster"} - {"Merelke"}
        assert server.failing() == []


@pytest.mark.timeout(180)
def test_purging(server: Server, steps: Iterator[int], monkeypatch: pytest.MonkeyPatch) -> None:
    server.directory.mkdir()
    server.install()
    server.now += timedelta(days=100)
    monkeypatch.setattr("storage.purge.purge_batch.__kwdefaults__", {"keep_persons": (), "limit": 3})

    for step in killed_at(server, steps, lambda: server.belboom("purge"), least=10):
        amid = server.failing()
        finished = not killed_before(10**6, lambda: server.belboom("purge"))

        assert [one for one in amid if not one.startswith("purge: ")] == [], f"after step {step}"
        assert finished
        assert server.failing() == []
        assert server.run(lambda tx: tx.execute(updates.select()).all()) == []
        assert server.names() == {*NAMES, "Lijster"}


@pytest.mark.timeout(180)
def test_making_a_copy(server: Server, steps: Iterator[int]) -> None:
    server.directory.mkdir()
    server.install()

    def make() -> int:
        copies = server.directory / "copies"
        return server.belboom("backup", str(copies), "--keys-to", str(server.directory / "safe"), "--keep", "1")

    for step in killed_at(server, steps, make, least=8):
        copies = server.directory / "copies"
        left = server.everything_on_disk(copies) + server.everything_on_disk(server.directory / "safe")
        whole = [server.belboom("backup", "--check", str(file)) for file in copies.glob("*.belboom")]
        server.now += timedelta(seconds=1)
        finished = not killed_before(10**6, make)

        assert b"SQLite format 3" not in left, f"after step {step}"
        assert server.keys.joinpath("index").read_bytes() not in left
        assert whole in ([], [0])
        assert finished
        assert [file.suffix for file in copies.iterdir()] == [".belboom"]
        assert server.failing() == []


@pytest.mark.timeout(180)
def test_putting_a_copy_back_never_brings_back_who_was_erased(server: Server, steps: Iterator[int]) -> None:
    server.directory.mkdir()
    ids = server.install()
    assert server.belboom("backup", str(server.directory / "copies")) == 0
    server.belboom("erase", "7700001", "--yes")
    server.belboom("rotate-keys")
    for file in server.database.parent.iterdir():
        file.unlink()

    def put_back() -> int:
        return server.belboom("restore", str(server.directory / "copies"))

    for step in killed_at(server, steps, put_back, least=10):
        if server.database.exists():
            assert ids["Merelke"] not in server.ids(), f"back after step {step}"
        else:
            assert not killed_before(10**6, put_back)

        assert server.names() == {*NAMES, "Lijster"} - {"Merelke"}
        assert server.failing() == []
        assert NOTE.encode() not in server.everything_on_disk()
        assert server.run(lambda tx: people.get(tx, ids["Merelke"])) is None
