"""The directory: what it begins with, what is found in it and in which order, and what is to be checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from domain.nearby import Near, Point
from domain.services import CHECK_AFTER, LINES, Entry, Service, Status
from domain.themes import Theme
from storage import directory
from storage.database import connect_sqlite, engine_over, transact
from storage.directory import New
from storage.keys import KeyDirectory
from storage.schema import services
from storage.tx import Tx
from storage.vault import Vault
from tests.installed import install

T = TypeVar("T")

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
GENT, AALST, LIEGE = Point(51.0543, 3.7174), Point(50.9378, 4.0409), Point(50.6326, 5.5797)


class Office:
    """An installation with a directory."""

    def __init__(self, where: Path) -> None:
        install(where)
        self.vault = Vault(KeyDirectory(where / "keys"))
        self.raw = connect_sqlite(str(where / "belboom.db"))
        self.engine = engine_over(self.raw)

    def run(self, work: Callable[[Tx], T]) -> T:
        return transact(self.engine, self.vault, NOW, work)

    def has(self, *entries: Entry, words: str = "") -> None:
        """Take services up."""
        self.run(lambda tx: directory.put(tx, [New(entry, words, {"id": entry.hsds_id}) for entry in entries]))

    def finds(self, term: str, *, near: str = "", language: str = "", theme: Theme | None = None) -> list[str]:
        """The names of what is found."""

        def work(tx: Tx) -> list[str]:
            place = directory.where_is(tx, near)
            return [one.entry.name for one in directory.search(tx, term, near=place, language=language, theme=theme)]

        return self.run(work)

    def takes_apart(self, typed: str) -> tuple[str, Near | None]:
        return self.run(lambda tx: directory.split(tx, typed))


def a_service(name: str, **values: object) -> Entry:
    entry = Entry("", f"id-{name}", name, "De Linde", "org-linde", checked_at=NOW)
    return replace(entry, **values)  # type: ignore[arg-type]


IN_GENT = {"postal_code": "9000", "place": "Gent", "at": GENT}
IN_AALST = {"postal_code": "9300", "place": "Aalst", "at": AALST}
IN_LIEGE = {"postal_code": "4000", "place": "Liège", "at": LIEGE}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.engine.dispose()
    made.raw.close()


def test_it_begins_with_our_own_lines(office: Office) -> None:
    found = office.run(directory.shipped)

    assert [entry.line for entry in found] == [line.service for line in LINES]
    assert {entry.name for entry in office.run(directory.urgent)} == {line.name for line in LINES if line.urgent}


def test_putting_them_there_again_changes_nothing_that_somebody_changed(office: Office) -> None:
    def work(tx: Tx) -> tuple[int, Entry | None, Entry | None]:
        lines = {entry.line: entry for entry in directory.shipped(tx)}
        closed, moved = lines[Service.SOBRIETY_NL], lines[Service.WELFARE_NL]
        directory.change(tx, closed.id, status=Status.CLOSED)
        directory.correct(tx, moved, url="https://www.example.be")
        directory.seed(tx.conn)
        directory.seed(tx.conn)
        count = len(tx.execute(services.select()).all())
        return count, directory.get(tx, closed.id), directory.get(tx, moved.id)

    count, closed, moved = office.run(work)

    assert count == len(LINES)
    assert closed is not None
    assert closed.status is Status.CLOSED
    assert moved is not None
    assert moved.url == "https://www.example.be"


def test_a_line_that_a_release_brings_is_put_there(office: Office) -> None:
    office.run(lambda tx: tx.execute(services.delete().where(services.c.hsds_id == Service.YOUTH_NL.hsds_id)))

    office.run(lambda tx: directory.seed(tx.conn))

    assert Service.YOUTH_NL in {entry.line for entry in office.run(directory.shipped)}


def test_what_was_taken_up_is_read_back_whole(office: Office) -> None:
    entry = a_service(
        "Voedselbank Gent",
        description="Pakketten",
        phone="+3292232222",
        email="info@example.be",
        url="https://example.be",
        languages=("nl", "ar"),
        themes=(Theme.FOOD, Theme.MONEY),
        address="Stapelplein 1",
        urgent=True,
        source="somewhere",
        **IN_GENT,
    )
    office.has(entry)

    (found,) = office.run(lambda tx: directory.search(tx, "pakketten"))
    assert replace(found.entry, id="") == entry
    assert office.run(lambda tx: directory.record_of(tx, found.entry.id)) == {"id": "id-Voedselbank Gent"}
    assert office.run(lambda tx: directory.get(tx, found.entry.id)) == found.entry


def test_the_record_is_sealed(office: Office, tmp_path: Path) -> None:
    office.run(lambda tx: directory.put(tx, [New(a_service("x"), "", {"contacts": [{"name": "Canaria Persona"}]})]))

    kept = office.run(lambda tx: tx.execute(services.select().where(services.c.name == "x")).one())
    assert b"Canaria" not in kept.record
    assert "canaria" not in repr(kept._mapping).lower()


def test_taking_up_again_changes_the_same_row(office: Office) -> None:
    office.has(a_service("Het Anker"))
    (before,) = office.run(lambda tx: directory.search(tx, "anker"))

    counts = office.run(
        lambda tx: directory.put(
            tx, [New(replace(a_service("Het Anker"), name="De Kaai")), New(a_service("De Kelder"))]
        )
    )

    assert counts == (1, 1)
    assert office.run(lambda tx: directory.get(tx, before.entry.id)) == replace(before.entry, name="De Kaai")


@pytest.mark.parametrize(
    "typed", ["Voedselbank", "VOEDSELB", "voedsélbank", "voedselbnak", "bank", "eten", "nourriture", "essen"]
)
def test_it_is_found_by_word_beginning_slip_and_theme(office: Office, typed: str) -> None:
    office.has(a_service("Voedselbank Noord", themes=(Theme.FOOD,)), a_service("De Fietserij", themes=(Theme.WORK,)))

    assert office.finds(typed) == ["Voedselbank Noord"]


def test_every_word_has_to_fit_and_one_that_fits_nothing_is_passed_over(office: Office) -> None:
    office.has(a_service("Molen van het Anker"), a_service("Molen van de Mens"))

    assert office.finds("molen anker") == ["Molen van het Anker"]
    assert office.finds("molen xqxqx") == ["Molen van de Mens", "Molen van het Anker"]
    assert office.finds("xqxqx") == []
    assert office.finds("xqxqx qqq") == []


def test_what_fits_some_words_is_better_than_nothing(office: Office) -> None:
    office.has(a_service("Molen van het Anker"), a_service("Fietsen voor iedereen"))

    assert set(office.finds("anker fietsen")) == {"Molen van het Anker", "Fietsen voor iedereen"}


def test_wildcards_and_quotes_are_letters_like_any_other(office: Office) -> None:
    for typed in ("%", "_", "'; DROP TABLE services; --", '"', "\\", "\0"):
        assert office.finds(f"{typed}xqxqx") == []


def test_what_is_closed_is_not_found_and_what_rests_is_found_last(office: Office) -> None:
    office.has(
        a_service("Soep A", status=Status.CLOSED),
        a_service("Soep B", status=Status.INACTIVE),
        a_service("Soep C", status=Status.PAUSED),
        a_service("Soep D"),
    )

    assert office.finds("soep") == ["Soep D", "Soep C"]


def test_the_nearest_comes_first_then_the_whole_country_then_what_is_far(office: Office) -> None:
    office.has(
        a_service("Soep ver", **IN_LIEGE),
        a_service("Soep overal"),
        a_service("Soep buren", **IN_AALST),
        a_service("Soep hier", **IN_GENT),
        a_service("Soep zonder kaart", postal_code="9000", place="Gent"),
    )

    found = office.finds("soep", near="9000")
    assert set(found[:2]) == {"Soep hier", "Soep zonder kaart"}
    assert found[2:] == ["Soep buren", "Soep overal", "Soep ver"]


def test_distances_come_with_what_is_found(office: Office) -> None:
    office.has(a_service("Soep buren", **IN_AALST), a_service("Soep hier", **IN_GENT), a_service("Soep overal"))

    near = office.takes_apart("soep gent")[1]
    found = {
        one.entry.name: (one.distance_km, one.here)
        for one in office.run(lambda tx: directory.search(tx, "soep", near=near))
    }

    assert [found[name] for name in ("Soep hier", "Soep overal")] == [(0, True), (None, False)]
    assert found["Soep buren"][0] == pytest.approx(26, abs=1)


def test_a_place_nobody_has_a_position_for_still_puts_its_own_first(office: Office) -> None:
    office.has(
        a_service("Soep A", **IN_GENT), a_service("Soep B", postal_code="8500", place="Kortrijk"), a_service("Soep C")
    )

    assert office.finds("soep", near="8500") == ["Soep B", "Soep C", "Soep A"]
    assert office.finds("soep", near="KORTRIJK") == ["Soep B", "Soep C", "Soep A"]


@pytest.mark.parametrize(
    ("typed", "term", "where"),
    [
        ("voedselbank 9000", "voedselbank", "9000"),
        ("9000 voedselbank", "voedselbank", "9000"),
        ("voedselbank gent", "voedselbank", "Gent"),
        ("voedselbank Sint Niklaas", "voedselbank", "Sint-Niklaas"),
        ("liege", "", "Liège"),
        ("soep 9000 Gent", "soep", "Gent"),
        ("1813", "1813", None),
        ("awel", "awel", None),
        ("voedselbank 900", "voedselbank 900", None),
        ("voedselbank 0900", "voedselbank 0900", None),
        ("", "", None),
    ],
)
def test_a_postcode_or_municipality_is_told_apart_from_what_is_looked_for(
    office: Office, typed: str, term: str, where: str | None
) -> None:
    office.has(a_service("a", **IN_GENT), a_service("b", **IN_LIEGE), a_service("c", place="Sint-Niklaas"))

    found, near = office.takes_apart(typed)

    assert (found, None if near is None else near.shown) == (term, where)


def test_what_speaks_the_language_comes_before_what_does_not(office: Office) -> None:
    office.has(
        a_service("Ânerie A", languages=("fr",)), a_service("Ânerie B", languages=("nl",)), a_service("Ânerie C")
    )

    assert office.finds("anerie", language="nl")[-1] == "Ânerie A"


def test_a_theme_gives_all_there_is_about_it(office: Office) -> None:
    office.has(a_service("Rit", themes=(Theme.TRANSPORT, Theme.OLDER)), a_service("Bad", themes=(Theme.CARE,)))

    assert office.finds("", theme=Theme.TRANSPORT) == ["Rit"]
    assert {Theme.TRANSPORT, Theme.CARE} <= office.run(directory.themes)
    assert Theme.DISABILITY not in office.run(directory.themes)


def test_another_number_is_found_and_the_old_one_no_longer(office: Office) -> None:
    office.has(a_service("Rit", phone="092232222"))
    (found,) = office.run(lambda tx: directory.search(tx, "rit"))

    office.run(lambda tx: directory.correct(tx, found.entry, phone="093334455"))

    assert office.finds("093334455") == ["Rit"]
    assert office.finds("092232222") == []


def test_what_nobody_checked_for_half_a_year_waits_longest_first(office: Office) -> None:
    before = NOW - CHECK_AFTER
    office.has(
        a_service("never", checked_at=None),
        a_service("long ago", checked_at=before - timedelta(days=30)),
        a_service("just", checked_at=before - timedelta(seconds=1)),
        a_service("fresh", checked_at=before),
        a_service("closed", checked_at=None, status=Status.CLOSED),
    )

    def names(tx: Tx) -> list[str]:
        found = [directory.to_check(tx, before, skip=skip) for skip in range(4)]
        return [entry.name for entry in found if entry is not None]

    assert office.run(names) == ["never", "long ago", "just"]
    assert office.run(lambda tx: directory.waiting(tx, before)) == 3
