"""`belboom doctor`: looks at all that must be in order, and says what to do about what is not."""

from __future__ import annotations

import argparse
import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Any

from bot.delivery import TokenRefusedError
from bot.doctor import machine, protected
from bot.doctor.finding import Finding, Level, fail, ok
from bot.settings import Settings, load_settings
from storage import chats as groups
from storage import deep, health, programmes, upgrade
from storage.database import Database
from storage.keys import KeyDirectory, KeyDirectoryError
from storage.schema import chats
from storage.tx import Tx
from storage.vault import Vault

if TYPE_CHECKING:
    from bot.telegram.examine import Group

PATIENCE = 20.0
"""Seconds given to Telegram."""


def register(commands: Any) -> None:
    """Add the command to the parser."""
    doctor = commands.add_parser(
        "doctor",
        help="check token, privacy mode, groups, keys, database, access log, copies, disk and clock",
        description="Each line begins with ok, warn or FAIL. Ends with 0 unless something fails.",
    )
    doctor.add_argument("--deep", action="store_true", help="also open every sealed value, and count those that do not")
    doctor.set_defaults(run=_doctor)


class _Report:
    """Tells each finding as soon as it is there."""

    def __init__(self) -> None:
        self.found: list[Finding] = []

    def tell(self, finding: Finding) -> None:
        self.found.append(finding)
        print(f"{finding.level:<6}{finding.about}: {finding.told}", flush=True)

    def end(self) -> int:
        failing, warned = (
            [one.about for one in self.found if one.level is level] for level in (Level.FAIL, Level.WARN)
        )
        if failing:
            also = f"; and {len(warned)} to see to" if warned else ""
            print(f"{len(failing)} not in order: {', '.join(failing)}{also}")
        elif warned:
            print(f"it works; {len(warned)} to see to: {', '.join(warned)}")
        else:
            print("all is in order")
        return 1 if failing else 0


def _doctor(given: argparse.Namespace) -> int:
    from bot import logs
    from bot.cli_run import run_async

    settings = load_settings()
    logs.set_up_logs(secrets=[settings.token().get_secret_value()])
    report = _Report()
    run_async(_examine(settings, report, look_deep=given.deep))
    return report.end()


async def _examine(settings: Settings, report: _Report, *, look_deep: bool) -> None:
    from bot.clock import SystemClock

    report.tell(ok("settings", "complete"))
    if not settings.admins:
        report.tell(fail("admins", "BELBOOM_ADMINS names nobody, so nobody can start a programme"))
    for finding in machine.examine(settings):
        report.tell(finding)
    linked = await _examine_data(settings, report, look_deep=look_deep)
    report.tell(await machine.clock(settings, SystemClock().now()))
    await _examine_platform(settings, linked, report)


async def _examine_data(settings: Settings, report: _Report, *, look_deep: bool) -> dict[str, Group]:
    """Nothing is changed, so that what a start would mend is still seen."""
    from bot.cli import advice_on
    from bot.clock import SystemClock

    try:
        vault = Vault(KeyDirectory(settings.key_dir))
        if not machine.has_database(settings):
            report.tell(fail("database", "there is none; run: belboom init, or belboom restore"))
            return {}
        database = await Database.open(settings.database_url, vault, SystemClock().now)
    except Exception as error:
        report.tell(_trouble(error, advice_on(error)))
        return {}
    try:
        await database.run(lambda tx: upgrade.check(tx.conn))
        await database.run(health.check_keys)
        report.tell(ok("keys and database", "they open and belong together"))
        for finding in await database.run(lambda tx: list(protected.examine(tx))):
            report.tell(finding)
        if look_deep:
            await _look_deep(database, report)
        return await database.run(_linked_groups)
    except Exception as error:
        report.tell(_trouble(error, advice_on(error)))
        return {}
    finally:
        await database.close()


def _trouble(error: Exception, advice: str | None) -> Finding:
    if advice is None:
        raise error
    return fail("keys" if isinstance(error, KeyDirectoryError) else "database", advice)


async def _look_deep(database: Database, report: _Report) -> None:
    from bot.beside import BREATH

    refused: Counter[str] = Counter()
    opened = 0
    for field in deep.fields():
        after: Any = None
        while True:
            batch = await database.run(lambda tx, after=after, field=field: deep.look(tx, field, after))  # type: ignore[misc]
            opened += batch.opened
            refused[f"{field.table}.{field.column}"] += batch.refused
            if batch.after is None:
                break
            after = batch.after
            print(f"  {opened} values opened", flush=True)
            await asyncio.sleep(BREATH)
    broken = +refused
    if broken:
        told = ", ".join(f"{name} {number}" for name, number in sorted(broken.items()))
        report.tell(
            fail(
                "sealed values",
                f"{broken.total()} do not open ({told}); each is refused where it is needed, and all else works. The "
                "log above names the rows; a copy of the data from before may have them whole",
            )
        )
    else:
        report.tell(ok("sealed values", f"all {opened} open"))


async def _examine_platform(settings: Settings, linked: dict[str, Group], report: _Report) -> None:
    from bot.telegram.connection import Connection
    from bot.telegram.examine import examine

    connection = Connection(settings.token(), settings.telegram_api)
    try:
        async with asyncio.timeout(PATIENCE):
            await connection.open()
            async for finding in examine(connection.bot, linked, settings.webhook_url):
                report.tell(finding)
    except TokenRefusedError as error:
        report.tell(fail("token", str(error)))
    except TimeoutError:
        report.tell(fail("telegram", f"{settings.telegram_api} did not answer in {PATIENCE:.0f} seconds"))
    finally:
        await connection.close()


def _linked_groups(tx: Tx) -> dict[str, Group]:
    from bot.telegram.examine import Group

    rows = tx.execute(chats.select().where(chats.c.state == "active", chats.c.platform != "farewell")).all()
    found = {row.id: groups.platform_id_of(tx, row.id) for row in rows}
    return {
        f"group {row_id}": Group(chat_id, bool(programmes.of_coordinator_chat(tx, row_id)))
        for row_id, chat_id in found.items()
        if chat_id is not None
    }
