"""What planning the call tree and its weekdays costs, and what the exact solver needs for the same.

Each figure comes from a process of its own (`python -m tests.bench.rota <kind> <n>`), so that its peak of memory is its
own. Times are CPU seconds of that one process.
"""

from __future__ import annotations

import json
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from domain.rota import Call, Rota, Seat, plan
from domain.spread import spread
from tests.bench.table import say, table
from tests.domain.rota_history import SHARE_OF_NEVER_PAIRS, Pair, seat, some_pairs

K = 5
LARGEST_OF_ALL_PAIRS = 5_000
MIXED = (30, 200, 1_000, 5_000, 20_000, 100_000)
REGULAR = (1_000, 10_000, 100_000)
EXACT = (10, 20, 40, 80, 120)
PATIENCE = 60.0
"""CPU seconds after which larger groups are not given to the solver any more."""

_ROOT = Path(__file__).parents[2]
Figures = dict[str, float]


@dataclass
class Group:
    """A group with one member in five an exception and its never-pairs, and those who may still join."""

    seats: list[Seat]
    never: set[Pair]
    rng: Random
    guests: int = 0
    before: frozenset[Call] = field(default_factory=frozenset)

    @classmethod
    def mixed(cls, n: int) -> Group:
        """2 % of all pairs are never paired; above 5,000 members that many pairs are no list that anybody keeps,
        and 2 % of the members are in one never-pair each."""
        rng = Random(n)
        seats = [seat(f"m{number:06}", K, rng) for number in range(n)]
        members = [s.member for s in seats]
        if n <= LARGEST_OF_ALL_PAIRS:
            return cls(seats, some_pairs(members, SHARE_OF_NEVER_PAIRS, rng), rng)
        some = rng.sample(members, round(SHARE_OF_NEVER_PAIRS * n))
        return cls(seats, {frozenset(pair) for pair in zip(some[::2], some[1::2], strict=True)}, rng)

    def joined(self) -> tuple[list[Seat], set[Pair]]:
        """The same with one more, who has never-pairs too."""
        self.guests += 1
        guest = seat(f"x{self.guests:06}", K, self.rng)
        share = SHARE_OF_NEVER_PAIRS if len(self.seats) <= LARGEST_OF_ALL_PAIRS else 0
        shunned = {frozenset((guest.member, s.member)) for s in self.seats if self.rng.random() < share}
        return [*self.seats, guest], self.never | shunned

    def left(self) -> tuple[list[Seat], set[Pair]]:
        """The same without somebody."""
        at = self.rng.randrange(len(self.seats))
        return [*self.seats[:at], *self.seats[at + 1 :]], self.never


def main() -> None:
    """All figures of the rota; two or three minutes."""
    say("", "The call tree: CPU seconds of one process, which also sets the peak of memory")
    _mixed()
    _regular()
    _exactly()


def _mixed() -> None:
    every = {n: _measured("mixed", n) for n in MIXED}
    rows = [
        (
            f"{n:,}",
            f"{got['scratch']:.3f}",
            f"{got['join'] * 1000:.1f}",
            f"{got['leave'] * 1000:.1f}",
            f"{got['mib']:.0f}",
            _growth(every, n, "scratch"),
            _growth(every, n, "join"),
        )
        for n, got in every.items()
    ]
    table(
        f"{K} and {K}, one in five an exception, 2 % never-pairs (above 5,000: 2 % of members in one)",
        ("members", "from scratch s", "one joins ms", "one leaves ms", "MiB", "grows as n^", "join as n^"),
        rows,
    )


def _regular() -> None:
    every = {n: _measured("regular", n) for n in REGULAR}
    rows = [
        (
            f"{n:,}",
            f"{got['plan']:.2f}",
            f"{got['plan'] + got['seven']:.2f}",
            f"{got['plan'] + got['five']:.2f}",
            f"{got['mib']:.0f}",
            _growth(every, n, "plan"),
            _growth(every, n, "five"),
        )
        for n, got in every.items()
    ]
    table(
        f"All {K} and {K}, from scratch",
        ("members", "rota s", "and 7 days s", "and 5 days s", "MiB", "rota as n^", "5 days as n^"),
        rows,
    )


