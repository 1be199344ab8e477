"""Much is cut into stretches of time, none too large, that leave nothing out and have nothing in common."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from storage.export_plan import Size, Stretch, cut

START = datetime(2026, 1, 1, tzinfo=UTC)
END = START + timedelta(days=1)

MOMENTS = st.lists(
    st.tuples(st.integers(0, 40).map(lambda minute: START + timedelta(minutes=minute)), st.integers(0, 50)), max_size=40
).map(sorted)


def inside(weighed: list[tuple[datetime, int]], stretch: Stretch) -> list[tuple[datetime, int]]:
    return [one for one in weighed if stretch.since <= one[0] < stretch.until]


def test_nothing_is_one_stretch() -> None:
    assert cut([], START, END, Size(10, 10)) == [Stretch(START, END, 0)]


def test_what_fits_is_one_stretch() -> None:
    assert cut([(START, 3), (START, 4)], START, END, Size(2, 7)) == [Stretch(START, END, 2)]


def test_what_happened_in_the_same_moment_is_never_parted() -> None:
    assert cut([(START, 1)] * 5, START, END, Size(2, 100)) == [Stretch(START, END, 5)]


def test_what_is_too_large_by_its_content_is_cut_as_well() -> None:
    later = START + timedelta(minutes=1)

    stretches = cut([(START, 60), (later, 60)], START, END, Size(10, 100))

    assert stretches == [Stretch(START, later, 1), Stretch(later, END, 1)]


@given(MOMENTS, st.integers(1, 10), st.integers(10, 200))
def test_stretches_follow_one_another_and_hold_everything(
    weighed: list[tuple[datetime, int]], records: int, content: int
) -> None:
    stretches = cut(weighed, START, END, Size(records, content))

    assert (stretches[0].since, stretches[-1].until) == (START, END)
    assert all(one.until == other.since for one, other in itertools.pairwise(stretches))
    assert [one for stretch in stretches for one in inside(weighed, stretch)] == weighed
    assert all(stretch.records == len(inside(weighed, stretch)) for stretch in stretches)


@given(MOMENTS, st.integers(1, 10), st.integers(10, 200))
def test_none_is_too_large_unless_it_is_of_one_last_moment(
    weighed: list[tuple[datetime, int]], records: int, content: int
) -> None:
    for stretch in cut(weighed, START, END, Size(records, content)):
        held = inside(weighed, stretch)
        before_the_last = [one for one in held if one[0] < held[-1][0]]

        assert len(before_the_last) < records or len(held) <= records
        assert sum(size for _, size in before_the_last) <= content


@given(MOMENTS, st.lists(st.integers(1, 39), unique=True, max_size=4).map(sorted))
def test_what_was_settled_before_stands(weighed: list[tuple[datetime, int]], minutes: list[int]) -> None:
    known = [START + timedelta(minutes=minute) for minute in minutes]

    stretches = cut(weighed, START, END, Size(10_000, 10_000), known)

    assert [stretch.since for stretch in stretches[1:]] == known
    assert sum(stretch.records for stretch in stretches) == len(weighed)
