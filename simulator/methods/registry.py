"""Which function answers which method; names are matched in any letter case, as on Telegram."""

from __future__ import annotations

from collections.abc import Callable

from simulator.args import Args
from simulator.refusals import Refused
from simulator.world import World

Method = Callable[[World, Args], object]
METHODS: dict[str, Method] = {}
"""Lower-case name -> function; filled when the files beside this one are imported."""


def method(name: str) -> Callable[[Method], Method]:
    """Register the function under the Bot API's ``name``."""

    def keep(function: Method) -> Method:
        METHODS[name.lower()] = function
        return function

    return keep


def chat_id_of(world: World, args: Args) -> int:
    """The ``chat_id`` parameter: a number, or the @username of a public chat (there are none here)."""
    raw = args.text("chat_id").strip()
    if not raw:
        raise Refused("chat_id empty")
    try:
        return int(raw)
    except ValueError:
        raise Refused("chat not found") from None
