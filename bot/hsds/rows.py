"""The CSV files of a package as tables of rows, each cell checked and each reference followed."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.hsds.faults import Faults, HsdsError, Place, said, shown
from bot.hsds.files import Members, text_of
from bot.hsds.schema import of_row, row_fits
from bot.hsds.tables import TABLES, Kind, Table

Row = dict[str, Any]


@dataclass(slots=True)
class Rows:
    """The rows of one table by id, and where each stands. Rows with faults are not in it."""

    file: str
    by_id: dict[str, Row] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


def read(members: Members, faults: Faults) -> dict[str, Rows]:
    """Every table that has a file. Raises `HsdsError` where a file cannot be read at all."""
    names = _file_names(members)
    tables = {name: _read(TABLES[name], file, members, faults) for name, file in names.items()}
    if "service" not in tables:
        raise HsdsError("there is no services.csv in it; an HSDS package has one")
    _follow(tables, faults)
    return tables


def _file_names(members: Members) -> dict[str, str]:
    """Which file holds which table: as the package says, or by the names of HSDS, or by that of the table itself."""
    told = _resources(members)
    found: dict[str, str] = {}
    for table in TABLES.values():
        for name in (told.get(table.name, ""), table.path, f"{table.name}.csv"):
            if name in members:
                found[table.name] = name
                break
    return found


def _resources(members: Members) -> dict[str, str]:
    if "datapackage.json" not in members:
        return {}
    try:
        package = json.loads(text_of("datapackage.json", members["datapackage.json"]()))
        return {str(one["name"]): str(one["path"]) for one in package["resources"]}
    except (ValueError, KeyError, TypeError, RecursionError):
        raise HsdsError("datapackage.json is no description of a data package; leave it out or make it anew") from None


def _read(table: Table, file: str, members: Members, faults: Faults) -> Rows:
    rows = Rows(file)
    for line, row in _cells(table, file, text_of(file, members[file]()), faults):
        wrong = [] if row_fits(table.name, row) else [said(error) for error in of_row(table.name).iter_errors(row)]
        for way, says in wrong:
            faults.add(Place(file, line, shown(way)), says)
        if wrong:
            continue
        if row["id"] in rows.by_id:
            faults.add(Place(file, line, "id"), f"is the same as in line {rows.lines[row['id']]}; each needs its own")
            continue
        rows.by_id[row["id"]] = row
        rows.lines[row["id"]] = line
    return rows


def _cells(table: Table, file: str, text: str, faults: Faults) -> Iterator[tuple[int, Row]]:
    """Every row with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        _check_header(file, header)
        end = reader.line_num
        for cells in reader:
            line, end = end + 1, reader.line_num
            if not cells:
                continue
            if len(cells) != len(header):
                faults.add(Place(file, line), f"has {len(cells)} cells; the first line has {len(header)}")
                continue
            yield line, {name: _cell(table, name, cell) for name, cell in zip(header, cells, strict=True) if cell}
    except csv.Error:
        raise HsdsError(f"{file} line {reader.line_num}: this is not CSV; look at the quotation marks") from None


def _check_header(file: str, header: list[str]) -> None:
    if "id" not in header:
        hint = "separate the columns by commas" if ";" in "".join(header) else "its first line has to name the columns"
        raise HsdsError(f"{file} line 1: there is no column id; {hint}")
    twice = {name for name in header if header.count(name) > 1}
    if twice:
        raise HsdsError(f"{file} line 1: {len(twice)} columns have a name that another one has")


def _cell(table: Table, name: str, cell: str) -> Any:
    if table.fields.get(name) is not Kind.NUMBER:
        return cell
    try:
        number = float(cell)
        whole = int(cell) if cell.lstrip("-").isascii() and cell.lstrip("-").isdecimal() else None
    except ValueError:
        return cell
    if whole is not None:
        return whole
    return number if math.isfinite(number) else cell


def _follow(tables: Mapping[str, Rows], faults: Faults) -> None:
    """Every id that refers to something has to be there; what a package has no file for need not be."""
    for name, rows in tables.items():
        table = TABLES[name]
        for column, target in table.refers.items():
            if target in tables or column in table.required_in_csv:
                _follow_column(rows, column, tables.get(target, Rows(TABLES[target].path)), faults)


def _follow_column(rows: Rows, column: str, target: Rows, faults: Faults) -> None:
    for key, row in rows.by_id.items():
        if column in row and row[column] not in target.by_id:
            place = Place(rows.file, rows.lines[key], column)
            faults.add(place, f"is not in {target.file}; add it there, or take it away here")
