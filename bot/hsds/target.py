"""Writing services as HSDS 3: a page of JSON, JSON lines, or a package of CSV files in a directory or a zip.

What is written appears under its name only when it is complete.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from bot.hsds.faults import HsdsError
from bot.hsds.flatten import Flat, description
from bot.hsds.schema import service_fits

Records = Callable[[], Iterator[dict[str, Any]]]


def write(path: Path, records: Records) -> tuple[int, int]:
    """Write services in the form that the name asks for. How many, and how many parts of them CSV has no row for.

    Raises `HsdsError`.
    """
    number = 0

    def counted() -> Iterator[dict[str, Any]]:
        nonlocal number
        for record in _checked(records):
            number += 1
            yield record

    flat = Flat()
    match path.suffix.lower():
        case ".json":
            with _text(path) as file:
                _page(file, counted())
        case ".jsonl" | ".ndjson":
            with _text(path) as file:
                file.writelines(f"{_json(record)}\n" for record in counted())
        case ".zip" | "":
            for record in counted():
                flat.add(record)
            _package(path, flat)
        case _:
            raise HsdsError("the name has to end in .json, .jsonl or .zip, or be that of a directory for CSV files")
    return number, flat.unfit


def _page(file: IO[str], records: Iterator[dict[str, Any]]) -> None:
    """A page of HSDA with everything on it; how much that is stands behind it, as it is known only then."""
    file.write('{"contents": [')
    number = 0
    for number, record in enumerate(records, 1):
        file.write(("," if number > 1 else "") + "\n" + _json(record))
    tail = {
        "total_items": number,
        "total_pages": 1,
        "page_number": 1,
        "size": number,
        "first_page": True,
        "last_page": True,
        "empty": number == 0,
    }
    file.write(f"\n], {_json(tail).removeprefix('{')}\n")


def _checked(records: Records) -> Iterator[dict[str, Any]]:
    """Nothing leaves that does not fit the schema."""
    for record in records():
        if not service_fits(record):
            raise HsdsError("a service of the directory does not fit HSDS; please report this")
        yield record


def _package(path: Path, flat: Flat) -> None:
    files = {name: _csv(flat, name) for name in flat.tables}
    package = description()
    package["resources"] = [one for one in package["resources"] if one["name"] in files]
    contents = {one["path"]: files[one["name"]] for one in package["resources"]}
    contents["datapackage.json"] = json.dumps(package, indent=1) + "\n"
    beside = _beside(path)
    try:
        if path.suffix:
            with _only_ours(beside) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, text in contents.items():
                    archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
        else:
            beside.mkdir(mode=0o700)
            for name, text in contents.items():
                (beside / name).write_text(text, "utf-8", newline="")
        beside.replace(path)
    except OSError as error:
        raise HsdsError(f"{path.name} cannot be written ({error.strerror})") from None
    finally:
        _away(beside)


def _csv(flat: Flat, name: str) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(flat.header(name))
    writer.writerows(flat.lines(name))
    return text.getvalue()


@contextmanager
def _text(path: Path) -> Iterator[IO[str]]:
    beside = _beside(path)
    try:
        with _only_ours(beside) as binary, io.TextIOWrapper(binary, "utf-8", newline="\n") as file:
            yield file
        beside.replace(path)
    except OSError as error:
        raise HsdsError(f"{path.name} cannot be written ({error.strerror})") from None
    finally:
        _away(beside)


def _only_ours(path: Path) -> IO[bytes]:
    """A new file that nobody else on this machine reads: records may name contact persons."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def _away(beside: Path) -> None:
    if beside.is_dir():
        shutil.rmtree(beside, ignore_errors=True)
    else:
        beside.unlink(missing_ok=True)


def _json(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)
