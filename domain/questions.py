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


_PHRASES: dict[Asked, tuple[str, ...]] = {
    Asked.WHO_DO_I_CALL: (
        "wie bel ik( deze week| vandaag| nu)?",
        "wie moet ik( deze week| vandaag| nu)? (op)?bellen",
        "wie mag ik( deze week| vandaag| nu)? (op)?bellen",
        "wie bel ik( op)( deze week| vandaag)?",
        "qui (est ce que )?j ?appelle( cette semaine| aujourd hui)?",
        "j ?appelle qui( cette semaine| aujourd hui)?",
        "qui (dois|puis|vais) je appeler( cette semaine| aujourd hui)?",
        "qui appeler( cette semaine| aujourd hui)?",
        "wen rufe ich( diese woche| heute)? an( diese woche| heute)?",
        "wen (soll|muss|darf) ich( diese woche| heute)? anrufen",
        "who(m)? do i (call|phone|ring)( this week| today)?",
        "who(m)? (should|must|can|shall) i (call|phone|ring)( this week| today)?",
        "who am i (calling|phoning|ringing)( this week| today)?",
    ),
    Asked.WHO_CALLS_ME: (
        "wie belt (mij|me)( op)?( deze week| vandaag)?",
        "door wie word ik (op)?gebeld",
        "qui m ?appelle( cette semaine| aujourd hui)?",
        "wer ruft mich( diese woche| heute)? an( diese woche| heute)?",
        "who (calls|phones|rings) me( this week| today)?",
        "who(se)? is (calling|phoning|ringing) me( this week| today)?",
    ),
    Asked.TREE: (
        "wie belt wie",
        "(toon |laat )?(de |onze )?belboom( zien)?",
        "qui appelle qui",
        "wer ruft wen an",
        "who calls (who|whom)",
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
