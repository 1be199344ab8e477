"""`belboom import contacts`: a call list from a file on the server. All of it is taken up, or nothing."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot import cli_services, statement_import
from bot.contact_file import ContactFile, UnreadableFileError, read_contacts
from bot.settings import Settings, load_settings
from domain.programme import ProgrammeKind
from storage import access, contacts, programmes
from storage.contacts import Known
from storage.programmes import Programme
from storage.tx import Tx

ACTOR = "server"
"""Who did it, in the access log: whoever has the server at hand."""

LARGEST = 64 * 1024 * 1024
"""Bytes."""

TELL_EVERY = 500


class ImportRefusedError(Exception):
    """Nothing was taken up; the message says why."""


def register(commands: Any) -> None:
    """Add the command to the parser."""
    importing = commands.add_parser("import", help="take up data from a file on this server")
    what = importing.add_subparsers(dest="what", required=True, metavar="what")
    add_parser(what)
    cli_services.add_import_parser(what)
    statement_import.add_parser(what)


def add_parser(subparsers: Any) -> None:
    """Add `contacts` to the kinds of data that can be taken up."""
    parser = subparsers.add_parser(
        "contacts",
        help="the call list of an opbelactie, from a CSV file",
        description="Columns: name, phone, source, legal_ground and, if you like, language. Nothing is taken up as "
        "long as one line has a fault; faults are told by line number.",
    )
    parser.add_argument("--programme", required=True, metavar="NAME", help="the opbelactie the contacts are for")
    parser.add_argument("--dry-run", action="store_true", help="look at the file and tell what would happen")
    parser.add_argument("file", type=Path, help="the CSV file")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Take up the file. Returns the exit code; what is told holds no name and no number."""
    settings = load_settings(needs_token=False)
    try:
        asyncio.run(_import(settings, args.file, args.programme, dry_run=args.dry_run))
    except (ImportRefusedError, UnreadableFileError) as error:
        print(f"belboom: {error}", file=sys.stderr)
        print("Nothing was taken up.", file=sys.stderr)
        return 1
    print("The file still holds names and numbers: destroy it now, and every copy of it (on Linux: shred -u FILE).")
    return 0


async def _import(settings: Settings, path: Path, name: str, *, dry_run: bool) -> None:
    from bot.clock import SystemClock
    from bot.main import open_database

    raw = _bytes_of(path)
    database = await open_database(settings, SystemClock())
    try:
        programme = await database.run(lambda tx: _programme(tx, name))
        found = read_contacts(raw, programme.language)
        _tell_faults(found)
        if dry_run:
            known = await database.run(lambda tx: _known(tx, programme, found))
            _tell_left_out(found, known)
            print(f"{len(_wanted(found, known))} contacts would be taken up in {programme.name}. Nothing was written.")
        else:
            known, number = await database.run(lambda tx: _take_up(tx, programme, found))
            _tell_left_out(found, known)
            print(f"{number} contacts were taken up in {programme.name}.")
    finally:
        await database.close()


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise ImportRefusedError(f"the file is larger than {LARGEST // 2**20} MB; cut it in pieces")
        return path.read_bytes()
    except OSError as error:
        raise ImportRefusedError(f"the file cannot be read ({error.strerror})") from None


def _programme(tx: Tx, name: str) -> Programme:
    """The opbelactie of that name (or id)."""
    lists = [programme for programme in programmes.every(tx) if programme.kind is ProgrammeKind.OPBELACTIE]
    named = [one for one in lists if name == one.id or name.strip().casefold() == one.name.casefold()]
    if len(named) == 1:
        return named[0]
    if named:
        ids = ", ".join(one.id for one in named)
        raise ImportRefusedError(f"there are {len(named)} of that name; give one of these ids with --programme: {ids}")
    if not lists:
        raise ImportRefusedError("there is no opbelactie yet; an admin starts one in a group with /programma")
    raise ImportRefusedError(f"there is no opbelactie of that name; there is: {', '.join(one.name for one in lists)}")


def _take_up(tx: Tx, programme: Programme, found: ContactFile) -> tuple[Known, int]:
    """One transaction: look, write, hand out, and note down that it was done."""
    from bot.features.rota import replan

    known = _known(tx, programme, found)
    wanted = _wanted(found, known)

    def progress(done: int) -> None:
        if done % TELL_EVERY == 0:
            print(f"  {done} of {len(wanted)}", file=sys.stderr)

    contacts.add_many(tx, programme.id, [found.contacts[line] for line in wanted], progress=progress)
    replan(tx, programme.id)
    access.log(tx, ACTOR, access.Action.IMPORTED, programme=programme.id)
    return known, len(wanted)


def _known(tx: Tx, programme: Programme, found: ContactFile) -> Known:
    return contacts.known_numbers(tx, programme.id, [contact.phone for contact in found.contacts.values()])


def _wanted(found: ContactFile, known: Known) -> list[int]:
    """The lines that are to be taken up."""
    left_out = known.on_list | known.refused
    return [line for line, contact in found.contacts.items() if contact.phone not in left_out]


def _tell_faults(found: ContactFile) -> None:
    if found.unused_columns:
        print(f"Columns that are not used: {found.unused_columns}.")
    if found.faults:
        told = "\n".join(f"  {spans(numbers)}: {fault}" for fault, numbers in found.faults.items())
        raise ImportRefusedError(f"the file has faults:\n{told}")


def _tell_left_out(found: ContactFile, known: Known) -> None:
    by_phone = {contact.phone: line for line, contact in found.contacts.items()}
    for line, earlier in found.repeated.items():
        print(f"left out, the same number as line {earlier}: line {line}")
    on_list = sorted(by_phone[phone] for phone in known.on_list - known.refused)
    refused = sorted(by_phone[phone] for phone in known.refused - known.nowhere)
    nowhere = sorted(by_phone[phone] for phone in known.nowhere)
    if on_list:
        print(f"left out, the number is known in this programme already: {spans(on_list)}")
    if refused:
        print(f"left out, asked not to be called any more: {spans(refused)}")
    if nowhere:
        print(f"left out, asked never to be called again by any programme: {spans(nowhere)}")


def spans(numbers: Iterable[int]) -> str:
    """Line numbers as people write them: `lines 2-4, 9`."""
    ordered = sorted(numbers)
    starts = [ordered[0], *(b for a, b in pairwise(ordered) if b != a + 1)]
    ends = [*(a for a, b in pairwise(ordered) if b != a + 1), ordered[-1]]
    told = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in zip(starts, ends, strict=True))
    return f"line {told}" if len(ordered) == 1 else f"lines {told}"
