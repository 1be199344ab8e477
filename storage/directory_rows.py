"""A service as a row of the table, and back."""

from __future__ import annotations

import secrets
from typing import Any

from domain.nearby import Point
from domain.search import plain
from domain.services import Entry, Line, Status
from domain.themes import themes_in

MOST_TO_SEARCH = 2000
"""Characters of a service that are searched."""


def searchable(entry: Entry, words: str = "") -> str:
    """All by which a service is found, in searchable form."""
    told = (
        entry.name,
        entry.organisation,
        _digits(entry.phone),
        entry.postal_code,
        entry.place,
        words,
        entry.description,
    )
    return plain(" ".join(told))[:MOST_TO_SEARCH]


def other_number(words: str, old: str, new: str) -> str:
    """What is searched of a service, after its number changed."""
    left = [word for word in words.split() if word != _digits(old)]
    return " ".join([*left, _digits(new)]).strip()[:MOST_TO_SEARCH]


def entry_of(row: Any) -> Entry:
    """A row of the table."""
    at = None if row.latitude is None or row.longitude is None else Point(row.latitude, row.longitude)
    return Entry(
        id=row.id,
        hsds_id=row.hsds_id,
        name=row.name,
        organisation=row.organisation,
        organisation_id=row.organisation_id,
        description=row.description or "",
        phone=row.phone or "",
        email=row.email or "",
        url=row.url or "",
        languages=tuple(filter(None, row.languages.split(","))),
        themes=themes_in(row.themes),
        address=row.address or "",
        postal_code=row.postal_code or "",
        place=row.place or "",
        at=at,
        status=Status(row.status),
        urgent=row.urgent,
        source=row.source or "",
        checked_at=row.checked_at,
    )


def values_of(entry: Entry, words: str) -> dict[str, Any]:
    """All columns but `id` and `record`; `words` are more by which it is found."""
    return {
        "hsds_id": entry.hsds_id,
        "name": entry.name,
        "organisation": entry.organisation,
        "organisation_id": entry.organisation_id,
        "description": entry.description or None,
        "phone": entry.phone or None,
        "email": entry.email or None,
        "url": entry.url or None,
        "languages": ",".join(entry.languages),
        "themes": ",".join(entry.themes),
        "address": entry.address or None,
        "postal_code": entry.postal_code or None,
        "place": entry.place or None,
        "latitude": None if entry.at is None else entry.at.latitude,
        "longitude": None if entry.at is None else entry.at.longitude,
        "status": entry.status,
        "urgent": entry.urgent,
        "source": entry.source or None,
        "checked_at": entry.checked_at,
        "words": searchable(entry, words),
    }


def row_of_line(line: Line) -> dict[str, Any]:
    """One of the lines every directory begins with."""
    entry = Entry(
        id="",
        hsds_id=line.service.hsds_id,
        name=line.name,
        organisation=line.name,
        organisation_id=line.service.organisation_id,
        phone=line.number,
        url=f"https://{line.url}" if line.url else "",
        languages=(line.language,) if line.language else (),
        themes=line.themes,
        urgent=line.urgent,
        source=line.source,
        checked_at=line.checked_at,
    )
    return values_of(entry, line.words) | {"id": secrets.token_hex(8), "record": None}


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())
