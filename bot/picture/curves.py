"""Lines of points: bent arrows between dots."""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]

STEPS = 14
PULL_BESIDE, PULL_ACROSS = 0.45, 0.16
"""How far a line is pulled to the centre: much between two on the same side, lest it runs over those between them."""
DEEPEST = 1.4
SHALLOWEST = 90
"""The most it is pulled, as a multiple of its length, lest neighbours are joined by a hairpin. So many pixels it may be
pulled anyhow, lest an arrow between neighbours disappears between their dots."""
ASIDE = 0.07
"""How far a line is bent to its right, as a part of its length."""


def bent(start: Point, end: Point, centre: Point, *, room_start: float, room_end: float) -> tuple[Point, ...]:
    """From one dot on a ring to another: pulled towards the centre, and to the right-hand side of whoever walks it, so
    that two people who call each other have two lines. Leaves that much room around its ends.

    The line stays within the triangle of its ends and a point inside the ring, so never outside a convex ring."""
    (x0, y0), (x1, y1) = start, end
    middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
    pull = PULL_BESIDE if (x0 - centre[0]) * (x1 - centre[0]) > 0 else PULL_ACROSS
    depth = hypot(centre[0] - middle_x, centre[1] - middle_y) or 1.0
    pull = min(pull, max(DEEPEST * hypot(x1 - x0, y1 - y0), SHALLOWEST) / depth)
    control = (
        middle_x + pull * (centre[0] - middle_x) - ASIDE * (y1 - y0),
        middle_y + pull * (centre[1] - middle_y) + ASIDE * (x1 - x0),
    )

    # Near its ends the line runs almost straight to or from the control point, at twice that distance a unit of t.
    first = min(room_start / (2 * hypot(control[0] - x0, control[1] - y0)), 0.4)
    last = 1 - min(room_end / (2 * hypot(control[0] - x1, control[1] - y1)), 0.4)
    points: list[Point] = []
    for step in range(STEPS + 1):
        t = first + (last - first) * step / STEPS
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        points.append((a * x0 + b * control[0] + c * x1, a * y0 + b * control[1] + c * y1))
    return tuple(points)


def swung(start: Point, end: Point) -> tuple[Point, ...]:
    """From left to right in an S, level at both ends."""
    (x0, y0), (x1, y1) = start, end
    half = (x0 + x1) / 2
    points = []
    for step in range(STEPS + 1):
        t = step / STEPS
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        points.append((a * x0 + (b + c) * half + d * x1, (a + b) * y0 + (c + d) * y1))
    return tuple(points)


def length(points: tuple[Point, ...]) -> float:
    """How long a line of points is."""
    return sum(hypot(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairwise(points))


def dashes(points: tuple[Point, ...], on: float, off: float) -> list[tuple[Point, ...]]:
    """The pieces of a dashed line: so many pixels of line, so many of nothing. The last piece reaches the end."""
    pieces: list[list[Point]] = [[points[0]]]
    drawing, left = True, on
    for (x0, y0), (x1, y1) in pairwise(points):
        span = hypot(x1 - x0, y1 - y0)
        done = 0.0
        while span - done > left:
            done += left
            here = (x0 + (x1 - x0) * done / span, y0 + (y1 - y0) * done / span)
            if drawing:
                pieces[-1].append(here)
            else:
                pieces.append([here])
            drawing = not drawing
            left = on if drawing else off
        left -= span - done
        if drawing:
            pieces[-1].append((x1, y1))
    return [tuple(piece) for piece in pieces if len(piece) > 1]


def stroke(points: tuple[Point, ...], width: float) -> tuple[Point, ...]:
    """The outline of a line so many pixels wide: along one side, and back along the other."""
    sides: tuple[list[Point], list[Point]] = ([], [])
    for place, (x, y) in enumerate(points):
        (x0, y0), (x1, y1) = points[max(place - 1, 0)], points[min(place + 1, len(points) - 1)]
        span = hypot(x1 - x0, y1 - y0) or 1.0
        across = (y0 - y1) / span * width / 2, (x1 - x0) / span * width / 2
        sides[0].append((x + across[0], y + across[1]))
        sides[1].append((x - across[0], y - across[1]))
    return (*sides[0], *reversed(sides[1]))


def head(points: tuple[Point, ...], size: float) -> tuple[tuple[Point, ...], tuple[Point, Point, Point]]:
    """The line without what its arrowhead covers, and the head: its tip and the two corners behind it."""
    size = min(size, length(points) * 0.7)
    tip = points[-1]
    kept = list(points)
    while len(kept) > 2 and hypot(kept[-1][0] - tip[0], kept[-1][1] - tip[1]) < size * 0.8:
        kept.pop()
    back = kept[-1]
    span = hypot(tip[0] - back[0], tip[1] - back[1]) or 1.0
    ux, uy = (tip[0] - back[0]) / span, (tip[1] - back[1]) / span
    base = (tip[0] - ux * size, tip[1] - uy * size)
    half = size * 0.42
    corners = (base[0] - uy * half, base[1] + ux * half), (base[0] + uy * half, base[1] - ux * half)
    return (*kept, (tip[0] - ux * size * 0.9, tip[1] - uy * size * 0.9)), (tip, *corners)
