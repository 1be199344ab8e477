"""When copies were last made, as facts of the database; which copies there are, only their keeper knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage import facts
from storage.tx import Tx

_DATA, _KEY, _KEYS, _ENTRIES = "copies.data", "copies.key", "copies.keys", "copies.keys_entries"


@dataclass(frozen=True, slots=True)
class Copies:
    """The moments of the last copy of the data and of the keys, the key that opens the one, and how many entries of the
    ledger of erasures are in the other."""

    data: datetime | None
    key: str | None
    keys: datetime | None
    entries: int


def note_data(tx: Tx, key_id: str) -> None:
    """A copy of the data was made."""
    facts.put(tx, _DATA, tx.now.isoformat())
    facts.put(tx, _KEY, key_id)


def note_keys(tx: Tx, entries: int) -> None:
    """A copy of the keys was made."""
    facts.put(tx, _KEYS, tx.now.isoformat())
    facts.put(tx, _ENTRIES, str(entries))


def last(tx: Tx) -> Copies:
    """What is known of the last ones."""
    return Copies(
        _moment(facts.get(tx, _DATA)),
        facts.get(tx, _KEY),
        _moment(facts.get(tx, _KEYS)),
        int(facts.get(tx, _ENTRIES) or 0),
    )


def _moment(kept: str | None) -> datetime | None:
    return None if kept is None else datetime.fromisoformat(kept)
