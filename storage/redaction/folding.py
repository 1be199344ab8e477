"""Folding: how a word is written once letter case and accents no longer matter; and the runs of letters in it."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

GRAMS = (3, 4)
_SPECIAL = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "ı": "i",
        "ə": "e",
        "đ": "d",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "’": "'",
        "ʼ": "'",
        "‘": "'",
        "`": "'",
        "´": "'",
    }
)


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """`word` in lower case, without accents; letters of other scripts stay."""
    lowered = word.lower().translate(_SPECIAL)
    if lowered.isascii():
        return lowered
    parts = unicodedata.normalize("NFD", lowered)
    return "".join(c for c in parts if not unicodedata.combining(c))


def grams(folded: str) -> Iterator[str]:
    """All runs of three and four letters, with marks for the beginning and the end."""
    marked = f"^{folded}$"
    for size in GRAMS:
        for at in range(len(marked) - size + 1):
            yield marked[at : at + size]
