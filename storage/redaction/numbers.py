"""Runs of digits: telephone and register numbers, accounts, cards, enterprise numbers.

Shape and the words before a number decide; checksums only break ties, because people mistype. What is hidden
too eagerly the volunteer can put back; a number that slips through cannot be called back.
"""

import re
from collections.abc import Iterator

from stdnum import luhn

from storage.redaction.kinds import Kind, Span

_SEP = r"(?:[ \t\u00a0./\-–—()_·]{0,3}|,)"
_RUN = re.compile(
    rf"(?<![\w@])\(?\+?\(?(?:\d|[oO](?=4\d))(?:{_SEP}(?:\d|[oO](?=[\d ./]*\d)(?<=[\d ./][oO]))){{5,}}(?!\w*@)"
)
_STRUCTURED = re.compile(r"[+*]{3}\s?\d{3}\s?/\s?\d{4}\s?/\s?\d{5}\s?[+*]{3}")
_IBAN = re.compile(
    r"(?<!\w)(?:"
    r"B\.?\s?E[ .\-]?(?:\d[ .\-]{0,2}){12,15}\d"  # Belgian, one digit too few or too many included
    r"|(?:A[DELTZ]|B[AGHY]|C[HYZR]|D[EKZ]|E[EGS]|F[IROK]|G[BEIR]|H[RU]|I[EILST]|JO|KZ"
    r"|L[BITUV]|M[ACDEKRTU]|N[LO]|P[KLST]|QA|R[OS]|S[AEIKM]|T[NR]|UA|VG"
    r"|XK)[ ]?\d{2}(?:[ .\-]?[A-Z0-9]{4}){2,7}(?:[ .\-]?[A-Z0-9]{1,3})?(?![A-Za-z0-9])"
    r"|\d{3}[\-–]\d{7}[\-–]\d{2}(?!\d)"  # the account numbers of before 2008
    r")",
    re.IGNORECASE,
)
_VAT = re.compile(r"(?<!\w)BE[ .\-]?[01]?\d{3}[ .\-]?\d{3}[ .\-]?\d{3}(?![ .\-]?\d)", re.IGNORECASE)
_NATREG = re.compile(
    r"(?<![\w+])\d{2}(?:([.\-/])\d{2}\1\d{2}|[ ]\d{2}[ ]\d{2}|\d{4})[ ]?[.\-–/ ][ ]?"
    r"(?:\d{3}[ ]?[.\-–/ ]?[ ]?\d{1,3}|\d{2}[ ]?[.\-–/][ ]?\d{2,3}|\d{4}[ .\-]\d{2})(?![\d])"
)
_DATE_OR_TIME = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01])([./\-])(?:0?[1-9]|1[0-2])\1(?:19|20)?\d\d(?!\1?\d)|(?:19|20)\d\d([.\-/])\d\d\2\d\d"
    r"|\d{1,2}[/.:]\d{1,2}\s?[-–]\s?\d{1,2}[/.:]\d{1,2}"
    r"|(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d"
)
_BEFORE = 34
_SAYS_NATREG = re.compile(
    r"rijksreg|rrn|\brr\b|\binss\b|\binsz\b|\bniss\b|registre national|num[ée]ro national"
    r"|n°? ?national|\bnn\b"
    r"|nationalreg|\bsis\b|identiteit|\beid\b|carte d'identit|personalausweis|nationaal n|register",
    re.IGNORECASE,
)
_SAYS_PHONE = re.compile(
    r"\btel|gsm|mobiel|portable|handy|\bbel(?:t|len|de)?\b|bereik|whatsapp|\bfax"
    r"|t[ée]l[ée]phon|telefon|\bappel"
    r"|rufnummer|phone|mobile|\bcall\b|thuisnummer|\bjoin[dt]",
    re.IGNORECASE,
)
_SAYS_NUMBER = re.compile(r"\bnr\b|nummer|num[ée]ro|\bn°", re.IGNORECASE)
_SAYS_ACCOUNT = re.compile(r"rekening|\brek\b|compte|konto|iban|overschrijv|virement|account", re.IGNORECASE)
_SAYS_CARD = re.compile(r"kaart|carte|karte|\bcard|visa|maestro|bancontact|mastercard", re.IGNORECASE)
_SAYS_VAT = re.compile(r"\bbtw|\btva\b|ondernemingsn|\bkbo\b|\bbce\b|mwst|ust-id|\bvat\b|d'entreprise", re.IGNORECASE)
_SAYS_FILE = re.compile(
    r"(?:dossier|referentie|\bref\b|klant|polis|factuur|bestel|artikel|kenmerk|ticket|meterstand|\bstand\b"
    r"|r[ée]f[ée]rence|facture|client|rechnung|kunde|aktenzeichen|order"
    r"|invoice)[a-zé]*[ .:°#]*(?:n[ro]\.?|nummer)?[ .:#]*$",
    re.IGNORECASE,
)
_HAND_OVER = re.compile(r"[+(]*[\doO]+")


