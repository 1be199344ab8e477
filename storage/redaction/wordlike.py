"""Words that stand in no list: can they be an ordinary word, and how much do they look like a name?

Two rough judges. `ordinary` takes endings off and compounds apart until listed words are left. `namelike` adds up
which letters follow each other in the listed names and not in the listed words; the sums were counted once, by
`data/build_names.py`, and stand in `letters.txt`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from string import ascii_lowercase

from storage.redaction.folding import grams
from storage.redaction.lexicon import AMBIGUOUS, FAMILY, FIRST, ORG, PLACE, WORD, lexicon

SHORTEST_PART = 3
SHORTEST_MISSPELT = 6
LONGEST = 30  # letters; longer is neither word nor name
SHORTEST_COMPOUND = 7
LONGER_PART = 4  # of a compound at least one half has so many letters
UNSEEN = 0.0
OLD_SPELLING = 0.7  # what letters add that only names still have: Hoedemaekers, Verlooy, Merckx
_OLD = re.compile(
    r"[^aeou]ae[^aeou]|ckx|[klnr]ck|[a-z]gh[aei]|[aeou]y[ct]|[aeo]ye?[ns]?$|uy|oey|eyt|ijck|yck|ynck|kx$|aert|ouck"
)
UNLIKE = -9.0
CACHED = 8192
_PREFIXES = ("ge", "be", "ver", "on", "her", "aan", "af", "op", "uit", "in", "mee", "over", "door", "om", "toe", "weg")
_ENDINGS = (
    *("en", "e", "s", "n", "t", "te", "ten", "de", "den", "er", "ers", "ere", "ste", "je", "jes", "tje", "tjes"),
    *("ke", "kes", "ske", "skes", "eke", "ekes", "pje", "pjes", "ing", "ingen", "heid", "heden", "lijk", "lijke"),
    *("loos", "loze", "baar", "bare", "achtig", "achtige", "ig", "ige", "end", "ende", "erij", "schap", "ster"),
    *("sters", "'s", "es", "x", "ez", "ons", "ent", "ait", "aient", "ment", "ee", "ees", "nd", "em", "est", "et"),
    *(
        "se",
        "ser",
        "naar",
        "enaar",
        "aar",
        "ier",
        "iers",
        "st",
        "tet",
        "ung",
        "ungen",
        "chen",
        "lich",
        "liche",
        "isch",
        "ische",
        "keit",
        "heit",
    ),
)
_COMPOUND_ENDINGS = ("en", "s", "e", "n", "je", "tje", "tjes", "ke", "er", "ers", "ing", "ingen", "t", "ster")
_SURE_ENDINGS = (
    *("atie", "aties", "iteit", "iteiten", "heid", "heden", "isme", "ismen", "logie", "grafie", "loos", "achtig"),
    *("achtige", "schappen", "lijks", "lijkse", "ingen", "eerde", "eerden", "eren", "eert", "ieke", "iek", "ische"),
    *("ation", "ations", "ement", "ements", "ique", "iques", "euse", "euses", "ité", "ités", "issement"),
    *("keit", "keiten", "ungen", "schaft", "lichkeit", "ismus", "straat", "straten", "laan", "steenweg"),
)


@lru_cache(maxsize=CACHED)
def ordinary(folded: str) -> bool:
    """Whether the word can be made of listed words: inflected, derived or compound."""
    if len(folded) > LONGEST:
        return True
    if len(folded) > 7 and folded.endswith(_SURE_ENDINGS):
        return True
    if any(lexicon().flags.get(town, 0) & PLACE for town in _towns(folded)):
        return True
    return any(map(_listed, _stems(folded))) or any(map(_compound, _compound_stems(folded)))


@lru_cache(maxsize=CACHED)
def namelike(folded: str) -> float:
    """Above 0 the letters are those of a name rather than of a word; the median name has about 0.7."""
    if len(folded) > LONGEST:
        return UNLIKE
    weights = _weights()
    old = OLD_SPELLING if _OLD.search(folded) else 0.0
    found = [weights.get(gram, UNSEEN) for gram in grams(folded)]
    return sum(found) / len(found) + old if found else 0.0


@lru_cache(maxsize=CACHED)
def misspelt(folded: str) -> bool:
    """Whether a listed name is one slip of the pen away ("brigite", "madeleen")."""
    return SHORTEST_MISSPELT <= len(folded) <= LONGEST and any(_sure_name(slip) for slip in slips(folded))


def slips(word: str) -> Iterator[str]:
    """`word` with one letter left out, added or changed, or two neighbours swapped; the first letter stays."""
    for at in range(1, len(word) + 1):
        head, tail = word[:at], word[at:]
        yield from (head + letter + tail for letter in ascii_lowercase)
        if not tail:
            return
        yield head + tail[1:]
        yield from (head + letter + tail[1:] for letter in ascii_lowercase)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


def _sure_name(word: str) -> bool:
    flags = lexicon().flags.get(word, 0)
    return bool(flags & (FIRST | FAMILY)) and not flags & (AMBIGUOUS | WORD | PLACE | ORG)


def _listed(word: str) -> bool:
    return bool(lexicon().flags.get(word, 0) & WORD)


def _towns(word: str) -> Iterator[str]:
    yield word
    for ending in ("se", "s", "er", "ers", "aar", "naar", "enaar", "ois", "oise", "aars"):
        if word.endswith(ending):
            yield word[: -len(ending)]
            yield word[: -len(ending)] + "e"


def _stems(word: str) -> Iterator[str]:
    yield word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_PART:
            stem = word[: -len(ending)]
            yield stem
            yield f"{stem}en"
            yield f"{stem}e"
            yield f"{stem}{stem[-1]}en"  # "bidt": bidden
            if stem[-1] == stem[-2]:
                yield stem[:-1]  # "zakken": zak
            elif stem[-2] in "aeou":
                yield stem[:-1] + stem[-2] + stem[-1]  # "bomen": boom
            if stem[-1] in "vz":
                yield stem[:-1] + {"v": "f", "z": "s"}[stem[-1]]
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= SHORTEST_PART + 1:
            rest = word[len(prefix) :]
            yield rest
            yield f"{rest}en"
            if rest[-1] in "dt":
                yield rest[:-1]
                yield f"{rest[:-1]}en"


def _compound_stems(word: str) -> Iterator[str]:
    yield word
    for ending in _COMPOUND_ENDINGS:
        if word.endswith(ending):
            yield word[: -len(ending)]


def _compound(word: str) -> bool:
    """Two listed words glued, with or without a linking letter."""
    if len(word) < SHORTEST_COMPOUND:
        return False
    for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        head, tail = word[:cut], word[cut:]
        if max(len(head), len(tail)) < LONGER_PART or (len(word) < 8 and min(len(head), len(tail)) < LONGER_PART):
            continue
        if not _listed(tail) and not (len(tail) > 4 and _listed(tail.removesuffix("en"))):
            continue
        if any(_listed(head[: len(head) - len(link)]) for link in ("", "s", "e", "n", "en") if head.endswith(link)):
            return True
    return False


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    text = files("storage.redaction").joinpath("data", "letters.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in text.splitlines() if line and line[0] != "#")
    return {gram: int(tenths) / 10 for gram, tenths in pairs}
