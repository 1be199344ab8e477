"""How far services are: places, distances as the crow flies, and which of two comes first.

A place is where somebody is: a postcode, a municipality, or both. Its position comes from the services there, as the
directory knows no map; where none of them has a position, the same postcode or municipality is all that is compared.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

EARTH_KM = 6371.0
"""Mean radius of the earth in kilometres."""

LOCAL_KM = 50.0
"""What is farther away comes after what is there for the whole country."""


@dataclass(frozen=True, slots=True)
class Point:
    """A position in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Near:
    """Where somebody is. `place` is a municipality in searchable form (`domain.search.plain`), `shown` as people
    write it; `at` is its position where one is known."""

    shown: str
    postal_code: str = ""
    place: str = ""
    at: Point | None = None


def is_position(latitude: float, longitude: float) -> bool:
    """Whether these are degrees of a place on earth."""
    return abs(latitude) <= 90 and abs(longitude) <= 180  # false for NaN, too


def distance_km(one: Point, other: Point) -> float:
    """The great-circle distance in kilometres (the haversine formula)."""
    up, down = math.radians(one.latitude), math.radians(other.latitude)
    rise = math.sin((down - up) / 2) ** 2
    turn = math.sin(math.radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(rise + math.cos(up) * math.cos(down) * turn)))


def middle(points: Iterable[Point]) -> Point | None:
    """The middle of some positions near each other; one that was typed wrongly hardly moves it."""
    found = list(points)
    if not found:
        return None
    return Point(median(point.latitude for point in found), median(point.longitude for point in found))


def nearness(near: Near | None, *, postal_code: str, place: str, at: Point | None) -> tuple[int, float]:
    """What to sort by: nearby in order of distance, then what has no place, then the rest.

    `postal_code`, `place` (searchable form) and `at` are the service's.
    """
    if near is None:
        return 0, 0.0
    if near.at is not None and at is not None:
        distance = distance_km(near.at, at)
        return (0, distance) if distance <= LOCAL_KM else (2, distance)
    if same_place(near, postal_code, place):
        return 0, 0.0
    if not postal_code and not place and at is None:
        return 1, 0.0
    return 2, math.inf


def same_place(near: Near, postal_code: str, place: str) -> bool:
    """Whether a service with this postcode and municipality (searchable form) is in the place itself."""
    if near.postal_code and postal_code:
        return near.postal_code == postal_code
    return bool(near.place) and near.place == place
