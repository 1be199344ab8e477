"""Exporting a hundred thousand calls with as many different texts: how long it takes and how much memory it needs.

`python -m tests.bench.export make <directory> <calls>` invents the data, `… run <directory> <codes|names|numbers>`
exports it as the bot does, in a process of its own, and prints JSON. Nothing is sent.
"""

from __future__ import annotations

import asyncio
import json
import random
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert

from bot.export.making import File
from bot.export.order import Lock, Order, Source
from bot.export.pipe import GO_ON, LONGEST_LINE, Task, read_step
from domain.call import Need, Outcome, Wellbeing
from domain.exporting import Reason, Shown
from domain.needs import NeedState
from domain.period import Period
from domain.programme import MembershipState, Part, ProgrammeKind
from domain.signals import Urgency
from domain.week import week_of
from storage import programmes
from storage.database import connect_sqlite, engine_over, transact
from storage.keys import KeyDirectory
from storage.schema import data_keys, memberships, needs, persons, reports
from storage.tx import Tx
from storage.vault import Vault
from tests.bench.table import say, table
from tests.installed import install

DATABASE = "export.db"
CALLS = 100_000
AIM_SECONDS, AIM_MIB = 60, 400
PEOPLE = 5_000
FIRST = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 12, 30, 9, 0, tzinfo=UTC)
WORDS = 24
SEED = 20261118
SOME = 5_000
"""Rows written together while the data is invented."""


def section() -> None:
    """The figures, as a part of the whole bench."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        _child("make", directory, str(CALLS))
        for shown in Shown:
            found = json.loads(_child("run", directory, shown))
            rows.append(
                (
                    f"{CALLS:,} calls, {shown}",
                    f"{found['seconds']:.1f}",
                    f"{found['peak_mib']:.0f}",
                    str(found["files"]),
                    f"{found['bytes'] / 1e6:.1f}",
                    f"{found['largest'] / 1e6:.1f}",
                )
            )
    table(
        "An export of calls, each with a text of its own, by the process that makes it",
        ("", "seconds", "MiB at most", "files", "MB together", "largest MB"),
        rows,
    )
    say(f"  the aim is {AIM_SECONDS} seconds and {AIM_MIB} MB; the bot itself only hands files over")


def make(directory: Path, calls: int) -> None:
    """An installation with one programme, whose calls are spread over a year."""
    install(directory, database=DATABASE)
    raw, vault = connect_sqlite(str(directory / DATABASE)), Vault(KeyDirectory(directory / "keys"))
    engine = engine_over(raw)
    dice = random.Random(SEED)
    programme, members = transact(engine, vault, FIRST, lambda tx: _people(tx, min(PEOPLE, max(2, calls // 2))))
    step = (NOW - FIRST - timedelta(days=2)) / calls
    for first in range(0, calls, SOME):
        numbers = range(first, min(first + SOME, calls))
        transact(engine, vault, FIRST, lambda tx, some=numbers: _calls(tx, dice, programme, members, some, step))  # type: ignore[misc]
    engine.dispose()
    raw.close()


async def run(directory: Path, shown: Shown) -> dict[str, Any]:
    """Export everything as the bot does."""
    raw, vault = connect_sqlite(str(directory / DATABASE)), Vault(KeyDirectory(directory / "keys"))
    engine = engine_over(raw)
    programme = transact(engine, vault, NOW, lambda tx: programmes.every(tx)[0])
    engine.dispose()
    raw.close()
    order = Order(
        programmes=(programme.id,),
        since=datetime(2000, 1, 1, tzinfo=UTC),
        until=NOW,
        period=Period.ALL,
        shown=shown,
        reason=Reason.TAKES_OVER if shown is Shown.NAMES else None,
        by="Greet",
        language="nl",
        now=NOW,
        lock=Lock(password="abcd-efgh-jkmn-pqrs"),
    )
    source = Source(database_url=f"sqlite:///{directory / DATABASE}", key_dir=directory / "keys")
    began = time.perf_counter()
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.export.child"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=LONGEST_LINE,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(Task(source=source, order=order).model_dump_json().encode() + b"\n")
    sizes: list[int] = []
    peak = 0.0
    while (made := await read_step(child.stdout)) is not None:
        if isinstance(made, File):
            sizes.append(len(made.content))
            peak = _peak_mib(child.pid)
            child.stdin.write(GO_ON)
    await child.wait()
    return {
        "seconds": time.perf_counter() - began,
        "peak_mib": peak,
        "files": len(sizes),
        "bytes": sum(sizes),
        "largest": max(sizes),
    }


def _peak_mib(pid: int) -> float:
    """The most memory the process ever had, while it waits for an answer. Unlike what `wait4` tells, without that of
    the process it was forked from."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def _people(tx: Tx, number: int) -> tuple[str, list[tuple[str, str]]]:
    programme = programmes.add(
        tx,
        name="Zonnebloem",
        kind=ProgrammeKind.BELBOOM,
        calls_per_week=5,
        timezone="Europe/Brussels",
        language="nl",
        retention_days=365,
    )
    there = [(secrets.token_hex(8), secrets.token_hex(8)) for _ in range(number)]
    _insert(tx, data_keys, (_key(tx, person) for person, _ in there))
    _insert(tx, persons, (_person(tx, person, at) for at, (person, _) in enumerate(there)))
    _insert(tx, memberships, (_membership(programme.id, *one, at) for at, one in enumerate(there)))
    return programme.id, there


