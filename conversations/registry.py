"""Every dialogue by its name. A module in `conversations/dialogues/` registers its own with `@dialogue`."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel
from pydantic import JsonValue as Json

from conversations.talk import Talk

P = TypeVar("P", bound=BaseModel)
Said: TypeAlias = Coroutine[Any, Any, None]


class UnknownDialogueError(LookupError):
    """No dialogue has that name (any more)."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A registered dialogue. `start` gives the coroutine for a talk and the arguments kept in its log."""

    name: str
    version: int
    module: str
    start: Callable[[Talk, Mapping[str, Json]], Said]


_REGISTRY: dict[str, Dialogue] = {}


def dialogue(
    name: str, *, version: int, args: type[P]
) -> Callable[[Callable[[Talk, P], Said]], Callable[[Talk, P], Said]]:
    """Register an async function `(talk, args)` as a dialogue. `args` is the pydantic model of its arguments."""

    def register(function: Callable[[Talk, P], Said]) -> Callable[[Talk, P], Said]:
        if name in _REGISTRY:
            raise ValueError(f"two dialogues are called {name!r}")
        _REGISTRY[name] = Dialogue(
            name,
            version,
            function.__module__,
            lambda talk, given: function(talk, args.model_validate(dict(given))),
        )
        return function

    return register


def find(name: str) -> Dialogue:
    """The dialogue of that name. Raises `UnknownDialogueError`."""
    import_module("conversations.dialogues")
    try:
        return _REGISTRY[name]
    except KeyError:
        raise UnknownDialogueError(name) from None


def all_dialogues() -> Iterator[Dialogue]:
    """Every registered dialogue, by name."""
    import_module("conversations.dialogues")
    yield from sorted(_REGISTRY.values(), key=lambda one: one.name)
