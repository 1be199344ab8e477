"""What keeps the data safe: are the keys in use there, is the access log whole, is the ledger of erasures up to date,
was what is due removed, is there a copy. One transaction; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from sqlalchemy import func, select

from bot.doctor.finding import Finding, fail, ok, warn
from storage import access_chain, access_head, copies, facts, ledger, rotation
from storage.access_head import HeadDamagedError
from storage.ledger_file import LedgerError
from storage.schema import access_log, metadata, outbox
from storage.tx import Tx

COPY_AGE = timedelta(days=8)
"""A copy a week, and a day's grace."""
RETIRED_FOR = timedelta(days=35)
PURGE_AGE = timedelta(days=2)
SKEW = timedelta(minutes=5)

_STAY_LONGER = ("memberships", "outbox")
"""Where what is past its term may stay: as long as records bear the code, or the card of an open signal is edited."""


def examine(tx: Tx) -> Iterator[Finding]:
    """All of it, line by line."""
    yield _keys(tx)
    yield _rotation(tx)
    yield _ledger(tx)
    yield from _access_log(tx)
    yield _purge(tx)
    yield _copy_of_data(tx)
    yield _copy_of_keys(tx)
    yield _clock(tx)


def _keys(tx: Tx) -> Finding:
    keys = tx.vault.keys
    unknown = rotation.in_use(tx) - keys.ids
    if unknown:
        named = ", ".join(sorted(one[:8] for one in unknown))
        return fail(
            "keys in use",
            f"data was written with keys that are not in {keys.path} ({named}); put a copy of the key directory back: "
            "what they open is refused until then",
        )
    return ok("keys in use", "every key that the data names is there")


def _rotation(tx: Tx) -> Finding:
    keys, waiting = tx.vault.keys, rotation.waiting(tx)
    if rotation.rotating(keys.path) is not None:
        return warn("rotation", f"was interrupted with {waiting} data keys to go; run: belboom rotate-keys")
    if waiting:
        return warn("rotation", f"{waiting} data keys are wrapped by an old key; run: belboom rotate-keys")
    if keys.retired_ids:
        return ok(
            "rotation",
            f"none under way; {len(keys.retired_ids)} retired keys are kept for older copies. Once those are gone: "
            "belboom rotate-keys --destroy-retired",
        )
    return ok("rotation", "none under way")


def _ledger(tx: Tx) -> Finding:
    try:
        standing = ledger.standing(tx)
    except LedgerError as error:
        return fail("ledger of erasures", str(error))
    if standing.missing:
        return fail(
            "ledger of erasures",
            f"lacks {standing.missing} entries that the data knows of: it is an old one, or was lost. Put the newest "
            "copy of the keys' ledger back; until then restore no copy of the data",
        )
    if standing.damaged:
        lines = ", ".join(map(str, standing.damaged[:5]))
        return fail("ledger of erasures", f"was changed or damaged (line {lines}); put a copy of it back")
    if standing.last > standing.done:
        behind = standing.last - standing.done
        return warn("ledger of erasures", f"{behind} erasures were interrupted; the next start of the bot does them")
    return ok("ledger of erasures", f"{standing.last} entries, all done")


def _access_log(tx: Tx) -> Iterator[Finding]:
    broken = list(islice(access_chain.faults(tx), 1))
    rows: int = tx.execute(select(func.count()).select_from(access_log)).scalar_one()
    if broken:
        yield fail(
            "access log",
            f"the chain is broken at line {broken[0]}: a line there was changed, added or taken away. Keep the "
            "database as it is, tell whoever is responsible for data protection, and compare with a copy",
        )
        return
    try:
        head = access_head.read(tx.vault.keys.path)
    except HeadDamagedError as error:
        yield fail("access log", f"{error}; it can no longer be told whether the end of the log was cut off")
        return
    if head is None:
        fresh = ok("access log", "empty so far") if rows == 0 else None
        yield fresh or warn(
            "access log", "its head is not known outside the database; the next start of the bot sees to it"
        )
        return
    if not access_head.fits(tx, head):
        last = access_chain.newest(tx).seq
        yield fail(
            "access log",
            f"does not end as is known outside the database (line {head.newest.seq}; it has {last}, cut at "
            f"{access_chain.cut(tx).seq}, known {head.cut.seq}): lines were cut off, or the log was written anew",
        )
        return
    yield ok("access log", f"{rows} lines, whole from line {head.cut.seq + 1}, and known outside the database")
    for one in head.restored[-1:]:
        yield ok(
            "access log",
            f"lines {one.kept + 1} to {one.lost} went with the database before the restore of {one.at[:10]}",
        )


def _purge(tx: Tx) -> Finding:
    late = tx.now - PURGE_AGE
    overdue = sum(
        tx.execute(select(func.count()).select_from(table).where(table.c.expires_at <= late)).scalar_one()
        for table in metadata.sorted_tables
        if "expires_at" in table.columns and table.name not in _STAY_LONGER
    )
    if overdue:
        return fail(
            "purge", f"{overdue} records should have been removed two days ago or more; run the bot, or: belboom purge"
        )
    last = facts.get(tx, "purged_on")
    return ok("purge", "nothing is overdue" + (f"; last done on {last}" if last else ""))


def _copy_of_data(tx: Tx) -> Finding:
    made = copies.last(tx).data
    if made is None:
        return warn("copy of the data", "there is none; run: belboom backup TO")
    told = f"made on {made:%Y-%m-%d}"
    if tx.now - made > COPY_AGE:
        return warn("copy of the data", f"{told}, {(tx.now - made).days} days ago; run: belboom backup TO")
    return ok("copy of the data", told)


def _copy_of_keys(tx: Tx) -> Finding:
    about, last, keys = "copy of the keys", copies.last(tx), tx.vault.keys
    mend = "belboom backup TO --keys-to PLACE, to another place than the data"
    if last.keys is None:
        return warn(about, f"none was made with this program; without the keys the data is lost for good: {mend}")
    if last.keys_key != keys.current_id:
        return warn(about, f"is from before the keys were changed: {mend}")
    since = max(0, ledger.standing(tx).last - last.entries)
    if since:
        return warn(about, f"made on {last.keys:%Y-%m-%d}; {since} erasures since are only in this ledger: {mend}")
    return ok(about, f"made on {last.keys:%Y-%m-%d}")


def _clock(tx: Tx) -> Finding:
    newest = max(
        (
            at
            for column in (access_log.c.at, outbox.c.created_at)
            if (at := tx.execute(select(func.max(column))).scalar_one()) is not None
        ),
        default=tx.now,
    )
    if newest > tx.now + SKEW:
        return fail(
            "time in the data",
            f"something was written at {newest:%Y-%m-%d %H:%M} UTC, which is yet to come; set the clock",
        )
    return ok("time in the data", "nothing is from the future")