def find_numbers(text: str) -> Iterator[Span]:
    """All spans of digits that lead to a person, left to right within each sort; sorts may overlap."""
    for match in _VAT.finditer(text):
        yield Span(*match.span(), Kind.VAT)
    for match in _IBAN.finditer(text):
        spoken = match[0][:2].islower() and match[0][2] == " "  # "is 47 ..." is no account in Iceland
        if sum(c.isdigit() for c in match[0]) >= 8 and (not spoken or match[0][:2] == "be"):
            yield Span(match.start(), match.end(), Kind.IBAN)
    for match in _NATREG.finditer(text):
        whole = match[0].isdigit() and _SAYS_FILE.search(text, max(0, match.start() - _BEFORE), match.start())
        if _is_register_shape(match[0]) and not whole and not _DATE_OR_TIME.fullmatch(match[0]):
            yield Span(*match.span(), Kind.NATREG)
    yield from _runs(text)


def _runs(text: str) -> Iterator[Span]:
    """Digit runs judged one by one; a run that goes on after a whole number is judged again from there."""
    blocked = [m.span() for m in _STRUCTURED.finditer(text)] + [m.span() for m in _DATE_OR_TIME.finditer(text)]
    at = 0
    while match := _RUN.search(text, at):
        start, end = match.span()
        at = end
        dates = [b for b in blocked if b[0] < end and b[1] > start]
        if dates and dates[0][0] <= start + 1:
            full = dates[0][1] >= end - 1
            looks_like_phone = _SAYS_PHONE.search(text, max(0, start - _BEFORE), start) and full
            if not looks_like_phone:
                at = max(dates[0][1], start + 1)
                continue
        kind = _judge(text[max(0, start - _BEFORE) : start], match[0])
        if kind is None:
            continue
        if kind is Kind.PHONE:
            end = start + _phone_length(match[0])
            at = end
        end = start + len(text[start:end].rstrip(" \t./-–—(_·,"))
        yield Span(start, end, kind)


def _judge(before: str, run: str) -> Kind | None:
    """What the run is, told by the words before it and by its digits; None for an ordinary number."""
    digits = "".join(c if c.isdigit() else "0" for c in run if c.isdigit() or c in "oO")
    count = len(digits)
    plus = run.lstrip("(").startswith("+")
    if not plus and count >= 9 and _SAYS_NATREG.search(before):
        return Kind.NATREG
    if not plus and 9 <= count <= 17 and _SAYS_ACCOUNT.search(before):
        return Kind.IBAN
    if not plus and count >= 9 and _SAYS_VAT.search(before):
        return Kind.VAT
    if not plus and count >= 12 and _SAYS_CARD.search(before):
        return Kind.CARD
    if (plus and count >= 8) or (digits.startswith("00") and count >= 10):
        return Kind.PHONE
    if _SAYS_PHONE.search(before) and 6 <= count <= 12:
        return Kind.PHONE
    if (
        _SAYS_FILE.search(before)
        and count == len(run)
        and not (count == 11 and _checks_out(digits))
        and digits[0] != "0"
    ):
        return None
    if count == 11 and (digits[0] != "0" or _checks_out(digits)) and _is_register_shape(digits):
        return Kind.NATREG
    if count >= 13 and (luhn.is_valid(digits) or digits[0] != "0"):
        return Kind.CARD
    if digits[0] == "0" and count >= 8 and not (_SAYS_FILE.search(before) and digits[:2] != "04"):
        return Kind.PHONE
    mobile = count == 9 and digits[0] == "4" and digits[1] in "5-6789"
    if mobile and (re.search(r"\d{3}[ ./\-]\d\d[ ./\-]\d\d[ ./\-]\d\d", run) or _SAYS_NUMBER.search(before)):
        return Kind.PHONE
    return None


def _is_register_shape(run: str) -> bool:
    """Whether the digits can be year, month, day, serial and check (month +20 or +40 for a bis number)."""
    digits = "".join(c for c in run if c.isdigit())
    if not 10 <= len(digits) <= 12:
        return False
    if re.match(r"\d\d\.\d\d\.\d\d[ ]?-", run):
        return True
    return int(digits[2:4]) % 20 <= 12 and int(digits[2:4]) < 53 and int(digits[4:6]) <= 31


def _checks_out(digits: str) -> bool:
    """Modulo 97 of a register number, before and since 2000."""
    check = int(digits[9:])
    return check in (97 - int(digits[:9]) % 97, 97 - int("2" + digits[:9]) % 97)


def _phone_length(run: str) -> int:
    """Where a number ends that is followed by other digits ("0470 12 34 56 17 u"): at the group that fills it."""
    digits = "".join(c for c in run if c.isdigit() or c in "oO").replace("o", "0").replace("O", "0")
    plus = run.lstrip("(").startswith("+")
    if plus or digits.startswith("00"):
        bare = digits if plus else digits[2:]
        if not bare.startswith("32"):
            wanted = 15
        else:
            rest = bare[2:].lstrip("0")
            wanted = len(digits) - len(rest) + (9 if rest.startswith("4") else 8)
    else:
        wanted = 10 if digits[:2] in ("04", "06", "07") else 9
        wanted = wanted if digits[0] == "0" else 12
    if len(digits) <= wanted + 1:
        return len(run)
    seen = 0
    for group in _HAND_OVER.finditer(run):
        seen += sum(c.isdigit() or c in "oO" for c in group[0])
        if seen >= wanted:
            return group.end()
    return len(run)
