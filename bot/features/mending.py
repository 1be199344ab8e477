"""Who calls whom is mended whenever somebody comes or goes."""

from __future__ import annotations

from domain.tree import Planned
from storage.tx import Tx


def replan(tx: Tx, programme_id: str) -> Planned | None:
    """Plan the calls of a programme anew with as few changes as possible; what was planned, where there is a tree."""
    # Imported late: the rota's own commands need the features about members.
    from bot.features import rota

    return rota.replan(tx, programme_id)
