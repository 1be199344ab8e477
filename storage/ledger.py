"""The erasure ledger: what was erased, kept beside the keys and in no copy of the data (see docs/adr/0012).

Whoever erases says so with `note`, in the transaction that erases. When all else of that transaction went well, the
entries go to the disk, and then it is committed; the database knows the number of the last entry it has done. So
after a crash in between, after a commit that failed, and in a copy of the data that is restored, the entries that the
database does not know of are those it has yet to do.
"""

from __future__ import annotations

from dataclasses import dataclass

from storage import facts, ledger_file
from storage.ledger_file import Book, LedgerError
from storage.replay import Kind, Replayed, replay
from storage.tx import Tx

__all__ = ["Kind", "LedgerError", "Standing", "catch_up", "note", "standing"]

_DONE = "ledger.done"


@dataclass(frozen=True, slots=True)
class Standing:
    """How database and ledger stand to each other: the last entry the one has done and the other holds."""

    done: int
    last: int
    damaged: tuple[int, ...]

    @property
    def missing(self) -> int:
        """How many entries the database knows of that are not in the ledger: then it is an old one, or another's."""
        return max(0, self.done - self.last)


def note(tx: Tx, kind: Kind, **ids: str) -> None:
    """Have it in the ledger when this transaction is kept. Ids and keyed hashes only.

    The transaction fails with `LedgerError` where the ledger cannot be written."""
    if "ledger" not in tx.notes:
        tx.notes["ledger"] = []
        tx.before_commit.append(lambda: _write(tx))
    tx.notes["ledger"].append((kind, ids))


def standing(tx: Tx) -> Standing:
    """How far the database is. Raises `LedgerError` where the ledger cannot be read."""
    book = _book(tx)
    return Standing(_done(tx), book.last, book.damaged)


def catch_up(tx: Tx) -> Replayed:
    """Do what the ledger holds and the database does not know of. Raises `LedgerError` where it cannot be read."""
    done, book = _done(tx), _book(tx)
    result = replay(tx, (entry for entry in book.entries if entry.n > done))
    if book.last > done:
        facts.put(tx, _DONE, str(book.last))
    return result


def _write(tx: Tx) -> None:
    """What an earlier transaction entered and then could not keep is done first: its number would be passed over."""
    keys = tx.vault.keys
    if ledger_file.tail(keys.path, keys.index_key).last > _done(tx):
        catch_up(tx)
    last = ledger_file.append(keys.path, keys.index_key, tx.now, _done(tx), tx.notes["ledger"])
    facts.put(tx, _DONE, str(last))


def _done(tx: Tx) -> int:
    return int(facts.get(tx, _DONE) or 0)


def _book(tx: Tx) -> Book:
    return ledger_file.read(tx.vault.keys.path, tx.vault.keys.index_key)
