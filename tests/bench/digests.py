"""Planning the weekly digests of a big belboom on SQLite: how long it takes, and that memory stays flat.

`python -m tests.bench.digests make <directory> <people>` invents the data, `… plan <directory>` plans in a process of
its own and prints JSON. Nothing is sent.
"""

from __future__ import annotations

import gc
import json
import random
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, func, insert, select

from bot.brain import Brain
from bot.context import PLATFORM, Env
from conversations.ports import RedactedText
from domain.programme import MembershipState, Part, ProgrammeKind
from storage import people, programmes
from storage.assignments import AssignmentState
from storage.database import connect_sqlite, engine_over, transact
from storage.keys import KeyDirectory
from storage.schema import assignments, data_keys, memberships, outbox, persons
from storage.tx import Tx
from storage.vault import Vault
from tests.bench.table import say, table
from tests.installed import install

DATABASE = "digests.db"
CALLS = 5
SIZES = (1_000, 10_000, 100_000)
AIM_SECONDS = 30
JOINED = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
MONDAY_NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NAMES = ("Aïcha", "Bert", "Chantal", "Dirk", "Els", "Fatima", "Gust", "Hilde", "Ismaïl", "Jeanne")
SEED = 20261118
SOME = 5_000
"""Rows written together while the data is invented."""


def section() -> None:
    """The figures, as a part of the whole bench."""
    rows = []
    for people_there in SIZES:
        with tempfile.TemporaryDirectory(prefix="bench-") as directory:
            _child("make", directory, str(people_there))
            found = json.loads(_child("plan", directory))
        assert found["digests"] == people_there
        growth = found["end_mib"] - found["tenth_mib"]
        slices = found["longest_ms"], found["median_ms"]
        rows.append(
            (
                f"{people_there:,} callers, {people_there * CALLS:,} calls",
                f"{found['seconds']:.1f}",
                f"{found['seconds'] / people_there * 1e6:.0f}",
                *(f"{one:.0f}" for one in slices),
                f"{found['end_mib']:.0f}",
                f"{growth:+.0f}",
            )
        )
    table(
        "Planning, not sending, the weekly digests of one belboom on SQLite",
        ("", "seconds", "µs each", "longest slice ms", "median ms", "MiB", "growth after a tenth"),
        rows,
    )
    say(f"  the aim for 100,000 is {AIM_SECONDS} seconds and flat memory; replies go between two slices")


def make(directory: Path, people_there: int) -> None:
    """An installation with one programme in which everybody calls the five after them in a ring of random order."""
    install(directory, database=DATABASE)
    raw, vault = connect_sqlite(str(directory / DATABASE)), Vault(KeyDirectory(directory / "keys"))
    engine = engine_over(raw)
    transact(engine, vault, JOINED, lambda tx: _invent(tx, people_there))
    engine.dispose()
    raw.close()


