"""`belboom erase`: everything about somebody is erased, on a code, from the server; the bot may run."""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import Any

from sqlalchemy import select

from bot.beside import ACTOR, database_of
from bot.context import PLATFORM
from bot.settings import Settings, load_settings
from storage import erasure, people
from storage.database import Database
from storage.schema import memberships, persons, programmes, reports, signals
from storage.tx import Tx


class EraseRefusedError(Exception):
    """Nobody was erased; the message says why."""


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "erase",
        help="erase everything about one person, by their code",
        description="The person's key is destroyed and every row about them goes; it is done once more to any copy "
        "of the data that is restored later. It cannot be undone. Names are neither asked for nor shown.",
    )
    parser.add_argument(
        "who", metavar="WHO", help="a member's code such as P-7K3F, a number on Telegram, or an id of 16 signs"
    )
    parser.add_argument("--programme", metavar="NAME", help="where the same code is in use in several programmes")
    parser.add_argument("--yes", action="store_true", help="do not ask whether it is meant")
    parser.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    settings = load_settings(needs_token=False)
    try:
        return asyncio.run(_erase(settings, given.who.strip(), given.programme, sure=given.yes))
    except EraseRefusedError as error:
        print(f"belboom: {error}", file=sys.stderr)
        return 1


async def _erase(settings: Settings, who: str, programme: str | None, *, sure: bool) -> int:
    async with database_of(settings) as database:
        person_id = await database.run(lambda tx: _find(tx, who, programme))
        for line in await database.run(lambda tx: _about(tx, person_id)):
            print(line)
        if not sure:
            _ask()
        await _do(database, settings, person_id)
    print("done: everything about this person is erased; a copy of the data that is restored is rid of it too")
    return 0


async def _do(database: Database, settings: Settings, person_id: str) -> None:
    """Whom it concerns hears it from the bot, as soon as that runs."""
    from bot.environment import environment
    from bot.features.erasing import erase
    from bot.main import Identity
    from bot.out import Out

    env = environment(settings, Identity(0, "", reads_all_group_text=False))
    await database.run(lambda tx: erase(tx, env, Out(tx), person_id, by=ACTOR))


def _ask() -> None:
    if not sys.stdin.isatty():
        raise EraseRefusedError("nobody is here to ask whether it is meant; say --yes if it is")
    if input("Erase this person for good? Type yes: ").strip() != "yes":
        raise EraseRefusedError("nothing was erased")


def _find(tx: Tx, who: str, programme: str | None) -> str:
    found = _with_code(tx, who.upper(), programme)
    if len(found) > 1:
        raise EraseRefusedError(f"{who} is somebody in several programmes; add --programme with its name")
    if found:
        return found[0]
    known = people.find(tx, PLATFORM, who) if who.isascii() and who.isdecimal() else None
    known = known or people.get(tx, who.lower())
    if known is None:
        raise EraseRefusedError(f"nobody here is known by {who}; they may be erased already")
    return known.id


def _with_code(tx: Tx, code: str, programme: str | None) -> list[str]:
    statement = select(memberships.c.person_id).join(programmes).where(memberships.c.code == code)
    if programme is not None:
        statement = statement.where(programmes.c.name == programme)
    return list(tx.execute(statement.distinct()).scalars())


def _about(tx: Tx, person_id: str) -> list[str]:
    """What there is, without a name, so that whoever erases sees whether it is the one who is meant."""
    with_app = tx.execute(select(persons.c.platform_id_index).where(persons.c.id == person_id)).scalar_one() is not None
    parts = erasure.every_membership(tx, person_id)
    names = {row.id: row.name for row in tx.execute(select(programmes.c.id, programmes.c.name))}
    ids = [part.id for part in parts]
    told = len(tx.execute(select(reports.c.id).where(reports.c.callee_id.in_(ids))).all())
    about = len(tx.execute(select(signals.c.id).where(signals.c.subject_id.in_(ids))).all())
    return [
        f"somebody {'with' if with_app else 'without'} the app; {told} calls told of, {about} signals about them",
        *(
            f"  {part.code} in {names[part.programme_id]}: {part.state}, since {part.created_at:%Y-%m-%d}"
            for part in parts
        ),
    ]
