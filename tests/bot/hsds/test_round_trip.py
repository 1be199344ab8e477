"""An export gives back what an import brought, in every form, with what was changed here on top."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.hsds.mapping import new_of
from bot.hsds.records import record_of
from bot.hsds.source import open_source
from bot.hsds.target import write
from domain.services import LINES, Entry, Status
from domain.themes import Theme
from tests.bot.hsds.invented import Record, csv_package, ident, ride, soup, things

NOW = datetime(2026, 12, 1, tzinfo=UTC)
MANY = st.tuples(things(depth=2), things(depth=1)).map(list).filter(lambda two: two[0]["id"] != two[1]["id"])


def through(record: Record) -> Record:
    """A record taken up and given back."""
    return record_of(new_of(record, NOW).entry, record, "", NOW)


def read(path: Path) -> list[Record]:
    """What is in a file that has no fault."""
    source = open_source(path)
    source.check(lambda done: None)
    return list(source.records())


def given_out(path: Path, records: list[Record]) -> Path:
    write(path, lambda: iter(records))
    return path


@given(things())
def test_what_nobody_changed_here_is_given_back_as_it_came(record: Record) -> None:
    before = json.dumps(record)

    assert through(record) == record
    assert json.dumps(record) == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MANY)
@pytest.mark.parametrize("name", ["out.json", "out.jsonl"])
def test_json_gives_back_every_record(tmp_path: Path, name: str, records: list[Record]) -> None:
    assert read(given_out(tmp_path / name, records)) == records


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MANY)
def test_a_csv_package_gives_back_the_same_package(tmp_path: Path, records: list[Record]) -> None:
    first = read(given_out(tmp_path / "first.zip", records))
    second = read(given_out(tmp_path / "second.zip", first))

    assert second == first
    assert [one["id"] for one in first] == [one["id"] for one in records]
    for one, other in zip(records, first, strict=True):
        shown, again = new_of(one, NOW).entry, new_of(other, NOW).entry
        assert (again.name, again.description, again.url) == (shown.name, shown.description, shown.url)


def test_the_files_of_a_package_come_back_cell_by_cell(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    for name, text in csv_package().items():
        (package / name).write_text(text, "utf-8")

    out = given_out(tmp_path / "out", [through(record) for record in read(package)])

    assert {path.name for path in out.iterdir()} == {*csv_package(), "datapackage.json"}
    for name in csv_package():
        assert cells(out / name) == cells(package / name), name


def cells(path: Path) -> list[dict[str, str]]:
    """The rows of a file, in the order of their ids."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [{key: value for key, value in row.items() if value} for row in csv.DictReader(file)]
    return sorted(rows, key=lambda row: row["id"])


def test_a_large_organisation_is_not_written_out_for_each_of_its_services(tmp_path: Path) -> None:
    number = 200
    package = tmp_path / "package"
    package.mkdir()
    files = {
        "organizations.csv": ["id,name,description", f"{ident('o')},De Linde,x"],
        "services.csv": ["id,organization_id,name,status"]
        + [f"{ident(f's{n}')},{ident('o')},Dienst {n},active" for n in range(number)],
        "locations.csv": ["id,organization_id,location_type"]
        + [f"{ident(f'l{n}')},{ident('o')},physical" for n in range(number)],
    }
    for name, lines in files.items():
        (package / name).write_text("\n".join(lines) + "\n", "utf-8")

    records = read(package)

    assert sum(len(one["organization"].get("locations", ())) for one in records) == number
    assert cells(given_out(tmp_path / "out", records) / "locations.csv") == cells(package / "locations.csv")


def changed(record: Record, change: Callable[[Entry], Entry]) -> Record:
    """The record after somebody changed the service here."""
    return record_of(change(new_of(record, NOW).entry), record, "", NOW)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", Status.CLOSED),
        ("phone", "1718"),
        ("phone", ""),
        ("url", "https://new.example"),
        ("url", ""),
        ("checked_at", datetime(2026, 11, 30, 12, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("record", [soup(), ride()])
def test_what_was_changed_here_is_in_what_is_given_out(record: Record, field: str, value: Any) -> None:
    again = changed(record, lambda entry: replace(entry, **{field: value}))

    assert getattr(new_of(again, NOW).entry, field) == value
    untouched = set(record) - {"status", "phones", "url", "assured_date", "organization", "service_at_locations"}
    assert {name: again[name] for name in untouched} == {name: record[name] for name in untouched}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.service)
def test_our_own_lines_are_given_out_and_come_back_as_they_were(line: Any, tmp_path: Path) -> None:
    entry = Entry(
        "",
        line.service.hsds_id,
        line.name,
        line.name,
        line.service.organisation_id,
        phone=line.number,
        url=f"https://{line.url}" if line.url else "",
        languages=tuple(filter(None, [line.language])),
        themes=line.themes,
        urgent=line.urgent,
        checked_at=line.checked_at,
    )
    for name in ("out.json", "out.zip"):
        (record,) = read(given_out(tmp_path / name, [record_of(entry, None, "Wie luistert", NOW)]))

        assert new_of(record, NOW).entry == replace(entry, description="Wie luistert")


def test_a_service_without_anything_is_given_out_in_a_form_that_fits(tmp_path: Path) -> None:
    bare = Entry("", ident("bare"), "Naam", "", "", themes=(Theme.CARE,))

    (record,) = read(given_out(tmp_path / "out.json", [record_of(bare, None, "", NOW)]))

    assert record["organization"]["description"] == "Naam"


def test_nothing_stays_behind_when_writing_fails(tmp_path: Path) -> None:
    def broken() -> Iterator[Record]:
        yield soup()
        raise ValueError("the database went away")

    for name in ("out.json", "out.zip", "out"):
        with pytest.raises(ValueError, match="went away"):
            write(tmp_path / name, broken)

    assert list(tmp_path.iterdir()) == []
