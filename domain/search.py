"""Finding a service by what somebody typed: without accents and capitals, from the first letters on, with a slip of the
finger forgiven. A theme counts as a word of every service that is about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import IntEnum

from domain.themes import WORDS, Theme

LONGEST = 100
"""Characters that can be a search; whoever types more is asked for a few words."""

MOST_WORDS = 6

MOST_INSTEAD = 8

INSIDE = 4
"""Letters from which on a word is looked for inside others, as in "voedselbank"."""

_NONE: frozenset[Theme] = frozenset()


def _by_word(*, beginnings: bool) -> dict[str, frozenset[Theme]]:
    """The themes by each word that stands for one, or by each beginning of such a word that is long enough."""
    found: dict[str, frozenset[Theme]] = {}
    for theme, words in WORDS.items():
        for word in words:
            for text in [word[:length] for length in range(INSIDE, len(word))] if beginnings else [word]:
                found[text] = found.get(text, _NONE) | {theme}
    return found


_THEMES, _BEGINNINGS = _by_word(beginnings=False), _by_word(beginnings=True)

_NL = "de het een en of in op te om bij met voor van naar uit mijn ik"
_FR = "le la les un une et ou du des au aux dans pour avec sur mon ma mes je"
_DE = "der die das ein eine und oder im am zu mit fur von mein ich"
_EN = "the an and or at to for of on with my"
_SMALL = frozenset(f"{_NL} {_FR} {_DE} {_EN}".split())
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_WORD = re.compile(r"[^\W_]+")


class Match(IntEnum):
    """How well something fits; the smaller the better."""

    NAMED = 0
    """The name has the word."""
    ABOUT = 1
    """A theme stands for it."""
    TOLD = 2
    """It stands somewhere else: organisation, description, place."""
    MEANT = 3
    """With another letter here or there."""
    ALMOST = 4
    """With another letter here or there a theme would stand for it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word of a search, the themes it stands for, and words and themes that are almost it (see `forgiving`)."""

    word: str
    themes: frozenset[Theme] = frozenset()
    instead: frozenset[str] = frozenset()
    almost: frozenset[Theme] = frozenset()


def words_of(text: str) -> list[str]:
    """The words of a text in searchable form: lower case, no accents, no punctuation."""
    flat = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS))
    return _WORD.findall("".join(letter for letter in flat if not unicodedata.combining(letter)))


def plain(text: str) -> str:
    """The text in searchable form, with one space between words."""
    return " ".join(words_of(text))


def wanted(term: str) -> tuple[Wanted, ...]:
    """What somebody is looking for: the words of `term` that mean something, each once, at most `MOST_WORDS`."""
    found = [word for word in dict.fromkeys(words_of(term)) if len(word) > 1]
    telling = [word for word in found if word not in _SMALL]
    return tuple(Wanted(word, themes_of(word)) for word in (telling or found)[:MOST_WORDS])


def themes_of(word: str) -> frozenset[Theme]:
    """The themes a word stands for; where it is none of their words, as the beginning of one, or as a compound."""
    if word in _THEMES:
        return _THEMES[word]
    found = _BEGINNINGS.get(word, _NONE)
    for length in range(INSIDE + 1, len(word)):
        found |= _THEMES.get(word[:length], _NONE)
    return found


def forgiving(one: Wanted, vocabulary: Iterable[str]) -> Wanted:
    """The same word with what it may have been meant to be: words of the directory and themes."""
    nearest = sorted((slip, word) for word in vocabulary if (slip := slip_between(one.word, word)) is not None)
    instead = frozenset(word for slip, word in nearest[:MOST_INSTEAD] if slip == nearest[0][0])
    almost = {theme for theme in Theme if any(slip_between(one.word, word) is not None for word in WORDS[theme])}
    return replace(one, instead=instead, almost=frozenset(almost))


def match(one: Wanted, name: str, words: str, themes: Collection[Theme]) -> Match | None:
    """How well a service fits a word, if at all. `name` and `words` (all there is to search) are in searchable form."""
    if stands_in(one.word, name):
        return Match.NAMED
    if one.themes & frozenset(themes):
        return Match.ABOUT
    if stands_in(one.word, words):
        return Match.TOLD
    if any(stands_in(word, words) for word in one.instead):
        return Match.MEANT
    return Match.ALMOST if one.almost & frozenset(themes) else None


def stands_in(word: str, text: str) -> bool:
    """Whether a word of `text` begins with `word`, or has it inside where it is long enough to mean something."""
    return f" {word}" in f" {text}" or (len(word) >= INSIDE and word in text)


def beginnings(word: str) -> frozenset[str]:
    """The first letters of what can be forgiven: a slip there is two letters that changed places, nothing else."""
    return frozenset(word[:2]) if _slips(word) else frozenset()


def slip_between(typed: str, word: str) -> int | None:
    """How many slips of the finger lie between `typed` and `word`, or the beginning of `word`; `None` for too many."""
    most = _slips(typed)
    if not most or word[:1] not in beginnings(typed) or len(word) < len(typed) - most:
        return None
    # As a beginning, few letters would fit too much.
    found = _distance(typed, word[: len(typed) + most], most, whole=len(typed) < 6)
    return found if found <= most else None


def _slips(word: str) -> int:
    if len(word) < 4 or any(letter.isdecimal() for letter in word):
        return 0
    return 1 if len(word) < 8 else 2


def _distance(one: str, other: str, most: int, *, whole: bool) -> int:
    """Letters put in, left out, changed, or swapped with the next one; counting ends above `most`.

    Unless the `whole` of `other` counts, the beginning of it that fits best does.
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, second in enumerate(other, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != second))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == second:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return last[-1] if whole else min(last)
