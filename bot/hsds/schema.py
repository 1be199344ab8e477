"""JSON Schemas of what `bot.hsds.tables` says: of a whole service, and of one row of a CSV file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any
from uuid import UUID

from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from bot.hsds.tables import ENUMS, TABLES, Kind, Table

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_FORMATS = FormatChecker(formats=())
_IN_JSON = {Kind.UUID: "uuid", Kind.URI: "uri", Kind.EMAIL: "email", Kind.MOMENT: "date-time"}
_IN_CSV = {**_IN_JSON, Kind.DATE: "date", Kind.TIME: "time"}
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+")


def schema() -> dict[str, Any]:
    """The JSON Schema of one service with all that belongs to it. Fields we do not know are let through."""
    return {
        "$schema": DIALECT,
        "$ref": "#/$defs/service",
        "$defs": {table.name: _object(table) for table in TABLES.values()},
    }


@cache
def of_service() -> Draft202012Validator:
    """Checks one service as it stands in JSON."""
    return Draft202012Validator(schema(), format_checker=_FORMATS)


@cache
def of_row(table: str) -> Draft202012Validator:
    """Checks one row of a CSV file, its numbers made numbers and its empty cells left out."""
    known = TABLES[table]
    flat = {name: _field(known, name, kind, _IN_CSV) for name, kind in known.fields.items()}
    required = [*known.required, *known.required_in_csv]
    return Draft202012Validator(
        {"$schema": DIALECT, "type": "object", "properties": flat, "required": required}, format_checker=_FORMATS
    )


def _object(table: Table) -> dict[str, Any]:
    fields: dict[str, Any] = {name: _field(table, name, kind, _IN_JSON) for name, kind in table.fields.items()}
    fields |= {name: {"type": "array", "items": _other(target)} for name, target in table.many.items()}
    fields |= {name: _other(target) for name, target in table.one.items()}
    return {"type": "object", "properties": fields, "required": list(table.required)}


def _field(table: Table, name: str, kind: Kind, formats: Mapping[Kind, str]) -> dict[str, Any]:
    if kind is Kind.NUMBER:
        return {"type": "number"}
    told: dict[str, Any] = {"type": "string"}
    if kind in formats:
        told["format"] = formats[kind]
    if (table.name, name) in ENUMS:
        told["enum"] = list(ENUMS[table.name, name])
    return told


def _other(table: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{table}"}


def is_uuid(value: object) -> bool:
    """Thirty-two hexadecimal digits with the usual hyphens."""
    return not isinstance(value, str) or _fits(_uuid, value)


def is_uri(value: object) -> bool:
    """With its scheme; which scheme it is decides `domain.services.web_address`, where one is shown."""
    return not isinstance(value, str) or _URI.fullmatch(value) is not None


def is_email(value: object) -> bool:
    """Something before and something behind an @."""
    return not isinstance(value, str) or _EMAIL.fullmatch(value) is not None


def is_date(value: object) -> bool:
    """Such as 2026-11-20."""
    return not isinstance(value, str) or _fits(date.fromisoformat, value)


def is_time(value: object) -> bool:
    """Such as 09:30."""
    return not isinstance(value, str) or _fits(time.fromisoformat, value)


def is_moment(value: object) -> bool:
    """Such as 2026-11-20T09:30:00Z."""
    return not isinstance(value, str) or ("T" in value.upper() and _fits(datetime.fromisoformat, value.upper()))


def _uuid(value: str) -> UUID:
    found = UUID(value)
    if str(found) != value.lower():
        raise ValueError("another form of it")
    return found


def _fits(parse: Any, value: str) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True


for _name, _check in {
    "uuid": is_uuid,
    "uri": is_uri,
    "email": is_email,
    "date": is_date,
    "time": is_time,
    "date-time": is_moment,
}.items():
    _FORMATS.checks(_name)(_check)
