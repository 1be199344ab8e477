"""The access log: who saw, received, exported or erased what, when. Ids only; see `storage.access_chain`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, func, insert, select

from domain.retention import Record, expires
from storage import access_chain, access_head
from storage.access_chain import START, Place
from storage.prepared import Prepared
from storage.schema import access_log
from storage.tx import Tx


class Action(StrEnum):
    """What was done with data about somebody."""

    SAW_NUMBERS = "saw_numbers"
    SAW_SIGNAL = "saw_signal"
    SAW_NEED = "saw_need"
    HELPS = "helps"
    SAW_OWN_DATA = "saw_own_data"
    EXPORTED = "exported"
    EXPORTED_NAMES = "exported_names"
    EXPORTED_NUMBERS = "exported_numbers"
    ERASED = "erased"
    IMPORTED = "imported"
    ACCEPTED_STATEMENT = "accepted_statement"
    COPIED = "copied"
    RESTORED = "restored"
    ROTATED_KEYS = "rotated_keys"
    SAW_ACCESS_LOG = "saw_access_log"
    WITHDREW = "withdrew"
    EXTENDED = "extended"
    CORRECTED = "corrected"
    SAW_PERSON = "saw_person"


_INSERT = Prepared(insert(access_log), columns=[column.name for column in access_log.columns])


def log(tx: Tx, actor: str, action: Action, *, subject: str | None = None, programme: str | None = None) -> None:
    """Write one line. `actor` and `subject` are ids of ours."""
    access_head.follow(tx)
    before: Place = tx.notes.get("access") or access_chain.newest(tx)
    seq, row_id, expiry = before.seq + 1, tx.new_id(), expires(Record.ACCESS, tx.now)
    content = (row_id, _milliseconds(tx.now), actor, str(action), subject, programme, _milliseconds(expiry))
    link = access_chain.link(before.link, seq, content)
    tx.change(
        _INSERT,
        {
            "id": row_id,
            "seq": seq,
            "at": tx.now,
            "actor": actor,
            "action": str(action),
            "subject": subject,
            "programme": programme,
            "expires_at": expiry,
            "link": link,
        },
    )
    tx.notes["access"] = Place(seq, link)


def cut_expired(tx: Tx, limit: int) -> int:
    """Remove at most `limit` rows whose year is over, from the oldest on; how many went."""
    last = access_chain.cut(tx).seq
    kept = select(func.min(access_log.c.seq)).where(access_log.c.expires_at > tx.now)
    first_kept = tx.execute(kept).scalar_one() or access_chain.newest(tx).seq + 1
    upto = tx.execute(
        select(access_log.c.seq, access_log.c.link)
        .where(access_log.c.seq < first_kept, access_log.c.seq <= last + limit)
        .order_by(access_log.c.seq.desc())
        .limit(1)
    ).one_or_none()
    if upto is None:
        return 0
    place = Place(upto.seq, upto.link)
    access_head.announce_cut(tx, place)
    access_chain.set_cut(tx, place)
    return tx.execute(delete(access_log).where(access_log.c.seq <= place.seq)).rowcount


def anchor(tx: Tx) -> None:
    """At a start: what a crash kept from being known outside becomes known, where the log still fits to it."""
    newest = access_chain.newest(tx)
    if newest != START:
        tx.notes["access"] = newest
        access_head.follow(tx)


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)
