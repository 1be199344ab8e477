"""Folding: how a word is written once letter case and accents no longer matter."""

import unicodedata
from functools import lru_cache

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
