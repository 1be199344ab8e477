"""Everybody we know: those who talk to the bot, and those who are only called.

A name or number that does not open any more (see `Tx.readable`) is as one that is not there: nobody else's is withheld.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, insert, select, update

from domain.hours import HOUR, QUIET_FROM, QUIET_UNTIL, Hours
from storage.prepared import Prepared
from storage.schema import memberships, persons
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by their random id; what identifies them is opened only on request."""

    id: str
    language: str
    reachable: bool
    has_app: bool


def platform_index(tx: Tx, platform: str, platform_id: int | str) -> bytes:
    """The blind index of somebody's id on a platform."""
    return tx.vault.blind("person", f"{platform}:{platform_id}")


_BY_PLATFORM = Prepared(
    select(persons.c.id, persons.c.language, persons.c.reachable).where(
        persons.c.platform == bindparam("platform"), persons.c.platform_id_index == bindparam("index")
    )
)


def find(tx: Tx, platform: str, platform_id: int | str) -> Person | None:
    """Whoever has this id on this platform."""
    values = {"platform": platform, "index": platform_index(tx, platform, platform_id)}
    row = tx.row(_BY_PLATFORM, values)
    return None if row is None else Person(row.id, row.language, row.reachable, has_app=True)


def get(tx: Tx, person_id: str) -> Person | None:
    """The person with this id."""
    row = tx.execute(
        select(persons.c.language, persons.c.reachable, persons.c.platform_id_index).where(persons.c.id == person_id)
    ).one_or_none()
    return None if row is None else Person(person_id, row.language, row.reachable, row.platform_id_index is not None)


def add(
    tx: Tx,
    *,
    language: str,
    platform: str | None = None,
    platform_id: int | str | None = None,
    name: str | None = None,
    phone: str | None = None,
) -> Person:
    """A new person. `phone` is in international form (`+32470123456`)."""
    person_id = tx.new_id()
    with_app = platform is not None and platform_id is not None
    tx.execute(
        insert(persons).values(
            id=person_id,
            platform=platform,
            platform_id=tx.seal(person_id, "persons", person_id, "platform_id", str(platform_id)) if with_app else None,
            platform_id_index=platform_index(tx, platform, platform_id) if with_app else None,  # type: ignore[arg-type]
            language=language,
            reachable=with_app,
            created_at=tx.now,
        )
    )
    if name is not None:
        set_name(tx, person_id, name)
    if phone is not None:
        set_phone(tx, person_id, phone)
    return Person(person_id, language, with_app, with_app)


_NAME = Prepared(select(persons.c.name).where(persons.c.id == bindparam("person")))
_NAME_OF_MEMBER = Prepared(
    select(persons.c.id, persons.c.name)
    .join(memberships, memberships.c.person_id == persons.c.id)
    .where(memberships.c.id == bindparam("membership"))
)


def name_of(tx: Tx, person_id: str) -> str | None:
    """The name others know this person by."""
    row = tx.row(_NAME, {"person": person_id})
    return None if row is None else tx.readable(person_id, "persons", person_id, "name", row.name)


def name_of_member(tx: Tx, membership_id: str) -> str | None:
    """The name others know the person of this membership by, whatever its state."""
    row = tx.row(_NAME_OF_MEMBER, {"membership": membership_id})
    return None if row is None else tx.readable(row.id, "persons", row.id, "name", row.name)


class Known(NamedTuple):
    """What stands on others' lists about somebody: the name they are known by, and whether there is a number."""

    name: str | None
    has_phone: bool


_KNOWN = select(persons.c.id, persons.c.name, persons.c.phone.is_not(None).label("has_phone")).where(
    persons.c.id.in_(bindparam("people", expanding=True))
)


_AT_ONCE = 500
"""A database takes only so many values in one statement."""


def known(tx: Tx, person_ids: Collection[str]) -> dict[str, Known]:
    """All of these people by one look-up."""
    if not person_ids:
        return {}
    tx.open_keys(person_ids)
    found: dict[str, Known] = {}
    rows: Sequence[Any] = tx.execute(_KNOWN, {"people": list(person_ids)}).all()
    for person_id, sealed, has_phone in rows:
        found[person_id] = Known(tx.readable(person_id, "persons", person_id, "name", sealed), has_phone)
    return found


