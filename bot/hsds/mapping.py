"""What of an HSDS record the directory shows and searches. The record itself is kept beside it, whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from babel import Locale

from domain.nearby import Point
from domain.search import plain, themes_of, words_of
from domain.services import Entry, Status, web_address
from domain.themes import WORDS, Theme
from locales import LANGUAGES
from storage.directory import New

TAXONOMY = "belboom"
"""Our own terms: a theme each, and `urgent`, which puts a line into `/hulp`. A record with these needs no guessing."""

URGENT = "urgent"

MOST_THEMES = 4
LONGEST = {"name": 200, "organisation": 200, "phone": 64, "email": 200, "url": 300, "address": 200, "place": 80}
"""Characters that the columns hold; the record has everything."""

Record = Mapping[str, Any]


def new_of(record: Record, now: datetime) -> New:
    """The service in a record that fits the schema."""
    organisation: Record = record.get("organization", {})
    located = _located(record)
    address = _first(_addresses(located), {})
    place = _text(address.get("city"), "place")
    codes, terms = _terms(record)
    entry = Entry(
        id="",
        hsds_id=record["id"],
        name=_text(record["name"], "name"),
        organisation=_text(organisation.get("name"), "organisation"),
        organisation_id=organisation.get("id") or record.get("organization_id", ""),
        description=_flat(record.get("description")),
        phone=_text(_number(record), "phone"),
        email=_text(record.get("email"), "email"),
        url=_web(record.get("url")) or _web(organisation.get("website")),
        languages=_languages(record),
        themes=_themes(record, codes, terms),
        address=_text(_joined(address), "address"),
        postal_code=_flat(address.get("postal_code"))[:12],
        place=place,
        at=_position(located),
        status=Status(record["status"]),
        urgent=URGENT in codes,
        checked_at=_checked(record, now),
    )
    return New(entry, _words(record, terms), record)


def numbers(record: Record) -> Iterator[dict[str, Any]]:
    """Every phone by which the service can be reached, its own first, then of its places, then of its organisation."""
    yield from _voices(record)
    for there in record.get("service_at_locations", ()):
        yield from _voices(there)
        yield from _voices(there.get("location", {}))
    yield from _voices(record.get("organization", {}))


def _voices(owner: Record) -> Iterator[dict[str, Any]]:
    yield from (phone for phone in owner.get("phones", ()) if phone.get("type", "voice").lower() not in ("fax", "text"))


def _number(record: Record) -> str:
    return next((str(phone["number"]) for phone in numbers(record)), "")


def _located(record: Record) -> Record:
    """The place that is shown: the first to which one can go, else the first."""
    places = [there["location"] for there in record.get("service_at_locations", ()) if "location" in there]
    return _first((one for one in places if one["location_type"] == "physical"), _first(places, {}))


def _addresses(located: Record) -> list[Record]:
    addresses = located.get("addresses", ())
    return sorted(addresses, key=lambda one: one["address_type"] != "physical")


def _joined(address: Record) -> str:
    return ", ".join(filter(None, (_flat(address.get("address_1")), _flat(address.get("address_2")))))


def _position(located: Record) -> Point | None:
    latitude, longitude = located.get("latitude"), located.get("longitude")
    return None if latitude is None or longitude is None else Point(float(latitude), float(longitude))


def _languages(record: Record) -> tuple[str, ...]:
    """ISO 639 codes of the languages of the service, or else of its phones."""
    told = list(record.get("languages", ())) or [one for p in numbers(record) for one in p.get("languages", ())]
    codes = dict.fromkeys(filter(None, (_code(one) for one in told)))
    return tuple(codes)[:12]


def _code(language: Record) -> str:
    code = str(language.get("code", "")).strip().lower().replace("_", "-").split("-")[0]
    if len(code) in (2, 3) and code.isascii() and code.isalpha():
        return _SHORT.get(code, code)
    return _names().get(plain(str(language.get("name", ""))), "")


_SHORT = {"nld": "nl", "dut": "nl", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "eng": "en", "ara": "ar"}
_SHORT |= {"tur": "tr", "ukr": "uk", "rus": "ru", "pol": "pl", "ron": "ro", "spa": "es", "ita": "it", "por": "pt"}


@cache
def _names() -> Mapping[str, str]:
    """Codes by the names of languages, in our languages and in each language itself."""
    found: dict[str, str] = {}
    for code, name in Locale.parse("en").languages.items():
        if code.isalpha():
            found[plain(str(name))] = code
    for reader in LANGUAGES:
        for code, name in Locale.parse(reader).languages.items():
            if code.isalpha():
                found.setdefault(plain(str(name)), code)
    return found


def _terms(record: Record) -> tuple[list[str], list[str]]:
    """The codes of our own terms, and the names of all others."""
    ours: list[str] = []
    others: list[str] = []
    for owner in (record, record.get("organization", {})):
        for attribute in owner.get("attributes", ()):
            term = attribute.get("taxonomy_term", {})
            if term.get("taxonomy") == TAXONOMY:
                ours.append(str(term.get("code", "")))
            elif term:
                others.append(str(term["name"]))
    return ours, others


def _themes(record: Record, codes: Sequence[str], terms: Sequence[str]) -> tuple[Theme, ...]:
    """The themes as we said them ourselves, or by words: of the terms, else of the name, else of what is told."""
    if codes:
        return tuple(dict.fromkeys(Theme(code) for code in codes if code in tuple(Theme)))
    for text in (" ".join(terms), _flat(record["name"])):
        found = {theme for word in words_of(text) if len(word) > 3 for theme in themes_of(word)}
        if found:
            return _in_order(found)
    told = set(words_of(_flat(record.get("description"))))
    return _in_order({theme for theme in Theme if told & WORDS[theme]})


def _in_order(found: Iterable[Theme]) -> tuple[Theme, ...]:
    there = set(found)
    return tuple(theme for theme in Theme if theme in there)[:MOST_THEMES]


def _words(record: Record, terms: Sequence[str]) -> str:
    """More by which it is found: other names, terms, where it works, for whom."""
    areas = [_flat(area.get("name")) for area in record.get("service_areas", ())]
    cities = [
        _flat(address.get("city"))
        for there in record.get("service_at_locations", ())
        for address in there.get("location", {}).get("addresses", ())
    ]
    other = (_flat(record.get("alternate_name")), _flat(record.get("eligibility_description")))
    return " ".join((*other, *terms, *areas, *cities))


def _checked(record: Record, now: datetime) -> datetime | None:
    """Noon of the day on which it was last assured, or else changed; not a day that is still to come."""
    for told in (record.get("assured_date"), record.get("last_modified")):
        day = day_of(told)
        if day is not None:
            at = datetime.combine(day, time(12), UTC)
            return at if at <= now + timedelta(days=1) else None
    return None


def day_of(told: Any) -> date | None:
    """The day at the beginning of a text, if there is one."""
    try:
        return date.fromisoformat(str(told)[:10])
    except ValueError:
        return None


def _web(told: Any) -> str:
    found = web_address(str(told)) if told else ""
    return found if len(found) <= LONGEST["url"] else ""


def _text(told: Any, column: str) -> str:
    return _flat(told)[: LONGEST[column]]


def _flat(told: Any) -> str:
    """A text on one line, without what is no letter at all."""
    return " ".join(str(told).replace("\0", "").split()) if told else ""


def _first(some: Iterable[Record], otherwise: Record) -> Record:
    return next(iter(some), otherwise)
