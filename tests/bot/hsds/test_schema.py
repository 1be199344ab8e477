"""The schema lets through what HSDS 3 allows, says what is wrong otherwise, and the quick look agrees with it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from bot.hsds.faults import said, shown
from bot.hsds.schema import of_row, of_service, row_fits, schema, service_fits
from bot.hsds.tables import TABLES
from tests.bot.hsds.invented import Record, ident, ride, soup, things

ODD = st.sampled_from([None, True, 3, 2.5, "", "x", [], {}, ["x"], "not-a-uuid", "2026-13-01", {"id": "x"}])


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())


def test_what_hsds_allows_fits() -> None:
    for record in (soup(), ride()):
        assert list(of_service().iter_errors(record)) == []
        assert service_fits(record)


@given(things())
def test_whatever_is_made_up_by_the_tables_fits(record: Record) -> None:
    assert service_fits(record)
    assert of_service().is_valid(record)


@given(things(), st.data())
def test_the_quick_look_finds_what_the_schema_finds(record: Record, data: st.DataObject) -> None:
    spoil(record, data)

    assert service_fits(record) == of_service().is_valid(record)


@given(st.sampled_from(sorted(TABLES)), st.data())
def test_the_same_holds_for_rows(name: str, data: st.DataObject) -> None:
    row = data.draw(things(name, 0))
    for column in TABLES[name].required_in_csv:
        row[column] = ident("somewhere") if column.endswith("_id") else "service"
    spoil(row, data)

    assert row_fits(name, row) == of_row(name).is_valid(row)


def spoil(record: Record, data: st.DataObject) -> None:
    """Put something odd somewhere, or take something away."""
    inside: Any = record
    while True:
        key = data.draw(st.sampled_from(sorted(inside) if isinstance(inside, dict) else range(len(inside))))
        below = inside[key]
        if isinstance(below, dict | list) and below and data.draw(st.booleans()):
            inside = below
            continue
        if isinstance(inside, dict) and data.draw(st.booleans()):
            del inside[key]
        else:
            inside[key] = data.draw(ODD)
        return


@pytest.mark.parametrize(
    ("change", "way", "words"),
    [
        ({"status": "open"}, "status", "has to be one of: active, inactive, defunct, temporarily closed"),
        ({"id": "7"}, "id", "has to be a UUID"),
        ({"url": "www.soep.example"}, "url", "has to be an address with its scheme, such as https://"),
        ({"email": "nobody"}, "email", "has to be an e-mail address"),
        ({"name": None}, "name", "is null; leave it out"),
        ({"minimum_age": "18"}, "minimum_age", "has to be a number"),
        ({"last_modified": "yesterday"}, "last_modified", "has to be a moment"),
        ({"phones": {}}, "phones", "has to be a list"),
        ({"phones": [{"id": ident("phone")}]}, "phones[0].number", "is missing"),
        ({"organization": []}, "organization", "has to be an object"),
    ],
)
def test_what_is_wrong_is_said_with_the_way_to_it(change: Record, way: str, words: str) -> None:
    errors = [said(error) for error in of_service().iter_errors(soup() | change)]

    assert [shown(found) for found, _ in errors] == [way]
    assert words in errors[0][1]
