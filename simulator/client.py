"""For tests: a simulator in this event loop, and phones that act as people do.

::

    async with SimulatorServer(now=datetime(2026, 1, 5, 9, tzinfo=UTC)) as sim:
        amina = sim.phone("Amina", language="nl")
        amina.start()
        await amina.wait_for("Welkom")
        amina.tap("Ja")
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Self

from simulator import groups
from simulator.api import CallRecord
from simulator.bot import Bot
from simulator.chat import Chat
from simulator.clock import Clock
from simulator.faults import Fault
from simulator.jsontypes import Json
from simulator.phone import WAIT, Phone
from simulator.server import Server
from simulator.world import World

TOKEN = "123456789:SIMULATED-token-of-nobody"  # noqa: S105 - invented
USERNAME = "simulated_bot"


class Group:
    """A group in the simulator; it follows the group when it becomes a supergroup."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self._first_id = chat.id

    @property
    def chat(self) -> Chat:
        """The chat as it is now."""
        return self._world.chat(self._first_id)

    @property
    def id(self) -> int:
        """The chat's id now; an upgrade changes it."""
        return self.chat.id

    def add(self, *phones: Phone) -> None:
        """Bring people in."""
        for phone in phones:
            groups.add_member(self._world, self.id, phone.user_id)

    def remove(self, phone: Phone, by: Phone | None = None) -> None:
        """Somebody leaves, or is thrown out by ``by``."""
        groups.remove_member(self._world, self.id, phone.user_id, by.user_id if by else None)

    def add_bot(self, by: Phone) -> None:
        """Bring the bot in."""
        groups.add_member(self._world, self.id, self._world.bot.id, by.user_id)

    def kick_bot(self, by: Phone) -> None:
        """Throw the bot out."""
        groups.kick_bot(self._world, self.id, by.user_id)

    def promote_bot(self, admin: bool = True) -> None:
        """Make the bot administrator, or an ordinary member again."""
        groups.promote(self._world, self.id, self._world.bot.id, admin=admin)

    def promote(self, phone: Phone, admin: bool = True) -> None:
        """Make a person administrator, or an ordinary member again."""
        groups.promote(self._world, self.id, phone.user_id, admin=admin)

    def upgrade(self) -> int:
        """Turn the group into a supergroup; its new id."""
        return groups.upgrade(self._world, self.id).id

    def delete(self) -> None:
        """Delete the group for everybody."""
        groups.delete_group(self._world, self.id)


class SimulatorServer:
    """A simulator on a free port of 127.0.0.1, in the running event loop."""

    def __init__(
        self,
        *,
        now: datetime | None = None,
        token: str = TOKEN,
        username: str = USERNAME,
        privacy: bool = True,
        port: int = 0,
    ) -> None:
        """``now`` freezes the clock at that instant; without it the clock runs."""
        self.world = World(Bot(token, username, privacy=privacy), Clock(now))
        self.world.webhook_delay = 0.05
        self.server = Server(self.world)
        self._port = port

    async def __aenter__(self) -> Self:
        await self.server.start(self._port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.server.stop()

    @property
    def token(self) -> str:
        """The only token that is taken."""
        return self.world.bot.token

    @property
    def username(self) -> str:
        """The bot's username, without @."""
        return self.world.bot.username

    @property
    def url(self) -> str:
        """Address of the page."""
        return self.server.url

    @property
    def base_url(self) -> str:
        """python-telegram-bot's ``base_url``."""
        return self.server.url + "/bot"

    @property
    def base_file_url(self) -> str:
        """python-telegram-bot's ``base_file_url``."""
        return self.server.url + "/file/bot"

    @property
    def clock(self) -> Clock:
        """The simulated time: ``advance(seconds)``, ``set(instant)``, ``next_monday_morning(tz)``."""
        return self.world.clock

    def phone(self, first_name: str, *, language: str | None = "nl", **details: object) -> Phone:
        """A new person and their phone; ``details``: id, username, last_name."""
        user = self.world.add_user(first_name, language_code=language, **details)  # type: ignore[arg-type]
        return Phone(self.world, user["id"])

    def group(self, title: str, *phones: Phone, with_bot: bool = True, supergroup: bool = False) -> Group:
        """A new group of these people; the first of them made it."""
        creator, *others = [phone.user_id for phone in phones]
        chat = groups.create_group(self.world, title, creator, others, with_bot=with_bot, supergroup=supergroup)
        return Group(self.world, chat)

    def privacy(self, on: bool) -> None:
        """Switch the group privacy mode."""
        self.world.bot.privacy = on

    def limits(self, **limits: int | bool | None) -> None:
        """Set per_chat, per_group_minute, overall; or ``telegram=True``."""
        self.world.limits.set(dict(limits))

    def fault(
        self,
        kind: str,
        times: int = 1,
        method: str | None = None,
        seconds: float = 1.0,
        chat: int | None = None,
    ) -> Fault:
        """Order trouble for the next calls: "500", "502", "429", "hang" or "lost"."""
        return self.server.api.faults.add(kind, times, method, seconds, chat)

    def clear_faults(self) -> None:
        """No more trouble, no latency."""
        self.server.api.faults.clear()

    def latency(self, seconds: float) -> None:
        """Make every call but getUpdates take this much longer."""
        self.server.api.faults.latency = seconds

    def count(self, method: str) -> int:
        """How often the bot called ``method``."""
        return self.server.api.counts[method.lower()]

    def calls(self, method: str | None = None) -> list[CallRecord]:
        """The calls so far (of one method), oldest first."""
        log = self.server.api.log
        return [one for one in log if method is None or one.method == method.lower()]

    async def wait_for(self, look: Callable[[], object], timeout: float = WAIT) -> None:  # noqa: ASYNC109
        """Until ``look()`` is true; it is asked again whenever anything in the world changes."""
        await self.world.changed.until(look, timeout)

    async def wait_for_calls(self, method: str, count: int, timeout: float = WAIT) -> None:  # noqa: ASYNC109
        """Until the bot called ``method`` at least ``count`` times (refused ones count)."""
        await self.server.api.called.until(lambda: self.count(method) >= count, timeout)

    async def wait_until_taken(self, timeout: float = WAIT) -> None:  # noqa: ASYNC109
        """Until the bot acknowledged every update that was queued for it."""
        bot = self.world.bot

        def taken() -> bool:
            return not bot.queue.waiting and not (bot.webhook and bot.webhook.pending)

        await bot.queue.changed.until(taken, timeout)

    def repeat_update(self, update: Json | None = None) -> None:
        """Deliver an update (the newest when none is given) a second time, as Telegram may."""
        self.world.bot.queue.repeat(update)
