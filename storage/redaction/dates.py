"""Birth dates: a date after words that say so, or one so long ago that it can hardly be anything else."""

import re
from collections.abc import Iterator

from storage.redaction.kinds import Kind, Span

_MONTH = (
    r"(?:jan(?:uari|vier|uar|uary|\.)?|feb(?:ruari|ruar|ruary|r\.|\.)?|f[ée]v(?:rier|\.)?"
    r"|m(?:aart|ars|ärz|aerz|rt|arch)\.?"
    r"|apr(?:il|\.)?|avr(?:il|\.)?|mei|mai|may|jun(?:i|e|\.)?|juin|jul(?:i|y|\.)?|juil(?:let"
    r"|\.)?|aug(?:ustus|ust|\.)?"
    r"|ao[uû]t|sep(?:t(?:ember|embre)?)?\.?|o[kc]t(?:ober|obre)?\.?|nov(?:ember|embre)?\.?"
    r"|d[eé][cz](?:ember|embre)?\.?)"
)
_YEAR = r"(?:(?:18|19|20)\d\d|'?\d\d)"
_FULL = (
    rf"(?:\d{{1,2}}\s?[./\-–]\s?\d{{1,2}}\s?[./\-–]\s?{_YEAR}|\d{{1,2}} \d{{1,2}} (?:19"
    rf"|20)?\d\d|(?:19|20)\d\d[\-./]\d\d[\-./]\d\d"
    rf"|\d{{1,2}}\s?(?:ste|den|de|e|er|\.|st|nd|rd|th)?\s?[\-/ ]?\s?(?:of )?{_MONTH}[\-/ ,]{{0,2}}\s?{_YEAR}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d)(?!\d)"
)
_NUMBER_WORD = (
    r"(?:(?:een|één|ein|twee|zwei|drie|drei|vier|vijf|fünf|zes|sechs|zeven|sieben|acht|negen"
    r"|neun)?(?:en|ën|und)?"
    r"(?:een|één|eins?|twee|zwei|drie|drei|vier|vijf|fünf|zes|sechs|zeven|sieben|acht|negen"
    r"|neun|tien|zehn|elf|twaalf|zwölf"
    r"|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien|dreizehn|vierzehn"
    r"|fünfzehn|sechzehn|siebzehn|achtzehn"
    r"|neunzehn|twintig|zwanzig|dertig|drei(?:ß|ss)ig|veertig|vierzig|vijftig|fünfzig|zestig"
    r"|zeventig|tachtig|negentig)"
    r"|premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze"
    r"|quinze|seize|vingt(?:-et-un)?|trente"
    r"|quarante|cinquante|soixante|dix-sept|dix-huit|dix-neuf|vingt-\w+|trente-\w+"
    r"|quarante-\w+|cinquante-\w+|mille|cents?"
    r"|eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|elfde|twaalfde|dertiende|veertiende"
    r"|vijftiende|zestiende|zeventiende|achttiende|negentiende|(?:(?:een|twee|drie|vier|vijf|zes|zeven|acht"
    r"|negen)(?:en|ën))?"
    r"(?:twintig|dertig)ste|ersten?|zweiten?|dritten?|vierten?|fünften?|sechsten?|siebten?|achten?|neunten?|zehnten?"
    r"|elften?|zwölften?|\w{3,9}zehnten?|(?:\w{3,6}und)?(?:zwanzig|dreißig)sten?|first|second|third|fourth|\w{3,9}th)"
)
_YEAR_WORDS = (
    rf"(?:(?:negentien|neunzehn)(?:honderd|hundert)?(?:en)?\s?{_NUMBER_WORD}(?:\s?en\s?{_NUMBER_WORD})?"
    rf"|(?:negentien|neunzehn|nineteen)[ -](?:honderd|hundred)?\s?(?:en\s)?{_NUMBER_WORD}|{_NUMBER_WORD}"
    rf"|(?:mille|dix-neuf)(?:[ -](?:neuf|cents?|et|un|{_NUMBER_WORD}))+|(?:19)?\d\d)"
)
_SPOKEN = rf"(?:{_NUMBER_WORD} {_MONTH} {_YEAR_WORDS})(?!\w)"
_SPOKEN_DAY = rf"(?:{_NUMBER_WORD} {_MONTH})(?:\s{_YEAR_WORDS})?(?!\w)"
_DAY = rf"(?:\d{{1,2}}[./\-]\d{{1,2}}|\d{{1,2}}(?:ste|de|e|er|\.|st|nd|rd|th)? (?:of )?{_MONTH})(?![\d/\-])"
_BORN = (
    r"(?:\bgeboren|\bgeb\b\.?|geboorte\w*|\bgebdat\w*|°|\*|\bn[ée]e?(?:\(e\))?\b|naissance"
    r"|\bgeburts\w*|\bborn\b|\bbirth\w*"
    r"|\bdob\b|\bd\.o\.b\.)"
)
_GAP = r"(?:[^\d.!?;°]|\.(?=[ :]*\d)){0,40}?"
_AFTER_BORN = re.compile(
    rf"{_BORN}{_GAP}(?<!\d)({_FULL}|{_SPOKEN}|{_SPOKEN_DAY}|{_DAY}|\d{{8}}(?!\d)|\d{{6}}(?!\d))", re.IGNORECASE
)
_STAR_YEAR = re.compile(r"°\s?((?:19|20)\d\d)(?!\d)")
_BORN_YEAR = re.compile(
    rf"{_BORN}(?:[ :]|in|anno|jaar|het|en|l'ann[ée]e|im|Jahr|is|ze|hij|zij|werd){{0,6}}[ :]?(?<!\d)((?:18|19"
    rf"|20)\d\d|'\d\d)(?![\d/.\-]\d|\d)"
    r"|\b(?:jahrgang|bouwjaar|geboortejaar|klas van|lichting)[ :]{1,2}(?:is[ ]|van[ ])?((?:19|20)\d\d|'?\d\d)(?!\d)",
    re.IGNORECASE,
)
_IS_OF_YEAR = re.compile(
    r"(?:\b(?:ze|zij|hij|ik|em|'k|zie|man|vrouw|moeder|vader)|(?-i:\b[A-Z]\w+)|^[^\W\d]{2,})[ ](?:is|was|ben|bent)[ ]"
    r"(?:er ene |er een |eentje |nog |zelf )?van[ ](?:het jaar[ ]|'t jaar[ ]|de klas[ ](?:van[ ])?"
    r"|bouwjaar[ ])?((?:19[0-8]\d)|'\d\d)(?![\d/.\-]\d|\d| (?:maat|euro|jaar))"
    r"|\b(?:ze|zij|hij|ik)[ ](?:is|ben)[ ](?:er ene |er een |nog |zelf )?van[ ]([2-6]\d)(?![\d/.,:\-]|[ ]?(?:maat"
    r"|euro|jaar|u\b|kg|km|cm|%))",
    re.IGNORECASE,
)
_HOLIDAY = (
    r"(?:kerst(?:dag|mis|avond)?|nieuwjaar(?:sdag)?|oudejaar|allerheiligen|pasen|no[eë]l|toussaint"
    r"|weihnachten|silvester)"
)
_BORN_ON_DAY = re.compile(rf"{_BORN}{_GAP}({_HOLIDAY}(?:[ ](?:19|20)\d\d)?)", re.IGNORECASE)
_IS_OF = re.compile(
    rf"(?:\b(?:is|was|ben|bent|zijn|ze|hij|zij)\b(?: \w+)? (?:er ene |er een |ne "
    rf"|eentje )?van|\bvan bouwjaar|\bvan de klas van|\best (?:née? )?(?:de|du|le)"
    rf"|\bist (?:vom|von))\s(?:de |den )?({_FULL})",
    re.IGNORECASE,
)
_BIRTHDAY = re.compile(
    rf"(?:\bverjaar(?:t|de|dag is|dag)?\b|\bjarig\b|\banniversaire\b|\bgeburtstag\b"
    rf"|\bbirthday\b)(?:(?: \w+){{0,2}}? (?:op|le|am|on|is|est|ist))?:?(?: de| den| the)? ({_FULL}"
    rf"|{_SPOKEN_DAY}|{_DAY})",
    re.IGNORECASE,
)
_BARE = re.compile(rf"(?<![\d/.\-])({_FULL})", re.IGNORECASE)
_YEAR_AT_END = re.compile(r"((?:18|19|20)\d\d)$|^((?:19|20)\d\d)")
_OTHER_EVENT = re.compile(
    r"getrouwd|gehuwd|trouw|huwelijk|sinds|sedert|depuis|\bseit\b|since|overle|gestorven"
    r"|oorlog|mari[ée]|d[ée]c[ée]d|verheirat"
    r"|gestorben|weduw|begraven|guerre|krieg|bevrijd|foto|gebouwd|verhuisd|afspraak"
    r"|rendez-vous|termin|appointment|factuur"
    r"|brief|dossier|facture|rechnung|rekening",
    re.IGNORECASE,
)
_BORN_CUES = ("geb", "°", "*", "né", "nee", "naiss", "born", "birth", "burt", "dob", "d.o.b")
_CUED = (
    (_BORN_CUES, (_AFTER_BORN, _STAR_YEAR, _BORN_ON_DAY)),
    ((*_BORN_CUES, "jahrgang", "bouwjaar", "klas van", "lichting"), (_BORN_YEAR,)),
    (("verjaar", "jarig", "annivers", "geburtstag", "birthday"), (_BIRTHDAY,)),
    ((" van ",), (_IS_OF_YEAR,)),
)
_OF_CUES = (" van", " de", " du ", " le ", " vo")
_LONG_AGO = re.compile(r"(?:18|19)\d\d")
_HINT = re.compile(r"gebor|naiss|\bn[ée]e?\b|born", re.IGNORECASE)
_DIGITS = "0123456789"
OLDEST = 1900
YOUNGEST_SAID = 2014  # after "is van": whoever is younger is not in a belboom
YOUNGEST_BARE = 1960  # without any word: later dates may be weddings, moves, operations


