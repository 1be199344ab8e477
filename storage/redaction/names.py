"""Which words of a text are people's names: the lists propose, the neighbours decide."""

import re
from collections.abc import Iterator

from storage.redaction import vocabulary as v
from storage.redaction.kinds import Kind, Span
from storage.redaction.known import KnownNames
from storage.redaction.lexicon import AMBIGUOUS, CAPITAL, FAMILY, FIRST, KNOWN, NAME_FLAGS, ORG, PLACE, WORD, lexicon
from storage.redaction.tokens import Token, tokenize

_STOP = re.compile(r"[.!?;:\n•]|\s[-–—]\s|[\"“”]")
_INITIALS = re.compile(r"v\.?d\.?[a-z]?|v[dh]|vd[a-z]")
_JOINING = re.compile(r"\s{0,2}(?:en|et|und|and|&|/|\+)\s{0,2}")
_LONGEST_FAMILY = 5


class NameFinder:
    """Finds the names in one text. Reads top-down: `spans` asks `_seed` of each word, then `_grow`s the seeds."""

    def __init__(self, text: str, known: KnownNames, taken: list[tuple[int, int]]) -> None:
        words = lexicon()
        self._text = text
        self._joined = words.joined | known.joined if known.joined else words.joined
        self._known_joined = known.joined
        self._tokens = tokenize(text, words, known.flags)
        self._german = sum(t.folded in v.GERMAN_ONLY for t in self._tokens) >= 2
        self._lower_writer = not any(t.capital for t in self._tokens[1:])
        self._blocked = self._block(words.phrases, taken)

    def spans(self) -> Iterator[Span]:
        at = 0
        while at < len(self._tokens):
            found = None if at in self._blocked else (self._particle_name(at) or self._seed(at))
            if found is None:
                at += 1
                continue
            last = self._grow(at, found)
            first = self._grow_left(at)
            yield Span(self._tokens[first].start, self._end(last), Kind.NAME)
            at = last + 1

    # --- what is no name -------------------------------------------------------------------------------------

    def _block(self, phrases: tuple[str, ...], taken: list[tuple[int, int]]) -> set[int]:
        """Indexes of words inside other spans, well-known phrases, houses and streets called after somebody."""
        tokens = self._tokens
        blocked = {i for i, t in enumerate(tokens) if any(s < t.end and t.start < e for s, e in taken)}
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

    # --- where a name starts ---------------------------------------------------------------------------------

    def _seed(self, i: int) -> int | None:
        """`i` if the word at `i` starts a name, else None."""
        token = self._tokens[i]
        if self._is_name(i, token):
            return i
        return None

    def _is_name(self, i: int, token: Token) -> bool:
        if (token.flags & ORG and not token.flags & KNOWN) or (token.folded in v.PARTICLES and token.folded != "ben"):
            return False
        if self._introduced(i, token):
            return True
        if token.flags & KNOWN and not token.flags & (AMBIGUOUS | WORD):
            return True
        if token.sure_name:
            return self._sure(i, token)
        if token.flags & AMBIGUOUS:
            return self._ambiguous(i, token)
        if token.flags & CAPITAL and not token.flags & (WORD | PLACE):
            return (
                token.capital
                and not self._german_noun(token)
                and (not self._starts(i) or self._acts(i) or self._named_next(i))
            )
        return token.unlisted and self._unknown(i, token)

    def _sure(self, i: int, token: Token) -> bool:
        if token.capital:
            return not (token.folded in v.LANGUAGES and self._prev_in(i, v.LANGUAGE_BEFORE))
        if len(token.folded) <= 2:
            return self._named_next(i) or (i == 0 and self._acts(i))
        return not (
            token.folded == "jan"
            and i + 1 < len(self._tokens)
            and self._text[token.start - 3 : token.start - 1].isdigit()
        )

    def _ambiguous(self, i: int, token: Token) -> bool:
        """A name that is an ordinary word or a town too."""
        if token.folded in v.MONTHS:
            return False
        if token.flags & PLACE and self._prev_in(i, v.PLACE_BEFORE):
            return False
        if token.folded in v.LANGUAGES and self._prev_in(i, v.LANGUAGE_BEFORE):
            return False
        if not token.capital:
            if token.folded in v.SMALL_WORDS and not token.flags & KNOWN:
                return False
            if token.flags & KNOWN and token.flags & FIRST and not self._prev_in(i, v.DETERMINERS):
                return self._starts(i) and self._acts(i)
            return self._strong_family_next(i) and bool(token.flags & FIRST) and not self._prev_in(i, v.DETERMINERS)
        if self._starts(i):
            if token.flags & PLACE and not token.flags & KNOWN:
                return self._named_next(i)
            acts = bool(token.flags & FIRST) and self._acts(i) and token.folded not in _THINGS
            return (
                acts
                or self._pair_next(i)
                or (self._named_next(i) and token.folded not in ("de", "den", "le", "la", "die", "een"))
            )
        if self._german and not token.flags & KNOWN:
            return False
        return not self._prev_in(i, v.DETERMINERS) and not token.shouted and token.folded not in _SELDOM_NAMES

    def _unknown(self, i: int, token: Token) -> bool:
        """A word in no list: a name only where people stand."""
        if not token.capital or token.shouted or self._german or len(token.folded) < 3:
            return False
        after = self._tokens[i + 1].folded if i + 1 < len(self._tokens) else ""
        if self._starts(i):
            return (after in v.SPEAKING_VERBS and self._gap(i + 1) == " ") or self._kin_follows(i)
        if self._kin_follows(i):
            return True
        return self._prev_in(i, v.WITH) and after in v.TALKING

    def _introduced(self, i: int, token: Token) -> bool:
        """Whether a title, kin or "heet" stands before the word."""
        if i == 0:
            return False
        before = self._tokens[i - 1]
        gap = self._gap(i)
        title = before.folded in v.TITLES
        if token.folded in v.TITLES and len(token.folded) < 5:
            return False
        if title and gap in (" ", ". ", ".", "  "):
            if before.folded == "eh" and not (before.capital):
                return False
            if token.capital:
                return not (token.flags & WORD and not token.flags & NAME_FLAGS) and token.folded not in v.PARTICLES
            if token.folded in v.SMALL_WORDS or (token.flags & (WORD | PLACE) and not token.flags & NAME_FLAGS):
                return False
            if token.flags & WORD:
                return bool(token.flags & (FIRST | FAMILY)) and token.folded not in v.HUMAN_VERBS | v.PARTICLES
            return (
                len(token.folded) >= 3
                and token.folded not in v.PARTICLES
                and token.folded not in v.HUMAN_VERBS
                and token.folded not in v.KIN
            )
        kin = before.folded in v.KIN and gap in (" ", ", ", " (", ": ", ": ", " = ", " - ", "(", " : ", ' "')
        named = before.folded in v.NAMED and gap in (" ", ": ", " : ", ":", " = ")
        if not kin and not named:
            return self._second_of_pair(i, token)
        if token.capital:
            if token.folded in v.PARTICLES or (token.shouted and token.unlisted):
                return False
            if gap in (", ", ": ", " - ") and not token.flags & NAME_FLAGS:
                return False
            if before.folded in ("baby", "heer", "heren") and gap != " ":
                return False
            return not token.flags & (WORD | PLACE) or (bool(token.flags & (FIRST | KNOWN | FAMILY)) and gap == " ")
        plain = gap == " " and bool(token.flags & (FIRST | KNOWN)) and token.folded not in v.SMALL_WORDS
        return plain and token.folded not in v.HUMAN_VERBS and not (token.flags & WORD and not self._acts_or_ends(i))

    def _second_of_pair(self, i: int, token: Token) -> bool:
        """ "Albert en Verhoestraete": a capital after a name and "and"."""
        if i < 2 or not token.capital or not _JOINING.fullmatch(self._text[self._tokens[i - 2].end : token.start]):
            return False
        first = self._tokens[i - 2]
        return first.capital and first.sure_name and token.unlisted and not token.shouted

    # --- how far it reaches ----------------------------------------------------------------------------------

    def _particle_name(self, i: int) -> int | None:
        """The last index of a family name that starts with a particle at `i` ("De Smet", "van den broeck")."""
        token = self._tokens[i]
        if token.folded not in v.PARTICLES or i + 1 >= len(self._tokens):
            return None
        last = self._joined_at(i)
        titled = i > 0 and self._tokens[i - 1].folded in v.TITLES and self._gap(i) in (" ", ". ")
        if (
            last is not None
            and lexicon().flags.get(" ".join(t.folded for t in self._tokens[i : last + 1]), 0) & PLACE
            and not titled
        ):
            return None
        if last is not None:
            end = self._tokens[last]
            key = self._key(i, last)
            if key in self._known_joined and not end.flags & WORD:
                return last
            if end.capital or titled:
                return last if titled or token.capital or key in self._known_joined or not end.flags & PLACE else None
            plain = not end.flags & (WORD | PLACE | AMBIGUOUS)
            return last if plain and last > i else None
        j = i
        while (
            j + 1 < len(self._tokens)
            and self._tokens[j].folded in v.PARTICLES
            and self._gap(j + 1) in (" ", " '", "'", "' ")
            and j < i + 3
        ):
            j += 1
        end = self._tokens[j]
        if j == i or end.folded in v.PARTICLES or end.flags & ORG or j in self._blocked:
            return None
        if titled and end.capital:
            return j if token.capital or not end.flags & (WORD | PLACE) else None
        if titled and tuple(t.folded for t in self._tokens[i:j]) in (*v.LONG_PARTICLES, ("de",), ("el",)):
            return j if not end.flags & (WORD | PLACE) and len(end.folded) > 3 else None
        if (
            not token.capital
            or not end.capital
            or end.flags & PLACE
            or token.folded in ("de", "den", "der", "le", "la", "les", "al", "op", "te", "des", "du")
        ):
            return None
        foreign = token.folded in ("el", "ben", "ait", "abu", "abou", "ould", "da", "dos", "di", "von", "bin")
        if self._starts(i):
            return (
                j
                if (foreign and not end.flags & WORD)
                or (end.flags & (FAMILY | CAPITAL) and token.folded in ("van", "vanden", "vander", "vande"))
                else None
            )
        return j if not (end.flags & WORD and not end.flags & NAME_FLAGS) else None

    def _joined_at(self, i: int) -> int | None:
        """The last word of the longest listed family name that starts at `i`, or None."""
        best = None
        for j in range(i + 1, min(len(self._tokens), i + _LONGEST_FAMILY)):
            if self._gap(j) not in (" ", "'", " '", "-", "' ", "’"):
                break
            if self._key(i, j) in self._joined:
                best = j
        return best

    def _key(self, i: int, j: int) -> str:
        return "".join(t.folded for t in self._tokens[i : j + 1]).replace("'", "").replace("-", "")

    def _grow(self, start: int, last: int) -> int:
        """The last index of the name that has been recognised from `start` to `last`."""
        while last + 1 < len(self._tokens):
            further = self._next(start, last)
            if further is None:
                return last
            last = further
        return last

    def _next(self, start: int, last: int) -> int | None:
        i = last + 1
        token, before = self._tokens[i], self._tokens[last]
        gap = self._gap(i)
        if i in self._blocked:
            return None
        initial = len(before.folded) == 1 and gap in (". ", ".")
        if gap not in (" ", "  ", "-", " - ") and not initial:
            return None
        if gap == " - ":
            return None
        if (
            len(token.folded) == 1
            and token.capital
            and self._tokens[start].capital
            and token.folded not in ("'", "é", "à")
        ):
            return i
        if _INITIALS.fullmatch(token.folded) and before.flags & FIRST:
            return i
        if token.folded in v.PARTICLES:
            return self._particles_after(start, i)
        if token.flags & ORG and not token.flags & KNOWN:
            return None
        if token.sure_name or (token.flags & KNOWN and not token.flags & WORD):
            return i
        lower_pair = not self._tokens[start].capital
        if token.capital and not (token.shouted and not self._tokens[start].shouted and token.unlisted):
            if token.flags & NAME_FLAGS or token.unlisted:
                return i
            return None
        if token.flags & KNOWN:
            return i if not self._prev_in(i, v.DETERMINERS) and token.folded not in v.HUMAN_VERBS else None
        if (
            lower_pair
            and token.flags & FAMILY
            and before.flags & FIRST
            and token.folded not in v.HUMAN_VERBS
            and token.folded not in v.SMALL_WORDS
        ):
            return i
        if lower_pair and token.flags & CAPITAL and not token.flags & (WORD | PLACE) and len(token.folded) > 3:
            return i
        titled = start > 0 and self._tokens[start - 1].folded in v.TITLES
        return (
            i if titled and lower_pair and before.flags & FIRST and token.unlisted and len(token.folded) > 4 else None
        )

    def _particles_after(self, start: int, i: int) -> int | None:
        """The last word of a family name with particles after a first name, or None."""
        joined = self._joined_at(i)
        if joined is not None:
            end = self._tokens[joined]
            if (
                end.capital
                or not end.flags & (WORD | PLACE)
                or (self._lower_writer and not end.flags & PLACE and end.folded not in v.HUMAN_VERBS)
            ):
                return joined
            if self._key(i, joined) in self._known_joined:
                return joined
        j = i
        while (
            j + 1 < len(self._tokens)
            and self._tokens[j].folded in v.PARTICLES
            and self._gap(j + 1) in (" ", " '", "'")
            and j < i + 3
        ):
            j += 1
        if j == i:
            return None
        end, particle = self._tokens[j], self._tokens[i]
        if end.folded in v.PARTICLES or end.flags & ORG or j in self._blocked or (end.shouted and end.unlisted):
            return None
        if end.capital:
            if particle.capital:
                return j if not (end.flags & WORD and not end.flags & NAME_FLAGS) else None
            return (
                j
                if not end.flags & (WORD | PLACE) and particle.folded not in ("te", "op", "t", "la", "le", "les", "des")
                else None
            )
        parts = tuple(t.folded for t in self._tokens[i:j])
        sure = parts in v.LONG_PARTICLES or parts in (("el",), ("de",))
        named = end.flags & (FAMILY | CAPITAL) and not end.flags & (WORD | PLACE)
        return (
            j
            if (sure or named)
            and not end.flags & (WORD | PLACE)
            and len(end.folded) > 3
            and (named or self._tokens[start].flags & FIRST)
            else None
        )

    def _grow_left(self, i: int) -> int:
        """The first index of the name: initials, and an unlisted first name before a family name."""
        while i > 0 and i - 1 not in self._blocked:
            before = self._tokens[i - 1]
            gap = self._gap(i)
            initial = len(before.folded) == 1 and before.capital and gap in (". ", ".", " ")
            if initial and before.folded == "h" and i > 1 and self._tokens[i - 2].folded == "e":
                break  # E.H., a priest's title
            if initial and (gap != " " or before.folded not in ("u", "o", "a", "y")):
                i -= 1
                continue
            fits = before.capital and gap == " " and self._tokens[i].capital and not before.shouted
            listed_abroad = before.flags & CAPITAL and not before.flags & (WORD | PLACE | ORG)
            stranger = before.unlisted and not self._starts(i - 1)
            if fits and before.folded not in v.TITLES | v.KIN and (listed_abroad or (stranger and not self._german)):
                i -= 1
                continue
            break
        return i

    # --- neighbours ------------------------------------------------------------------------------------------

    def _gap(self, i: int) -> str:
        return self._text[self._tokens[i - 1].end : self._tokens[i].start]

    def _end(self, i: int) -> int:
        end = self._tokens[i].end
        lone = len(self._tokens[i].folded) == 1 and self._text[end : end + 1] == "." and end + 1 < len(self._text)
        return end + 1 if lone else end

    def _starts(self, i: int) -> bool:
        """Whether the word is the first of a sentence, where every word has a capital."""
        return i == 0 or (_STOP.search(self._gap(i)) is not None and self._tokens[i - 1].folded not in v.TITLES)

    def _prev_in(self, i: int, words: frozenset[str]) -> bool:
        return i > 0 and self._gap(i) == " " and self._tokens[i - 1].folded in words

    def _acts(self, i: int) -> bool:
        return i + 1 < len(self._tokens) and self._gap(i + 1) == " " and self._tokens[i + 1].folded in v.HUMAN_VERBS

    def _acts_or_ends(self, i: int) -> bool:
        return i + 1 >= len(self._tokens) or self._gap(i + 1) != " " or self._acts(i)

    def _named_next(self, i: int) -> bool:
        if i + 1 >= len(self._tokens) or self._gap(i + 1) != " " or i + 1 in self._blocked:
            return False
        after = self._tokens[i + 1]
        return (after.sure_name and after.capital == self._tokens[i].capital) or (
            after.capital and not self._german and bool(after.flags & NAME_FLAGS) and self._tokens[i].flags & FIRST != 0
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


_THINGS = v.word_set("linde roos iris olive bel bal boom bus post wind storm dag merel fleur") - {
    "roos",
    "iris",
    "fleur",
    "merel",
}
_SELDOM_NAMES = v.word_set(
    "kerk kerkhof park post zondag vrijdag kunst engels kamp berg berge hof huis markt stad "
    "dorp school west noord oost zuid north gast baron prince prins koning deken pastoor heer "
    "dame dames agenda festival alpha omega delta gamma noel paz church king winter zomer lente "
    "herfst hall house home station coffee bank banks radio doctor doktor master major"
)
_PHRASES: dict[str, list[tuple[str, ...]]] = {}


def _phrases_by_first(phrases: tuple[str, ...]) -> dict[str, list[tuple[str, ...]]]:
    """Phrases by their first word; made once."""
    if not _PHRASES:
        for phrase in phrases:
            words = phrase.replace(".", "").split()
            _PHRASES.setdefault(words[0], []).append(tuple(words[1:]))
    return _PHRASES
