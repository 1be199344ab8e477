"""How far a name reaches: particles, family names, initials, the other name."""

import re

from storage.redaction import vocabulary as v
from storage.redaction.lexicon import AMBIGUOUS, CAPITAL, FAMILY, FIRST, KNOWN, NAME_FLAGS, ORG, PLACE, WORD, lexicon
from storage.redaction.neighbours import Neighbours
from storage.redaction.wordlike import namelike, ordinary

_INITIALS = re.compile(r"v\.?d\.?[a-z]?|v[dh]|vd[a-z]")


class Reach(Neighbours):
    """Grows a recognised word to the whole name; indexes are those of words."""

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
            plain = not end.flags & (WORD | PLACE | AMBIGUOUS) or (self._starts(i) and self._only_people_do(last))
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
            return j
        if self._tokens[i].capital and end.capital and self._joins_name(i):
            return j
        if titled and tuple(t.folded for t in self._tokens[i:j]) in (*v.LONG_PARTICLES, ("de",), ("el",), ("van",)):
            return j if not end.flags & (WORD | PLACE) and len(end.folded) > 3 and not ordinary(end.folded) else None
        if token.capital and end.capital and token.folded.startswith("van") and j + 1 < len(self._tokens):
            after = self._tokens[j + 1]
            if self._gap(j + 1) == " " and after.capital and after.sure_name and after.flags & FIRST:
                return j  # "Van Mol Jozefien"
        stranger = end.unlisted and not end.shouted and not self._german and len(end.folded) > 3
        if stranger and token.capital and end.capital and not ordinary(end.folded):
            least = 0.3 if self._starts(i) or token.folded in ("la", "le", "les") else -0.6
            return j if namelike(end.folded) > least or token.folded.startswith("van") else None
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

    def _initial_at(self, i: int) -> bool:
        """Whether the word is one letter and a dot: "a. de meulenaere"."""
        return i >= 0 and len(self._tokens[i].folded) == 1 and self._gap(i + 1) in (". ", ".")

    def _joins_name(self, i: int) -> bool:
        """ "Bonte en De Zwarte": a capital before "and"."""
        if i < 2 or self._tokens[i - 1].folded not in ("en", "et", "und", "and") or self._gap(i) != " ":
            return False
        return self._tokens[i - 2].capital and bool(self._tokens[i - 2].flags & NAME_FLAGS)

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
        if self._tokens[i].folded in v.HONOURS_AFTER:
            return None
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
        dotted = self._text[token.end : token.end + 1] == "."
        ends = i + 1 == len(self._tokens) or self._gap(i + 1) != " "
        if (
            len(token.folded) == 1
            and before.flags & (FIRST | FAMILY)
            and token.folded not in "aoueyn'"
            and (dotted or before.flags & KNOWN)
        ):
            return i if dotted or ends or token.folded not in "x" else None
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
            plain = token.folded in v.DAYS | v.TITLES | v.KIN | v.HUMAN_VERBS | v.DETERMINERS or token.flags & PLACE
            fits = self._tokens[start].capital and not plain and not self._german and self._acts_or_ends(i)
            return i if fits else None
        if token.flags & KNOWN:
            return i if token.folded not in v.HUMAN_VERBS else None
        if (
            lower_pair
            and token.flags & FAMILY
            and before.flags & FIRST
            and token.folded not in v.HUMAN_VERBS
            and token.folded not in v.SMALL_WORDS
            and (not token.flags & WORD or self._only_people_do(i))
        ):
            return i
        stranger = token.unlisted and len(token.folded) > 3 and not ordinary(token.folded)
        if lower_pair and stranger and before.flags & FIRST and not before.flags & AMBIGUOUS:
            return i if namelike(token.folded) > -0.4 else None
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
                or (
                    self._lower_writer
                    and not end.flags & PLACE
                    and end.folded not in v.HUMAN_VERBS
                    and end.folded not in v.WHERE
                )
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
        named = end.flags & NAME_FLAGS and not end.flags & (WORD | PLACE)
        return (
            j
            if (sure or named)
            and not end.flags & (WORD | PLACE)
            and (named or not ordinary(end.folded))
            and len(end.folded) > 3
            and (named or self._tokens[start].flags & FIRST)
            else None
        )

    def _grow_left(self, i: int) -> int:
        """The first index of the name: initials, and an unlisted first name before a family name."""
        while i > 0 and i - 1 not in self._blocked:
            before = self._tokens[i - 1]
            gap = self._gap(i)
            if before.capital and gap == " " and before.folded in v.HONOURS:
                i -= 1
                continue
            if before.folded in v.PARTICLES and gap == " " and self._initial_at(i - 2):
                i -= 2
                continue
            initial = len(before.folded) == 1 and (gap in (". ", ".", ".-", "-") or (before.capital and gap == " "))
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