def _calls(
    tx: Tx, dice: random.Random, programme: str, members: list[tuple[str, str]], some: range, step: timedelta
) -> None:
    tx.open_keys([person for person, _ in members[:4_000]])
    made, needed = [], []
    for number in some:
        (_, caller), (person, callee) = dice.sample(members, 2)
        at = FIRST + step * number
        made.append(_report(tx, dice, programme, caller, callee, person, at, number))
        if number % 4 == 0:
            needed.append(_need(tx, dice, programme, callee, person, at, made[-1]["id"]))
    _insert(tx, reports, iter(made))
    _insert(tx, needs, iter(needed))


def _report(
    tx: Tx, dice: random.Random, programme: str, caller: str, callee: str, person: str, at: datetime, number: int
) -> dict[str, Any]:
    report = secrets.token_hex(8)
    text = " ".join(secrets.token_urlsafe(dice.randint(2, 7)) for _ in range(WORDS)) + f" {number}"
    body = {
        "text": text,
        "body": Wellbeing.GOOD,
        "mind": Wellbeing.SO_SO,
        "call_again": "weekly",
        "moments": ["morning"],
    }
    return {
        "id": report,
        "programme_id": programme,
        "caller_id": caller,
        "callee_id": callee,
        "week": str(week_of(at, "Europe/Brussels")),
        "at": at,
        "outcome": dice.choice([Outcome.REACHED, Outcome.REACHED, Outcome.REACHED, *Outcome]),
        "may_note": True,
        "may_pass_on": True,
        "may_call_again": True,
        "body": tx.seal_json(person, "reports", report, "body", body),
        "expires_at": at + timedelta(days=365),
    }


def _need(
    tx: Tx, dice: random.Random, programme: str, callee: str, person: str, at: datetime, report: str
) -> dict[str, Any]:
    need, what = secrets.token_hex(8), dice.choice(list(Need))
    return {
        "id": need,
        "programme_id": programme,
        "report_id": report,
        "callee_id": callee,
        "may_pass_on": True,
        "urgency": Urgency.NORMAL,
        "state": NeedState.OPEN,
        "body": tx.seal_json(person, "needs", need, "body", {"need": what, "category": what.category}),
        "at": at,
        "expires_at": at + timedelta(days=365),
    }


def _key(tx: Tx, owner: str) -> dict[str, Any]:
    wrapped, key_id = tx.vault.new_data_key(owner)
    tx.vault.unwrap(owner, wrapped, key_id)
    return {"owner_id": owner, "wrapped": wrapped, "key_id": key_id}


def _person(tx: Tx, person_id: str, number: int) -> dict[str, Any]:
    return {
        "id": person_id,
        "name": tx.seal(person_id, "persons", person_id, "name", f"Person {number}"),
        "language": "nl",
        "reachable": False,
        "created_at": tx.now,
    }


def _membership(programme: str, person_id: str, member: str, number: int) -> dict[str, Any]:
    return {
        "id": member,
        "programme_id": programme,
        "person_id": person_id,
        "code": f"P-{number:04}",
        "part": Part.BOTH,
        "state": MembershipState.ACTIVE,
        "created_at": FIRST,
    }


def _insert(tx: Tx, into: Table, rows: Iterator[dict[str, Any]]) -> None:
    if values := list(rows):
        tx.execute(insert(into), values)


def _child(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.export", *arguments],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    return done.stdout


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", directory, calls]:
            make(Path(directory), int(calls))
        case ["run", directory, shown]:
            sys.stdout.write(json.dumps(asyncio.run(run(Path(directory), Shown(shown)))))
        case []:
            section()
        case _:
            sys.exit("usage: python -m tests.bench.export [make <directory> <calls> | run <directory> <shown>]")
