"""Mail addresses (also said aloud), names on social media, and number plates."""

import re
from collections.abc import Iterator

from storage.redaction.kinds import Kind, Span
from storage.redaction.vocabulary import word_set

_TLD = (
    r"(?:be|com|net|org|eu|nl|fr|de|lu|info|brussels|vlaanderen|gent|uk|tr|ma|pl|ua|ro|pt|es"
    r"|it|me|online|site|be\.com)"
)
_EMAIL = re.compile(
    r"[\w.+\-]+(?:'[\w.+\-]+)?@\s?[\w\-]+(?:\s?\.\s?[\w\-]+)*\.[a-z]{2,}"
    r"|[\w.+\-]+@[\w.\-]*\w",
    re.IGNORECASE,
)
_LOOSE = re.compile(rf"[\w.+\-]+\s@\s?[\w\-]+\s?\.\s?{_TLD}\b|[\w.+\-]+@[\w\-]+\s?\.\s?{_TLD}\b", re.IGNORECASE)
_SPOKEN = re.compile(
    rf"(?<![\w+.\-])[\w+\-]{{1,64}}(?:(?:\.|\s?\((?:punt|dot|point)\)\s?"
    rf"|\s(?:punt|point|punkt|dot|streepje|tiret|underscore|liggend streepje|koppelteken|min"
    rf"|laag streepje)\s)[\w+\-]+){{0,4}}"
    rf"\s?(?:\(at\)|\[at\]|\{{at\}}|\(apenstaartje\)|\s(?:at|ad|ed|apestaartje|apenstaartje|apestaart|apenstaart"
    rf"|aapestaartje|aapenstaartje|arobase|arobas|arrobas|arrobase|klammeraffe|ät)\s)\s?"
    rf"[\w\-]+(?:\s?(?:\.|\(dot\)|\[dot\]|\(punt\)|\(point\)|\s(?:punt|point|punkt|dot|streepje"
    rf"|tiret)\s)\s?[\w\-]+)*?\s?(?:\."
    rf"|\(dot\)|\[dot\]|\(punt\)|\(point\)|\s(?:punt|point|punkt|dot)\s)\s?{_TLD}\b",
    re.IGNORECASE,
)
_SPOKEN_HINTS = (" at ", " ad ", " ed ", "(at)", "[at]", "{at}", "staart", "arroba", "arobas", "klammeraffe", " ät ")
_EVERYBODY = frozenset(("@iedereen", "@allemaal", "@all", "@everyone", "@allen", "@tous", "@alle", "@here", "@channel"))
_ACCOUNT = re.compile(
    r"\b(?:gebruikersnaam|gebruiker|username|user ?name|user|login|profiel(?:naam)?|nick(?:name)?|pseudo|identifiant"
    r"|benutzername|insta(?:gram)?|snap(?:chat)?|tiktok|skype|twitter|messenger|facebook|fb|telegram|discord)"
    r"(?:[ ]?(?:naam|name|account|van \w+|is|heet|:|=|est|ist|ze|hij|zij)){0,4}[ :=]{1,2}"
    r"(?P<name>@?(?=[\w.:\-]*[\d_.:])[A-Za-z][\w.:\-]{2,}\w)",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z_][\w.]{2,}\w")
