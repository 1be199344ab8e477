"""Streets with a number, box, postcode and town, in Dutch, French, German and English."""

import re
from collections.abc import Iterator

from storage.redaction.kinds import Kind, Span
from storage.redaction.lexicon import FIRST, ORG, PLACE, WORD, fold, lexicon
from storage.redaction.streets import BOX, NUMBER, TAIL, TOWN, building_before, loose_addresses, with_town
from storage.redaction.vocabulary import word_set

_HEADS = re.compile(
    r"(?:[^\W\d_]|['’.\-])*(?:straa+t+|str\.?|strat|sraat|srtaat|straar|straatje|laa+n|laantje|ste+nwe+g|steenwg"
    r"|steeweg|stwg\.?|stw\.|plein"
    r"|pleintje|lei|dreef|kaai|dijk|weg|wegel|wegje"
    r"|baan|singel|markt|hof|park|berg|veld|velden|pad|gang|ring|kouter|dries|plaats|heide"
    r"|akker|akkers|bos|brug|poort|vest|wal"
    r"|hoek|dorp|eind|einde|eynde|kade|gracht|vaart|bron|beek|broek|meers|zicht|laar|donk"
    r"|rode|linde|linden|bergen|bosch|hulst"
    r"|esplanade|wijk|stra(?:ß|ss)e|gasse|platz|allee|damm|dam|kom|ufer|feld|graben|(?<=straat)-(?:noord|zuid"
    r"|oost|west))"
    rf"(?![^\W\d]|['’])[ .]?\s*,?\s*(?:nr\.?\s?|nummer\s|n°\s?|huisn(?:umme)?r\.?\s"
    rf"|numero\s)?(?P<number>{NUMBER}){TAIL}",
    re.IGNORECASE,
)
_SURE = re.compile(
    r"(?:straa+t+|straatje|str\.?|strat|sraat|srtaat|straar|laa+n|laantje|ste+nwe+g|steenwg|steeweg|stwg\.?|stw\.|plein"
    r"|straat-(?:noord|zuid|oost|west)|pleintje|dreef|kaai"
    r"|stra(?:ß|ss)e|gasse|singel)$"
)
_SURE_SHORT = re.compile(
    r"(?:lei|dijk|weg|wegel|baan|allee|platz|hof|kouter|dries|esplanade|wegje|berg|heide|veld|vest|beek|dam|kom|wijk)$"
)
_DIGIT = re.compile(r"\d")
_BEFORE_NUMBER = re.compile(
    r"(?<![\w'’.\-])((?:[^\W\d_]|['’\-]|\.(?=[^\W\d_]|-))+)\.?\s*,?\s*(?:nr\.?\s?|nummer\s|n°\s?"
    r"|huisn(?:umme)?r\.?\s|numero\s)?(?=\d)",
    re.IGNORECASE,
)
_SUFFIXES = tuple(
    sorted(
        word_set(
            "akker akkers allee baan beek berg bergen bos bosch broek bron brug damm dijk donk dorp "
            "dreef dries eind einde esplanade eynde feld gang gasse graben gracht heide hoek hof hulst "
            "kaai kade kom kouter dam laan laaan laantje laar lei linde linden markt meers pad park plaats platz "
            "plein pleintje poort ring rode singel steenweg stenweg steenwg steeweg str straat straaat straatt strat "
            "sraat srtaat straar straatje strasse straße stw stwg noord zuid oost west "
            "ufer vaart veld velden vest wal weg wegel wegje wijk zicht"
        )
    )
)
_LIVES_HINTS = (
    *(
        "woon",
        "verhuis",
        "logeert",
        "verblijft",
        "adres",
        "habit",
        "vit ",
        "loge ",
        "nag",
        "wohn",
        "gezogen",
        "live",
        "living",
    ),
    *("moved", "address"),
)
_NO_STREET = word_set(
    "onderweg halfweg terugweg snelweg autoweg uitweg vanweg afweg allerlei velerlei tweeerlei "
    "geen parkeerplaats standplaats werkplaats plaats gemeenteplein straat laan weg baan "
    "steenweg dreef kaai plein lei dijk park markt hof berg veld pad gang ring dorp hoek wijk "
    "brug bos beek einde eind poort broek feld platz allee damm ufer wal bron supermarkt "
    "rommelmarkt kerstmarkt rusthof speelplein vandaan hulst linde eigenlei einde zicht "
    "overzicht gezicht inzicht toezicht uitzicht bericht gracht vaart akker heide eynde "
    "straatje buurtweg spoorweg werkhoek kerkhof begraafplaats slaapplaats zitplaats keukenhoek "
    "voetbalveld schoonbroek zwembroek onderbroek wegel ringbaan bergen hartstreek hofje kaart "
    "doorweg vanwege strasse noord zuid oost west welkom telecom saldokom inkom vandam madam amsterdam rotterdam "
    "macadam potverdam maand"
)
_BARE_STREET = word_set(
    "strasse straat laan steenweg markt baan weg dijk kaai dreef plein park hof plaats lei "
    "kouter dries ring berg wal vest"
)
_EPITHETS = word_set(
    "vijfde zesde zevende achtste negende tiende derde burg past gen kan kard prof mr onderpastoor architect dokters "
    "hertog hertogin markies sire jonkheer mevrouw advocaat schepen minister wijnand ferdinand hubert joseph "
    "oudstrijders "
    "oude nieuwe grote kleine groot klein lange korte hoge lage brede vlaamse waalse eerste "
    "tweede zwarte witte rode groene koning koningin prins prinses kardinaal kanunnik pastoor "
    "burgemeester dokter dr generaal graaf gravin jan jozef pieter frans karel albert sint st "
    "heilig heilige onze notaris meester professor president maarschalk kapitein ridder baron "
    "jonker albrecht leopold emiel edward gustaaf victor jules louis van de den der ten ter het "
    "mgr pater broeder zuster alfons hendrik guido"
)
_FR_SURE = (
    r"rue|avenue|boulevard|bd\.?|boul\.|chauss[ée]e|chemin|impasse|dr[èe]ve|venelle|ruelle"
    r"|faubourg|all[ée]e"
)
_FR_MAYBE = (
    r"av\.|place|quai|square|clos|route|sentier|voie|cours|galerie|r[ée]sidence|cit[ée]"
    r"|passage|mont[ée]e|thier|esplanade|parvis"
)
_FR_LINK = r"(?:de la|de l['’]|de|du|des|d['’]|l['’]|la|le|les|en|aux|au|à|sur|sous|et|saint|sainte|st|ste)"
_FR_NAME = (
    rf"(?:(?:{_FR_LINK})[ \-]?){{0,3}}[^\W\d_][\w'’.\-]*"
    rf"(?:[ ](?:(?:{_FR_LINK})[ ]?){{0,2}}(?-i:[A-ZÀ-Ý])[\w'’.\-]*){{0,4}}"
)
_FRENCH = re.compile(
    rf"\b(?:(?:{_FR_SURE})[ ]{_FR_NAME}(?:[ ][a-zà-ÿ\-]+)??"
    rf"|(?:{_FR_MAYBE})[ ](?:(?:{_FR_LINK})[ ]?){{0,3}}(?-i:[A-ZÀ-Ý])[\w'’.\-]*"
    rf"(?:[ ](?:(?:{_FR_LINK})[ ]?){{0,2}}(?-i:[A-ZÀ-Ý])[\w'’.\-]*){{0,4}})\s*,?\s*(?:n°\s?"
    rf"|nr\.?\s?|num[ée]ro\s|au\s)?{NUMBER}{TAIL}",
    re.IGNORECASE,
)
_FRENCH_FIRST = re.compile(
    rf"(?<![\d/])\d{{1,4}}(?:\s?(?:bis|ter|[a-c]))?\s?,?\s(?:{_FR_SURE}"
    rf"|{_FR_MAYBE})[ ]{_FR_NAME}{TAIL}",
    re.IGNORECASE,
)
_STEENWEG_TO = re.compile(rf"\b(?:stwg|steenweg|stw)\.?[ ](?:op|naar)[ ][\w\-]+[ ,]+{NUMBER}{TAIL}", re.IGNORECASE)
_GERMAN = re.compile(
    rf"\b(?:Am|Auf der|Auf dem|Auf'm|In der|In den|Im|An der|Zum|Zur|Hinter der|Hinter dem"
    rf"|Unter den|Beim|Ober|Alte|Neue)[ ]"
    rf"(?!(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Tag|Januar|Februar"
    rf"|März|April|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Zimmer|Alter|Jahr|Bus))"
    rf"[A-ZÄÖÜ][\w\-]+(?:[ ](?:Straße|Weg|Platz))?[ ]{NUMBER}{TAIL}"
)
_ENGLISH = re.compile(
    rf"\b\d{{1,4}}[a-zA-Z]?,?[ ](?:[A-Z][\w'’]+[ ]){{1,3}}(?:Street|Road|Lane|Avenue|Drive"
    rf"|Close|Square|Court|Terrace|Rd|St|Ave)\b\.?{TAIL}"
)
_LIVES = (
    r"\b(?:woont|wonen|woon|woonde|wonende|woonachtig|verhuis\w*|logeert|verblijft|adres"
    r"|habite|habitait|vit|loge|d[ée]m[ée]nag\w+"
    r"|adresse|wohnt|wohnen|gezogen|umgezogen|lives|living|moved|address)\b"
)
_LIVES_NUMBER = re.compile(
    rf"{_LIVES}(?-i:[^.!?\d]{{0,30}}?[\s:])(?P<street>(?-i:(?:[A-ZÀ-Ý][\w'’\-]+[ ]){{1,4}}){NUMBER}{TAIL})",
    re.IGNORECASE,
)
_LIVES_STREET = re.compile(
    rf"{_LIVES}[^.;!?\d]{{0,24}}?\b(?:in|op|aan|naar|langs)[ ](?:de|den|d['’]|het|'t|der)[ ]"
    r"(?P<street>(?:(?-i:[A-Z])[\w'’\-]*[ ]){0,3}[\w'’\-]{2,}(?:straat|laan|steenweg|lei"
    r"|dreef|kaai|plein|baan|weg|dijk|stra(?:ß|ss)e)(?!\w))",
    re.IGNORECASE,
)
_LIVES_ON = re.compile(
    rf"{_LIVES}[^.;!?\d]{{0,20}}?\bop[ ](?:de|den)[ ](?P<street>(?-i:[A-Z])[\w'’\-]+)", re.IGNORECASE
)
_LIVES_RUE = re.compile(
    rf"{_LIVES}[^.;!?\d]{{0,20}}?\b(?P<street>(?:{_FR_SURE}|place|quai)[ ]{_FR_NAME})", re.IGNORECASE
)
_THEN_NUMBER = re.compile(
    r"^[^.!?\d]{0,40}?\b(?P<number>(?:op\s)?(?:huisnummer|nummer|nr\.?|num[ée]ro|n°"
    r"|hausnummer|number)\s?\d{1,4}\s?[a-z]?(?!\w))",
    re.IGNORECASE,
)
_HAS_LIVES = re.compile(_LIVES, re.IGNORECASE)
_WHOLE = re.compile(
    rf"(?:\b[A-ZÀ-Ý][\w'’\-]+[ ]){{1,4}}{NUMBER}{BOX}(?:\s*[,;(]\s*|\s[\-–]\s)(?:(?:B"
    rf"|BE)[\- ])?[1-9]\d{{3}}[ ](?=[A-Z]){TOWN}"
)
_POSTCODE = re.compile(
    r"(?<![\d./\-+])(?:(?:B|BE)[\- ]{1,3})?(?P<code>[1-9]\d{3})[ ]{1,2}(?P<town>(?:(?:De|La"
    r"|Le|Les|Sint|Saint)[ ])?[^\W\d_][\w'’\-]+)",
    re.IGNORECASE,
)
_AS_YEAR = re.compile(
    r"(?:\bin|sinds|tot|jaar|januari|februari|maart|april|mei|juni|juli|augustus|[a-z]+ember"
    r"|oktober|\d|en|ann[ée]e|depuis|seit|vanaf)[ /.\-]*$",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"(?<![\w])([^\W\d_][\w'’.\-]*)([ ])$")