def plan(directory: Path) -> dict[str, float]:
    """Plan all digests, and what it cost."""
    raw, vault = connect_sqlite(str(directory / DATABASE)), Vault(KeyDirectory(directory / "keys"))
    engine = engine_over(raw)
    job = next(job for job in Brain(_environment()).jobs() if job.name == "send_digests")
    callers = transact(engine, vault, JOINED, lambda tx: _count(tx, memberships))
    gc.freeze()  # as in operation
    spent: list[float] = []
    memory: list[float] = []
    again, written = True, 0
    while again:
        began = time.perf_counter()
        worked = transact(engine, vault, MONDAY_NINE, job.work)
        spent.append(time.perf_counter() - began)
        again, written = worked.again, written + len(worked.rows)
        if written >= callers / 10 or not again:
            memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    digests = transact(engine, vault, MONDAY_NINE, lambda tx: _count(tx, outbox))
    engine.dispose()
    raw.close()
    return {
        "digests": digests,
        "seconds": sum(spent),
        "longest_ms": max(spent) * 1000,
        "median_ms": sorted(spent)[len(spent) // 2] * 1000,
        "tenth_mib": memory[0],
        "end_mib": memory[-1],
    }


def _invent(tx: Tx, people_there: int) -> None:
    dice = random.Random(SEED)
    programme = programmes.add(
        tx,
        name="Zonnebloem",
        kind=ProgrammeKind.BELBOOM,
        calls_per_week=CALLS,
        timezone="Europe/Brussels",
        language="nl",
        retention_days=90,
    )
    ids = [secrets.token_hex(8) for _ in range(people_there)]
    members = [secrets.token_hex(8) for _ in range(people_there)]
    for at in range(0, people_there, SOME):
        some = range(at, min(at + SOME, people_there))
        _insert(tx, data_keys, (_key(tx, ids[number]) for number in some))
        _insert(tx, persons, (_person(tx, dice, ids[number], number) for number in some))
        _insert(
            tx,
            memberships,
            (_membership(programme.id, members[number], ids[number], number) for number in some),
        )
    ring = dice.sample(members, people_there)
    for at in range(0, people_there, SOME):
        some = range(at, min(at + SOME, people_there))
        _insert(
            tx,
            assignments,
            (
                _call(programme.id, ring[place], ring[(place + ahead) % people_there], (place + ahead) % 7)
                for place in some
                for ahead in range(1, CALLS + 1)
            ),
        )


def _insert(tx: Tx, into: Table, rows: Iterator[dict[str, Any]]) -> None:
    tx.execute(insert(into), list(rows))


def _key(tx: Tx, owner: str) -> dict[str, Any]:
    wrapped, key_id = tx.vault.new_data_key(owner)
    tx.vault.unwrap(owner, wrapped, key_id)
    return {"owner_id": owner, "wrapped": wrapped, "key_id": key_id}


def _person(tx: Tx, dice: random.Random, person_id: str, number: int) -> dict[str, Any]:
    return {
        "id": person_id,
        "platform": PLATFORM,
        "platform_id": tx.seal(person_id, "persons", person_id, "platform_id", str(10_000_000 + number)),
        "platform_id_index": people.platform_index(tx, PLATFORM, 10_000_000 + number),
        "name": tx.seal(person_id, "persons", person_id, "name", f"{dice.choice(NAMES)} {number}"),
        "phone": tx.seal(person_id, "persons", person_id, "phone", f"+32470{number:06}"),
        "phone_index": None,
        "language": dice.choice(("nl", "nl", "fr", "de", "en")),
        "reachable": True,
        "created_at": tx.now,
    }


def _membership(programme: str, member: str, person_id: str, number: int) -> dict[str, Any]:
    return {
        "id": member,
        "programme_id": programme,
        "person_id": person_id,
        "code": f"P-{number:08}",
        "part": Part.BOTH,
        "state": MembershipState.ACTIVE,
        "created_at": JOINED,
    }


def _call(programme: str, caller: str, callee: str, weekday: int) -> dict[str, Any]:
    return {
        "id": secrets.token_hex(8),
        "programme_id": programme,
        "caller_id": caller,
        "callee_id": callee,
        "weekday": weekday,
        "stands_in": False,
        "state": AssignmentState.ACTIVE,
        "since": JOINED,
    }


def _count(tx: Tx, of: Table) -> int:
    found: int = tx.execute(select(func.count()).select_from(of)).scalar_one()
    return found


def _environment() -> Env:
    return Env(
        bot_id=1,
        bot_username="belboom_bench_bot",
        admins=frozenset(),
        language="nl",
        timezone="Europe/Brussels",
        retention_days=90,
        redact=lambda text, names, language: RedactedText(text),
        alarm=lambda text: False,
        export_password=lambda: "a long enough password",
    )


def _child(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.digests", *arguments],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    return done.stdout


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", directory, people_there]:
            make(Path(directory), int(people_there))
        case ["plan", directory]:
            sys.stdout.write(json.dumps(plan(Path(directory))))
        case []:
            section()
        case _:
            sys.exit("usage: python -m tests.bench.digests [make <directory> <people> | plan <directory>]")