def find_birthdates(text: str) -> Iterator[Span]:
    """Dates of birth; appointments and other days stay."""
    lowered = text.lower()
    if not any(c in text for c in _DIGITS) and not _HINT.search(text):
        return
    for cues, patterns in _CUED:
        if not any(cue in lowered for cue in cues):
            continue
        for pattern in patterns:
            for match in pattern.finditer(text):
                group = next(g for g in range(1, len(match.groups()) + 1) if match[g])
                yield Span(*match.span(group), Kind.BIRTHDATE)
    if any(cue in lowered for cue in _OF_CUES):
        for match in _IS_OF.finditer(text):
            before = text[max(0, match.start() - 25) : match.start()]
            if OLDEST <= _year(match[1]) <= YOUNGEST_SAID and not _OTHER_EVENT.search(before):
                yield Span(*match.span(1), Kind.BIRTHDATE)
    if not _LONG_AGO.search(text):
        return
    for match in _BARE.finditer(text):
        before = text[max(0, match.start() - 30) : match.start()]
        four = _YEAR_AT_END.search(match[1])
        if four and OLDEST <= _year(match[1]) <= YOUNGEST_BARE and not _OTHER_EVENT.search(before):
            yield Span(*match.span(1), Kind.BIRTHDATE)


def _year(date: str) -> int:
    """The year of a date, two digits read as the last century unless 30 or less."""
    four = _YEAR_AT_END.search(date)
    if four:
        return int(four[1] or four[2])
    two = int(date[-2:]) if date[-2:].isdigit() else 99
    return 1900 + two if two > 30 else 2000 + two