def find_addresses(text: str) -> Iterator[Span]:
    """Addresses; a street without a number only after a word like "woont"."""
    if _DIGIT.search(text):
        yield from _numbered(text)
    lowered = text.lower()
    if any(hint in lowered for hint in _LIVES_HINTS) and _HAS_LIVES.search(text):
        yield from _homes(text)


def _numbered(text: str) -> Iterator[Span]:
    for word in _BEFORE_NUMBER.finditer(text):
        match = _HEADS.match(text, word.start()) if word[1].lower().endswith(_SUFFIXES) else None
        start = _street_start(text, match) if match else None
        if match and start is not None:
            yield _span(text, building_before(text, start), match.end())
    for pattern in (_STEENWEG_TO, _FRENCH, _FRENCH_FIRST, _GERMAN, _ENGLISH):
        for match in pattern.finditer(text):
            yield _span(text, *match.span())
    for match in _WHOLE.finditer(text):
        yield _span(text, *match.span())
    for start, end in loose_addresses(text):
        yield _span(text, start, end)
    for match in _POSTCODE.finditer(text):
        year = 1900 <= int(match["code"]) <= 2035
        before = text[max(0, match.start() - 12) : match.start()]
        if lexicon().flags.get(fold(match["town"]), 0) & PLACE and not (year and _AS_YEAR.search(before)):
            yield _span(text, *match.span())


