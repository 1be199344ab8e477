"""Layouts as PNG."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image, ImageColor

from bot.picture.draw import BLUE, VERMILION
from bot.picture.layout import Tree
from bot.picture.tree import layout, picture
from tests.bot.picture.groups import WORDS, group


def _image(tree: Tree) -> Image.Image:
    png = picture(tree, WORDS)
    assert png is not None
    image = Image.open(BytesIO(png))
    assert image.format == "PNG"
    return image.convert("RGB")


def _brightness(colour: tuple[int, int, int]) -> float:
    """Relative luminance as the Web Content Accessibility Guidelines reckon it."""
    red, green, blue = (c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return red, green, blue


@pytest.mark.parametrize(("size", "calls"), [(2, 1), (5, 2), (14, 5), (60, 5), (90, 5)])
def test_the_picture_has_the_size_of_its_layout_and_is_light_enough_to_send(size: int, calls: int) -> None:
    tree = group(size, calls)
    laid = layout(tree, WORDS)
    assert laid is not None

    png = picture(tree, WORDS)

    assert png is not None
    assert Image.open(BytesIO(png)).size == (laid.width, laid.height)
    assert len(png) < 400_000


def test_the_same_group_gives_the_same_bytes() -> None:
    assert picture(group(30, 5), WORDS) == picture(group(30, 5), WORDS)


def test_another_person_gets_another_picture_of_the_same_group() -> None:
    assert picture(group(30, 5, me=3), WORDS) != picture(group(30, 5, me=4), WORDS)


def test_the_ground_is_white() -> None:
    image = _image(group(14, 5))

    assert image.getpixel((1, 1)) == (255, 255, 255)


def test_the_two_highlights_differ_from_the_ground_by_as_much_as_text_must() -> None:
    contrasts = [1.05 / (_brightness(_rgb(colour)) + 0.05) for colour in (BLUE, VERMILION)]

    assert min(contrasts) >= 4.5


def test_what_i_call_is_a_whole_line_and_what_calls_me_a_dashed_one() -> None:
    tree = Tree(["Anna", "Bert"], [(0, 1), (1, 0)], 0)
    laid = layout(tree, WORDS)
    assert laid is not None
    grey = _image(tree).convert("L")

    white = {}
    for arrow in laid.arrows:
        line = arrow.points[1:-2]
        dense = [
            (a[0] + (b[0] - a[0]) * t / 40, a[1] + (b[1] - a[1]) * t / 40) for a, b in pairwise(line) for t in range(40)
        ]
        seen = [grey.getpixel((round(x), round(y))) for x, y in dense]
        white[arrow.call] = seen.count(255) / len(seen)

    assert white[0, 1] == 0
    assert 0.2 < white[1, 0] < 0.6
