"""Names as a drawing program takes them: letters in the order and the shape in which they stand on the page.

Arabic letters join, and Arabic and Hebrew run from right to left. The library that usually does this for Pillow is a
system library that is absent from slim containers, and a picture must not depend on what a machine happens to have. For
a name on one line the standard library knows enough: Unicode's presentation forms say which shape a letter has where.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import groupby

TATWEEL = "\u0640"
_LAM = "\u0644"
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def visual(text: str) -> str:
    """`text` from left to right as it stands on the page; vowel signs of right-to-left scripts are left out."""
    if not any(_direction(letter) == "R" for letter in text):
        return text
    bare = "".join(letter for letter in text if unicodedata.category(letter) != "Mn")
    shaped = joined(bare)
    base = next((d for d in map(_direction, shaped) if d in ("L", "R")), "L")
    runs = [
        ("".join(c for c, _ in run), way) for way, run in groupby(_resolved(shaped, base), key=lambda pair: pair[1])
    ]
    ordered = runs if base == "L" else reversed(runs)
    return "".join(run[::-1].translate(_MIRRORED) if way == "R" else run for run, way in ordered)


def joined(text: str) -> str:
    """Arabic letters in the shape they have beside their neighbours, still in reading order."""
    forms = _forms()
    letters = list(text)
    shapes: list[str] = []
    place = 0
    while place < len(letters):
        letter = letters[place]
        pair = letters[place : place + 2]
        width = 2 if letter == _LAM and "".join(pair) in forms else 1
        key = "".join(letters[place : place + width])
        before = place > 0 and _joins_next(letters[place - 1]) and _joins_previous(letter)
        after_at = place + width
        after = after_at < len(letters) and _joins_next(letters[after_at - 1]) and _joins_previous(letters[after_at])
        wanted = {(False, False): "isolated", (True, False): "final", (False, True): "initial", (True, True): "medial"}
        shapes.append(forms.get(key, {}).get(wanted[before, after], key))
        place += width
    return "".join(shapes).replace("\u200c", "").replace("\u200d", "")


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Letter, or lam with alef, to its shapes by place in the word: the compatibility decompositions of Unicode."""
    found: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFC00), *range(0xFE70, 0xFEFD)):
        place, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        if place in ("<isolated>", "<final>", "<initial>", "<medial>"):
            key = "".join(chr(int(letter, 16)) for letter in letters)
            found.setdefault(key, {})[place.strip("<>")] = chr(code)
    return found


def _joins_next(letter: str) -> bool:
    return letter == TATWEEL or "initial" in _forms().get(letter, {})


def _joins_previous(letter: str) -> bool:
    return letter == TATWEEL or "final" in _forms().get(letter, {})


def _direction(letter: str) -> str:
    """L, R, N for a number (its digits run left to right, in any surroundings), or nothing for what follows along."""
    kind = unicodedata.bidirectional(letter)
    return {"L": "L", "R": "R", "AL": "R", "EN": "N", "AN": "N"}.get(kind, "")


def _resolved(text: str, base: str) -> list[tuple[str, str]]:
    """Each letter with the way it runs: signs and spaces go along where both sides agree, else with the whole."""
    ways = [_direction(letter) for letter in text]
    strong = [way if way in ("L", "R") else "" for way in ways]
    result: list[tuple[str, str]] = []
    for place, letter in enumerate(text):
        if ways[place]:
            result.append((letter, "R" if ways[place] == "R" else "L"))
            continue
        left = next((way for way in reversed(strong[:place]) if way), base)
        right = next((way for way in strong[place + 1 :] if way), base)
        result.append((letter, left if left == right else base))
    return result
