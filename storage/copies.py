"""When copies were last made, as facts of the database; which copies there are, only their keeper knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage import facts
from storage.tx import Tx

_DATA, _DATA_KEY = "copies.data", "copies.data_key"
_KEYS, _KEYS_KEY, _ENTRIES = "copies.keys", "copies.keys_key", "copies.keys_entries"


@dataclass(frozen=True, slots=True)
class Copies:
    """The moments of the last copy of the data and of the keys, the key that opens the one, the key that was current in
    the other, and how many entries of the ledger of erasures are in it."""

    data: datetime | None
    key: str | None
    keys: datetime | None
    keys_key: str | None
    entries: int


def note_data(tx: Tx, key_id: str, at: datetime | None = None) -> None:
    """A copy of the data was made, now unless it is said when."""
    facts.put(tx, _DATA, (at or tx.now).isoformat())
    facts.put(tx, _DATA_KEY, key_id)


def note_keys(tx: Tx, key_id: str, entries: int) -> None:
    """A copy of the keys was made."""
    facts.put(tx, _KEYS, tx.now.isoformat())
    facts.put(tx, _KEYS_KEY, key_id)
    facts.put(tx, _ENTRIES, str(entries))


def last(tx: Tx) -> Copies:
    """What is known of the last ones."""
    return Copies(
        _moment(facts.get(tx, _DATA)),
        facts.get(tx, _DATA_KEY),
        _moment(facts.get(tx, _KEYS)),
        facts.get(tx, _KEYS_KEY),
        int(facts.get(tx, _ENTRIES) or 0),
    )


def _moment(kept: str | None) -> datetime | None:
    return None if kept is None else datetime.fromisoformat(kept)
