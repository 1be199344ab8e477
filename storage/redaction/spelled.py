"""Numbers spoken as words: "nul vier zeven nul, twaalf, vierendertig" and the like in nl, fr, de and en."""

import re
from collections.abc import Iterator

from storage.redaction.kinds import Kind, Span

_NL_UNITS = "nul|nulle|een|één|ene|twee|drie|vier|vijf|zes|zeven|acht|negen"
_NL_TEENS = "tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien"
_NL_TENS = "twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig"
_DE_UNITS = "null|eins?|zwei|zwo|drei|vier|fünf|fuenf|sechs|sieben|acht|neun"
_DE_TEENS = "zehn|elf|zwölf|zwoelf|dreizehn|vierzehn|fünfzehn|sechzehn|siebzehn|achtzehn|neunzehn"
_DE_TENS = "zwanzig|drei(?:ß|ss)ig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig"
_FR = (
    "zéro|zero|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
    "|vingt|vingts|trente|quarante|cinquante|soixante|septante|quatre-vingts?|octante|huitante|nonante|cents?"
)
_EN = (
    "zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    "|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|double|triple"
)
_NL_UNDER = "een|één|twee|drie|vier|vijf|zes|zeven|acht|negen"
_DE_UNDER = "ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun"
_WORD = (
    rf"(?:(?:(?:{_NL_UNDER})(?: ?(?:en|ën|ende) ?))?(?:{_NL_TENS})|(?:{_NL_UNDER})?honderd"
    rf"(?:(?:en)?(?:(?:{_NL_UNDER})(?:en|ën))?(?:{_NL_TENS}|{_NL_TEENS}|{_NL_UNDER}))?"
    rf"|{_NL_TEENS}|{_NL_UNITS}|dubbel"
    rf"|(?:(?:{_DE_UNDER})und)?(?:{_DE_TENS})|(?:{_DE_UNDER})?hundert(?:(?:{_DE_UNDER})und)?(?:{_DE_TENS})?"
    rf"|{_DE_TEENS}|{_DE_UNITS}|{_FR}|{_EN})"
)
_ONE = re.compile(rf"(?:{_WORD})", re.IGNORECASE)
_SEQUENCE = re.compile(
    rf"(?<![\w-])(?:(?:plus|\+|0\d{{0,3}}|nul\d{{1,3}})[\s,./-]+)?(?:{_WORD}|nul\d{{1,3}})(?:(?:\s*[,./;-]\s*"
    rf"|\s+)(?:(?:et"
    rf"|en|and|und)[\s-]+)?(?:{_WORD}|\d{{1,4}})(?![\w]))+",
    re.IGNORECASE,
)
_ZERO = re.compile(r"\s*(?:plus|0\d*|\+|nul(?:le|l)?|z[ée]ro|oh)\b", re.IGNORECASE)
_MAYBE = re.compile(r"\b(?:0\d{0,3}[\s,./-]+[a-z]+|nul(?:le|l)?|z[ée]ro|plus|dubbel|double|oh)\b", re.IGNORECASE)
_HINTS = (
    *(
        "nul",
        "zero",
        "zéro",
        "oh ",
        "plus",
        "twee",
        "drie",
        "vier",
        "vijf",
        "zes",
        "zeven",
        "acht",
        "negen",
        "deux",
        "trois",
    ),
    *(
        "quatre",
        "cinq",
        "sept",
        "huit",
        "neuf",
        "zwei",
        "drei",
        "fünf",
        "sechs",
        "sieben",
        "neun",
        "two",
        "three",
        "four",
    ),
)
_PIECE = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SINGLE = frozenset(
    f"{_NL_UNITS}|{_DE_UNITS}|zéro|zero|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|oh"
    f"|one|two|three|four|five|six"
    "|seven|eight|nine|ein|eins".split("|")
)
_SAYS = re.compile(
    r"\btel\b|telefoon|gsm|num[mb]|num[ée]ro|\bnr\b|\bbel\b|rrn|rijksreg|registre|rekening"
    r"|kaart|iban|appel|phone|call|handy|\bnn\b",
    re.IGNORECASE,
)
LEAST_WORDS = 5
LEAST_WORDS_AFTER_ZERO = 4
LEAST_DIGITS = 7
LEAST_DIGITS_WITHOUT_ZERO = 9


def find_spelled(text: str) -> Iterator[Span]:
    """Sequences of number words long enough for a telephone or register number.

    A number from Belgium starts with a nought (or "plus"); without it more words are asked for, and a word that
    announces a number, so that counting to ten stays what it is.
    """
    lowered = text.lower()
    if not any(hint in lowered for hint in _HINTS) or not (_MAYBE.search(text) or _SAYS.search(text)):
        return
    for match in _SEQUENCE.finditer(text):
        digits = sum(_digits(piece) for piece in _PIECE.findall(match[0]))
        words = len(_PIECE.findall(match[0]))
        begun = match[0][0] in "0+" or match[0].lower().startswith("nul")
        if words < (LEAST_WORDS_AFTER_ZERO if begun and digits >= LEAST_DIGITS + 1 else LEAST_WORDS):
            continue
        if _ZERO.match(match[0]):
            enough = digits >= LEAST_DIGITS
        else:
            said = _SAYS.search(text, max(0, match.start() - 40), match.start())
            enough = said is not None and digits >= LEAST_DIGITS_WITHOUT_ZERO
        if enough:
            yield Span(match.start(), match.end(), Kind.PHONE)


def _digits(piece: str) -> int:
    """How many digits a number word stands for."""
    lowered = piece.lower()
    if lowered.startswith("nul") and lowered[3:].isdigit():
        return len(lowered) - 2
    if lowered.isdigit():
        return len(lowered)
    if lowered in _SINGLE:
        return 1
    if lowered in ("et", "en", "and", "und", "plus", "dubbel", "double", "triple", "cent", "cents"):
        return 1 if lowered not in ("et", "en", "and", "und", "plus") else 0
    return 3 if "honderd" in lowered or "hundert" in lowered else 2
