"""What members like to do for others: at most one offer each, sealed under that member's key.

`body` is JSON: `activities` (`domain.offers.Activity`), `times` (`domain.offers.Time`), `often`
(`domain.needs.HowOften`), `languages` (`domain.offers.Language`), `reach` (`domain.offers.Reach`, may be missing) and,
where somebody else wrote it down, `agreed` (`domain.contacts.Agreed`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from domain.contacts import Agreed
from domain.needs import HowOften
from domain.offers import Activity, Language, OfferState, Reach, Time
from domain.programme import MembershipState
from domain.retention import Record, expires
from storage.reports import owner_of
from storage.schema import memberships, offers
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Terms:
    """What is offered. `agreed` is who agreed to it, where somebody else wrote it down."""

    activities: frozenset[Activity]
    often: HowOften
    times: frozenset[Time] = frozenset()
    languages: frozenset[Language] = frozenset()
    reach: Reach | None = None
    agreed: Agreed | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer, opened."""

    id: str
    programme_id: str
    membership_id: str
    person_id: str
    state: OfferState
    terms: Terms
    at: datetime
    expires_at: datetime


def put(tx: Tx, *, programme_id: str, membership_id: str, terms: Terms) -> str:
    """Keep what a member offers, for a year, in the place of what they offered before; returns its id."""
    withdraw(tx, membership_id)
    offer_id = tx.new_id()
    tx.execute(
        insert(offers).values(
            id=offer_id,
            programme_id=programme_id,
            membership_id=membership_id,
            state=OfferState.ACTIVE,
            body=tx.seal_json(owner_of(tx, membership_id), "offers", offer_id, "body", _body(terms)),
            at=tx.now,
            expires_at=expires(Record.OFFER, tx.now),
        )
    )
    return offer_id


def get(tx: Tx, offer_id: str) -> Offer | None:
    """The offer with this id."""
    return next(_select(tx, offers.c.id == offer_id), None)


def of_member(tx: Tx, membership_id: str) -> Offer | None:
    """What this member offers."""
    return next(_select(tx, offers.c.membership_id == membership_id), None)


def of_person(tx: Tx, person_id: str) -> list[Offer]:
    """What this person offers, in whatever programme."""
    return list(_select(tx, memberships.c.person_id == person_id))


def of_programme(tx: Tx, programme_id: str) -> list[Offer]:
    """Every offer of a programme that has not run out, the oldest first."""
    return list(_select(tx, (offers.c.programme_id == programme_id) & (offers.c.expires_at > tx.now)))


def running_out(tx: Tx, before: datetime) -> list[Offer]:
    """The offers that end before then, and whose makers have not been asked yet whether they are still fine."""
    return list(_select(tx, (offers.c.state == OfferState.ACTIVE) & (offers.c.expires_at <= before)))


def asked(tx: Tx, offer_id: str) -> None:
    """Whoever made it was asked whether it is still fine."""
    tx.execute(update(offers).where(offers.c.id == offer_id).values(state=OfferState.ASKED))


def renew(tx: Tx, offer_id: str) -> None:
    """It is still fine, for another year."""
    values = {"state": OfferState.ACTIVE, "expires_at": expires(Record.OFFER, tx.now)}
    tx.execute(update(offers).where(offers.c.id == offer_id).values(**values))


def withdraw(tx: Tx, membership_id: str) -> bool:
    """Forget what this member offers; `False` where there was nothing."""
    return tx.execute(delete(offers).where(offers.c.membership_id == membership_id)).rowcount > 0


def drop_of_those_who_left(tx: Tx) -> int:
    """Forget the offers of people who take part no longer; how many there were."""
    gone = select(memberships.c.id).where(memberships.c.state == MembershipState.LEFT)
    return tx.execute(delete(offers).where(offers.c.membership_id.in_(gone))).rowcount


def _body(terms: Terms) -> dict[str, Any]:
    body: dict[str, Any] = {
        "activities": sorted(terms.activities),
        "times": sorted(terms.times),
        "often": terms.often,
        "languages": sorted(terms.languages),
    }
    if terms.reach is not None:
        body["reach"] = terms.reach
    if terms.agreed is not None:
        body["agreed"] = terms.agreed
    return body


def _select(tx: Tx, condition: Any) -> Iterator[Offer]:
    rows = tx.execute(
        select(offers, memberships.c.person_id)
        .join(memberships, offers.c.membership_id == memberships.c.id)
        .where(condition)
        .order_by(offers.c.at, offers.c.id)
    ).all()
    tx.open_keys({row.person_id for row in rows})
    for row in rows:
        body = tx.readable_json(row.person_id, "offers", row.id, "body", row.body)
        if body is None:
            continue
        yield Offer(
            id=row.id,
            programme_id=row.programme_id,
            membership_id=row.membership_id,
            person_id=row.person_id,
            state=OfferState(row.state),
            terms=Terms(
                activities=frozenset(Activity(one) for one in body["activities"]),
                often=HowOften(body["often"]),
                times=frozenset(Time(one) for one in body["times"]),
                languages=frozenset(Language(one) for one in body["languages"]),
                reach=Reach(body["reach"]) if body.get("reach") else None,
                agreed=Agreed(body["agreed"]) if body.get("agreed") else None,
            ),
            at=row.at,
            expires_at=row.expires_at,
        )
