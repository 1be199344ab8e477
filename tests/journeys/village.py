"""A village: the real bot, started as it always is, on a real file, speaking HTTP to the simulator.

Everybody speaks English here, so that what is seen is the message as the code has it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from bot.clock import FakeClock
from bot.context import PLATFORM
from bot.environment import environment
from bot.export.password import read_password
from bot.features.rota import replan
from bot.main import App, running
from bot.settings import Settings, load_settings
from conversations.statement import VERSION
from domain.programme import MembershipState, Part, ProgrammeKind, Role
from simulator.client import Group, SimulatorServer
from simulator.phone import Phone
from storage import assignments, chats, memberships, people, programmes, roles, statements
from storage.database import connect_sqlite, engine_over, transact
from storage.keys import KeyDirectory
from storage.programmes import Programme
from storage.tx import Tx
from storage.vault import Vault
from tests.installed import install

T = TypeVar("T")

WEDNESDAY = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


class Village:
    """People with phones, and the bot among them."""

    def __init__(self, directory: Path, sim: SimulatorServer) -> None:
        self.directory = directory
        self.sim = sim
        self.clock = FakeClock(WEDNESDAY)
        self.admin = sim.phone("Greet", language="en")
        self.settings = self._settings()
        install(directory)
        self.export_password = read_password(self.settings.key_dir) or ""
        self._raw_path = str(directory / "belboom.db")
        self._stack: AsyncExitStack | None = None
        self.app: App | None = None

    async def wake(self) -> None:
        """Start the bot."""
        self._stack = AsyncExitStack()
        self.app = await self._stack.enter_async_context(running(self.settings, environment, self.clock))

    async def sleep(self) -> None:
        """Stop the bot as SIGTERM does."""
        if self._stack is not None:
            await self._stack.aclose()
            self._stack = self.app = None

    async def restart(self) -> None:
        """Stop it and start it again."""
        await self.sleep()
        await self.wake()

    async def after_a_power_cut(self, directory: Path) -> None:
        """The bot starts anew on what the disk holds at this moment; what it did not write down never was."""
        shutil.copytree(self.directory, directory, ignore=shutil.ignore_patterns("*-shm", "*.health"))
        await self.sleep()
        self.directory = directory
        self.settings = self._settings()
        self._raw_path = str(directory / "belboom.db")
        await self.wake()

    def keep(self, work: Callable[[Tx], T]) -> T:
        """Look into the database, or put something there, beside the running bot."""
        raw = connect_sqlite(self._raw_path)
        engine = engine_over(raw)
        try:
            return transact(engine, Vault(KeyDirectory(self.settings.key_dir)), self.clock.now(), work)
        finally:
            engine.dispose()
            raw.close()

    def pass_time(self, **by: float) -> None:
        """Let time pass for everybody: `minutes=15`, `days=2`."""
        self.sim.clock.advance(timedelta(**by).total_seconds())
        self.clock.set(self.sim.clock.now())

    def until(self, moment: datetime) -> None:
        """Let time pass until `moment`."""
        self.sim.clock.set(moment)
        self.clock.set(moment)

    def belboom(self, *members: Phone, calls: int = 2, kind: ProgrammeKind = ProgrammeKind.BELBOOM) -> Belboom:
        """A programme that is up and running among these people, with a group and a coordinator chat.

        Its first member is fikser, and Karim coordinator.
        """
        return Belboom(self, members, calls, kind)

    def _settings(self) -> Settings:
        return load_settings(
            _env_file=None,
            telegram_token=self.sim.token,
            telegram_api=self.sim.url,
            database_url=f"sqlite:///{self.directory}/belboom.db",
            key_dir=self.directory / "keys",
            admins=(self.admin.user_id,),
            timezone="Europe/Brussels",
            language="en",
        )


class Belboom:
    """A running programme in the village."""

    def __init__(self, village: Village, members: tuple[Phone, ...], calls: int, kind: ProgrammeKind) -> None:
        self.village = village
        self.karim = village.sim.phone("Karim", language="en")
        self.group: Group = village.sim.group("De Linde", village.admin, *members)
        self.coordinators: Group = village.sim.group("Coordination", village.admin, self.karim)
        self.programme: Programme = village.keep(lambda tx: self._settle(tx, members, calls, kind))

    def _settle(self, tx: Tx, members: tuple[Phone, ...], calls: int, kind: ProgrammeKind) -> Programme:
        group, coordinators = (chats.ensure(tx, PLATFORM, g.id) for g in (self.group, self.coordinators))
        programme = programmes.add(
            tx,
            name="De Linde",
            kind=kind,
            calls_per_week=calls,
            timezone="Europe/Brussels",
            language="en",
            retention_days=90,
            group_chat=group,
            general_number="09 200 00 00",
        )
        programmes.change(tx, programme.id, coordinator_chat_id=coordinators)
        admin = self.village.admin.user_id  # known to the first purge, which may come before this or after
        people.find(tx, PLATFORM, admin) or people.add(tx, language="en", platform=PLATFORM, platform_id=admin)
        karim = people.add(tx, language="en", platform=PLATFORM, platform_id=self.karim.user_id, name="Karim")
        roles.grant(tx, karim.id, programme.id, Role.COORDINATOR, granted_by=None)
        statements.accept(tx, karim.id, programme.id, VERSION)
        for number, phone in enumerate(members):
            person = people.add(tx, language="en", platform=PLATFORM, platform_id=phone.user_id, name=phone.name)
            part = Part.BOTH if kind is ProgrammeKind.BELBOOM else Part.ONLY_CALLS
            memberships.add(tx, programme_id=programme.id, person_id=person.id, part=part, state=MembershipState.ACTIVE)
            if number == 0:
                roles.grant(tx, person.id, programme.id, Role.FIKSER, granted_by=None)
        replan(tx, programme.id)
        return programmes.get(tx, programme.id) or programme

    def callees_of(self, phone: Phone) -> list[str]:
        """The names of those this person calls."""

        def look(tx: Tx) -> list[str]:
            person = people.find(tx, PLATFORM, phone.user_id)
            assert person is not None
            mine = memberships.of(tx, self.programme.id, person.id)
            assert mine is not None
            found = []
            for assignment in assignments.by_caller(tx, mine.id):
                callee = memberships.get(tx, assignment.callee_id)
                assert callee is not None
                found.append(people.name_of(tx, callee.person_id) or "")
            return found

        return self.village.keep(look)
