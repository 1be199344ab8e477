"""A small group as a ring of names, all level: half on the left, half on the right, at even heights.

A true circle crowds its names at the top and the bottom. With even heights there is a line for every name whatever its
length, and nobody has to turn the phone.
"""

from __future__ import annotations

from bot.picture.curves import Point, bent
from bot.picture.layout import (
    GAP,
    MARGIN,
    TALLEST,
    WIDTH,
    Arrow,
    Box,
    Dot,
    Fitted,
    Kind,
    Label,
    Layout,
    Tree,
)
from bot.picture.legend import Words, legend
from bot.picture.lettering import LINE

MOST = 60
"""People that fit with letters one can read on a phone."""

_LOWEST_RING = 620
_TALLEST_ROW = 130
_LARGEST_LETTERS, _SMALLEST_LETTERS = 38, 28
_SWELL = {Kind.ME: 1.7, Kind.OTHER: 0.8}
_PADDING = 10
_MANY = 120
"""Calls from which on the others' are drawn thinner."""
_SQUARENESS = 2.4
"""The ring is a superellipse: a bit fuller than an ellipse, so that those at its ends are not huddled together."""
_NARROWEST, _WIDEST = 210, 360
"""Pixels from the middle of the ring to its sides."""


def ring(tree: Tree, words: Words, fitted: Fitted) -> Layout:
    """The whole group, clockwise in the order of `tree.names` from the top right."""
    count = len(tree.names)
    right = (count + 1) // 2
    key = legend(tree, words, fitted)
    room = TALLEST - MARGIN - key.height
    height = min(room, max(_LOWEST_RING, right * _TALLEST_ROW))
    pitch = height / right
    radius = min(11.0, pitch * 0.22)
    centre = (WIDTH / 2, MARGIN + height / 2)
    size, half = _size(tree, pitch, radius, fitted)

    dots: list[Dot] = []
    labels: list[Label] = []
    for place in range(count):
        at = _at(place, count, centre, half, height)
        kind = tree.kind(place)
        dots.append(Dot(place, at, radius * _SWELL.get(kind, 1.25), kind))
        labels.append(_label(tree.names[place], at, place < right, size, radius, kind, fitted))
    by_place = {dot.place: dot for dot in dots}
    arrows = tuple(
        Arrow(
            call,
            bent(
                by_place[call[0]].at,
                by_place[call[1]].at,
                centre,
                room_start=by_place[call[0]].radius,
                room_end=by_place[call[1]].radius + 2,
            ),
            tree.kind_of_call(call),
        )
        for call in tree.calls
    )
    return Layout(
        WIDTH,
        int(MARGIN + height + key.height),
        tuple(dots),
        tuple(labels),
        arrows,
        *key.placed(MARGIN + height),
        busy=len(tree.calls) > _MANY,
    )


def _size(tree: Tree, pitch: float, radius: float, fitted: Fitted) -> tuple[int, float]:
    """The largest letters with which every name is whole beside a ring that is wide enough, and half its width. Where
    even small letters do not do, the ring is narrow and the longest names are cut short."""
    largest = min(_LARGEST_LETTERS, int(pitch / LINE * 0.96))
    for size in range(largest, min(largest, _SMALLEST_LETTERS) - 1, -2):
        half = float(_WIDEST)
        for place, name in enumerate(tree.names):
            _, width = fitted(name, size, WIDTH)
            across, _ = _on_ring(place, len(tree.names))
            half = min(half, (WIDTH / 2 - MARGIN - 2 * _PADDING - _beside(radius) - width) / across)
        if half >= _NARROWEST:
            break
    return size, max(half, _NARROWEST)


def _on_ring(place: int, count: int) -> Point:
    """Where on the ring somebody stands: from 0 to 1 of its half width to either side, -1 to 1 of its half height."""
    right = (count + 1) // 2
    rows, row = (right, place) if place < right else (count - right, count - 1 - place)
    down = (row + 0.5) / rows * 2 - 1
    return (1 - abs(down) ** _SQUARENESS) ** (1 / _SQUARENESS), down


def _at(place: int, count: int, centre: Point, half: float, height: float) -> Point:
    across, down = _on_ring(place, count)
    way = 1 if place < (count + 1) // 2 else -1
    return centre[0] + way * across * half, centre[1] + down * height / 2


def _beside(radius: float) -> float:
    """From the middle of a dot to its name."""
    return radius * 1.25 + GAP


def _label(name: str, at: Point, on_right: bool, size: int, radius: float, kind: Kind, fitted: Fitted) -> Label:
    edge = at[0] + _beside(radius) if on_right else at[0] - _beside(radius)
    room = (WIDTH - MARGIN - edge if on_right else edge - MARGIN) - 2 * _PADDING
    text, width = fitted(name, size, room)
    across = width + 2 * _PADDING
    left = edge if on_right else edge - across
    tall = size * LINE
    return Label(text, size, Box(left, at[1] - tall / 2, left + across, at[1] + tall / 2), kind)
