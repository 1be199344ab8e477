"""The tables every feature module enters itself in: commands, buttons, effects, look-ups, failed sends, jobs.

`bot.features` imports all feature modules, so that the tables are full before the first update.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeVar

from bot.context import Ctx, Env
from bot.incoming import Kind
from bot.out import Out
from bot.outbox import OutboxRow
from conversations.effects import Effect
from conversations.ports import Query
from conversations.screen import Button
from domain.programme import Role
from locales import Text, Words
from storage.tx import Tx


class Where(StrEnum):
    """In which chats a command works."""

    PRIVATE = "private"
    GROUP = "group"
    ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the command table. `names[0]` is the one in menus and help; the others are its other languages."""

    names: tuple[str, ...]
    help: Text
    where: Where
    role: Role | None
    """Who sees it in the menu and may use it; `None` is everybody, known or not."""
    handler: Callable[[Ctx], None]
    also: tuple[Role, ...] = ()
    """Others who see and may use it too."""
    admins: bool = False
    """Whether admins, who may use every command, have it in their menu though they have not that role."""

    def is_for(self, held: Collection[Role]) -> bool:
        """Whether it stands in the menu of somebody with these roles."""
        whose = (self.role, *self.also)
        return self.role is None or any(role in held for role in whose) or (self.admins and Role.ADMIN in held)


COMMANDS: list[Command] = []
COMMAND_BY_NAME: dict[str, Command] = {}
ACTIONS: dict[str, Callable[..., None]] = {}
EFFECTS: dict[type[Effect], Callable[[Ctx, Any], Words | None]] = {}
LOOK_UPS: dict[type[Query], Callable[[Ctx, Any], Any]] = {}
WAYS_BACK: dict[str, Callable[[Mapping[str, Any]], Button]] = {}
FAILURES: dict[str, Callable[[Tx, Env, Out, OutboxRow, str], None]] = {}
HAPPENINGS: dict[Kind, list[Callable[[Ctx], None]]] = {}
JOBS: list[tuple[str, timedelta, Callable[[Tx, Env, Out], bool | None]]] = []

CommandHandler = TypeVar("CommandHandler", bound=Callable[[Ctx], None])
ActionHandler = TypeVar("ActionHandler", bound=Callable[..., None])
E = TypeVar("E", bound=Effect)
Q = TypeVar("Q", bound=Query)


def command(
    *names: str,
    help: Text,
    where: Where = Where.ANYWHERE,
    role: Role | None = None,
    also: tuple[Role, ...] = (),
    admins: bool = False,
) -> Callable[[CommandHandler], CommandHandler]:
    """Enter a command under all its names (lower case, without slash)."""

    def enter(handler: CommandHandler) -> CommandHandler:
        entry = Command(names, help, where, role, handler, also, admins)
        COMMANDS.append(entry)
        for name in names:
            if name in COMMAND_BY_NAME:
                raise ValueError(f"/{name} is taken")
            COMMAND_BY_NAME[name] = entry
        return handler

    return enter


def action(name: str) -> Callable[[ActionHandler], ActionHandler]:
    """Enter a button outside dialogues: its data is `name:arg1:arg2…`, handed over as strings.

    The handler checks at every tap who may do this; what comes in may be old, forged or somebody else's.
    """

    def enter(handler: ActionHandler) -> ActionHandler:
        if name in ACTIONS or name == "c":
            raise ValueError(f"the button {name} is taken")
        ACTIONS[name] = handler
        return handler

    return enter


def applies(effect: type[E]) -> Callable[[Callable[[Ctx, E], Words | None]], Callable[[Ctx, E], Words | None]]:
    """Enter the function that carries out an effect; the words it returns are added to the closing screen."""

    def enter(handler: Callable[[Ctx, E], Words | None]) -> Callable[[Ctx, E], Words | None]:
        EFFECTS[effect] = handler
        return handler

    return enter


WayBack = TypeVar("WayBack", bound=Callable[[Mapping[str, Any]], Button])


def way_back(*dialogues: str) -> Callable[[WayBack], WayBack]:
    """Enter the button that is shown to whoever stops one of these dialogues: the way to where they came from, by the
    arguments with which the dialogue began."""

    def enter(handler: WayBack) -> WayBack:
        WAYS_BACK.update(dict.fromkeys(dialogues, handler))
        return handler

    return enter


def looks_up(query: type[Q]) -> Callable[[Callable[[Ctx, Q], Any]], Callable[[Ctx, Q], Any]]:
    """Enter the function that answers a dialogue's look-up, with JSON of ids."""

    def enter(handler: Callable[[Ctx, Q], Any]) -> Callable[[Ctx, Q], Any]:
        LOOK_UPS[query] = handler
        return handler

    return enter


def happens(kind: Kind) -> Callable[[CommandHandler], CommandHandler]:
    """Enter what a feature does when something happens that nobody said: we were added to a group, somebody left it."""

    def enter(handler: CommandHandler) -> CommandHandler:
        HAPPENINGS.setdefault(kind, []).append(handler)
        return handler

    return enter


FailureHandler = Callable[[Tx, Env, Out, OutboxRow, str], None]


def when_not_delivered(purpose: str) -> Callable[[FailureHandler], FailureHandler]:
    """Enter what is done when a message whose purpose is `purpose` or `purpose:…` cannot be delivered."""

    def enter(handler: FailureHandler) -> FailureHandler:
        FAILURES[purpose] = handler
        return handler

    return enter


Job = TypeVar("Job", bound=Callable[[Tx, Env, Out], bool | None])


def job(every: timedelta, *, first: bool = False) -> Callable[[Job], Job]:
    """Enter work that is looked at every so often; it finds out itself from the database what is due.

    It returns `True` where it did a slice only, and is to be run again at once. Jobs that are due together are run
    one after another; `first` is for one that changes what others tell people about.
    """

    def enter(work: Job) -> Job:
        JOBS.insert(0 if first else len(JOBS), (work.__name__, every, work))
        return work

    return enter
