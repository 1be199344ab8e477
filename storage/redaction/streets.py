"""Parts that every address has (number, box, postcode, town), and streets whose name does not tell they are one."""

import re
from collections.abc import Iterator

from storage.redaction.lexicon import AMBIGUOUS, FIRST, ORG, PLACE, fold, lexicon
from storage.redaction.vocabulary import word_set
from storage.redaction.wordlike import ordinary

UNIT = (
    r"(?!\d|[.,:]\d|\s?(?:jaar|jaren|keer|maal|x\b|dag|week|weken|maand|uur|u\b|u\d|h\b|h\d"
    r"|euro|€|%|km|meter|m\b|min|graden"
    r"|pers|mensen|kinder|stuks|kg|liter|fois|jours?|ans?\b|heures?|mois|semaines?|euros"
    r"|jahre?|mal\b|tage|uhr|stunden"
    r"|times|years?|days?|hours?|weeks?|pm\b|am\b|januari|februari|maart|april|mei|juni|juli"
    r"|augustus|sept|okt|nov|dec))"
)
NUMBER = (
    rf"\d{{1,4}}{UNIT}(?:\s?(?:bis|ter)\b"
    rf"|\s?[a-zA-Z](?![\w'’])(?!\.\w))?(?:\s?[/\-]\s?\d{{1,4}}\w?(?![\d/]))?"
)
BOX = (
    r"(?:\s*(?:[,/]|[-–](?=\s?b))?\s*\(?(?:bus|bte|bo[iî]te|app?t?|appartement|kamer|verd(?:iep)?|wohnung"
    r"|flat)\.?\s?(?:nr\.?\s?)?"
    r"(?:\d{1,4}\s?(?:[./]\s?\d{1,3})?\s?[a-zA-Z]?|[A-Za-z]\d*)(?![\w])\)?"
    r"|\s*,\s*b\.?\s?\d{1,3}(?!\w)|\s+b\.?\s?\d{1,3}(?!\w)"
    r"|\s*,?\s*(?:\d{1,2}\s?(?:ste|de|e|[èe]me|er)?\.?\s?|gelijkvloers|[a-z]{3,7}de\s)(?:verdieping|verdiep|verd\.?"
    r"|[ée]tage|stock|stage)(?!\w))?"
)
TOWN = (
    r"(?:(?:De|Den|La|Le|Les|Saint|Sint|Sankt|St\.?|Braine|Heist|Mont|Neuve|Villers|Bad"
    r"|Ottignies|Louvain|Knokke|Sainte"
    r"|'s|de|la|le)[ ])?[^\W\d_][\w'’]+(?:-[\w'’]+)*(?:[ ](?:op|aan|sur"
    r"|en)[ ]?den?[ ][A-Z]\w+|-(?:op|aan|sur)-[\w\-]+|[ ]\d\d?(?=\s*$))?"
)
POST = (
    rf"(?:\s*[,.;(\-–]?\s*(?:te\s|in\s|à\s)?(?:(?:B|BE|D|F|L|NL)[\- ]{{0,3}})?\d{{4,5}}(?!\d"
    rf"|[./-]\d)(?:\s?[A-Z]{{2}}(?=\s))?[ ]{{1,2}}{TOWN})?"
)
TAIL = BOX + POST
_NAME_WORD = r"[A-ZÀ-Ý][\w'’\-]+"
_SMALL = r"(?:ter|ten|de|den|der|het|'t|op|aan|van|la|du|des)"
_LOOSE = re.compile(
    rf"(?<![\w'’.\-/])(?P<name>(?:{_NAME_WORD}[ ](?:{_SMALL}[ ]){{0,2}}){{0,3}}(?P<last>{_NAME_WORD}))"
    rf"(?:[ ]|,[ ])(?:nr\.?[ ]?|nummer[ ]|n°[ ]?)?(?P<number>{NUMBER})(?P<tail>{TAIL})"
)
_CUE = re.compile(
    r"(?:\b(?:woon\w*|wonen|verhuis\w*|adres|logeert|verblijft|habite|adresse|wohnt|lives|brengen|leveren|bezorgen"
    r"|sleutel|flat|appartement|thuis|langsgaan|afzetten|ophalen)\b[^.!?\d]{0,25}|\b(?:in|op|aan|naar"
    r"|van)[ ](?:de|den|het|'t)?[ ]?)$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:den|de|het|'t|d')[ ]$")
