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
_LARGEST_LETTERS = 38
_SQUARENESS = 2.4
"""The ring is a superellipse: a bit fuller than an ellipse, so that those at its ends are not huddled together."""
_LEAST_ROOM, _MOST_ROOM = 130, 330
"""Pixels for the names beside the ring where it is widest."""


def ring(tree: Tree, words: Words, fitted: Fitted) -> Layout:
    """The whole group, clockwise in the order of `tree.names` from the top right."""
    count = len(tree.names)
    right = (count + 1) // 2
    key = legend(tree, words, fitted)
    room = TALLEST - MARGIN - key.height
    height = min(room, max(_LOWEST_RING, right * _TALLEST_ROW))
    pitch = height / right
    size = min(_LARGEST_LETTERS, int(pitch / LINE * 0.96))
    radius = min(11.0, pitch * 0.22)
    widest = max(fitted(name, size, _MOST_ROOM)[1] for name in tree.names)
    half = WIDTH / 2 - MARGIN - max(_LEAST_ROOM, widest + 2 * _PADDING) - GAP - radius
    centre = (WIDTH / 2, MARGIN + height / 2)

    dots: list[Dot] = []
    labels: list[Label] = []
    for place in range(count):
        at = _at(place, count, centre, half, height)
        kind = tree.kind(place)
        dots.append(Dot(place, at, radius * (1.25 if kind is not Kind.OTHER else 0.8), kind))
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


_MANY = 120
_PADDING = 10


def _at(place: int, count: int, centre: Point, half: float, height: float) -> Point:
    right = (count + 1) // 2
    on_right = place < right
    rows, row = (right, place) if on_right else (count - right, count - 1 - place)
    y = centre[1] + ((row + 0.5) / rows - 0.5) * height
    off = abs(y - centre[1]) / (height / 2)
    x = half * (1 - off**_SQUARENESS) ** (1 / _SQUARENESS)
    return centre[0] + (x if on_right else -x), y


def _label(name: str, at: Point, on_right: bool, size: int, radius: float, kind: Kind, fitted: Fitted) -> Label:
    start = radius * 1.25 + GAP
    edge = at[0] + start if on_right else at[0] - start
    room = (WIDTH - MARGIN - edge if on_right else edge - MARGIN) - 2 * _PADDING
    text, width = fitted(name, size, room)
    across = width + 2 * _PADDING
    left = edge if on_right else edge - across
    tall = size * LINE
    return Label(text, size, Box(left, at[1] - tall / 2, left + across, at[1] + tall / 2), kind)