def phone_of(tx: Tx, person_id: str) -> str | None:
    """The person's phone number in international form."""
    row = tx.execute(select(persons.c.phone).where(persons.c.id == person_id)).one_or_none()
    return None if row is None else tx.readable(person_id, "persons", person_id, "phone", row.phone)


def platform_id_of(tx: Tx, person_id: str) -> int | None:
    """The person's id on the platform; `None` for those without app."""
    row = tx.execute(select(persons.c.platform_id).where(persons.c.id == person_id)).one_or_none()
    kept = None if row is None else tx.readable(person_id, "persons", person_id, "platform_id", row.platform_id)
    return None if kept is None else int(kept)


def names(tx: Tx, person_ids: Iterable[str]) -> frozenset[str]:
    """The names of these people, of however many."""
    found: set[str] = set()
    wanted = list(person_ids)
    for start in range(0, len(wanted), _AT_ONCE):
        some = known(tx, wanted[start : start + _AT_ONCE]).values()
        found.update(one.name for one in some if one.name is not None)
    return frozenset(found)


def set_name(tx: Tx, person_id: str, name: str) -> None:
    """Keep the name others know this person by."""
    kept = tx.seal(person_id, "persons", person_id, "name", name)
    tx.execute(update(persons).where(persons.c.id == person_id).values(name=kept))


def set_phone(tx: Tx, person_id: str, phone: str | None) -> None:
    """Keep the phone number, or take it away."""
    kept = None if phone is None else tx.seal(person_id, "persons", person_id, "phone", phone)
    index = None if phone is None else tx.vault.blind("phone", phone)
    tx.execute(update(persons).where(persons.c.id == person_id).values(phone=kept, phone_index=index))


def with_phone(tx: Tx, phone: str) -> list[str]:
    """The ids of all who have this number (international form)."""
    index = tx.vault.blind("phone", phone)
    return list(tx.execute(select(persons.c.id).where(persons.c.phone_index == index)).scalars())


def set_language(tx: Tx, person_id: str, language: str) -> None:
    """Keep the language this person chose."""
    tx.execute(update(persons).where(persons.c.id == person_id).values(language=language))


def set_reachable(tx: Tx, person_id: str, reachable: bool) -> None:
    """Whether the platform still delivers to this person."""
    tx.execute(update(persons).where(persons.c.id == person_id).values(reachable=reachable))


@dataclass(frozen=True, slots=True)
class OwnHours:
    """What somebody chose themselves, whole hours 0 … 23; `None` is as `domain.hours` has it."""

    hour: int | None
    quiet_from: int | None
    quiet_until: int | None
    nudges: bool = True
    """Whether they hear from us on the day of a call."""

    @property
    def hours(self) -> Hours:
        """The hours that hold for them."""
        return hours_from(self.hour, self.quiet_from, self.quiet_until)


def hours_from(hour: int | None, quiet_from: int | None, quiet_until: int | None) -> Hours:
    """What somebody chose, and what holds for everybody where they chose nothing."""
    return Hours(
        HOUR if hour is None else hour,
        QUIET_FROM if quiet_from is None else quiet_from,
        QUIET_UNTIL if quiet_until is None else quiet_until,
    )


_HOURS = Prepared(
    select(persons.c.hour, persons.c.quiet_from, persons.c.quiet_until, persons.c.nudges).where(
        persons.c.id == bindparam("person")
    )
)


def hours_of(tx: Tx, person_id: str) -> OwnHours:
    """When this person likes to be reminded and to be left alone."""
    row = tx.row(_HOURS, {"person": person_id})
    if row is None:
        return OwnHours(None, None, None)
    return OwnHours(row.hour, row.quiet_from, row.quiet_until, bool(row.nudges))


def set_hours(tx: Tx, person_id: str, own: OwnHours) -> None:
    """Keep when this person likes to be reminded and to be left alone."""
    values = {"hour": own.hour, "quiet_from": own.quiet_from, "quiet_until": own.quiet_until, "nudges": own.nudges}
    tx.execute(update(persons).where(persons.c.id == person_id).values(**values))


def erase(tx: Tx, person_id: str) -> None:
    """Destroy the data key and the row; what refers to the person goes with it."""
    tx.destroy_key(person_id)
    tx.execute(delete(persons).where(persons.c.id == person_id))
