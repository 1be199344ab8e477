"""Names of members, as they may be written in a note: first name alone, order swapped, initials, a slip of the pen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from storage.redaction.lexicon import AMBIGUOUS, FAMILY, FIRST, KNOWN, NAME_FLAGS, WORD, fold, lexicon
from storage.redaction.vocabulary import PARTICLES
from storage.redaction.wordlike import ordinary

CACHED_GROUPS = 32
SHORTEST_WITH_SLIP = 6  # letters of a family name of several words
SHORTEST_NEAR = 4  # letters of a name that may be written with one slip of the pen
FEWEST_INITIALS = 4  # "LVDB"; fewer are too often something else


@dataclass(frozen=True)
class KnownNames:
    """`flags`: folded word to flags. `joined`: family names with particles, glued ("vandenbroeck", "vdb")."""

    flags: Mapping[str, int]
    joined: frozenset[str]
    near: Mapping[tuple[str, int], tuple[str, ...]]

    def misspelt(self, folded: str) -> int:
        """The flags of a member's name that is one slip of the pen away, or 0."""
        for length in (len(folded) - 1, len(folded), len(folded) + 1):
            for word in self.near.get((folded[0], length), ()):
                if one_slip(folded, word):
                    return self.flags[word]
        return 0


def one_slip(one: str, two: str) -> bool:
    """Whether one letter is left out, added or changed between the words, or two neighbours are swapped."""
    if len(one) > len(two):
        one, two = two, one
    if len(two) - len(one) > 1 or one == two:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), len(one))
    if len(one) < len(two):
        return one[at:] == two[at + 1 :]
    return one[at + 1 :] == two[at + 1 :] or (
        one[at : at + 2] == two[at : at + 2][::-1] and one[at + 2 :] == two[at + 2 :]
    )


def compiled(names: Iterable[str]) -> KnownNames:
    """The look-up for one group of members; compiled once per distinct group, the latest groups are kept."""
    return _compile(frozenset(names))


@lru_cache(maxsize=CACHED_GROUPS)
def _compile(names: frozenset[str]) -> KnownNames:
    words = lexicon()
    flags: dict[str, int] = {}
    joined: set[str] = set()
    for name in names:
        parts = [fold(p.strip('.,;()"')) for p in name.split()]
        parts = [p for p in parts if p and any(c.isalpha() for c in p)]
        if not parts:
            continue
        cut = next((i for i, p in enumerate(parts) if i and p in PARTICLES), 1)
        for part in parts[:cut]:
            _add(flags, words.flags, part, FIRST)
        family = parts[cut:]
        for part in family:
            if part not in PARTICLES and len(part) > 1:
                _add(flags, words.flags, part, FAMILY)
        if family:
            joined.add("".join(family).replace("'", "").replace("-", ""))
            if len(family) > 1:
                flags.setdefault("".join(p[0] for p in family), KNOWN | FAMILY) if len(family) > 2 else None
            initials = "".join(p[0] for p in parts)
            if len(initials) >= FEWEST_INITIALS:
                flags.setdefault(initials, KNOWN | FAMILY)
    near: dict[tuple[str, int], tuple[str, ...]] = {}
    for word in flags:
        if len(word) >= SHORTEST_NEAR and not words.flags.get(word, 0) & WORD:
            near[word[0], len(word)] = (*near.get((word[0], len(word)), ()), word)
    joined |= {slip for name in joined if len(name) >= SHORTEST_WITH_SLIP for slip in _slips(name)}
    return KnownNames(flags, frozenset(joined), near)


def _add(flags: dict[str, int], listed: Mapping[str, int], part: str, flag: int) -> None:
    flags[part] = flags.get(part, 0) | flag | KNOWN
    if "-" in part:
        for piece in part.split("-"):
            if len(piece) > 2:
                flags[piece] = flags.get(piece, 0) | flag | KNOWN
    if listed.get(part, 0) & WORD or (not listed.get(part, 0) and ordinary(part)):
        flags[part] |= AMBIGUOUS
    if not listed.get(part, 0) & NAME_FLAGS and listed.get(part, 0):
        flags[part] |= AMBIGUOUS


def _slips(word: str) -> set[str]:
    """`word` with one letter left out, doubled, or two neighbours swapped."""
    found = {word[:i] + word[i + 1 :] for i in range(1, len(word))}
    found |= {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    found |= {word[: i + 1] + word[i:] for i in range(len(word))}
    return found - {word}
