"""Counts as bars lying on their side, under headings: where everything stands, as plain data, and then as PNG or PDF.

Lengths are pixels of a picture `WIDTH` wide; y grows downwards. The same chart always gives the same bytes. Nothing is
told by colour alone: each bar has its words before it and its number behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from bot.picture.layout import WIDTH, Box
from bot.picture.lettering import LINE, fitted, font, measured

MARGIN = 64
A4 = round(WIDTH * 297 / 210)
"""The height of a sheet of A4 that is `WIDTH` wide."""

_INK, _SOFT, _AXIS, _WHITE = "#1f2328", "#59606a", "#cfd3d8", "#ffffff"
_BARS = ("#0072b2", "#c04a00")
"""Blue and vermilion of the Okabe–Ito palette, the latter darker, as in the picture of the tree."""

_TITLE, _SUBTITLE, _HEADING, _LABEL, _SMALL, _SMALLEST = 46, 32, 34, 29, 25, 22
_ROW, _LOW_ROW, _GAP = 64, 54, 20
_MANY = 8
"""More bars than these stand closer together, so that all themes there are fit on a sheet."""
_WIDEST_LABEL = 490
_SHARP = 2
"""A page for print has so many times the pixels: 260 to the inch."""


@dataclass(frozen=True, slots=True)
class Group:
    """Bars under a heading: what each one counts, and how many."""

    heading: str
    bars: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn, in somebody's language; what the font has no letters for was left out (`lettering.readable`)."""

    title: str
    subtitle: str
    groups: Sequence[Group]
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as it is drawn from left to right, in its box."""

    text: str
    size: int
    box: Box
    colour: str
    heavy: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, or a line."""

    box: Box
    colour: str


@dataclass(frozen=True, slots=True)
class Laid:
    """The whole chart."""

    height: int
    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]
    """One for each count, in the order of the chart."""
    axes: tuple[Bar, ...]


def png(chart: Chart) -> bytes:
    """The chart as a picture for a chat."""
    laid = lay_out(chart)
    image = _drawn(laid, laid.height, 1)
    out = BytesIO()
    few = image.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.putpalette([255 if value >= 250 else value for value in few.getpalette() or []])  # white stays white
    few.save(out, "PNG", compress_level=6)
    return out.getvalue()


def pdf(chart: Chart) -> bytes:
    """The chart as a file of one page, upright A4."""
    laid = lay_out(chart)
    image = _drawn(laid, max(A4, laid.height), _SHARP)
    out = BytesIO()
    dots_per_inch = image.width / (210 / 25.4)
    image.save(
        out,
        "PDF",
        resolution=dots_per_inch,
        quality=92,
        subsampling=0,
        title=chart.title,
        creationDate=None,  # Pillow would put down the hour of its own clock
        modDate=None,
    )
    return out.getvalue()


def lay_out(chart: Chart) -> Laid:
    """Where everything stands. The longest bar is that of the highest count in all groups together."""
    lines: list[Line] = []
    bars: list[Bar] = []
    axes: list[Bar] = []
    room = WIDTH - 2 * MARGIN
    y = float(MARGIN)
    y = _block(lines, chart.title, _TITLE, y, room, _INK, heavy=True)
    y = _block(lines, chart.subtitle, _SUBTITLE, y + 6, room, _SOFT)
    highest = max((count for group in chart.groups for _, count in group.bars), default=1)
    label_room = _label_room(chart)
    left = MARGIN + label_room + _GAP
    row = _LOW_ROW if sum(len(group.bars) for group in chart.groups) > _MANY else _ROW
    half = round(row * 0.27)
    for place, group in enumerate(chart.groups):
        y = _block(lines, group.heading, _HEADING, y + 44, room, _INK, heavy=True) + 14
        top = y
        for label, count in group.bars:
            middle = y + row / 2
            _label(lines, label, middle, label_room)
            number = str(count)
            space = measured(str(highest), _LABEL) + _GAP
            right = left + max(4.0, (WIDTH - MARGIN - space - left) * count / highest)
            box = Box(left, round(middle) - half, round(right), round(middle) + half)
            bars.append(Bar(box, _BARS[place % len(_BARS)]))
            lines.append(_line(number, _LABEL, right + _GAP / 2, middle, _INK))
            y += row
        axes.append(Bar(Box(left - 3, top, left, y), _AXIS))
    y = _block(lines, chart.note, _SMALL, y + 40, room, _SOFT)
    return Laid(round(y + MARGIN), tuple(lines), tuple(bars), tuple(axes))


def _label_room(chart: Chart) -> float:
    """The room that labels take before the bars: as much as the widest one, up to a limit."""
    widths = [measured(label, _LABEL) for group in chart.groups for label, _ in group.bars]
    return round(min(_WIDEST_LABEL, max(widths, default=0.0)))


def _label(lines: list[Line], label: str, middle: float, room: float) -> None:
    """What a bar counts, up against it; in smaller letters, or on two lines, where there is not room enough."""
    size = next((size for size in (_LABEL, _SMALL) if measured(label, size) <= room), _SMALLEST)
    rows = _wrapped(label, size, room, most=2)
    for number, row in enumerate(rows):
        text, width = fitted(row, size, room)
        at = middle + (number - (len(rows) - 1) / 2) * size * LINE
        lines.append(_line(text, size, MARGIN + room - width, at, _INK))


def _block(
    lines: list[Line], text: str, size: int, top: float, room: float, colour: str, *, heavy: bool = False
) -> float:
    """Text over as many lines as it needs, and where it ends."""
    for row in _wrapped(text, size, room, most=4):
        drawn, _ = fitted(row, size, room)
        lines.append(_line(drawn, size, MARGIN, top + size * LINE / 2, colour, heavy=heavy))
        top += size * LINE
    return top


def _wrapped(text: str, size: int, room: float, *, most: int) -> list[str]:
    """The words over lines that fit; what is left after `most` lines stands on the last one."""
    rows: list[str] = []
    for word in text.split():
        longer = f"{rows[-1]} {word}" if rows else word
        if rows and (len(rows) == most or measured(longer, size) <= room):
            rows[-1] = longer
        else:
            rows.append(word)
    return rows


def _line(text: str, size: int, left: float, middle: float, colour: str, *, heavy: bool = False) -> Line:
    half = size * LINE / 2
    box = Box(left, middle - half, left + measured(text, size), middle + half)
    return Line(text, size, box, colour, heavy)


def _drawn(laid: Laid, height: int, scale: int) -> Image.Image:
    image = Image.new("RGB", (WIDTH * scale, height * scale), _WHITE)
    pen = ImageDraw.Draw(image)
    for bar in (*laid.axes, *laid.bars):
        box = bar.box
        edges = [round(edge * scale) for edge in (box.left, box.top, box.right, box.bottom)]
        pen.rectangle((edges[0], edges[1], edges[2] - 1, edges[3] - 1), fill=bar.colour)
    for line in laid.lines:
        size = line.size * scale
        at = line.box.left * scale, (line.box.top + line.box.bottom) / 2 * scale + size * 0.36
        stroke = size / 50 if line.heavy else 0
        pen.text(
            at, line.text, fill=line.colour, font=font(size), anchor="ls", stroke_width=stroke, stroke_fill=line.colour
        )
    return image
