"""A file with services, whichever form of HSDS 3 it has: checked as a whole first, then read one service at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bot.hsds import files, json_text, rows
from bot.hsds.assemble import Package
from bot.hsds.faults import Faults, HsdsError, Place, said, shown
from bot.hsds.json_text import BadJsonError
from bot.hsds.schema import of_service, service_fits
from domain.nearby import is_position

Way = list[str | int]
TELL_EVERY = 5000


def open_source(path: Path) -> Source:
    """The file or directory, told apart by what it is. Raises `HsdsError`."""
    if not path.exists():
        raise HsdsError(f"there is no {path.name}; look at the name")
    if path.is_dir():
        return CsvSource(files.in_directory(path))
    content = files.read_file(path)
    if content.startswith(b"PK\x03\x04") or path.suffix.lower() == ".zip":
        return CsvSource(files.in_zip(path))
    if path.suffix.lower() == ".csv":
        raise HsdsError("one CSV file is not enough; give the directory or the zip with all files of the package")
    return JsonSource(path.name, files.text_of(path.name, content))


class Source(ABC):
    """Services from a file. `check` comes first."""

    @abstractmethod
    def records(self) -> Iterator[dict[str, Any]]:
        """Every service, with all that belongs to it."""

    @abstractmethod
    def check(self, progress: Callable[[int], None]) -> int:
        """How many there are. Raises `HsdsError` with every fault that was found."""

    def left_out(self) -> dict[str, int]:
        """By file, how many rows belong to no service, once `records` came to its end."""
        return {}


class JsonSource(Source):
    """One service, a list, a page of an API, or JSON lines."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._text = text

    def records(self) -> Iterator[dict[str, Any]]:
        return (record for _, record in json_text.records(self._text))

    def check(self, progress: Callable[[int], None]) -> int:
        faults, seen = Faults(), dict[str, int]()
        try:
            for number, (at, record) in enumerate(json_text.records(self._text), 1):
                for way, says in self._wrong(record, at, seen):
                    faults.add(self._place(at, number, way), says)
                if number % TELL_EVERY == 0:
                    progress(number)
        except BadJsonError as error:
            faults.add(Place(self._name, json_text.line_at(self._text, error.at)), str(error))
        faults.raise_any()
        return len(seen)

    def _wrong(self, record: Any, at: int, seen: dict[str, int]) -> Iterator[tuple[Way, str]]:
        wrong = [] if service_fits(record) else [said(error) for error in of_service().iter_errors(record)]
        yield from wrong
        if wrong:
            if isinstance(record, dict) and "services" in record and "status" not in record:
                yield [], "looks like an organisation; give a file of services"
            return
        yield from _beyond(record)
        if not _is_text(record):
            yield [], "has half a character in it (a lone surrogate); write it out whole"
        if record["id"] in seen:
            line = json_text.line_at(self._text, seen[record["id"]])
            yield ["id"], f"is that of the service in line {line}, too; each needs its own"
        seen.setdefault(record["id"], at)

    def _place(self, at: int, number: int, way: Way) -> Place:
        line = json_text.line_at(self._text, json_text.locate(self._text, at, way))
        return Place(self._name, line, " ".join(filter(None, (f"service {number}", shown(way)))))


class CsvSource(Source):
    """A package of CSV files."""

    def __init__(self, members: files.Members) -> None:
        self._members = members
        self._package: Package | None = None

    def records(self) -> Iterator[dict[str, Any]]:
        if self._package is None:
            raise RuntimeError("check comes first")
        return (record for _, record in self._package.services())

    def check(self, progress: Callable[[int], None]) -> int:
        faults = Faults()
        tables = rows.read(self._members, faults)
        locations = tables.get("location")
        for key, row in {} if locations is None else locations.by_id.items():
            for way, says in _position(row, []):
                assert locations is not None
                faults.add(Place(locations.file, locations.lines[key], shown(way)), says)
        faults.raise_any()
        self._package = Package(tables)
        return len(tables["service"].by_id)

    def left_out(self) -> dict[str, int]:
        return {} if self._package is None else self._package.left_out()


def _beyond(record: dict[str, Any]) -> Iterator[tuple[Way, str]]:
    """What the schema does not say: positions are on earth."""
    for number, there in enumerate(record.get("service_at_locations", ())):
        yield from _position(there.get("location", {}), ["service_at_locations", number, "location"])
    for number, location in enumerate(record.get("organization", {}).get("locations", ())):
        yield from _position(location, ["organization", "locations", number])


def _position(location: dict[str, Any], way: Way) -> Iterator[tuple[Way, str]]:
    if not is_position(location.get("latitude", 0), 0):
        yield [*way, "latitude"], "has to be from -90 to 90 degrees; are latitude and longitude swapped?"
    if not is_position(0, location.get("longitude", 0)):
        yield [*way, "longitude"], "has to be from -180 to 180 degrees"
    if ("latitude" in location) != ("longitude" in location):
        missing = "longitude" if "latitude" in location else "latitude"
        yield [*way, missing], "is missing; give both or neither"


def _is_text(value: Any) -> bool:
    """Whether every text in it can be written down as UTF-8."""
    if isinstance(value, str):
        return value.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, dict):
        return all(_is_text(key) and _is_text(inside) for key, inside in value.items())
    return all(map(_is_text, value)) if isinstance(value, list) else True
