"""From the tables of a package to whole services, as they stand in JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.hsds.rows import Row, Rows
from bot.hsds.tables import TABLES

_OF_ORGANISATION = ("phones",)
"""What stands with an organisation in each of its services; the rest stands with the first of them only, as a large
organisation would otherwise be written out as often as it has services."""


@dataclass(slots=True)
class Package:
    """The tables, and what belongs to what."""

    tables: Mapping[str, Rows]
    used: dict[str, set[str]] = field(default_factory=dict)
    """Ids of rows that are part of a service; complete when all of them were assembled."""
    _children: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for parent, table in TABLES.items():
            for child in set(table.many.values()):
                self._index(parent, child)

    def services(self) -> Iterator[tuple[str, Row]]:
        """Every service with its id, in the order of the file."""
        self.used = {name: set() for name in self.tables}
        self._told = set()
        for key in self.tables["service"].by_id:
            yield key, self._whole("service", key)

    def left_out(self) -> dict[str, int]:
        """By file, how many rows are part of no service."""
        counts = {rows.file: len(rows.by_id) - len(self.used[name]) for name, rows in self.tables.items()}
        return {file: number for file, number in counts.items() if number}

    def _whole(self, name: str, key: str) -> Row:
        """A row with all that belongs to it."""
        self.used[name].add(key)
        table, row = TABLES[name], dict(self.tables[name].by_id[key])
        again = name == "organization" and key in self._told
        if name == "organization":
            self._told.add(key)
        for field_name, child in table.many.items():
            if again and field_name not in _OF_ORGANISATION:
                continue
            if below := self._children.get((name, child, key)):
                row[field_name] = [self._whole(child, one) for one in below]
        for field_name, other in table.one.items():
            reference = row.get("taxonomy_id" if field_name == "taxonomy_detail" else f"{other}_id")
            if other in self.tables and reference in self.tables[other].by_id:
                row[field_name] = self._whole(other, str(reference))
        return row

    def _index(self, parent: str, child: str) -> None:
        rows = self.tables.get(child)
        if rows is None:
            return
        for key, row in rows.by_id.items():
            if owner := _owner(parent, child, row):
                self._children.setdefault((parent, child, owner), []).append(key)


def _owner(parent: str, child: str, row: Mapping[str, Any]) -> str | None:
    """The id of the `parent` a row belongs to, if to any."""
    if child == "attribute":
        return row["link_id"] if row["link_entity"] == parent else None
    if child == "metadata":
        return row["resource_id"] if row["resource_type"] == parent else None
    found: str | None = row.get(f"{parent}_id")
    return found
