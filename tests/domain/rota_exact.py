"""The best rota, found and proven by OR-tools' CP-SAT, and written apart from the planner it judges.

The order of importance of `domain.rota` is solved line by line: what one line reached is a condition of the next. A
rota that is known serves as a first guess; it changes how long a proof takes, not what is proven.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from ortools.sat.python import cp_model

from domain.rota import Call, Rota, Seat

Score = tuple[int, int, int, int, int]

EFFORT = 20.0
"""CP-SAT's deterministic seconds per line: the same on every machine, unlike those of a clock."""


def score(
    calls: Collection[Call],
    seats: Sequence[Seat],
    before: Collection[Call] = (),
    prefer: Collection[frozenset[str]] = (),
) -> Score:
    """Missing calls, their squares, pairs calling each other, new calls, calls between preferred pairs (negative)."""
    most = len(seats) - 1
    lacks = [
        wanted - got
        for seat in seats
        for wanted, got in (
            (min(seat.calls, most), sum(c.caller == seat.member for c in calls)),
            (min(seat.called, most), sum(c.callee == seat.member for c in calls)),
        )
    ]
    return (
        sum(lacks),
        sum(lack * lack for lack in lacks),
        sum(Call(c.callee, c.caller) in calls for c in calls) // 2,
        len(set(calls) - set(before)),
        -sum(frozenset(c) in prefer for c in calls),
    )


def score_of(
    rota: Rota,
    seats: Sequence[Seat],
    before: Collection[Call] = (),
    prefer: Collection[frozenset[str]] = (),
) -> Score:
    """The score of a rota as `plan` gives it."""
    return score(rota.calls, seats, before, prefer)


def best_score(
    seats: Sequence[Seat],
    before: Collection[Call] = (),
    never: Collection[frozenset[str]] = (),
    prefer: Collection[frozenset[str]] = (),
    *,
    guess: Collection[Call] = (),
    effort: float = EFFORT,
) -> Score | None:
    """The smallest score of any rota, or None where that is not decided within `effort` for each line."""
    if not seats:
        return (0, 0, 0, 0, 0)
    exact = _Exact(seats, never, effort)
    exact.guess(set(guess))
    lines = (
        exact.missing,
        exact.squares,
        exact.knots,
        sum(exact.calls.values()) - sum(x for call, x in exact.calls.items() if call in before),
        -sum(x for call, x in exact.calls.items() if frozenset(call) in prefer),
    )
    reached: list[int] = []
    for line in lines:
        least = exact.least(line)
        if least is None:
            return None
        reached.append(least)
    missing, squares, knots, new, fond = reached
    return missing, squares, knots, new, fond


class _Exact:
    """A variable for each call that is allowed, and the lines of the order as sums."""

    def __init__(self, seats: Sequence[Seat], never: Collection[frozenset[str]], effort: float) -> None:
        self.model = cp_model.CpModel()
        self.effort = effort
        names = [seat.member for seat in seats]
        self.calls = {
            Call(u, v): self.model.new_bool_var(f"{u}>{v}")
            for u in names
            for v in names
            if u != v and frozenset((u, v)) not in never
        }
        self.tied = {
            Call(u, v): self.model.new_bool_var(f"{u}={v}") for u, v in self.calls if u < v and Call(v, u) in self.calls
        }
        for (u, v), tie in self.tied.items():
            self.model.add(self.calls[Call(u, v)] + self.calls[Call(v, u)] - tie <= 1)
        self.lacks: list[tuple[cp_model.LinearExprT, list[cp_model.IntVar]]] = []
        for seat in seats:
            for side, wanted in ((0, seat.calls), (1, seat.called)):
                self._number(seat.member, side, min(wanted, len(seats) - 1))
        steps = [(height, step) for _, ladder in self.lacks for height, step in enumerate(ladder)]
        self.missing: cp_model.LinearExprT = sum(step for _, step in steps)
        self.squares: cp_model.LinearExprT = sum((2 * height + 1) * step for height, step in steps)
        self.knots: cp_model.LinearExprT = sum(self.tied.values())

    def _number(self, member: str, side: int, wanted: int) -> None:
        """What is missing from a number is a ladder of steps; each stands only on the one below it."""
        got = sum(x for call, x in self.calls.items() if call[side] == member)
        ladder = [self.model.new_bool_var(f"{member}.{side}.{height}") for height in range(wanted)]
        for low, high in pairwise(ladder):
            self.model.add_implication(high, low)
        self.model.add(got + sum(ladder) == wanted)
        self.lacks.append((got, ladder))

    def guess(self, known: set[Call]) -> None:
        if known:
            for call, x in self.calls.items():
                self.model.add_hint(x, call in known)

    def least(self, line: cp_model.LinearExprT) -> int | None:
        """The least this line can be under all that was reached before, which it then has to stay."""
        if isinstance(line, int):
            return line
        self.model.minimize(line)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = self.effort
        solver.parameters.linearization_level = 2
        if solver.solve(self.model) != cp_model.OPTIMAL:
            return None
        least = round(solver.objective_value)
        self.model.add(line <= least)
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for x in (*self.calls.values(), *self.tied.values(), *(step for _, ladder in self.lacks for step in ladder)):
            self.model.add_hint(x, solver.value(x))
        return least
