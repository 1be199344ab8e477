"""Of a large group only what is around one person: who call them on the left, whom they call on the right."""

from __future__ import annotations

from bot.picture.curves import swung
from bot.picture.layout import GAP, MARGIN, TALLEST, WIDTH, Arrow, Box, Dot, Fitted, Kind, Label, Layout, Tree
from bot.picture.legend import Words, legend
from bot.picture.lettering import LINE

_TALLEST_ROW = 110
_LOWEST = 480
_LARGEST_LETTERS, _SMALLEST_LETTERS = 38, 28
_COLUMN = 330
"""Where the dots of the callers stand; those of the called stand as far from the right."""
_RADIUS = 11.0
_PADDING = 14
_ARROW = 90
"""The least that is left for an arrow between a column and the name in the middle."""
_DOOR = 26
"""Each arrow has its own place at the name in the middle, so that no two arrowheads cover each other."""


def neighbours(tree: Tree, words: Words, fitted: Fitted) -> Layout:
    """The calls of `tree.me`; raises ValueError where nobody is meant. Somebody on both sides stands there twice."""
    me = tree.me
    if me is None:
        raise ValueError("a neighbourhood is somebody's")
    mine = Tree(tree.names, [call for call in tree.calls if me in call], me)
    key = legend(mine, words, fitted)
    sides = [
        [caller for caller, callee in mine.calls if callee == me],
        [callee for caller, callee in mine.calls if caller == me],
    ]
    rows = max(1, *map(len, sides))
    height = min(TALLEST - MARGIN - key.height, max(_LOWEST, rows * _TALLEST_ROW))
    room = _COLUMN - MARGIN - _RADIUS - GAP
    largest = min(_LARGEST_LETTERS, int(height / rows / LINE * 0.96))
    size = _size([tree.names[other] for side in sides for other in side], largest, room, fitted)
    middle = MARGIN + height / 2

    own_room = WIDTH - 2.0 * (_COLUMN + _ARROW + _PADDING)
    own_size = _size([tree.names[me]], _LARGEST_LETTERS, own_room, fitted)
    text, width = fitted(tree.names[me], own_size, own_room)
    half, tall = width / 2 + _PADDING, max(own_size * LINE, rows * _DOOR)
    own = Box(WIDTH / 2 - half, middle - tall / 2, WIDTH / 2 + half, middle + tall / 2)
    dots = [Dot(me, (WIDTH / 2, middle), 0.0, Kind.ME)]
    labels = [Label(text, own_size, own, Kind.ME)]
    arrows: list[Arrow] = []
    for on_right, side in enumerate(sides):
        for row, other in enumerate(side):
            kind = Kind.I_CALL if on_right else Kind.CALLS_ME
            at = (float(WIDTH - _COLUMN if on_right else _COLUMN), MARGIN + (row + 0.5) / len(side) * height)
            dots.append(Dot(other, at, _RADIUS, kind))
            text, width = fitted(tree.names[other], size, room)
            left = at[0] + _RADIUS + GAP if on_right else at[0] - _RADIUS - GAP - width
            box = Box(left, at[1] - size * LINE / 2, left + width, at[1] + size * LINE / 2)
            labels.append(Label(text, size, box, kind))
            door = middle + (row - (len(side) - 1) / 2) * _DOOR
            if on_right:
                line = swung((own.right, door), (at[0] - _RADIUS - 2, at[1]))
            else:
                line = swung((at[0] + _RADIUS, at[1]), (own.left - 2, door))
            arrows.append(Arrow((me, other) if on_right else (other, me), line, kind))
    return Layout(
        WIDTH,
        int(MARGIN + height + key.height),
        tuple(dots),
        tuple(labels),
        tuple(arrows),
        *key.placed(MARGIN + height),
        busy=False,
    )


def _size(names: list[str], largest: int, room: float, fitted: Fitted) -> int:
    """The largest letters with which every name is whole; the smallest where none do."""
    for size in range(largest, _SMALLEST_LETTERS, -2):
        if all(fitted(name, size, WIDTH)[1] <= room for name in names):
            return size
    return min(largest, _SMALLEST_LETTERS)
