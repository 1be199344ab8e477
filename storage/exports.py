"""Exports that were asked for: what, by whom and why. They are made beside the bot, so their state outlives it.

`waiting` → `running` → `done` | `stopped` | `failed`; after a crash `running` → `waiting` again, and what was handed
over already is not made twice: `body` keeps where one file ends and the next begins.

`body` is JSON with `programmes` (ids), `since`, `until` (ISO instants), `period`, `reason`, `words` (redacted), and
`cuts` once it is planned (the instants between two files).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from domain.exporting import Shown
from domain.retention import Record, expires
from storage.schema import exports, memberships, persons
from storage.tx import Tx
from storage.vault import SealBrokenError

SOME = 2_000
"""Names that are opened together."""


class State(StrEnum):
    """How far an export is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


UNDER_WAY = (State.WAITING, State.RUNNING)


@dataclass(frozen=True, slots=True)
class Export:
    """One of them, opened. `handed` files were handed over, `attempts` times its making was begun."""

    id: str
    person_id: str
    state: State
    shown: Shown
    body: Mapping[str, Any]
    handed: int
    attempts: int
    screen_row: int | None
    asked_at: datetime


def add(tx: Tx, person_id: str, shown: Shown, body: Mapping[str, Any]) -> str:
    """Somebody asks for an export; returns its id."""
    export_id = tx.new_id()
    tx.execute(
        insert(exports).values(
            id=export_id,
            person_id=person_id,
            state=State.WAITING,
            shown=shown,
            body=tx.seal_json(person_id, "exports", export_id, "body", body),
            asked_at=tx.now,
            expires_at=expires(Record.ACCESS, tx.now),
        )
    )
    return export_id


def get(tx: Tx, export_id: str) -> Export | None:
    """The export with this id."""
    return next(iter(_select(tx, exports.c.id == export_id)), None)


def of(tx: Tx, person_id: str) -> list[Export]:
    """All that this person asked for, the oldest first."""
    return _select(tx, exports.c.person_id == person_id)


def in_state(tx: Tx, *states: State) -> list[Export]:
    """All in one of these states, the oldest first."""
    return _select(tx, exports.c.state.in_(states))


def under_way(tx: Tx, person_id: str) -> Export | None:
    """The export that this person waits for."""
    found = _select(tx, exports.c.person_id == person_id, exports.c.state.in_(UNDER_WAY))
    return found[0] if found else None


def move(tx: Tx, export_id: str, before: Collection[State], after: State) -> bool:
    """Compare and set: `False`, and nothing has changed, where it is in no such state any more."""
    ended = None if after in UNDER_WAY else tx.now
    moved = tx.execute(
        update(exports)
        .where(exports.c.id == export_id, exports.c.state.in_(before))
        .values(state=after, ended_at=ended)
    )
    return moved.rowcount == 1


def set_screen(tx: Tx, export_id: str, outbox_row: int | None) -> None:
    """Which outbox row carries the message that shows how far it is."""
    tx.execute(update(exports).where(exports.c.id == export_id).values(screen_row=outbox_row))


def begun(tx: Tx, export: Export) -> None:
    """Its making begins, once more perhaps."""
    tx.execute(update(exports).where(exports.c.id == export.id).values(attempts=export.attempts + 1))


def planned(tx: Tx, export: Export, cuts: Collection[datetime]) -> None:
    """Where one file ends and the next begins; from now on that stands."""
    body = {**export.body, "cuts": [cut.isoformat() for cut in cuts]}
    sealed = tx.seal_json(export.person_id, "exports", export.id, "body", body)
    tx.execute(update(exports).where(exports.c.id == export.id).values(body=sealed))


def handed_over(tx: Tx, export_id: str, number: int) -> bool:
    """File `number` (from 1) goes out now. `False`, and nothing has changed, where it did already or is not due."""
    moved = tx.execute(
        update(exports)
        .where(exports.c.id == export_id, exports.c.state == State.RUNNING, exports.c.handed == number - 1)
        .values(handed=number)
    )
    return moved.rowcount == 1


_NAMES = (
    select(memberships.c.id, memberships.c.programme_id, memberships.c.code, memberships.c.person_id, persons.c.name)
    .join(persons, memberships.c.person_id == persons.c.id)
    .where(
        memberships.c.programme_id.in_(bindparam("programmes", expanding=True)),
        persons.c.name.is_not(None),
        memberships.c.id > bindparam("after"),
    )
    .order_by(memberships.c.id)
    .limit(SOME)
)


def names(tx: Tx, programme_ids: Collection[str]) -> dict[tuple[str, str], str]:
    """The name behind each programme and code, past members included, as far as one is kept."""
    found: dict[tuple[str, str], str] = {}
    after = ""
    while rows := tx.execute(_NAMES, {"programmes": list(programme_ids), "after": after}).all():
        tx.open_keys({row.person_id for row in rows})
        for row in rows:
            name = tx.readable(row.person_id, "persons", row.person_id, "name", row.name)
            if name is not None:
                found[row.programme_id, row.code] = name
        after = rows[-1].id
    return found


def _select(tx: Tx, *conditions: Any) -> list[Export]:
    rows = tx.execute(select(exports).where(*conditions).order_by(exports.c.asked_at, exports.c.id)).all()
    return [export for row in rows if (export := _opened(tx, row)) is not None]


def _opened(tx: Tx, row: Any) -> Export | None:
    """`None` where it does not open: that one is refused, and the others are made."""
    try:
        body = tx.unseal_json(row.person_id, "exports", row.id, "body", row.body)
    except SealBrokenError:
        return None
    return Export(
        id=row.id,
        person_id=row.person_id,
        state=State(row.state),
        shown=Shown(row.shown),
        body=body,
        handed=row.handed,
        attempts=row.attempts,
        screen_row=row.screen_row,
        asked_at=row.asked_at,
    )
