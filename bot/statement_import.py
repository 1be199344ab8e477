"""`belboom import statement`: a programme's own text of the confidentiality statement, from a file or a folder."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from typing import Any

from bot.settings import Settings, load_settings
from domain.statement import LONGEST, UnfitTextError, cleaned
from locales import LANGUAGES
from storage import programmes, statements
from storage.programmes import Programme
from storage.tx import Tx


class StatementRefusedError(Exception):
    """Nothing was changed; the message says why."""


def add_parser(subparsers: Any) -> None:
    """Add `statement` to the kinds of data that can be taken up."""
    parser = subparsers.add_parser(
        "statement",
        help="a programme's own confidentiality statement, as plain text",
        description="A plain text file in one language, or a folder with one file per language: nl.txt, fr.txt, "
        "de.txt, en.txt. Whoever accepted the text before is asked to accept the new one before seeing names again. "
        "A language without a text of its own shows that of the programme's language.",
    )
    parser.add_argument("--programme", required=True, metavar="NAME", help="the programme the text is for")
    parser.add_argument("--language", choices=LANGUAGES, help="the language of the file (the programme's by default)")
    parser.add_argument("file", type=Path, help="the text file, or a folder of them")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Take up the text. Returns the exit code."""
    settings = load_settings(needs_token=False)
    try:
        asyncio.run(_import(settings, args.file, args.programme, args.language))
    except (StatementRefusedError, UnfitTextError) as error:
        sys.stderr.write(f"belboom: {error}\nNothing was changed.\n")
        return 1
    return 0


async def _import(settings: Settings, path: Path, name: str, language: str | None) -> None:
    from bot.clock import SystemClock
    from bot.main import open_database

    found = _texts(path, language)
    database = await open_database(settings, SystemClock())
    try:
        told = await database.run(lambda tx: _take_up(tx, name, found))
    finally:
        await database.close()
    sys.stdout.write("".join(f"{line}\n" for line in told))


def _texts(path: Path, language: str | None) -> dict[str | None, str]:
    """The texts by language; `None` stands for the programme's."""
    if not path.is_dir():
        return {language: _text(path)}
    files = {one: path / f"{one}.txt" for one in LANGUAGES if (path / f"{one}.txt").is_file()}
    if language is not None:
        raise StatementRefusedError("give --language with a file only; in a folder the names of the files tell it")
    if not files:
        names = ", ".join(f"{one}.txt" for one in LANGUAGES)
        raise StatementRefusedError(f"there is no text in that folder; its files are to be called {names}")
    return {one: _text(file) for one, file in files.items()}


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LONGEST * 4:
            raise StatementRefusedError(f"the text is longer than {LONGEST} characters")
        return cleaned(path.read_bytes())
    except OSError as error:
        raise StatementRefusedError(f"the file cannot be read ({error.strerror})") from None


def _take_up(tx: Tx, name: str, found: dict[str | None, str]) -> list[str]:
    programme = _programme(tx, name)
    behind = statements.people_behind(tx, programme.id)
    told: list[str] = []
    for language, body in found.items():
        which = language or programme.language
        version = statements.set_own(tx, programme.id, which, body)
        told.append(f"{which}: unchanged" if version is None else f"{which}: version {version}")
    asked = statements.people_behind(tx, programme.id) - behind
    told.append(f"{programme.name}: {asked} people accepted the text before, and are asked again.")
    return told


def _programme(tx: Tx, name: str) -> Programme:
    """The programme of that name (or id)."""
    running = programmes.every(tx)
    named = [one for one in running if name == one.id or name.strip().casefold() == one.name.casefold()]
    if len(named) == 1:
        return named[0]
    if named:
        ids = ", ".join(one.id for one in named)
        raise StatementRefusedError(f"there are {len(named)} of that name; give one of these ids: {ids}")
    there = ", ".join(one.name for one in running) or "none yet; an admin starts one in a group with /programma"
    raise StatementRefusedError(f"there is no programme of that name; there is: {there}")
