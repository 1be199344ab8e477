"""Reading a contact list (CSV) as municipalities and associations export it. What is wrong is told by line number only.

Columns, in any order: `name`, `phone`, `source`, `legal_ground` and optionally `language`; other columns are not read.
The first line names them, in English or Dutch. Comma or semicolon; UTF-8 (with or without byte order mark) or
Windows-1252.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from conversations.answers import LONGEST_NAME
from domain.contacts import LegalGround, Source
from domain.phone import international
from locales.catalogues import LANGUAGES
from storage.contacts import NewContact

COLUMNS: Mapping[str, str] = {
    "name": "name",
    "naam": "name",
    "phone": "phone",
    "telefoon": "phone",
    "telefoonnummer": "phone",
    "source": "source",
    "bron": "source",
    "legal_ground": "legal_ground",
    "rechtsgrond": "legal_ground",
    "language": "language",
    "taal": "language",
}
NEEDED = ("name", "phone", "source", "legal_ground")

SOURCES: Mapping[str, Source] = {source.value: source for source in Source} | {
    "zelf": Source.SELF,
    "familie": Source.RELATIVE,
    "rijksregister": Source.REGISTER,
    "bevolkingsregister": Source.REGISTER,
    "sociale_dienst": Source.SOCIAL_SERVICE,
    "vereniging": Source.ASSOCIATION,
    "andere": Source.OTHER,
}
GROUNDS: Mapping[str, LegalGround] = {ground.value: ground for ground in LegalGround} | {
    "toestemming": LegalGround.CONSENT,
    "taak_van_algemeen_belang": LegalGround.PUBLIC_TASK,
    "vitaal_belang": LegalGround.VITAL_INTEREST,
}


class UnreadableFileError(Exception):
    """The file as a whole cannot be used; the message says why and what to do, and repeats nothing of it."""


@dataclass(slots=True)
class ContactFile:
    """What a file holds: contacts by line number, faults and repeated numbers by line number."""

    contacts: dict[int, NewContact] = field(default_factory=dict)
    faults: dict[str, list[int]] = field(default_factory=dict)
    repeated: dict[int, int] = field(default_factory=dict)
    """A line to the earlier line with the same number."""
    unused_columns: int = 0


def read_contacts(raw: bytes, language: str) -> ContactFile:
    """The contacts in a file; `language` is theirs where the file tells none. Raises `UnreadableFileError`."""
    text = _decoded(raw)
    records = _records(text)
    _, header = next(records, (1, []))
    columns = _columns(header)
    found = ContactFile(unused_columns=sum(1 for name in header if _term(name) and _term(name) not in COLUMNS))
    seen: dict[str, int] = {}
    for line, record in records:
        faults, contact = _contact(record, columns, len(header), language)
        for fault in faults:
            found.faults.setdefault(fault, []).append(line)
        if contact is None:
            continue
        if contact.phone in seen:
            found.repeated[line] = seen[contact.phone]
        else:
            seen[contact.phone] = line
            found.contacts[line] = contact
    if not found.contacts and not found.faults:
        raise UnreadableFileError("the file has a first line with column names, but no contacts below it")
    return found


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnreadableFileError("this is a spreadsheet; save it as CSV (UTF-8) first")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw:
        raise UnreadableFileError("the file is not text in UTF-8 or Windows-1252; save it as CSV (UTF-8)")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError("the file is not text in UTF-8 or Windows-1252; save it as CSV (UTF-8)")


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins; empty lines are passed over."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error:
            where = f"line {line}" if line == reader.line_num else f"lines {line} to {reader.line_num}"
            raise UnreadableFileError(
                f"{where}: the quotation marks do not match, or a field is far too long"
            ) from None
        if any(cell.strip() for cell in record):
            yield line, record
        line = reader.line_num + 1


def _columns(header: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, name in enumerate(header):
        column = COLUMNS.get(_term(name))
        if column is not None and column in columns:
            raise UnreadableFileError(f"the first line names the column {column} twice")
        if column is not None:
            columns[column] = place
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise UnreadableFileError(
            f"the first line does not name the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}; "
            "an example of a first line: name;phone;source;legal_ground;language"
        )
    return columns


def _contact(
    record: Sequence[str], columns: Mapping[str, int], width: int, language: str
) -> tuple[list[str], NewContact | None]:
    """What is wrong with a record, and the contact where nothing is."""
    if (len(record) > width and any(cell.strip() for cell in record[width:])) or len(record) <= columns["phone"]:
        return [f"not as many fields as the first line has ({width})"], None
    cells = {name: record[place].strip() if place < len(record) else "" for name, place in columns.items()}
    faults: list[str] = []
    name = " ".join(cells["name"].split(" "))
    if not name:
        faults.append("there is no name")
    elif len(name) > LONGEST_NAME or not name.isprintable() or not any(sign.isalpha() for sign in name):
        faults.append(f"the name is not one (letters, at most {LONGEST_NAME} characters)")
    phone = international(cells["phone"])
    if phone is None:
        faults.append("the phone number is none that can be called")
    source = SOURCES.get(_term(cells["source"]))
    if source is None:
        faults.append(f"the source is none of {', '.join(Source)}")
    ground = GROUNDS.get(_term(cells["legal_ground"]))
    if ground is None:
        faults.append(f"the legal ground is none of {', '.join(LegalGround)}")
    spoken = _term(cells.get("language", "")) or language
    if spoken not in LANGUAGES:
        faults.append(f"the language is none of {', '.join(LANGUAGES)}")
    if faults or phone is None or source is None or ground is None:
        return faults, None
    return [], NewContact(name, phone, source, ground, spoken)


def _term(cell: str) -> str:
    return "_".join(cell.casefold().replace("-", " ").replace("_", " ").split())
