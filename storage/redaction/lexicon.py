"""The word lists, as one dictionary from a folded word to what it can be.

The files hold folded words already (see `folding.py`). Sources and licences: `docs/redaction-sources.md`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from storage.redaction.folding import fold

__all__ = ["Lexicon", "fold", "lexicon"]

FIRST = 1  # a first name, believed in any letter case
FAMILY = 2  # a family name, believed in any letter case
CAPITAL = 4  # a name abroad, believed when written with a capital
WORD = 8  # an ordinary word of Dutch, French, German or English
PLACE = 16  # a town, region or country
ORG = 32  # a brand, service, newspaper, medicine, illness
KNOWN = 64  # set per call: part of a name of a member
AMBIGUOUS = 128  # a name that is a word or place too

NAME_FLAGS = FIRST | FAMILY | CAPITAL


@dataclass(frozen=True)
class Lexicon:
    """`flags`: folded word to flags. `joined`: family names of several words, glued ("vandenbroeck").

    `phrases`: names that are nobody in this person's life, folded ("van gogh").
    """

    flags: dict[str, int]
    joined: frozenset[str]
    phrases: tuple[str, ...]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lists, read once at first use (some 40,000 short strings)."""
    flags: dict[str, int] = {}
    joined: set[str] = set()
    for flag, file in ((FIRST, "first_names.txt"), (FAMILY, "family_names.txt"), (CAPITAL, "capital_names.txt")):
        for name in _lines(file):
            if " " in name:
                joined.add(name.replace(" ", "").replace("'", "").replace("-", ""))
            else:
                flags[name] = flags.get(name, 0) | flag
    for name in _lines("ambiguous_names.txt"):
        flags[name] = flags.get(name, 0) | AMBIGUOUS
    phrases = []
    for phrase in _lines("not_people.txt"):
        if " " in phrase:
            phrases.append(fold(phrase))
        else:
            flags[fold(phrase)] = flags.get(fold(phrase), 0) | ORG
    _mark(flags, WORD, _lines("words.txt"))
    _mark(flags, PLACE, _lines("places.txt"))
    return Lexicon(flags, frozenset(joined), tuple(phrases))


def _mark(flags: dict[str, int], flag: int, words: Iterable[str]) -> None:
    for word in words:
        flags[word] = flags.get(word, 0) | flag


def _lines(file: str) -> Iterator[str]:
    text = files("storage.redaction").joinpath("data", file).read_text("utf-8")
    return (line for line in text.splitlines() if line and line[0] != "#")
