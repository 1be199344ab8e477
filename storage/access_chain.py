"""The access log as a chain: each row carries the SHA-256 of itself and of the row before it.

Whoever changes, adds or takes away a row in the middle breaks every link after it. What the chain alone cannot show,
that its end was cut off or that all of it was written anew, shows the newest link, which is kept outside the database
(`storage.access_head`). Rows go from the oldest on, when their year is over; the place up to which they went is a fact
of the database, and stands outside as well.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from storage import facts
from storage.prepared import Prepared
from storage.schema import access_log
from storage.tx import Tx

_CUT_SEQ, _CUT_LINK = "access.cut_seq", "access.cut_link"
_COLUMNS = ("id", "at", "actor", "action", "subject", "programme", "expires_at")


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the log: its number, counted from 1, and its link."""

    seq: int
    link: str


START = Place(0, "")
"""Where the first row hangs."""


def link(before: str, seq: int, row: Sequence[Any]) -> str:
    """The link of row `seq`: 64 hexadecimal digits. `row` has the values of the other columns in their order, with
    instants as whole milliseconds since 1970."""
    content = json.dumps([seq, *row], separators=(",", ":"))
    return hashlib.sha256(f"{before}\n{content}".encode()).hexdigest()


_NEWEST = Prepared(select(access_log.c.seq, access_log.c.link).order_by(access_log.c.seq.desc()).limit(1))
_AT = Prepared(select(access_log.c.seq, access_log.c.link).where(access_log.c.seq == bindparam("place")))


def newest(tx: Tx) -> Place:
    """The last row there is, or the place up to which rows were removed where that was all of them."""
    row = tx.row(_NEWEST, {})
    return cut(tx) if row is None else Place(row.seq, row.link)


def cut(tx: Tx) -> Place:
    """The last row that was removed because its year was over."""
    seq = facts.get(tx, _CUT_SEQ)
    return START if seq is None else Place(int(seq), facts.get(tx, _CUT_LINK) or "")


def set_cut(tx: Tx, place: Place) -> None:
    """Rows up to `place` may be removed from now on: the database itself refuses to remove any other."""
    facts.put(tx, _CUT_SEQ, str(place.seq))
    facts.put(tx, _CUT_LINK, place.link)


def holds(tx: Tx, place: Place) -> bool:
    """Whether the log has this row with this link."""
    if place == cut(tx):
        return True
    row = tx.row(_AT, {"place": place.seq})
    return row is not None and row.link == place.link


def faults(tx: Tx) -> Iterator[int]:
    """The number of each row that does not fit to the one before it: the first is where the chain is broken."""
    before = cut(tx)
    raw: Any = tx.conn.connection.dbapi_connection
    statement = f"SELECT seq, link, {', '.join(_COLUMNS)} FROM access_log ORDER BY seq"  # noqa: S608
    for seq, kept, *row in raw.execute(statement):
        if seq != before.seq + 1 or kept != link(before.link, seq, row):
            yield seq
        before = Place(seq, kept)
