"""Words of a text with their place and what the lists say of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from storage.redaction.known import KnownNames
from storage.redaction.lexicon import AMBIGUOUS, FAMILY, FIRST, KNOWN, NAME_FLAGS, ORG, PLACE, WORD, Lexicon, fold
from storage.redaction.wordlike import ordinary

_TOKEN = re.compile(r"[^\W\d_]+(?:['’ʼ`´‘\-‑][^\W\d_]+)*")
_ELISION = re.compile(r"(?:l|d|j|m|t|s|n|c|qu|jusqu|lorsqu)['’](?=\w)", re.IGNORECASE)
_DIMINUTIVE = re.compile(r"(?:eke|ske|ken|ke|tje|je|kes|ie)$")
_FOREIGN = re.compile(r"[^\x00-\x7fàâäáçèéêëîïíôöóûüùúÿñœæßÀÂÄÁÇÈÉÊËÎÏÍÔÖÓÛÜÙÚŒÆ’‘ʼ´‑]|[ùòì](?!$)")
_ARAB = re.compile(r"(?:al|el|ez|as|ar|ad|at|ul)-")
LONGEST_SLIP = 30
SHORTEST_SLIP = 5  # letters of a member's name that may be written with one slip of the pen
LONGEST_ENDING = 5  # letters behind an apostrophe, as Turkish and Dutch add them
_SAINT = re.compile(r"(?:sint|saint|sainte|sankt|st|onze)-")
_BY_SHAPE = re.compile(
    r"^(?:van(?:de|den|der|t)?[a-z]{4,}|ver[a-z]{3,}(?:ghe|cken|ckt|mpt|lst|mans|aeren|eire"
    r"|eulen|aete|aeten|rugghe|ssche|uysse)"
    r"|[a-z]{2,}(?:aert|aerts|aers|inckx|ickx|ckx|ssens|ssen|mans|aeghe|eyck|oeck|oeckx"
    r"|oucke|ouck|aere|eere|oghe|eghem|ynck|aene|eyns"
    r"|yns|uyse|uys|yck|ycke|aeke|uyck|uyst|aet|aeys|oens|eyer|oeyer|eulen|broeck|poel|hoven"
    r"|straete|wski|wska|cki|cka|dzki|icz|czyk"
    r"|czuk|enko|chuk|shvili|adze|idze|yan|escu|eanu|oglu|yev|iev|kova|rova|nova|lova|kov"
    r"|rov|nov|evic|ovic|evich|ovich|idis|poulos"
    r"|akis|zadeh|zada|ullah|uddin|ouche|aoui|oudi|bekov|inho|eira|ndez|guez|nguez|nova))$"
)
_BY_SHAPE_ANY_CASE = re.compile(
    r"^vand(?:en|er)[a-z]{4,}$|^van(?:den|der)?(?:b|d|h|k|m|r|s|v|w)[a-z]+(?:gh?e|ck|cke|ken"
    r"|oof|aele|elde|erre|ecke|oorde)$"
)


@dataclass(slots=True)  # not frozen: that makes them three times slower to make
class Token:
    """One word: its place, its text, its folded form, its flags, and whether it is written with a capital."""

    start: int
    end: int
    folded: str
    flags: int
    capital: bool
    shouted: bool  # capitals only

    @property
    def sure_name(self) -> bool:
        return bool(self.flags & (FIRST | FAMILY)) and not self.flags & (AMBIGUOUS | WORD | PLACE | ORG)

    @property
    def unlisted(self) -> bool:
        return not self.flags & ~KNOWN


def tokenize(text: str, words: Lexicon, members: KnownNames) -> list[Token]:
    """All words of `text`; an elided article (l', d') is left outside the word it leans on."""
    known = members.flags
    shouting = len(text) > 12 and sum(map(str.isupper, text)) > 0.8 * sum(map(str.isalpha, text))
    tokens = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        raw = match[0]
        folded = fold(raw)
        flags = words.flags.get(folded, 0) | known.get(folded, 0)
        if flags & NAME_FLAGS and _FOREIGN.search(raw):
            flags &= ~(WORD | PLACE | AMBIGUOUS)  # "Bùi" is no shower of rain
        if not flags and (elision := _ELISION.match(raw)):
            rest = fold(raw[elision.end() :])
            if raw[0].islower() or (words.flags.get(rest, 0) & (WORD | FIRST)):
                start += elision.end()
                raw, folded = raw[elision.end() :], rest
                flags = words.flags.get(folded, 0) | known.get(folded, 0)
        if not flags:
            end, flags = _parts(raw, folded, start, end, words.flags, members)
        tokens.append(
            Token(
                start,
                end,
                folded,
                flags,
                (raw[0].isupper() or (raw[3:4].isupper() and bool(_ARAB.match(folded)))) and not shouting,
                len(raw) > 1 and raw.isupper() and not shouting,
            )
        )
    return tokens


def _parts(
    raw: str, folded: str, start: int, end: int, flags: Mapping[str, int], members: KnownNames
) -> tuple[int, int]:
    """The end and the flags of a word that is in no list as it stands: double names, genitives, diminutives."""

    def look(word: str) -> int:
        return flags.get(word, 0) | members.flags.get(word, 0)

    stem, mark, ending = folded.rpartition("'")
    if mark and len(ending) <= LONGEST_ENDING and (found := look(stem)) & NAME_FLAGS:
        return end - len(ending) - 1, found  # "Rosa's", "Hatice'nin"
    if _ARAB.match(folded) and len(folded) > 5 and raw[3:4].isupper():
        return end, FAMILY
    if "-" in folded:
        if _SAINT.match(folded):
            return end, ORG
        parts = [look(p) for p in folded.split("-")]
        if all(p & NAME_FLAGS for p in parts) and not all(p & WORD for p in parts):
            return end, FIRST if all(p & FIRST for p in parts) else FAMILY
        if parts[0] & (FIRST | FAMILY) and not parts[0] & (WORD | PLACE) and not parts[-1] & WORD and raw[0].isupper():
            return end, FAMILY
        return end, 0
    if folded.endswith("ke") and raw and (found := look(folded[:-2])) & KNOWN and found & FIRST:
        return end, found
    if (short := _DIMINUTIVE.search(folded)) and len(folded) - len(short[0]) >= 3:
        stem = folded[: short.start()]
        for candidate in (stem, stem + "e", stem + "a", stem[:-1] if stem[-1] == stem[-2] else stem):
            found = look(candidate)
            if found & FIRST and not found & (AMBIGUOUS | WORD | PLACE) and len(candidate) >= 3:
                return end, FIRST
    if _BY_SHAPE_ANY_CASE.match(folded) or (raw[0].isupper() and len(folded) >= 5 and _BY_SHAPE.match(folded)):
        return end, FAMILY
    if SHORTEST_SLIP <= len(folded) <= LONGEST_SLIP and members.near and not ordinary(folded):
        meant = members.misspelt(folded)
        if meant:
            return end, meant & ~AMBIGUOUS
    if folded.endswith("s") and len(folded) > 4 and raw[0].isupper():
        found = look(folded[:-1])
        if found & FIRST and not found & (AMBIGUOUS | WORD | PLACE):
            return end, FIRST
    return end, 0