_PAGE = re.compile(
    r"(?:https?://)?(?:www\.)?(?:facebook\.com|fb\.com|fb\.me|instagram\.com|t\.me"
    r"|telegram\.me|wa\.me|linkedin\.com"
    r"|twitter\.com|x\.com|tiktok\.com|snapchat\.com|pinterest\.com|strava\.com|youtube\.com/@"
    r"|bsky\.app)/[\w.@+/?=\-]*\w",
    re.IGNORECASE,
)
_PLATE_SURE = re.compile(
    r"(?<![\w\-])(?:[1-9Xx][\-. ]?[A-Z]{3}[\-. ]?\d{3}|[1-9][a-z]{3}\d{3}"
    r"|[1-9]-[a-z]{3}-\d{3}"  # Belgium since 2010
    r"|[A-Z]{3}-\d{3}|\d{3}-[A-Z]{3}|[A-Z]{2}-\d{3}-[A-Z]{2}"  # Belgium before; France
    r"|[A-Z]{2}-\d{2}-[A-Z]{2}|[A-Z]{2}-\d{2}-\d{2}|\d{2}-[A-Z]{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}"
    r"|\d{2}-[A-Z]{3}-\d|\d-[A-Z]{3}-\d{2}"
    r"|[A-Z]{1,2}-\d{3}-[A-Z]{1,2}|[A-Z]-\d{3}-[A-Z]{2}"  # the Netherlands
    r"|[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}[ \-]\d{1,4}E?)(?![\w\-]|\s?[€%])"  # Germany
)
_SAYS_PLATE = re.compile(
    r"(?:nummer\s?pla+t|n(?:umme)?r\.?\s?pl(?:aa?t)?\b|nrpla+t|kentek|\bplaat|plaque|immatricul|kennzeichen"
    r"|nummernschild"
    r"|number ?plate|licen[cs]e|registration)"
    r"[\w']*\.?\s*(?:van [\w' ]{1,20}?|de [\w' ]{1,20}?|of [\w' ]{1,20}?|nr\.?|is|was|met"
    r"|est|ist|:|=|-)?\s*(?:is|est|ist|:|=)?\s*",
    re.IGNORECASE,
)
_SAYS_CAR = re.compile(
    r"(?:\bauto|\bwagen|\bvoiture|\bcar\b|rijdt met|camionette|bestelwagen|\bmoto\b|brommer"
    r"|geparkeerd|roule)[^.!?]{0,25}?(?<![\w\-])",
    re.IGNORECASE,
)
_PLATE_SAID = re.compile(
    r"(?=[\w\-. ]{0,11}\d)(?:[A-Z0-9]{1,4}(?:[\-. ]?(?=[A-Z0-9]*\d"
    r"|[A-Z]{1,3}[\-. ]?\d)[A-Z0-9]{1,4}){0,3})(?!\w)",
    re.IGNORECASE,
)
_PLATE_LOOSE = re.compile(r"[1-9Xx]?[\-. ]?[A-Za-z]{3}[\-. ]?\d{3}(?!\w)|\d{3}[\-. ]?[A-Za-z]{3}(?!\w)")


def find_contacts(text: str) -> Iterator[Span]:
    """E-mail addresses, handles and personal pages."""
    if "@" in text:
        for pattern in (_EMAIL, _LOOSE):
            for match in pattern.finditer(text):
                yield Span(*match.span(), Kind.EMAIL)
        for match in _HANDLE.finditer(text):
            if match[0].lower() in _EVERYBODY:
                continue
            yield Span(*match.span(), Kind.HANDLE)
    for match in _ACCOUNT.finditer(text):
        yield Span(*match.span("name"), Kind.HANDLE)
    lowered = text.lower()
    if any(hint in lowered for hint in _SPOKEN_HINTS):
        for match in _SPOKEN.finditer(text):
            yield Span(*match.span(), Kind.EMAIL)
    if "/" in text:
        for match in _PAGE.finditer(text):
            yield Span(*match.span(), Kind.HANDLE)


def find_plates(text: str) -> Iterator[Span]:
    """Number plates of Belgium and its neighbours; looser shapes only after a word that announces one."""
    for match in _PLATE_SURE.finditer(text):
        yield Span(*match.span(), Kind.PLATE)
    for said in _SAYS_PLATE.finditer(text):
        plate = _PLATE_SAID.match(text, said.end())
        if plate:
            yield Span(*plate.span(), Kind.PLATE)
    for said in _SAYS_CAR.finditer(text):
        plate = _PLATE_LOOSE.match(text, said.end())
        if plate and len(plate[0].replace(" ", "")) > 5 and plate[0][0] != " " and plate[0].split(" ")[0] not in _UNITS:
            yield Span(*plate.span(), Kind.PLATE)


_UNITS = word_set("van tot met aan voor sur des les the und bus nog maar")
