"""A service of the directory as an HSDS record: the one it came from with what changed since, or one made anew."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from bot.hsds.mapping import TAXONOMY, URGENT, day_of, new_of, numbers
from domain.services import Entry
from domain.themes import Theme

_NAMESPACE = UUID("0b0f7d5e-3c39-5b8e-8e0e-6f2f3c1d9a77")
"""Under which what we make anew (a phone, an attribute) has the same id every time."""


def record_of(entry: Entry, kept: dict[str, Any] | None, description: str, now: datetime) -> dict[str, Any]:
    """The record. `description` is what it is for, in words, where the directory keeps none itself."""
    return _anew(entry, description) if kept is None else _brought_up_to_date(entry, kept, now)


def _brought_up_to_date(entry: Entry, kept: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The record as it came, except for what somebody changed here."""
    record, before = deepcopy(kept), new_of(kept, now).entry
    if entry.status != before.status:
        record["status"] = str(entry.status)
    if entry.phone != before.phone:
        _set_phone(record, entry.phone)
    if entry.url and entry.url != before.url:
        record["url"] = entry.url
    elif entry.url != before.url:
        record.pop("url", None)
        record.get("organization", {}).pop("website", None)
    if entry.checked_at is not None and day_of(entry.checked_at.date()) != _day_before(before):
        record["assured_date"] = entry.checked_at.date().isoformat()
    return record


def _day_before(before: Entry) -> object:
    return None if before.checked_at is None else before.checked_at.date()


def _set_phone(record: dict[str, Any], number: str) -> None:
    shown = next(numbers(record), None)
    if shown is None:
        record.setdefault("phones", []).append({"id": _made("phone", record["id"]), "number": number})
    elif number:
        shown["number"] = number
    else:
        # Nothing was left to call: the next number of the list is not known to be right either.
        for owner in _owners(record):
            owner.pop("phones", None)


def _owners(record: dict[str, Any]) -> list[dict[str, Any]]:
    places = record.get("service_at_locations", [])
    inside = [there["location"] for there in places if "location" in there]
    return [record, *places, *inside, record.get("organization", {})]


def _anew(entry: Entry, description: str) -> dict[str, Any]:
    told = entry.description or description
    record: dict[str, Any] = {
        "id": entry.hsds_id,
        "name": entry.name,
        "status": str(entry.status),
        "organization": {
            "id": entry.organisation_id or _made("organization", entry.hsds_id),
            "name": entry.organisation or entry.name,
            "description": told or entry.name,
        },
        "languages": [{"id": _made(f"language:{code}", entry.hsds_id), "code": code} for code in entry.languages],
        "attributes": [_attribute(entry, code) for code in (*entry.themes, *((URGENT,) if entry.urgent else ()))],
    }
    known = {"description": told, "url": entry.url, "email": entry.email}
    record |= {name: value for name, value in known.items() if value}
    if entry.phone:
        record["phones"] = [{"id": _made("phone", entry.hsds_id), "number": entry.phone}]
    if entry.checked_at is not None:
        record["assured_date"] = entry.checked_at.date().isoformat()
    return {name: value for name, value in record.items() if value != []}


def _attribute(entry: Entry, code: Theme | str) -> dict[str, Any]:
    return {
        "id": _made(f"attribute:{code}", entry.hsds_id),
        "link_type": "theme",
        "taxonomy_term": {
            "id": _made("term", str(code)),
            "code": str(code),
            "name": str(code),
            "description": f"Belboom theme: {code}",
            "taxonomy": TAXONOMY,
        },
    }


def _made(what: str, of: str) -> str:
    return str(uuid5(_NAMESPACE, f"{what} of {of}"))
