"""From whole services, as they stand in JSON, to the tables of a package; `bot.hsds.assemble` goes the other way."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from bot.hsds.schema import row_fits
from bot.hsds.tables import TABLES, Kind, Table

_LINK = {"attribute": ("link_id", "link_entity"), "metadata": ("resource_id", "resource_type")}


@dataclass(slots=True)
class Flat:
    """The rows of a package so far."""

    tables: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    unfit: int = 0
    """Parts of services for which CSV has no row, as they refer to nothing."""

    def add(self, service: Mapping[str, Any]) -> None:
        """All rows of one service. What several services share is one row."""
        whole = dict(service)
        if "organization" not in whole and "organization_id" not in whole:
            # A row needs one; JSON does not.
            key = str(uuid5(NAMESPACE_URL, f"organization of {whole['id']}"))
            whole["organization"] = {"id": key, "name": whole["name"], "description": whole["name"]}
        self._row("service", whole, None)

    def header(self, name: str) -> list[str]:
        """The columns of a table: those of HSDS, and behind them what else came in."""
        known = list(TABLES[name].fields)
        others = {column for row in self.tables[name].values() for column in row}
        return [*known, *sorted(others - set(known))]

    def lines(self, name: str) -> Iterator[list[str]]:
        """The rows of a table as cells."""
        header = self.header(name)
        for row in self.tables[name].values():
            yield [_cell(row.get(column, "")) for column in header]

    def _row(self, name: str, thing: Mapping[str, Any], parent: tuple[str, str] | None) -> str | None:
        """Keep a thing and all that belongs to it; its id, where it has a row."""
        table = TABLES[name]
        row = {key: value for key, value in thing.items() if key not in table.many and key not in table.one}
        if parent is not None:
            _refer(table, row, parent)
        for field_name, other in table.one.items():
            column = "taxonomy_id" if field_name == "taxonomy_detail" else f"{other}_id"
            if field_name in thing and (key := self._row(other, thing[field_name], None)):
                row.setdefault(column, key)
        if not row_fits(name, row):
            self.unfit += 1
            return None
        there = self.tables.setdefault(name, {})
        there[row["id"]] = {**row, **there.get(row["id"], {})}
        for field_name, child in table.many.items():
            for one in thing.get(field_name, ()):
                self._row(child, one, (name, row["id"]))
        return str(row["id"])


def _refer(table: Table, row: dict[str, Any], parent: tuple[str, str]) -> None:
    """Say in a row what it belongs to."""
    name, key = parent
    if table.name in _LINK:
        link, entity = _LINK[table.name]
        row.setdefault(link, key)
        row.setdefault(entity, name)
    elif f"{name}_id" in table.fields:
        row.setdefault(f"{name}_id", key)


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def description() -> dict[str, Any]:
    """The `datapackage.json` of a package with every table."""
    return {
        "name": "human_services_data",
        "profile": "tabular-data-package",
        "resources": [_resource(table) for table in TABLES.values()],
    }


def _resource(table: Table) -> dict[str, Any]:
    required = {*table.required, *table.required_in_csv}
    fields = [
        {"name": name, **_typed(kind), "constraints": {"required": name in required}}
        for name, kind in table.fields.items()
    ]
    keys = [{"fields": name, "reference": {"resource": to, "fields": "id"}} for name, to in table.refers.items()]
    return {
        "name": table.name,
        "path": table.path,
        "profile": "tabular-data-resource",
        "schema": {"primaryKey": "id", "fields": fields, **({"foreignKeys": keys} if keys else {})},
    }


def _typed(kind: Kind) -> dict[str, str]:
    if kind in (Kind.UUID, Kind.URI, Kind.EMAIL):
        return {"type": "string", "format": str(kind)}
    return {"type": "string" if kind is Kind.TEXT else str(kind)}
