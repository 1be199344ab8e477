"""The plain questions people ask the bot: "wie bel ik?" and its sisters, in four languages.

Upper or lower case, with or without question mark, accent or apostrophe; anything more than the question itself is
not a question to us, so that ordinary talk in a group stays out of it.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class Asked(StrEnum):
    """What was asked; each is also the name of a command."""

    WHO_DO_I_CALL = "wiebelik"
    WHO_CALLS_ME = "wiebeltmij"
    TREE = "boom"


_WHEN_NL = "( deze week| vandaag| nu)?"
_WHEN_FR = "( cette semaine| aujourd hui)?"
_WHEN_DE = "( diese woche| heute)?"
_WHEN_EN = "( this week| today| now)?"

_PHRASES: dict[Asked, tuple[str, ...]] = {
    Asked.WHO_DO_I_CALL: (
        f"(naar )?wie bel i?k( op)?{_WHEN_NL}",
        f"wie bel i?k{_WHEN_NL} op",
        f"wie (moet|mag|kan|zal|ga) ik{_WHEN_NL} (op)?bellen{_WHEN_NL}",
        f"qui (est ce que )?j ?appelle{_WHEN_FR}",
        f"j ?appelle qui{_WHEN_FR}",
        f"qui (dois|puis|vais) je appeler{_WHEN_FR}",
        f"qui est ce que je (dois|peux|vais) appeler{_WHEN_FR}",
        f"je (dois|peux|vais) appeler qui{_WHEN_FR}",
        f"qui appeler{_WHEN_FR}",
        f"a qui (est ce que )?je telephone{_WHEN_FR}",
        f"wen rufe ich{_WHEN_DE} an{_WHEN_DE}",
        f"wen (soll|muss|darf|kann) ich{_WHEN_DE} anrufen",
        f"whom? do i (call|phone|ring){_WHEN_EN}",
        f"whom? (should|must|can|shall) i (call|phone|ring){_WHEN_EN}",
        f"whom? am i (calling|phoning|ringing){_WHEN_EN}",
    ),
    Asked.WHO_CALLS_ME: (
        f"wie belt (er )?(mij|me)( op)?{_WHEN_NL}",
        f"wie belt (er )?(mij|me){_WHEN_NL} op",
        f"wie (gaat|zal|moet|mag) (mij|me){_WHEN_NL} (op)?bellen",
        f"door wie word ik{_WHEN_NL} (op)?gebeld",
        f"qui m ?appelle{_WHEN_FR}",
        f"qui (va|doit) m ?appeler{_WHEN_FR}",
        f"par qui suis je appelee?{_WHEN_FR}",
        f"wer ruft mich{_WHEN_DE} an{_WHEN_DE}",
        f"wer (soll|muss|wird) mich{_WHEN_DE} anrufen",
        f"who (calls|phones|rings) me{_WHEN_EN}",
        f"who i?s (calling|phoning|ringing) me{_WHEN_EN}",
        f"who (will|should) (call|phone|ring) me{_WHEN_EN}",
    ),
    Asked.TREE: (
        "wie belt wie",
        "toon (de |onze )?belboom",
        "laat (de |onze )?belboom zien",
        "qui appelle qui",
        "wer ruft wen an",
        "who calls whom?",
    ),
}

_PATTERNS = {asked: re.compile("|".join(f"(?:{p})" for p in phrases)) for asked, phrases in _PHRASES.items()}

LONGEST = 60
"""Characters; a longer text is not looked at."""


def question_in(text: str) -> Asked | None:
    """Which question this text is, and nothing else."""
    if len(text) > LONGEST:
        return None
    plain = _plain(text)
    for asked, pattern in _PATTERNS.items():
        if pattern.fullmatch(plain):
            return asked
    return None


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z]+", " ", kept).split())
