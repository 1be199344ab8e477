"""A layout as a PNG, drawn in memory.

Who may not see colours still sees which calls are meant: own calls are thick, one's callers' dashed, the others' thin;
the dots differ in shape as well. The two colours (blue and vermilion) are of the Okabe–Ito palette, which people with
any kind of colour blindness can tell apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from PIL import Image, ImageDraw

from bot.picture.curves import Point, dashes, head, stroke
from bot.picture.layout import Arrow, Box, Dot, Kind, Label, Layout, Sample
from bot.picture.lettering import font

_FINE = 2
"""Lines are drawn so many times too large and then shrunk: Pillow's own have ragged edges."""

WHITE, INK, BLUE, VERMILION = "#ffffff", "#1f2328", "#0072b2", "#c04a00"
_NAME, _LINE, _BUSY_LINE, _ONLY_LINE = "#4a4f57", "#a3a8b0", "#cfd3d8", "#868c96"
_COLOUR = {Kind.ME: INK, Kind.I_CALL: BLUE, Kind.CALLS_ME: VERMILION, Kind.BOTH: BLUE, Kind.OTHER: _NAME}
_COLOURS = 150
_THICK = 5
_DASH = (17, 10)
_HEAD = 24
_BASELINE = 0.36
"""From the middle of a line of text down to its baseline, as a part of its size."""


def png(layout: Layout) -> bytes:
    """The picture. The same layout always gives the same bytes."""
    large = Image.new("RGB", (layout.width * _FINE, layout.height * _FINE), WHITE)
    pen = ImageDraw.Draw(large)
    for arrow in layout.arrows:
        if arrow.kind is Kind.OTHER:
            _other(pen, arrow, _ONLY_LINE if not layout.samples else _BUSY_LINE if layout.busy else _LINE, layout.busy)
    own: list[Arrow | Sample] = [*layout.samples]
    own += [arrow for arrow in layout.arrows if arrow.kind is not Kind.OTHER]
    for kind in (Kind.CALLS_ME, Kind.I_CALL):
        for line in own:
            if line.kind is kind:
                _own(pen, line)
    for dot in layout.dots:
        _dot(pen, dot)
    for line in own:
        pen.polygon(_scaled(head(line.points, _HEAD)[1]), fill=_COLOUR[line.kind], outline=WHITE, width=2)
    for label in layout.labels:
        if label.kind is Kind.ME:
            _plate(pen, label.box)
    small = large.reduce(_FINE)
    letters = ImageDraw.Draw(small)
    for label in (*layout.labels, *layout.legend):
        _text(letters, label)
    out = BytesIO()
    # A palette takes half the time to write, and less than half the bytes; hundred and fifty colours are plenty here.
    few = small.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.putpalette([255 if value >= 250 else value for value in few.getpalette() or []])  # white stays white
    few.save(out, "PNG", compress_level=4)
    return out.getvalue()


def _other(pen: ImageDraw.ImageDraw, arrow: Arrow, colour: str, busy: bool) -> None:
    line, tip = head(arrow.points, 12 if busy else 17)
    pen.line(_scaled(line), fill=colour, width=3 if busy else 4, joint=None)
    pen.polygon(_scaled(tip), fill=colour)


def _own(pen: ImageDraw.ImageDraw, arrow: Arrow | Sample) -> None:
    colour = _COLOUR[arrow.kind]
    line, _ = head(arrow.points, _HEAD)
    pen.polygon(_scaled(stroke(line, _THICK + 5)), fill=WHITE)
    pieces = [line] if arrow.kind is Kind.I_CALL else dashes(line, *_DASH)
    for piece in pieces:
        pen.polygon(_scaled(stroke(piece, _THICK)), fill=colour)


def _dot(pen: ImageDraw.ImageDraw, dot: Dot) -> None:
    """Whom I call is a full dot, who calls me a hollow one, both a dot in a ring; the others are small."""
    if dot.radius == 0:
        return
    colour = _COLOUR[dot.kind]
    match dot.kind:
        case Kind.CALLS_ME:
            _circle(pen, dot.at, dot.radius, WHITE, colour, 4)
        case Kind.BOTH:
            _circle(pen, dot.at, dot.radius, WHITE, VERMILION, 3)
            _circle(pen, dot.at, dot.radius - 5, BLUE, BLUE, 1)
        case _:
            _circle(pen, dot.at, dot.radius, colour, colour, 1)


def _circle(pen: ImageDraw.ImageDraw, at: Point, radius: float, fill: str, outline: str, width: int) -> None:
    x, y, r = at[0] * _FINE, at[1] * _FINE, radius * _FINE
    pen.ellipse((x - r, y - r, x + r, y + r), fill=fill, outline=outline, width=width * _FINE)


def _plate(pen: ImageDraw.ImageDraw, box: Box) -> None:
    corners = tuple(edge * _FINE for edge in (box.left, box.top, box.right, box.bottom))
    pen.rounded_rectangle(corners, radius=10 * _FINE, fill=INK)


def _text(pen: ImageDraw.ImageDraw, label: Label) -> None:
    box = label.box
    at = (box.left + box.right) / 2, (box.top + box.bottom) / 2 + label.size * _BASELINE
    colour = WHITE if label.kind is Kind.ME else _COLOUR[label.kind]
    heavy = 0 if label.kind in (Kind.ME, Kind.OTHER) else _heavier(label.size)
    pen.text(at, label.text, fill=colour, font=font(label.size), anchor="ms", stroke_width=heavy, stroke_fill=colour)


def _heavier(size: int) -> float:
    """How much letters grow to look bold."""
    return size / 60


def _scaled(points: Iterable[Point]) -> list[Point]:
    return [(x * _FINE, y * _FINE) for x, y in points]
