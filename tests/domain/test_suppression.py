"""Small counts are hidden, and cannot be worked out again: judged by solvers that know nothing of how it is done."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from domain.suppression import LEAST, Line, Table, hide_in_groups, hide_in_line, hide_in_table
from tests.often import examples

COUNTS = st.one_of(st.integers(0, 4), st.integers(0, 12), st.integers(0, 500), st.just(0))
LINES = st.lists(COUNTS, min_size=1, max_size=8)
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(COUNTS, min_size=width, max_size=width), min_size=1, max_size=5)
)

Equation = tuple[dict[int, int], int]
"""Hidden counts by number with their factors, and what these add up to."""


def test_nothing_is_hidden_where_all_counts_are_large() -> None:
    assert hide_in_line([5, 9]) == Line((5, 9), 14)


def test_one_small_count_takes_the_smallest_other_with_it() -> None:
    assert hide_in_line([2, 30, 9]) == Line((None, 30, None), 41)


def test_two_small_counts_hide_one_another_if_together_they_might_be_large() -> None:
    assert hide_in_line([4, 4, 9]) == Line((None, None, 9), 17)


def test_noughts_do_not_hide_one_another() -> None:
    assert hide_in_line([0, 0, 9, 20]) == Line((None, None, None, 20), 29)


def test_a_small_total_hides_everything() -> None:
    assert hide_in_line([1, 2]) == Line((None, None), None)
    assert hide_in_table([[1, 0], [2, 1]]) == Table((Line((None, None), None),) * 2, (None, None), None)


def test_nothing_counted_is_nothing_shown() -> None:
    assert hide_in_line([]) == Line((), None)
    assert hide_in_table([]) == Table((), (), None)


def test_where_a_part_is_hidden_so_is_all_it_falls_apart_into() -> None:
    lines, total = hide_in_groups([[1, 2], [8, 9], [10]])

    assert lines == (Line((None, None), None), Line((8, 9), 17), Line((None,), None))
    assert total == 30


def test_a_large_table_stays_as_it_is() -> None:
    table = hide_in_table([[10, 20], [30, 40]])

    assert table == Table((Line((10, 20), 30), Line((30, 40), 70)), (40, 60), 100)


def test_in_a_table_a_small_count_is_hidden_with_a_rectangle_and_the_sums_stay() -> None:
    table = hide_in_table([[3, 20, 40], [30, 50, 60], [70, 80, 90]])

    assert [line.total for line in table.rows] == [63, 140, 240]
    assert table.columns == (103, 150, 190)
    assert sum(count is None for line in table.rows for count in line.counts) == 4


def test_a_table_of_one_row_is_as_careful_as_a_line() -> None:
    table = hide_in_table([[2, 30, 9]])

    assert table == Table((Line((None, 30, None), 41),), (None, 30, None), 41)


@given(LINES)
def test_what_is_shown_of_a_line_is_true_and_never_small(counts: list[int]) -> None:
    shown = hide_in_line(counts)

    assert all(found is None or found == count >= LEAST for found, count in zip(shown.counts, counts, strict=True))
    assert shown.total is None or shown.total == sum(counts) >= LEAST


@given(TABLES)
def test_what_is_shown_of_a_table_is_true_and_never_small(counts: list[list[int]]) -> None:
    shown, truth = _flat(hide_in_table(counts)), _flat_truth(counts)

    assert all(found is None or found == count >= LEAST for found, count in zip(shown, truth, strict=True))


@given(LINES)
def test_no_hidden_count_of_a_line_follows_from_what_is_shown(counts: list[int]) -> None:
    shown = hide_in_line(counts)

    equations = _equations([[*range(len(counts))]], [len(counts)], [*shown.counts, shown.total])
    _assert_safe(equations, [*shown.counts, shown.total], [*counts, sum(counts)])


@settings(max_examples=examples(30), deadline=None)
@given(st.lists(st.lists(COUNTS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_no_hidden_count_of_parts_that_fall_apart_follows_from_what_is_shown(counts: list[list[int]]) -> None:
    lines, total = hide_in_groups(counts)

    shown: list[int | None] = []
    inside, sums = [], []
    for line in lines:
        inside.append([*range(len(shown), len(shown) + len(line.counts))])
        shown += [*line.counts, line.total]
        sums.append(len(shown) - 1)
    equations = _equations([*inside, sums], [*sums, len(shown)], [*shown, total])
    truth = [count for group in counts for count in (*group, sum(group))]
    _assert_safe(equations, [*shown, total], [*truth, sum(map(sum, counts))])


@settings(max_examples=examples(50), deadline=None)
@given(TABLES)
def test_no_hidden_count_of_a_table_follows_from_what_is_shown(counts: list[list[int]]) -> None:
    shown, truth = _flat(hide_in_table(counts)), _flat_truth(counts)

    _assert_safe(_table_equations(len(counts), len(counts[0]), shown), shown, truth)


@settings(max_examples=examples(20), deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 3)), max_size=60))
def test_nor_from_several_tables_about_the_same_records(records: list[tuple[int, int, int]]) -> None:
    cross = [[sum(one[:2] == (row, column) for one in records) for column in range(3)] for row in range(4)]
    third = [sum(one[2] == value for one in records) for value in range(4)]
    table, line = _flat(hide_in_table(cross)), hide_in_line(third)

    shown = [*table, *line.counts]
    inside = [*range(len(table), len(shown))]
    equations = _table_equations(4, 3, shown) + _equations([inside], [len(table) - 1], shown)
    _assert_safe(equations, shown, [*_flat_truth(cross), *third])


@pytest.mark.parametrize("shown", [[None, 9, 11], [None, None, None]])
def test_the_judge_notices_what_can_be_worked_out(shown: list[int | None]) -> None:
    """One hidden count beside its total; and noughts that only add up to nought."""
    total = 13 if shown[1] is not None else 0
    everything = [*shown, total]
    truth = [2, 9, 11, total] if shown[1] is not None else [0, 0, 0, total]
    everything[3] = 22 if shown[1] is not None else 0

    with pytest.raises(AssertionError):
        _assert_safe(_equations([[0, 1, 2]], [3], everything), everything, truth)


def _flat(table: Table) -> list[int | None]:
    """Row by row with the row's sum, then the columns' sums and the grand total."""
    return [
        *(count for line in table.rows for count in (*line.counts, line.total)),
        *(() if not table.rows else (*table.columns, table.total)),
    ]


def _flat_truth(counts: Sequence[Sequence[int]]) -> list[int]:
    columns = [sum(column) for column in zip(*counts, strict=True)]
    return [*(count for row in counts for count in (*row, sum(row))), *columns, sum(columns)]


def _table_equations(rows: int, columns: int, shown: Sequence[int | None]) -> list[Equation]:
    width = columns + 1
    lines = [[row * width + column for column in range(columns)] for row in range(rows + 1)]
    lines += [[row * width + column for row in range(rows)] for column in range(width)]
    sums = [row * width + columns for row in range(rows + 1)] + [rows * width + column for column in range(width)]
    return _equations(lines, sums, shown)


def _equations(lines: Sequence[Sequence[int]], sums: Sequence[int], shown: Sequence[int | None]) -> list[Equation]:
    """Each line adds up to its sum; what is shown is moved to the right-hand side."""
    found = []
    for line, total in zip(lines, sums, strict=True):
        factors: dict[int, int] = {}
        known = 0
        for place, factor in [*((place, 1) for place in line), (total, -1)]:
            value = shown[place]
            if value is None:
                factors[place] = factors.get(place, 0) + factor
            else:
                known -= factor * value
        found.append((factors, known))
    return found


def _assert_safe(equations: list[Equation], shown: Sequence[int | None], truth: Sequence[int]) -> None:
    hidden = [place for place, value in enumerate(shown) if value is None]
    assert not set(hidden) & _by_linear_arithmetic(equations, hidden)
    for place in hidden:
        least, most = _possible(equations, hidden, place, sum(truth) + LEAST)
        assert least < most, "the count follows, as none is negative"
        assert truth[place] >= LEAST or most >= LEAST, "that the count is small follows"


def _by_linear_arithmetic(equations: list[Equation], hidden: list[int]) -> set[int]:
    """The hidden counts that have one value in every solution: Gaussian elimination over the fractions."""
    rows = [[Fraction(factors.get(place, 0)) for place in hidden] for factors, _ in equations]
    pivots: list[tuple[int, list[Fraction]]] = []
    for column in range(len(hidden)):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        pivot = [value / pivot[column] for value in pivot]
        rows = [[a - row[column] * b for a, b in zip(row, pivot, strict=True)] for row in rows]
        pivots = [(at, [a - row[column] * b for a, b in zip(row, pivot, strict=True)]) for at, row in pivots] + [
            (column, pivot)
        ]
    return {hidden[at] for at, row in pivots if sum(value != 0 for value in row) == 1}


def _possible(equations: list[Equation], hidden: list[int], place: int, most: int) -> tuple[int, int]:
    """The least and the most a hidden count can be, as a whole number, where none is negative."""
    bounds = []
    for maximise in (False, True):
        model = cp_model.CpModel()
        values = {one: model.new_int_var(0, most, str(one)) for one in hidden}
        for factors, known in equations:
            model.add(sum(factor * values[one] for one, factor in factors.items()) == known)
        objective: Any = values[place]
        model.maximize(objective) if maximise else model.minimize(objective)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        assert solver.solve(model) == cp_model.OPTIMAL
        bounds.append(solver.value(values[place]))
    return bounds[0], bounds[1]