_LIVES_AT = re.compile(
    rf"\b(?:woon\w*|wonen|verhui\w*|adres\w*|logeert|verblijft)\b[^.!?\d]{{0,25}}?\b(?:in|op|naar|is|adres|:)[ ]"
    rf"(?:de[ ]|het[ ]|'t[ ])?(?P<street>(?:den[ ])?(?P<last>[^\W\d][\w'’\-]{{2,}})[ ]{NUMBER}{TAIL})",
    re.IGNORECASE,
)
_INVERSE = re.compile(
    r"(?P<number>\b(?:huisnummer|nummer|nr\.?|num[ée]ro|n°|hausnummer)\s?\d{1,4}\s?[a-z]?(?!\w))[ ,]{1,2}"
    r"(?:in|van|op|aan|langs|de|dans|in der|auf der)[ ](?:de[ ]|den[ ]|het[ ]|'t[ ]|la[ ]|der[ ])?"
    r"(?P<street>(?:[A-ZÀ-Ý][\w'’\-]*[ ]){0,3}[\w'’\-]*(?:straat|laan|steenweg|lei|dreef|kaai|plein|baan|weg|dijk"
    r"|stra(?:ß|ss)e|markt)\b|(?:rue|avenue|chauss[ée]e|place)[ ][\w'’\-]+(?:[ ][A-ZÀ-Ý][\w'’\-]+)*)",
    re.IGNORECASE,
)
_DIRECT = re.compile(
    r"\b(?:in|op|aan|langs|dans|sur)[ ](?:(?:de|den|het|la|l')[ ]"
    r"|'t[ ])?(?P<street>(?:(?-i:[A-ZÀ-Ý])[\w'’\-]*[ ]){0,3}[\w'’\-]{2,}"
    r"(?:straat|laan|steenweg|lei|dreef|kaai|plein|baan|weg|dijk|stra(?:ß|ss)e|markt)|(?:rue|avenue"
    r"|chauss[ée]e)[ ][^,.!?\d]{2,40}?)"
    r"[ ,]{1,3}(?:(?:op|au|in)[ ])?(?:het[ ]|'t[ ])?(?P<number>(?:huisnummer|nummer|nr\.?|num[ée]ro|n°"
    r"|hausnummer)\s?\d{1,4}"
    r"\s?[a-z]?(?!\w))",
    re.IGNORECASE,
)
_POST_BOX = re.compile(rf"\b(?:postbus|bo[iî]te postale|postfach|b\.?p\.?)\s\d{{1,5}}(?!\d){POST}", re.IGNORECASE)
_BUILDING = re.compile(
    r"\b(?:residentie|r[ée]sidence|blok|flatgebouw|woonblok|serviceflats?|building|villa|huize|hoeve|tuinwijk|woonwijk"
    r"|cit[ée]|toren|tour)[ ](?:(?:de|den|het|ter|ten|van|des|du|les|la|le)[ ]|[A-ZÀ-Ý][\w'’\-]*[ ,]{1,2}){0,4}"
    rf"(?:(?:flat|app?t?\.?|appartement|kamer|nr\.?|nummer|bus|n°)\s?)?(?=\d)(?:{NUMBER}){TAIL}",
    re.IGNORECASE,
)
_BUILDING_BEFORE = re.compile(
    r"\b(?:[Rr]esidentie|[Rr][ée]sidence|[Bb]lok|[Ff]latgebouw|[Vv]illa|[Hh]uize|[Hh]oeve|[Tt]oren)"
    r"(?:[ ](?:de|den|het|ter|ten|van|des|du|les|la|le)|[ ][A-ZÀ-Ý][\w'’\-]*){1,4},?[ ]$"
)
_TOWN_AFTER = re.compile(rf"\s?,\s(?:te[ ])?(?P<town>{TOWN})")
_SENTENCE_END = re.compile(r"(?:^|[.!?;:\n]\s*)$")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_COUNTED = word_set(
    "kamer vraag lijn bus zaal nummer nr artikel pagina blz hoofdstuk psalm deel groep fase niveau verdiep "
    "verdieping gang "
    "deur loket balie perron spoor tram kanaal radio net week dag jaar dossier factuur ticket studio windows "
    "iphone covid "
    "omega vitamine formule type klas graad euro punt punten score stap code kilo tafel team pc ps playstation volume "
    "januari februari maart april mei juni juli augustus september oktober november december maandag dinsdag woensdag "
    "donderdag vrijdag zaterdag zondag janvier fevrier mars avril mai juin juillet aout septembre octobre "
    "novembre decembre "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar marz oktober dezember zimmer chambre "
    "question ligne zug gleis channel chapter room page kerstmis pasen ongeveer totaal ronde les module versie reeks "
    "seizoen aflevering nog al nu om van tot met bloeddruk gewicht suiker temperatuur pols km max min ca circa "
    "bel gsm tel "
    "telefoon rekening iban kaart visa bijna om rond tegen sinds heeft slechts amper drie vier vijf maat lengte "
    "leeftijd "
    "voorraad formulier bijlage punt bereik stand afdeling dienst unit cel vak rij stoel plaats dosis pil kcal "
    "wifi usb "
    "bijna minstens hoogstens art vanaf wk kwartaal trap gebouw blok cote eurocent cent mbo havo klasse tarief "
    "zone regio "
    "tv vtm vrt rtl rtbf een canvas ketnet play nieuws psalmen gezang lied brugge genk standard nazi regel taak "
    "opdracht "
    "thema sessie box optie keuze stop halte route rang top euromillions lotto joker groepje haar zijn hij ze zij "
    "ik we "
    "er het de in op na voor bij en of dus maar toen daar hier alles om nee ja ok zeker samen wel niet die dat"
)