def _exactly() -> None:
    rows = []
    for n in EXACT:
        got = _measured("exact", n)
        verdict = "undecided" if got["gap"] < 0 else f"{got['gap']:.0f}"
        rows.append((f"{n:,}", f"{got['ours'] * 1000:.1f}", f"{got['solver']:.1f}", f"{got['mib']:.0f}", verdict))
        if got["solver"] > PATIENCE:
            break
    table(
        "One joins, ours and CP-SAT (one worker, no first guess); the larger groups took it too long",
        ("members", "ours ms", "CP-SAT s", "MiB", "changes above it"),
        rows,
    )


def _growth(every: dict[int, Figures], n: int, what: str) -> str:
    """The power of n with which this grew since the group before."""
    smaller = max((size for size in every if size < n), default=None)
    if smaller is None:
        return ""
    return f"{math.log(every[n][what] / every[smaller][what]) / math.log(n / smaller):.1f}"


def _measured(kind: str, n: int) -> Figures:
    """The figures of one kind and size, from a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.rota", kind, str(n)], cwd=_ROOT, check=True, capture_output=True, text=True
    )
    figures: Figures = json.loads(done.stdout)
    return figures


def _timed(work: Callable[[], Rota]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def mixed(n: int) -> Figures:
    """From scratch, and with a rota before: medians of several."""
    group = Group.mixed(n)
    often = max(1, min(15, 15_000 // n))
    scratch = statistics.median(_timed(lambda: plan(group.seats, never=group.never)) for _ in range(min(often, 5)))
    group.before = plan(group.seats, never=group.never).calls

    def changed(how: Callable[[], tuple[list[Seat], set[Pair]]]) -> float:
        seats, never = how()
        return _timed(lambda: plan(seats, before=group.before, never=never))

    join = statistics.median(changed(group.joined) for _ in range(often))
    leave = statistics.median(changed(group.left) for _ in range(often))
    return {"scratch": scratch, "join": join, "leave": leave}


def regular(n: int) -> Figures:
    """All alike, from scratch, and its weekdays over seven days and over five."""
    seats = [Seat(f"m{number:06}", K, K) for number in range(n)]
    began = time.process_time()
    rota = plan(seats)
    figures = {"plan": time.process_time() - began}
    for name, days in (("seven", range(7)), ("five", range(5))):
        began = time.process_time()
        spread(rota.calls, days)
        figures[name] = time.process_time() - began
    return figures


def exact(n: int) -> Figures:
    """One join, by us and by CP-SAT; `gap` is how many changes we are above it, below zero where it did not decide."""
    from tests.domain.rota_exact import best_score, score_of  # only here, since the solver takes 60 MiB by itself

    group = Group.mixed(n)
    group.before = plan(group.seats, never=group.never).calls
    seats, never = group.joined()
    began = time.process_time()
    rota = plan(seats, before=group.before, never=never)
    ours = time.process_time() - began
    began = time.process_time()
    best = best_score(seats, group.before, never, effort=PATIENCE)
    solver = time.process_time() - began
    mine = score_of(rota, seats, group.before)
    if best is not None and mine[:3] != best[:3]:
        raise AssertionError(f"ours is worse in what matters more than changes: {mine} and {best}")
    return {"ours": ours, "solver": solver, "gap": -1 if best is None else mine[3] - best[3]}


def _peak_mib() -> float:
    """The most memory this process has had. `getrusage` would count what its parent had when it was started."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError


def child(arguments: Sequence[str]) -> None:
    """Measure one kind and size, and print the figures with the peak of memory."""
    kind, n = arguments
    figures = {"mixed": mixed, "regular": regular, "exact": exact}[kind](int(n))
    figures["mib"] = _peak_mib()
    sys.stdout.write(json.dumps(figures))


if __name__ == "__main__":
    child(sys.argv[1:])
