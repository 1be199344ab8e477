"""What of a record is shown and searched."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given

from bot.hsds.mapping import LONGEST, new_of
from domain.nearby import Point
from domain.services import Entry, Status
from domain.themes import Theme
from tests.bot.hsds.invented import Record, ident, ride, soup, things

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def entry(record: Record, **changed: Any) -> Entry:
    return new_of(record | changed, NOW).entry


def test_a_whole_record_becomes_a_whole_service() -> None:
    assert entry(soup()) == Entry(
        id="",
        hsds_id=ident("soup"),
        name="Soep in de Linde",
        organisation="Vereniging De Linde",
        organisation_id=ident("lime"),
        description="Warme maaltijden aan een kleine prijs.",
        phone="09 223 22 22",
        email="soep@linde.example",
        url="https://soep.example/linde",
        languages=("nl", "ar"),
        themes=(Theme.FOOD,),
        address="Lindeplein 3, bus 2",
        postal_code="9000",
        place="Gent",
        at=Point(51.0581, 3.7392),
        status=Status.ACTIVE,
        checked_at=datetime(2026, 10, 3, 12, tzinfo=UTC),
    )


def test_the_least_there_can_be_becomes_a_service() -> None:
    found = entry(ride())

    assert (found.name, found.status, found.phone, found.at, found.checked_at) == (
        "Ritten",
        Status.PAUSED,
        "",
        None,
        None,
    )


def test_other_names_terms_and_places_are_searched_and_persons_are_not() -> None:
    words = new_of(soup(), NOW).words

    assert {"De Soepketel", "Voedselhulp"} <= {part for part in ("De Soepketel", "Voedselhulp") if part in words}
    assert "Canaria" not in words


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "tg://x.be", "ftp://soep.example", "https://" + "a" * 400 + ".be"]
)
def test_an_address_that_is_not_of_the_web_is_not_shown(url: str) -> None:
    assert entry(soup(), url=url).url == "https://linde.example"
    assert entry(ride(), url=url).url == ""


def test_the_phone_is_that_of_the_service_or_else_of_its_place_or_its_organisation() -> None:
    record = soup()
    record["organization"]["phones"] = [{"id": ident("o"), "number": "3"}]
    record["service_at_locations"][0]["location"]["phones"] = [{"id": ident("l"), "number": "2"}]

    assert entry(record).phone == "09 223 22 22"
    assert entry(record, phones=[]).phone == "2"
    assert entry(record, phones=[], service_at_locations=[]).phone == "3"


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ({"code": "NL"}, "nl"),
        ({"code": "fra"}, "fr"),
        ({"code": "de-BE"}, "de"),
        ({"code": "zgh"}, "zgh"),
        ({"name": "Arabisch"}, "ar"),
        ({"name": "turc"}, "tr"),
        ({"name": "English"}, "en"),
        ({"name": "Klingons dialect"}, ""),
        ({}, ""),
    ],
)
def test_languages_are_known_by_code_or_by_name(language: Record, code: str) -> None:
    found = entry(ride(), languages=[{"id": ident("x"), **language}])

    assert found.languages == ((code,) if code else ())


@pytest.mark.parametrize(
    ("assured", "modified", "day"),
    [
        ("2026-10-03", None, 3),
        (None, "2026-10-04T08:00:00Z", 4),
        ("soon", "2026-10-04T08:00:00Z", 4),
        ("2031-01-01", None, None),
        (None, None, None),
    ],
)
def test_when_it_was_checked(assured: str | None, modified: str | None, day: int | None) -> None:
    record = {name: value for name, value in (("assured_date", assured), ("last_modified", modified)) if value}

    found = entry(ride() | record).checked_at

    assert (None if found is None else found.day) == day


def test_themes_are_ours_where_the_record_has_them_and_found_by_words_otherwise() -> None:
    ours = {"id": ident("t"), "code": "law", "name": "law", "description": "x", "taxonomy": "belboom"}
    urgent = ours | {"code": "urgent"}
    told = entry(soup(), attributes=[{"id": ident("a"), "taxonomy_term": one} for one in (ours, urgent)])

    assert (told.themes, told.urgent) == ((Theme.LAW,), True)
    assert entry(soup(), attributes=[]).themes == (Theme.FOOD,)
    assert entry(ride(), name="Anker", description="Voor wie rouwt: rouw en verlies").themes == (Theme.LOSS,)
    assert entry(ride(), name="Anker").themes == ()


def test_a_place_to_go_to_comes_before_a_post_box() -> None:
    record = soup()
    there = record["service_at_locations"][0]
    virtual = {"id": ident("v"), "location": {"id": ident("w"), "location_type": "virtual"}}
    record["service_at_locations"] = [virtual, there]

    assert entry(record).address.startswith("Lindeplein")


@given(things())
def test_every_record_that_fits_becomes_something_that_fits_the_table(record: Record) -> None:
    found = entry(record)

    assert found.url == "" or found.url.startswith(("https://", "http://"))
    assert all(len(getattr(found, column)) <= most for column, most in LONGEST.items())
    assert len(",".join(found.languages)) <= 64
    assert len(",".join(found.themes)) <= 200
    assert len(found.postal_code) <= 12