def loose_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Addresses that no street word gives away: "Coupure 55", "Dok Noord 4", "op nummer 12 in de Kerkstraat"."""
    for match in _LOOSE.finditer(text):
        start = _loose_start(text, match)
        if start is not None:
            yield start, match.end()
    for pattern in (_INVERSE, _DIRECT):
        for match in pattern.finditer(text):
            yield match.span("street")
            yield match.span("number")
    for match in _LIVES_AT.finditer(text):
        if fold(match["last"]) not in _COUNTED:
            yield match.span("street")
    for pattern in (_POST_BOX, _BUILDING):
        for match in pattern.finditer(text):
            yield match.span()


def with_town(text: str, end: int) -> int:
    """`end` of an address, moved over ", Gent" where that is a town."""
    after = _TOWN_AFTER.match(text, end)
    if not after or not lexicon().flags.get(fold(after["town"]), 0) & PLACE:
        return end
    return after.end()


def building_before(text: str, start: int) -> int:
    """`start` of an address, moved left over "Residentie Zonnebloem, "."""
    before = _BUILDING_BEFORE.search(text, max(0, start - 60), start)
    return before.start() if before else start


def _loose_start(text: str, match: re.Match[str]) -> int | None:
    """Where the address starts, or None where the words before the number are no street."""
    start, last = match.start(), fold(match["last"])
    words = [fold(w) for w in match["name"].split()]
    flags = lexicon().flags.get(last, 0)
    if last in _COUNTED or words[0] in _COUNTED - {"de", "het", "op", "in"} or flags & ORG:
        return None
    if flags & FIRST and not flags & AMBIGUOUS and not match["tail"]:
        return None  # "Maria 85"
    if _YEAR.match(match["number"]) or match["last"].isupper():
        return None
    cued = _CUE.search(text, max(0, start - 40), start) is not None
    begins = _SENTENCE_END.search(text, max(0, start - 4), start) is not None
    rest = text[match.end() : match.end() + 2].strip()
    whole = begins and (not rest or rest[0] in ",;).\n") and len(match["name"]) > 3
    if flags & PLACE and len(words) == 1 and not cued and not match["tail"]:
        return None
    alone = whole and len(match["name"]) > 3 and not text[match.end() :].strip(" .,;\n")
    known = alone or cued or bool(match["tail"]) or (whole and not ordinary(last)) or (whole and len(words) > 1)
    if known or (not begins and not ordinary(last) and not flags):
        if cued and (article := _ARTICLE.search(text, max(0, start - 4), start)) and article[0] == "den ":
            return article.start()
        return start
    return None
