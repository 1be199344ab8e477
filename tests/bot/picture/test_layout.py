"""Where everything stands in the picture of who calls whom."""

from __future__ import annotations

from itertools import combinations
from math import hypot

import pytest

from bot.picture.layout import TALLEST, WIDTH, Box, Dot, Kind, Layout, Tree
from bot.picture.lettering import fitted
from bot.picture.neighbours import neighbours
from bot.picture.ring import MOST
from bot.picture.tree import layout
from tests.bot.picture.groups import WORDS, group

SIZES = [(2, 1), (5, 4), (14, 5), (30, 5), (60, 5), (61, 5), (200, 20)]


def _laid(tree: Tree) -> Layout:
    found = layout(tree, WORDS)
    assert found is not None
    return found


def _square(dot: Dot) -> Box:
    (x, y), r = dot.at, dot.radius
    return Box(x - r, y - r, x + r, y + r)


@pytest.mark.parametrize(("size", "calls"), SIZES)
@pytest.mark.parametrize("seed", range(2))
def test_no_text_covers_other_text_or_a_dot(size: int, calls: int, seed: int) -> None:
    laid = _laid(group(size, calls, seed))

    boxes = [label.box for label in (*laid.labels, *laid.legend)]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    assert not any(box.overlaps(_square(dot)) for box in boxes for dot in laid.dots if dot.radius)


@pytest.mark.parametrize(("size", "calls"), SIZES)
@pytest.mark.parametrize("seed", range(2))
def test_everything_is_inside_the_picture(size: int, calls: int, seed: int) -> None:
    laid = _laid(group(size, calls, seed))

    assert laid.width == WIDTH
    assert laid.height <= TALLEST
    boxes = [label.box for label in (*laid.labels, *laid.legend)] + [_square(dot) for dot in laid.dots]
    corners = [(box.left, box.top) for box in boxes] + [(box.right, box.bottom) for box in boxes]
    lines = [point for arrow in laid.arrows for point in arrow.points]
    lines += [point for sample in laid.samples for point in sample.points]
    assert all(0 <= x <= laid.width and 0 <= y <= laid.height for x, y in (*corners, *lines))


@pytest.mark.parametrize(("size", "calls"), SIZES)
def test_no_line_runs_through_a_name(size: int, calls: int) -> None:
    laid = _laid(group(size, calls))

    for arrow in laid.arrows:
        for x, y in arrow.points[1:-1]:
            point = Box(x, y, x, y)
            assert not any(label.box.overlaps(point) for label in laid.labels)


@pytest.mark.parametrize(("size", "calls"), [case for case in SIZES if case[0] <= MOST])
def test_every_call_has_its_arrow_from_caller_to_callee(size: int, calls: int) -> None:
    tree = group(size, calls)

    laid = _laid(tree)

    at = {dot.place: dot for dot in laid.dots}
    assert sorted(arrow.call for arrow in laid.arrows) == sorted(tree.calls)
    for arrow in laid.arrows:
        for place, (x, y) in ((arrow.call[0], arrow.points[0]), (arrow.call[1], arrow.points[-1])):
            dot = at[place]
            assert hypot(x - dot.at[0], y - dot.at[1]) < dot.radius + 6


@pytest.mark.parametrize(("size", "calls"), SIZES)
def test_letters_are_large_enough_to_read_on_a_phone(size: int, calls: int) -> None:
    laid = _laid(group(size, calls))

    # A phone is about 390 points wide; eight points is the size of small print.
    assert min(label.size for label in (*laid.labels, *laid.legend)) * 390 / laid.width >= 8


def test_everybody_has_a_name_and_long_ones_end_in_an_ellipsis() -> None:
    tree = Tree(["Anna", "B" * 200, "Cem"], [(0, 1), (1, 2), (2, 0)], 0)

    laid = _laid(tree)

    assert [label.text for label in laid.labels][::2] == ["Anna", "Cem"]
    assert laid.labels[1].text.startswith("BBB")
    assert laid.labels[1].text.endswith("…")


def test_names_of_usual_length_are_whole_in_a_group_of_sixty() -> None:
    names = [f"Josephine {chr(65 + place % 26)}." for place in range(60)]

    laid = _laid(Tree(names, [(place, (place + 1) % 60) for place in range(60)], 0))

    assert [label.text for label in laid.labels] == names


def test_my_calls_and_my_callers_are_of_their_own_kind() -> None:
    tree = Tree(["Anna", "Bert", "Cem", "Dirk", "Els"], [(0, 1), (2, 0), (0, 3), (3, 0), (1, 4)], 0)

    laid = _laid(tree)

    assert {arrow.call: arrow.kind for arrow in laid.arrows} == {
        (0, 1): Kind.I_CALL,
        (2, 0): Kind.CALLS_ME,
        (0, 3): Kind.I_CALL,
        (3, 0): Kind.CALLS_ME,
        (1, 4): Kind.OTHER,
    }
    assert [dot.kind for dot in laid.dots] == [Kind.ME, Kind.I_CALL, Kind.CALLS_ME, Kind.BOTH, Kind.OTHER]
    assert [label.text for label in laid.legend] == ["You call", "Calls you"]


def test_two_who_call_each_other_have_two_lines_apart() -> None:
    laid = _laid(Tree(["Anna", "Bert", "Cem"], [(0, 1), (1, 0)], 2))

    there, back = (arrow.points for arrow in laid.arrows)
    middle = len(there) // 2
    assert hypot(there[middle][0] - back[middle][0], there[middle][1] - back[middle][1]) > 15


def test_with_nobody_to_highlight_there_is_no_legend() -> None:
    laid = _laid(group(14, 5, me=None))

    assert laid.legend == ()
    assert {arrow.kind for arrow in laid.arrows} == {Kind.OTHER}


def test_a_large_group_shows_only_those_around_me() -> None:
    tree = group(120, 4, me=7)

    laid = _laid(tree)

    mine = [call for call in tree.calls if 7 in call]
    assert sorted(arrow.call for arrow in laid.arrows) == sorted(mine)
    assert {dot.place for dot in laid.dots} == {place for call in mine for place in call}


def test_around_me_callers_stand_left_and_the_called_right_also_who_is_both() -> None:
    tree = Tree([f"P{place}" for place in range(61)], [(0, 1), (1, 0), (2, 0), (0, 3)], 0)

    laid = neighbours(tree, WORDS, fitted)

    sides = {(dot.place, dot.kind): dot.at[0] < WIDTH / 2 for dot in laid.dots if dot.kind is not Kind.ME}
    assert sides == {
        (1, Kind.CALLS_ME): True,
        (2, Kind.CALLS_ME): True,
        (1, Kind.I_CALL): False,
        (3, Kind.I_CALL): False,
    }


def test_who_only_calls_or_is_only_called_has_a_neighbourhood_too() -> None:
    called = layout(Tree(["A"] * 70, [(1, 0), (2, 0), (3, 4)], 0), WORDS)
    calls = layout(Tree(["A"] * 70, [(0, 1), (3, 4)], 0), WORDS)

    assert called is not None
    assert calls is not None
    assert [len(called.arrows), len(calls.arrows)] == [2, 1]


def test_there_is_nothing_to_draw_without_calls_or_for_nobody_in_a_large_group() -> None:
    assert layout(Tree(["Anna", "Bert"], [], 0), WORDS) is None
    assert layout(group(61, 5, me=None), WORDS) is None


def test_a_neighbourhood_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="somebody"):
        neighbours(group(61, 5, me=None), WORDS, fitted)
