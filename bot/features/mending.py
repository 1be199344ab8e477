"""Who calls whom is mended whenever somebody comes or goes."""

from __future__ import annotations

from collections.abc import Collection

from domain.tree import Planned
from storage.tx import Tx


def replan(tx: Tx, programme_id: str, *, knows: Collection[str] = ()) -> Planned | None:
    """Plan the calls of a programme anew with as few changes as possible; what was planned, where there is a tree.

    The members in `knows` hear of it in another way.
    """
    # Imported late: the rota's own commands need the features about members.
    from bot.features import rota

    return rota.replan(tx, programme_id, knows=knows)
