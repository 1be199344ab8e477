"""The letters of pictures: one font that comes with the program, so that a picture is the same on every machine.

DejaVu Sans covers the Latin letters of all Europe and Vietnam, Cyrillic, Greek, Arabic, Hebrew, Armenian and Georgian.
Of what it does not cover (Chinese, Devanagari, most emoji) nothing is drawn; see `readable`.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from PIL import ImageFont

from bot.picture.script import visual

FONT = Path(__file__).with_name("fonts") / "DejaVuSans.ttf"
LINE = 1.2
"""The height of a line of text, as a multiple of its size."""

_NO_LETTER = "\uffff"
_PROBE = 16
"""Size in pixels at which the font is asked whether it has a letter."""


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The font in this size (pixels). Letters come in the order in which they are given: see `bot.picture.script`."""
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)


def readable(name: str) -> str:
    """What of `name` can be drawn, in reading order; empty where not one letter or digit of it can."""
    kept = "".join(letter if has(letter) else " " for letter in unicodedata.normalize("NFC", name))
    tidy = " ".join(kept.split())
    return tidy if any(letter.isalnum() for letter in tidy) else ""


def fitted(text: str, size: int, room: float) -> tuple[str, float]:
    """`text` as it is drawn in `size` on one line of at most `room` pixels, and its width; an ellipsis ends what is cut
    short."""
    drawn = visual(text)
    if (width := measured(drawn, size)) <= room:
        return drawn, width
    for length in range(len(text) - 1, -1, -1):
        drawn = visual(text[:length].rstrip() + "…")
        if (width := measured(drawn, size)) <= room:
            return drawn, width
    return "", 0.0


def measured(drawn: str, size: int) -> float:
    """How many pixels wide a line is."""
    return font(size).getlength(drawn)


@cache
def has(letter: str) -> bool:
    """Whether the font has this letter. What only steers the direction of text is never drawn."""
    if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return letter in "\u200c\u200d"
    return bytes(font(_PROBE).getmask(letter)) != _missing()


@cache
def _missing() -> bytes:
    return bytes(font(_PROBE).getmask(_NO_LETTER))
