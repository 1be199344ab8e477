"""Which words of a text are people's names: the lists propose, the neighbours decide."""

import re
from collections.abc import Iterator

from storage.redaction import vocabulary as v
from storage.redaction.kinds import Kind, Span
from storage.redaction.lexicon import AMBIGUOUS, CAPITAL, FAMILY, FIRST, KNOWN, NAME_FLAGS, ORG, PLACE, WORD
from storage.redaction.reach import Reach
from storage.redaction.tokens import Token
from storage.redaction.wordlike import misspelt, namelike, ordinary

_DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,3}(?![\w.])(?![ -][A-Z][a-z])")
_JOINING = re.compile(r"\s{0,2}(?:en|et|und|and|&|/|\+)\s{0,2}")

SHORTEST_UNKNOWN = 3
AFTER_KIN = -0.1  # of `namelike`, for a word in small letters and in no list
A_THING = 0.6  # of `namelike`, for a name from abroad after an article: "de Sarma" is a shop
MISSPELT = 0.9  # what one slip from a listed name adds to `namelike`
LISTED_ABROAD = 0.4  # what a place in the lists of names abroad adds to `namelike`


class NameFinder(Reach):
    """Finds the names in one text. Reads top-down: `spans` asks `_seed` of each word, then grows the seeds."""

    def spans(self) -> Iterator[Span]:
        for match in _DOTTED.finditer(self._text):
            if match[0].replace(" ", "") not in _ABBREVIATIONS:
                yield Span(*match.span(), Kind.NAME)
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
        titled = token.folded in v.TITLES and i + 1 < len(self._tokens) and self._gap(i + 1) in (" ", ". ")
        if token.folded in v.HONOURS_AFTER and i > 0 and self._gap(i) in (" ", "] "):
            return False
        if token.folded in v.GREETINGS or titled or (not token.capital and self._relation_of_next(i, token)):
            return False
        if token.flags & KNOWN and not token.flags & (AMBIGUOUS | WORD):
            return True
        if token.sure_name:
            return self._sure(i, token)
        if token.flags & AMBIGUOUS:
            return self._ambiguous(i, token)
        if token.flags & CAPITAL and not token.flags & (WORD | PLACE):
            return self._abroad(i, token)
        return token.unlisted and self._unknown(i, token)

    def _relation_of_next(self, i: int, token: Token) -> bool:
        """ "peter Rudy", "pepe Gaston": the first word says who the second is."""
        return token.folded in v.KIN and i + 1 < len(self._tokens) and self._gap(i + 1) in (" ", " [")

    def _abroad(self, i: int, token: Token) -> bool:
        """A name from the lists of names abroad: with a capital, or small where it can be no word of ours."""
        if token.capital and not self._german_noun(token):
            if self._prev_in(i, v.PLACE_ONLY_BEFORE) and not self._full_name_next(i):
                return False
            if self._prev_in(i, v.DETERMINERS) and not self._prev_in(i, v.OURS):
                return namelike(token.folded) > A_THING
            return not self._starts(i) or self._acts(i) or self._named_next(i) or not ordinary(token.folded)
        if len(token.folded) <= SHORTEST_UNKNOWN or ordinary(token.folded):
            return False
        return namelike(token.folded) + LISTED_ABROAD > self._doubt(i, token)

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
            if self._starts(i) and token.folded in v.NO_SUBJECT and self._acts(i):
                return True
            if token.flags & KNOWN and token.flags & FIRST and not self._prev_in(i, v.DETERMINERS):
                return self._member_here(i)
            if self._starts(i) and token.flags & FIRST and self._only_people_do(i):
                return token.folded not in _NEVER_ALONE
            if token.folded in v.SMALL_WORDS and not token.flags & KNOWN:
                return False
            return self._strong_family_next(i) and bool(token.flags & FIRST) and not self._prev_in(i, v.DETERMINERS)
        if self._starts(i):
            if token.flags & PLACE and not token.flags & KNOWN:
                return self._named_next(i)
            acts = bool(token.flags & (FIRST | KNOWN)) and self._acts(i) and token.folded not in _THINGS
            return (
                acts
                or self._pair_next(i)
                or self._two_names(i)
                or (bool(token.flags & FIRST) and self._initial_next(i))
                or (self._named_next(i) and token.folded not in ("de", "den", "le", "la", "die", "een"))
            )
        if self._german and not token.flags & KNOWN:
            return False
        if self._prev_in(i, v.OURS) and token.flags & FIRST:
            return token.folded not in _SELDOM_NAMES
        return not self._prev_in(i, v.DETERMINERS) and not token.shouted and token.folded not in _SELDOM_NAMES

    def _another_next(self, i: int) -> bool:
        """ "Tesfalem en Rahwa": another word with a capital after "and"."""
        if i + 2 >= len(self._tokens):
            return False
        other = self._tokens[i + 2]
        between = self._text[self._tokens[i].end : other.start]
        if not _JOINING.fullmatch(between) or not other.capital or self._german:
            return False
        return other.sure_name or bool(other.flags & CAPITAL) or (other.unlisted and not ordinary(other.folded))

    def _member_here(self, i: int) -> bool:
        """Whether a member's first name that is a word too ("roos", "an", "lieve") is the name, in small letters."""
        last = i + 1 >= len(self._tokens)
        if not last and self._gap(i + 1) == " ":
            after = self._tokens[i + 1]
            if after.flags & KNOWN and after.flags & FAMILY:
                return True
            if (self._starts(i) or self._prev_in(i, v.BEFORE_MEMBER)) and not self._next_in(i, v.DETERMINERS):
                return self._acts(i) or after.folded in v.AFTER_MEMBER
            return False
        if not last and _JOINING.fullmatch(self._gap(i + 1)):
            return True
        return self._prev_in(i, v.BEFORE_MEMBER)

    def _initial_next(self, i: int) -> bool:
        """ "Roos W.": a lone capital follows."""
        after = self._tokens[i + 1] if i + 1 < len(self._tokens) else None
        return after is not None and len(after.folded) == 1 and after.capital and self._text[after.end :][:1] == "."

    def _two_names(self, i: int) -> bool:
        """ "Li Wei", "Zhang Min": two words with a capital that both can be names."""
        if i + 1 >= len(self._tokens) or self._gap(i + 1) != " " or self._german:
            return False
        one, two = self._tokens[i], self._tokens[i + 1]
        if not one.flags & NAME_FLAGS or not two.flags & NAME_FLAGS or not two.capital or two.flags & (PLACE | ORG):
            return False
        return not {one.folded, two.folded} & (_SELDOM_NAMES | v.DETERMINERS | v.MONTHS | v.GREETINGS | v.PARTICLES)

    def _unknown(self, i: int, token: Token) -> bool:
        """A word in no list: its letters have to look the more like a name, the less its neighbours say so."""
        if token.shouted or len(token.folded) < SHORTEST_UNKNOWN or ordinary(token.folded):
            return False
        if token.capital and not self._german and self._kin_follows(i):
            return True
        certainty = namelike(token.folded) - self._doubt(i, token)
        return certainty > 0 or (certainty > -MISSPELT and misspelt(token.folded))

    def _doubt(self, i: int, token: Token) -> float:
        """How much a word that is in no list has to look like a name (see `namelike`) to be taken for one."""
        said = self._prev_in(i, v.TALKING) or (self._prev_in(i, v.WITH) and self._next_in(i, v.TALKING))
        if self._german:
            return 0.3 if said or (self._acts(i) and token.capital) else 0.9
        if not token.capital:
            if self._prev_in(i, v.DETERMINERS):
                return 1.4
            if said or (self._starts(i) and self._only_people_do(i)):
                return 0.1
            if (
                self._starts(i)
                and i + 1 < len(self._tokens)
                and self._gap(i + 1) == " "
                and self._tokens[i + 1].sure_name
            ):
                return 0.2
            if self._prev_in(i, v.WITH):
                return 0.5
            return 0.4 if self._acts(i) and self._starts(i) else 0.75
        if self._starts(i):
            if self._next_in(i, v.SPEAKING_VERBS):
                return -9.0
            if self._full_name_next(i):
                return -1.2 if self._tokens[i + 1].sure_name else -0.6
            if self._another_next(i):
                return -0.4
            if self._only_people_do(i) or self._next_in(i, _HAS):
                return -0.8
            return -0.15 if self._acts(i) else 0.6
        if said or self._prev_in(i, v.OURS):
            return -0.6
        if self._prev_in(i, v.DETERMINERS):
            return 0.8
        if self._prev_in(i, v.WITH):
            return -0.4
        if self._prev_in(i, v.PLACE_BEFORE):
            return 1.0 if self._prev_in(i, v.PLACE_ONLY_BEFORE) else 0.5
        return -0.5 if self._acts(i) else -0.4

    def _introduced(self, i: int, token: Token) -> bool:
        """Whether a title, kin or "heet" stands before the word."""
        if i == 0:
            return False
        before = self._tokens[i - 1]
        gap = self._gap(i)
        title = before.folded in v.TITLES or self._gentleman(i)
        if token.folded in v.TITLES and len(token.folded) < 5:
            return False
        if title and gap in (" ", ". ", ".", "  "):
            if before.folded == "eh" and not (before.capital):
                return False
            if token.capital:
                return token.folded not in v.PARTICLES | v.DAYS | v.HUMAN_VERBS and not token.shouted
            if token.folded in v.SMALL_WORDS or (token.flags & (WORD | PLACE) and not token.flags & NAME_FLAGS):
                return False
            if token.flags & WORD:
                return bool(token.flags & (FIRST | FAMILY)) and token.folded not in v.HUMAN_VERBS | v.PARTICLES
            return (
                len(token.folded) >= 3
                and token.folded not in v.PARTICLES
                and token.folded not in v.HUMAN_VERBS
                and token.folded not in v.KIN
                and (bool(token.flags & NAME_FLAGS) or not ordinary(token.folded))
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
        if gap == " " and not token.flags & ~CAPITAL and len(token.folded) >= SHORTEST_UNKNOWN:
            return namelike(token.folded) > AFTER_KIN and not ordinary(token.folded)
        small = token.folded in v.SMALL_WORDS and not (token.flags & FIRST and self._acts(i) and len(token.folded) > 4)
        plain = gap == " " and bool(token.flags & (FIRST | KNOWN)) and not small
        return plain and token.folded not in v.HUMAN_VERBS and not (token.flags & WORD and not self._acts_or_ends(i))

    def _second_of_pair(self, i: int, token: Token) -> bool:
        """ "Albert en Verhoestraete": a capital after a name and "and"."""
        if i < 2 or not token.capital or not _JOINING.fullmatch(self._text[self._tokens[i - 2].end : token.start]):
            return False
        first = self._tokens[i - 2]
        known = token.flags & (ORG | PLACE) or token.folded in v.DAYS | v.DETERMINERS | v.KIN | v.TITLES | v.PARTICLES
        return first.capital and first.sure_name and not known and not token.shouted and not self._german


_ABBREVIATIONS = v.word_set(
    "O.L.V. N.V. B.V. U.Z. A.Z. T.V. P.S. V.Z.W. E.H. R.I.P. E.U. V.S. U.S. C.V. N.B. D.J. C.D. G.S.M. B.T.W. "
    "V.U.B. K.U. "
    "U.A. R.V.A. A.B. H.H. Z.H. P.C. M.B. K.B. I.Q. D.V. A.V. T.D. M.M. V.B. B.V.B. E.K.G. I.V. M.S. A.L.S. "
    "M.R.I. C.T. R.X. "
    "W.C. V.I.P. A.M. P.M. L.S. P.V. I.K. S.O.S. D.O. M.O. N.A. T.B. H.B. R.R. R.N. N.N."
)
_HAS = v.word_set("heeft had heb")
_THINGS = v.word_set("linde roos iris olive bel bal boom bus post wind storm dag merel fleur") - {
    "roos",
    "iris",
    "fleur",
    "merel",
}
_NEVER_ALONE = v.word_set("de en het die das le la an he in do on is ik je we ze wij ge gij mij iemand wie niemand")
_SELDOM_NAMES = v.word_set(
    "kerk kerkhof park post zondag vrijdag kunst engels kamp berg berge hof huis markt stad "
    "dorp school west noord oost zuid north gast baron prince prins koning deken pastoor heer "
    "english french german dutch arabic turkish polish russian flemish spanish "
    "dame dames agenda festival alpha omega delta gamma noel paz church king winter zomer lente "
    "herfst hall house home station coffee bank banks radio doctor doktor master major"
)
