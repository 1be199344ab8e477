"""Who calls whom is mended whenever somebody comes or goes."""

from __future__ import annotations

from storage.tx import Tx


def replan(tx: Tx, programme_id: str) -> None:
    """Plan the calls of a programme anew with as few changes as possible."""
    # Imported late: the rota's own commands need the features about members.
    from bot.features import rota

    rota.replan(tx, programme_id)
