"""The fewest days that have to move, found and proven by OR-tools' CP-SAT, apart from the code it judges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from ortools.sat.python import cp_model

from domain.rota import Call

EFFORT = 10.0
"""CP-SAT's deterministic seconds: the same on every machine, unlike those of a clock."""


def fewest_moved(
    calls: Collection[Call],
    days: Sequence[int],
    before: Mapping[Call, int],
    cannot: Mapping[str, Collection[int]] | None = None,
    *,
    guess: Mapping[Call, int] | None = None,
) -> int | None:
    """How many calls lose the day they had, at the least, where nobody makes or gets two calls on one day and
    everybody can make their days. None where that cannot be had at all; TimeoutError where it is not decided."""
    barred = cannot or {}
    model = cp_model.CpModel()
    on: dict[tuple[Call, int], cp_model.IntVar] = {}
    sides: dict[tuple[int, str, int], list[cp_model.IntVar]] = defaultdict(list)
    for call in sorted(calls):
        open_days = [day for day in days if not any(day in barred.get(member, ()) for member in call)]
        for day in open_days:
            on[call, day] = model.new_bool_var(f"{call.caller}>{call.callee}@{day}")
            model.add_hint(on[call, day], bool(guess) and guess is not None and guess.get(call) == day)
            for side, member in enumerate(call):
                sides[side, member, day].append(on[call, day])
        model.add(sum(on[call, day] for day in open_days) == 1)
    for some in sides.values():
        model.add(sum(some) <= 1)
    kept = sum(x for (call, day), x in on.items() if before.get(call) == day)
    model.maximize(kept)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = EFFORT
    solver.parameters.linearization_level = 2
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return None
    if status != cp_model.OPTIMAL:
        raise TimeoutError
    return sum(call in before for call in calls) - round(solver.objective_value)
