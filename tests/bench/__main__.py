"""`python -m tests.bench [section …]`: in one run on one machine, on the loopback interface alone; all by default."""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import uvloop

from tests.bench import digests, export, rota
from tests.bench.anatomy import dissect
from tests.bench.crowd import Watch, all_at_once, at_pace, chatter
from tests.bench.measure import Load, Scene, our_bot, rival
from tests.bench.script import UPDATES
from tests.bench.table import say, table

PEOPLE = 24
ROUNDS = 5
PACE, PACED_SECONDS = 30, 10
LATENCY = 0.05

OURS = "ours"
A, B = "(a) echo bot", "(b) eight steps, ConversationHandler"
A_LEAN, B_LEAN = "(a) over aiohttp and uvloop", "(b) over aiohttp and uvloop"


async def main() -> None:
    """What a step of the bot costs; a minute or two."""
    say(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; one process per bot, CPU of all its threads")
    async with AsyncExitStack() as stack:
        bots: dict[str, Scene] = {}
        for name, bot in (
            (OURS, our_bot(2 * PEOPLE)),
            (A, rival("echo", "default", PEOPLE)),
            (B, rival("steps", "default", 2 * PEOPLE)),
            (A_LEAN, rival("echo", "aiohttp", PEOPLE)),
            (B_LEAN, rival("steps", "aiohttp", PEOPLE)),
        ):
            bots[name] = await stack.enter_async_context(bot)
        await _side_by_side(bots)
        await _paced(bots)
        await _far_away(bots)
        _footprint(bots)
    _inside()


async def _side_by_side(bots: dict[str, Scene]) -> None:
    """Rounds in turn, so that what else the machine does meets all of them alike."""
    rounds: dict[str, list[Load]] = {name: [] for name in bots}
    for number in range(ROUNDS + 1):
        for name, scene in bots.items():
            load = await scene.load(_full_speed(name, scene))
            if number:  # the first warms up
                rounds[name].append(load)
    rows = []
    for name, loads in rounds.items():
        to_a, to_b = (
            statistics.median(mine.cpu_ms / other.cpu_ms for mine, other in zip(loads, rounds[base], strict=True))
            for base in (A, B)
        )
        cpu = statistics.median(load.cpu_ms for load in loads)
        speed = statistics.median(load.per_second for load in loads)
        rows.append((name, f"{cpu:.2f}", f"{to_a:.2f}", f"{to_b:.2f}", f"{speed:.0f}"))
    table(
        f"As fast as it goes, {PEOPLE} people at once (medians of {ROUNDS} rounds of {PEOPLE * UPDATES} updates)",
        ("", "CPU ms per update", "times (a)", "times (b)", "updates a second"),
        rows,
    )


def _full_speed(name: str, scene: Scene) -> Callable[[], Awaitable[Watch]]:
    crowd = scene.crowd[:PEOPLE]
    if name in (A, A_LEAN):
        return lambda: chatter(crowd, UPDATES)
    return lambda: all_at_once(crowd, 1)


async def _paced(bots: dict[str, Scene]) -> None:
    rows = []
    for name in (OURS, B):
        scene = bots[name]
        load = await scene.load(partial(at_pace, scene.crowd, PACE, PACED_SECONDS))
        p50, p99 = (load.watch.quantile(share) * 1000 for share in (0.50, 0.99))
        rows.append((name, f"{p50:.1f}", f"{p99:.1f}", f"{load.cpu_ms:.2f}"))
        await _finish(scene)
    table(
        f"At {PACE} updates a second for {PACED_SECONDS} seconds: from the tap to the new screen",
        ("", "p50 ms", "p99 ms", "CPU ms per update"),
        rows,
    )


async def _finish(scene: Scene) -> None:
    """Let everybody end the report they are in the middle of."""
    await asyncio.gather(*(one.finish() for one in scene.crowd))


async def _far_away(bots: dict[str, Scene]) -> None:
    rows = []
    for name, people in ((OURS, 2 * PEOPLE), (B, 8)):
        scene = bots[name]
        scene.sim.latency(LATENCY)
        load = await scene.load(partial(all_at_once, scene.crowd[:people], 1))
        scene.sim.latency(0)
        rows.append((name, str(people), f"{load.per_second:.0f}"))
    table(f"With {LATENCY * 1000:.0f} ms of latency on each call", ("", "people at once", "updates a second"), rows)


def _footprint(bots: dict[str, Scene]) -> None:
    table(
        "Start-up (from the launch of the process until it fetches updates) and memory after all this",
        ("", "seconds", "MiB"),
        [(name, f"{bots[name].start_seconds:.1f}", f"{bots[name].child.memory_mib():.0f}") for name in (OURS, B)],
    )


def _inside() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        parts, waits = dissect(Path(directory))
    rows = [(part, f"{spent:.0f}") for part, spent in parts.items()]
    table(
        "Inside one update, without network, each in two transactions of its own: µs of CPU",
        ("", "µs"),
        [*rows, ("together", f"{sum(parts.values()):.0f}")],
    )
    say(f"  both commits wait for the disk for {waits:.0f} µs; updates that come together share them")


SECTIONS: dict[str, Callable[[], None]] = {
    "bot": lambda: uvloop.run(main()),
    "rota": rota.main,
    "digests": digests.section,
    "export": export.section,
}


if __name__ == "__main__":
    if not Path("/proc/self/stat").exists():
        sys.exit("The bench reads CPU time from /proc and so needs Linux.")
    unknown = set(sys.argv[1:]) - SECTIONS.keys()
    if unknown:
        sys.exit(f"There is no section {', '.join(sorted(unknown))}; there are: {', '.join(SECTIONS)}.")
    for section in sys.argv[1:] or SECTIONS:
        SECTIONS[section]()