def _street_start(text: str, match: re.Match[str]) -> int | None:
    """Where the street's name starts, or None if the words are no street."""
    street = text[match.start() : match.start("number")].split()[0].rstrip(",")
    folded = fold(street)
    capital = street[0].isupper()
    left = _left(text, match.start())
    if capital and folded in ("markt", "dorp", "plein", "kerkplein", "dries", "heirbaan"):
        return left
    if folded in _NO_STREET or folded in _BARE_STREET:
        return left if left < match.start() and folded in _BARE_STREET else None
    if _SURE.search(folded) or _SURE_SHORT.search(folded):
        return left
    return left if capital and not lexicon().flags.get(folded, 0) & WORD else None


def _left(text: str, start: int) -> int:
    """`start`, moved left over the words that belong to a street's name ("Oude", "Koning", "Jan Van")."""
    at = start
    steps = 0
    while steps < 4 and (word := _WORD_BEFORE.search(text, max(0, at - 30), at)):
        folded = fold(word[1]).rstrip(".")
        small = folded in ("de", "den", "der", "van", "het", "ten", "ter", "jan", "frans", "karel", "albert", "jozef")
        flags = lexicon().flags.get(folded, 0)
        is_name = word[1][0].isupper() and (folded in _EPITHETS or flags & FIRST or not flags & (WORD | ORG))
        is_name = is_name and (
            word.start() > 0
            or len(folded) == 1
            or bool(flags)
            or folded.endswith(("er", "se", "sche"))
            or folded in ("van", "de")
        )
        is_epithet = folded in _EPITHETS and not small
        if is_epithet or is_name:
            at, steps = word.start(1), steps + 1
            start = at
        elif small and word[1][0].islower() and steps < 2:
            before = _WORD_BEFORE.search(text, max(0, word.start(1) - 30), word.start(1))
            if not before or not (before[1][0].isupper() and lexicon().flags.get(fold(before[1]), 0) & ~(WORD | ORG)):
                break
            at, steps = word.start(1), steps + 1
        else:
            break
    return start


def _homes(text: str) -> Iterator[Span]:
    for pattern in (_LIVES_NUMBER, _LIVES_STREET, _LIVES_ON, _LIVES_RUE):
        for match in pattern.finditer(text):
            street = match["street"]
            flags = lexicon().flags.get(fold(street.split()[0]), 0)
            if pattern is _LIVES_ON and flags & (WORD | PLACE | ORG):
                continue
            yield _span(text, *match.span("street"))
            after = _THEN_NUMBER.search(text[match.end("street") : match.end("street") + 70])
            if after and pattern is not _LIVES_NUMBER:
                offset = match.end("street")
                yield Span(offset + after.start("number"), offset + after.end("number"), Kind.ADDRESS)


def _span(text: str, start: int, end: int) -> Span:
    end = with_town(text, end)
    piece = text[start:end]
    return Span(start, start + len(piece.rstrip(" ,.;-–")), Kind.ADDRESS)
