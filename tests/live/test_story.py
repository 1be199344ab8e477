"""The main story: a volunteer reports a call, and a signal reaches the coordinator chat.

On Telegram somebody has to tap; on the simulator a phone of ours does, so that the story itself is known to work.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.context import PLATFORM
from bot.environment import environment
from bot.features.rota import replan
from bot.main import App, running
from bot.out import Out, to_person
from bot.outbox import OutboxRow
from bot.settings import Settings, load_settings
from domain.programme import MembershipState, Part, ProgrammeKind, Role
from locales import Plain
from simulator.client import SimulatorServer
from simulator.phone import Phone
from storage import chats, memberships, people, programmes, roles, upgrade
from storage.database import connect_sqlite, engine_over
from storage.keys import KeyDirectory
from storage.schema import outbox, reports, signals
from storage.tx import Tx
from tests.live.conftest import Place, telegram

MINUTES = 10
INVITATION = (
    "This is a test of Belboom, and everybody in it is invented. You have ten minutes: send /gebeld, tell that you "
    "talked with Georges, agree to all three, type a note, and save it with “tell the coordinator”."
)


@pytest.mark.live
@pytest.mark.enable_socket
@pytest.mark.timeout(MINUTES * 60 + 60)
async def test_somebody_reports_a_call_by_hand(tmp_path: Path) -> None:
    if not os.environ.get("BELBOOM_LIVE_HUMAN"):
        pytest.skip("set BELBOOM_LIVE_HUMAN=1 when you are there to tap; see tests/live/README.md")
    place = telegram()

    async with AsyncExitStack() as stack:
        app = await _begin(stack, tmp_path, place)
        async with asyncio.timeout(MINUTES * 60):
            while await app.database.run(_kept) < (1, 1):  # noqa: ASYNC110 - nobody tells when a person has tapped
                await asyncio.sleep(1)
        await asyncio.sleep(3)  # for the last messages to arrive
        failed = await app.database.run(_failed)

    assert failed == 0


async def test_the_story_by_hand_can_be_told(tmp_path: Path) -> None:
    async with SimulatorServer() as sim, AsyncExitStack() as stack:
        tester = sim.phone("Tester", language="en")
        tester.start()
        group = sim.group("Tests", tester)
        token = load_settings(_env_file=None, telegram_token=sim.token).token()
        app = await _begin(stack, tmp_path, Place(sim.url, token, tester.user_id, group.id, sim))

        await tester.wait_for("This is a test of Belboom", anytime=True)
        await _taps_through(tester)
        card = await tester.in_group(group).wait_for("Signal", anytime=True)

        assert await app.database.run(_kept) == (1, 1)
        assert "Georges" not in card.text


async def _begin(stack: AsyncExitStack, directory: Path, place: Place) -> App:
    """The real bot on a database of its own, with a programme in which the tester calls Georges."""
    settings = _settings(directory, place)
    KeyDirectory.create(settings.key_dir)
    raw = connect_sqlite(str(directory / "belboom.db"))
    engine = engine_over(raw)
    upgrade.upgrade(engine)
    engine.dispose()
    raw.close()
    app = await stack.enter_async_context(running(settings, environment))
    app.sender.offer(await app.database.run(lambda tx: _settle(tx, place)))
    return app


def _settings(directory: Path, place: Place) -> Settings:
    return load_settings(
        _env_file=None,
        telegram_token=place.token,
        telegram_api=place.api,
        database_url=f"sqlite:///{directory}/belboom.db",
        key_dir=directory / "keys",
        admins=(place.chat,),
        language="en",
    )


def _settle(tx: Tx, place: Place) -> list[OutboxRow]:
    programme = programmes.add(
        tx,
        name="Belboom test",
        kind=ProgrammeKind.BELBOOM,
        calls_per_week=1,
        timezone="Europe/Brussels",
        language="en",
        retention_days=1,
        group_chat=None,
    )
    tester = people.add(tx, language="en", platform=PLATFORM, platform_id=place.chat, name="Tester")
    georges = people.add(tx, language="en", name="Georges")
    for person in (tester, georges):
        memberships.add(
            tx, programme_id=programme.id, person_id=person.id, part=Part.BOTH, state=MembershipState.ACTIVE
        )
    roles.grant(tx, tester.id, programme.id, Role.COORDINATOR, granted_by=None)
    if place.group:
        programmes.change(tx, programme.id, coordinator_chat_id=chats.ensure(tx, PLATFORM, place.group))
    replan(tx, programme.id)
    out = Out(tx)
    out.send(to_person(tester), Plain(INVITATION))
    return list(out.rows)


async def _taps_through(tester: Phone) -> None:
    steps = (
        ("> /gebeld", "Whom did you call?"),
        ("Georges", "How did your call to Georges go?"),
        ("We talked", "Did you say who you are"),
        ("Yes, to all three", "in body and in mind?"),
        ("Both good", "Would a hand be welcome"),
        ("No, all is arranged", "Is there anything else"),
        ("> Would like company.", "Shall somebody call"),
        ("No, not needed", "should the coordinator know?"),
        ("Save and tell the coordinator: urgent", "Nobody has taken it yet"),
    )
    for what, then in steps:
        if what.startswith("> "):
            tester.send(what.removeprefix("> "))
        else:
            tester.tap(what)
        await tester.wait_for(then)


def _kept(tx: Tx) -> tuple[int, int]:
    found = [tx.execute(select(func.count()).select_from(table)).scalar_one() for table in (reports, signals)]
    return int(found[0]), int(found[1])


def _failed(tx: Tx) -> int:
    found: int = tx.execute(select(func.count()).select_from(outbox).where(outbox.c.state == "failed")).scalar_one()
    return found
