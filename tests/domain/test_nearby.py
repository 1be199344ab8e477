"""Distances as the crow flies, the middle of a place, and what comes first."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.nearby import LOCAL_KM, Near, Point, distance_km, is_position, middle, nearness, same_place

GENT, BRUGES, LIEGE = Point(51.0543, 3.7174), Point(51.2093, 3.2247), Point(50.6326, 5.5797)
POINTS = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


def test_distances_are_those_of_the_map() -> None:
    assert distance_km(GENT, BRUGES) == pytest.approx(38.5, abs=0.5)
    assert distance_km(GENT, LIEGE) == pytest.approx(139, abs=1)
    assert distance_km(Point(0, 179.5), Point(0, -179.5)) == pytest.approx(111.2, abs=0.1)


@given(POINTS, POINTS)
def test_a_distance_is_the_same_both_ways_and_never_more_than_half_way_round(one: Point, other: Point) -> None:
    distance = distance_km(one, other)

    assert 0 <= distance <= math.pi * 6371.01
    assert distance == pytest.approx(distance_km(other, one), abs=1e-6)
    assert distance_km(one, one) == 0


def test_one_wrong_position_hardly_moves_the_middle() -> None:
    found = middle([GENT, Point(51.05, 3.72), Point(51.06, 3.71), Point(3.7174, 51.0543)])

    assert found is not None
    assert distance_km(found, GENT) < 5
    assert middle([]) is None


@pytest.mark.parametrize(
    ("latitude", "longitude", "fits"),
    [
        (90, 180, True),
        (-90, -180, True),
        (90.1, 0, False),
        (0, 180.1, False),
        (math.nan, 0, False),
        (0, math.inf, False),
    ],
)
def test_a_position_is_on_earth(latitude: float, longitude: float, fits: bool) -> None:
    assert is_position(latitude, longitude) is fits


def test_nearby_comes_first_then_the_whole_country_then_what_is_far() -> None:
    near = Near("9000", "9000", "gent", GENT)
    services = {
        "far": nearness(near, postal_code="4000", place="liege", at=LIEGE),
        "whole country": nearness(near, postal_code="", place="", at=None),
        "neighbours": nearness(near, postal_code="8000", place="brugge", at=BRUGES),
        "here, no position": nearness(near, postal_code="9000", place="gent", at=None),
        "elsewhere, no position": nearness(near, postal_code="2000", place="antwerpen", at=None),
    }

    in_order = sorted(services, key=lambda name: services[name])
    assert in_order == ["here, no position", "neighbours", "whole country", "far", "elsewhere, no position"]
    assert services["neighbours"][1] < LOCAL_KM


def test_without_a_place_nothing_is_nearer_than_anything_else() -> None:
    assert nearness(None, postal_code="4000", place="liege", at=LIEGE) == nearness(
        None, postal_code="", place="", at=None
    )


def test_the_same_postcode_counts_before_the_municipality() -> None:
    assert same_place(Near("9000 Gent", "9000", "gent"), "9000", "gent")
    assert not same_place(Near("9000 Gent", "9000", "gent"), "9030", "gent")
    assert same_place(Near("Gent", "", "gent"), "9030", "gent")
    assert not same_place(Near("Gent", "", "gent"), "", "")
