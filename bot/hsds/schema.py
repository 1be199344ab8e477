"""JSON Schemas of what `bot.hsds.tables` says: of a whole service, and of one row of a CSV file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from bot.hsds.tables import ENUMS, TABLES, Kind, Table

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_FORMATS = FormatChecker(formats=())
_IN_JSON = {Kind.UUID: "uuid", Kind.URI: "uri", Kind.EMAIL: "email", Kind.MOMENT: "date-time"}
_IN_CSV = {**_IN_JSON, Kind.DATE: "date", Kind.TIME: "time"}
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
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


def service_fits(record: Any) -> bool:
    """Whether `of_service` finds nothing, found out ten times as fast; it says what is wrong where this is false."""
    return _thing_fits(TABLES["service"], record)


def row_fits(table: str, row: Mapping[str, Any]) -> bool:
    """Whether `of_row` finds nothing."""
    known = TABLES[table]
    return _fields_fit(known, row, _IN_CSV) and all(name in row for name in known.required_in_csv)


def _thing_fits(table: Table, thing: Any) -> bool:
    if not isinstance(thing, dict) or not _fields_fit(table, thing, _IN_JSON):
        return False
    for name, other in table.many.items():
        if name in thing:
            many = thing[name]
            if not isinstance(many, list) or not all(_thing_fits(TABLES[other], one) for one in many):
                return False
    return all(_thing_fits(TABLES[other], thing[name]) for name, other in table.one.items() if name in thing)


def _fields_fit(table: Table, thing: Mapping[str, Any], formats: Mapping[Kind, str]) -> bool:
    known = table.fields
    return all(name in thing for name in table.required) and all(
        _value_fits((table.name, name), known[name], value, formats) for name, value in thing.items() if name in known
    )


def _value_fits(which: tuple[str, str], kind: Kind, value: Any, formats: Mapping[Kind, str]) -> bool:
    if kind is Kind.NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if not isinstance(value, str) or (kind in formats and not CHECKS[formats[kind]](value)):
        return False
    return which not in ENUMS or value in ENUMS[which]


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
    return not isinstance(value, str) or _UUID.fullmatch(value) is not None


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


def _fits(parse: Any, value: str) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True


CHECKS = {
    "uuid": is_uuid,
    "uri": is_uri,
    "email": is_email,
    "date": is_date,
    "time": is_time,
    "date-time": is_moment,
}
for _name, _check in CHECKS.items():
    _FORMATS.checks(_name)(_check)
