"""One text as words with neighbours: what stands beside a word, and which words can be no name."""

import re

from storage.redaction import vocabulary as v
from storage.redaction.known import KnownNames
from storage.redaction.lexicon import CAPITAL, FAMILY, FIRST, NAME_FLAGS, PLACE, WORD, lexicon
from storage.redaction.tokens import Token, tokenize
from storage.redaction.wordlike import ordinary

_STOP = re.compile(r"[.!?;:\n•]|\s[-–—]\s|[\"“”]")
_LONGEST_FAMILY = 5


class Neighbours:
    """The words of one text, indexed from 0. Words of `taken` spans, of phrases and of houses are blocked."""

    def __init__(self, text: str, known: KnownNames, taken: list[tuple[int, int]]) -> None:
        words = lexicon()
        self._text = text
        self._joined = words.joined
        self._known_joined = known.joined
        self._tokens = tokenize(text, words, known)
        self._german = sum(t.folded in v.GERMAN_ONLY for t in self._tokens) >= 2
        self._lower_writer = not any(t.capital for t in self._tokens[1:])
        self._blocked = self._block(words.phrases, taken)

    def _gap(self, i: int) -> str:
        return self._text[self._tokens[i - 1].end : self._tokens[i].start]

    def _end(self, i: int) -> int:
        end = self._tokens[i].end
        lone = len(self._tokens[i].folded) == 1 and self._text[end : end + 1] == "."
        return end + 1 if lone else end

    def _starts(self, i: int) -> bool:
        """Whether the word is the first of a sentence, where every word has a capital."""
        return i == 0 or (_STOP.search(self._gap(i)) is not None and self._tokens[i - 1].folded not in v.TITLES)

    def _prev_in(self, i: int, words: frozenset[str]) -> bool:
        return i > 0 and self._gap(i) == " " and self._tokens[i - 1].folded in words

    def _next_in(self, i: int, words: frozenset[str]) -> bool:
        return i + 1 < len(self._tokens) and self._gap(i + 1) == " " and self._tokens[i + 1].folded in words

    def _full_name_next(self, i: int) -> bool:
        """A listed name with a capital follows: "Steenackers Louis"."""
        if i + 1 >= len(self._tokens) or self._gap(i + 1) != " " or i + 1 in self._blocked:
            return False
        after = self._tokens[i + 1]
        stranger = after.unlisted and not after.shouted and len(after.folded) > 2
        return after.capital and not self._german and (after.sure_name or bool(after.flags & CAPITAL) or stranger)

    def _acts(self, i: int) -> bool:
        if i + 1 >= len(self._tokens) or self._gap(i + 1) != " ":
            return False
        after = self._tokens[i + 1]
        return after.folded in v.HUMAN_VERBS or (
            after.folded[-1] == "t"
            and len(after.folded) > 3
            and not after.capital
            and not after.flags & NAME_FLAGS
            and after.folded not in v.NO_VERBS
            and ordinary(after.folded)
        )

    def _only_people_do(self, i: int) -> bool:
        """A verb follows that has a person before it, whatever the letter case."""
        return self._acts(i) and self._tokens[i + 1].folded in v.PEOPLE_ONLY

    def _gentleman(self, i: int) -> bool:
        """ "de heer ...", but not "de heer des huizes"."""
        return i > 1 and self._tokens[i - 1].folded == "heer" and self._tokens[i - 2].folded == "de"

    def _acts_or_ends(self, i: int) -> bool:
        return i + 1 >= len(self._tokens) or self._gap(i + 1) != " " or self._acts(i)

    def _named_next(self, i: int) -> bool:
        if i + 1 >= len(self._tokens) or self._gap(i + 1) != " " or i + 1 in self._blocked:
            return False
        after = self._tokens[i + 1]
        return (after.sure_name and after.capital == self._tokens[i].capital) or (
            after.capital
            and not self._german
            and (bool(after.flags & NAME_FLAGS) or (after.unlisted and self._full_name_next(i)))
            and self._tokens[i].flags & FIRST != 0
        )

    def _pair_next(self, i: int) -> bool:
        """ "Roos en Jan": another name after "and"."""
        if i + 2 >= len(self._tokens) or not self._tokens[i].flags & FIRST:
            return False
        between = self._text[self._tokens[i].end : self._tokens[i + 2].start]
        joined = re.fullmatch(r"\s(?:en|et|und|and)\s", between) is not None
        return joined and self._tokens[i + 2].capital and self._tokens[i + 2].sure_name

    def _strong_family_next(self, i: int) -> bool:
        if i + 1 >= len(self._tokens) or self._gap(i + 1) != " " or i + 1 in self._blocked:
            return False
        after = self._tokens[i + 1]
        if after.folded in v.PARTICLES:
            last = self._joined_at(i + 1)
            return last is not None and not self._tokens[last].flags & (WORD | PLACE)
        return after.sure_name and bool(after.flags & FAMILY)

    def _joined_at(self, i: int) -> int | None:
        """The last word of the longest listed family name that starts at `i`, or None."""
        best = None
        for j in range(i + 1, min(len(self._tokens), i + _LONGEST_FAMILY)):
            if self._gap(j) not in (" ", "'", " '", "-", "' ", "’"):
                break
            key = self._key(i, j)
            married = self._tokens[j].folded.partition("-")[0]  # "Van Hoecke-Peeters"
            for glued in (key, self._key(i, j - 1) + married):
                if glued in self._joined or glued in self._known_joined:
                    best = j
        return best

    def _key(self, i: int, j: int) -> str:
        return "".join(t.folded for t in self._tokens[i : j + 1]).replace("'", "").replace("-", "")

    def _kin_follows(self, i: int) -> bool:
        """ "Wannes (kleinzoon)", "Wannes, haar kleinzoon"."""
        rest = self._tokens[i + 1 : i + 3]
        if not rest or self._gap(i + 1) not in (" (", ", ", " = "):
            return False
        return rest[0].folded in v.KIN or (
            len(rest) > 1 and rest[0].folded in v.DETERMINERS and rest[1].folded in v.KIN
        )

    def _german_noun(self, token: Token) -> bool:
        return self._german and not token.flags & (FIRST | FAMILY)

    def _block(self, phrases: tuple[str, ...], taken: list[tuple[int, int]]) -> set[int]:
        """Indexes of words inside other spans, well-known phrases, houses and streets called after somebody."""
        tokens = self._tokens
        blocked = _inside(tokens, taken)
        by_first = _phrases_by_first(phrases)
        for i, token in enumerate(tokens):
            for rest in by_first.get(token.folded, ()):
                following = tokens[i + 1 : i + 1 + len(rest)]
                if len(following) == len(rest) and all(t.folded == w for t, w in zip(following, rest, strict=True)):
                    blocked.update(range(i, i + 1 + len(rest)))
            if token.folded in v.HOUSES or token.folded in v.STREET_HEADS:
                self._block_right(i, blocked)
            if len(token.folded) > 6 and token.folded.endswith(v.STREET_ENDS) and not token.sure_name:
                self._block_left(i, blocked)
        return blocked

    def _block_right(self, i: int, blocked: set[int]) -> None:
        j = i + 1
        while j < len(self._tokens) and j <= i + 4 and self._gap(j) in (" ", "-", ". ", " '", ' "'):
            token = self._tokens[j]
            if not token.capital and token.folded not in (
                "de",
                "la",
                "du",
                "des",
                "van",
                "der",
                "den",
                "l",
                "le",
                "het",
            ):
                break
            if token.capital:
                blocked.update(range(i + 1, j + 1))
            j += 1

    def _block_left(self, i: int, blocked: set[int]) -> None:
        blocked.add(i)
        j = i - 1
        while j >= 0 and j >= i - 3 and self._gap(j + 1) == " ":
            token = self._tokens[j]
            if not (token.capital and token.flags & NAME_FLAGS) and token.folded not in ("de", "van", "den", "der"):
                break
            blocked.add(j)
            j -= 1


def _inside(tokens: list[Token], taken: list[tuple[int, int]]) -> set[int]:
    """Indexes of the words that share a character with one of `taken`; both in the order of the text."""
    found: set[int] = set()
    at = 0
    for start, end in sorted(taken):
        while at < len(tokens) and tokens[at].end <= start:
            at += 1
        i = at
        while i < len(tokens) and tokens[i].start < end:
            found.add(i)
            i += 1
    return found


_PHRASES: dict[str, list[tuple[str, ...]]] = {}


def _phrases_by_first(phrases: tuple[str, ...]) -> dict[str, list[tuple[str, ...]]]:
    """Phrases by their first word; made once."""
    if not _PHRASES:
        for phrase in phrases:
            words = phrase.replace(".", "").split()
            _PHRASES.setdefault(words[0], []).append(tuple(words[1:]))
    return _PHRASES
