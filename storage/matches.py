"""Who was asked to help with which need, and what came of it.

A step of a match takes the need along in the same transaction (`domain.matching.STEPS`, `domain.needs.STEPS`). Every
step compares and sets, so that two people who tap at once never both have their way.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, insert, or_, select, update

from domain.matching import LIVE, STEPS, MatchState, MatchStep, Went
from domain.needs import NeedStep
from domain.pause import PauseKind
from domain.programme import MembershipState
from storage import needs
from storage.needs import KeptNeed
from storage.schema import matches, memberships, pauses, persons
from storage.schema import needs as need_rows
from storage.tx import Tx

_WITH_NEED: dict[MatchStep, NeedStep] = {
    MatchStep.ACCEPT: NeedStep.AGREE,
    MatchStep.DECLINE: NeedStep.LAPSE,
    MatchStep.LAPSE: NeedStep.LAPSE,
    MatchStep.FINISH: NeedStep.MEET,
    MatchStep.END: NeedStep.REOPEN,
}


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody (`helper_id`, a membership) was asked by a coordinator (`asked_by`, a person) about a need.

    `rounds`: how many times both sides were asked how it went.
    """

    id: str
    programme_id: str
    need_id: str
    helper_id: str
    asked_by: str | None
    state: MatchState
    at: datetime
    answered_at: datetime | None
    follow_up_at: datetime | None
    rounds: int
    helper_says: Went | None
    person_says: Went | None

    @property
    def is_live(self) -> bool:
        """Whether an answer is awaited, or they help."""
        return self.state in LIVE


def ask(tx: Tx, need: KeptNeed, helper_id: str, asked_by: str) -> str | None:
    """Somebody is asked; returns the id. `None` where somebody else is asked about this need already."""
    if not needs.step(tx, need.id, NeedStep.ASK):
        return None
    match_id = tx.new_id()
    tx.execute(
        insert(matches).values(
            id=match_id,
            programme_id=need.programme_id,
            need_id=need.id,
            helper_id=helper_id,
            asked_by=asked_by,
            state=MatchState.ASKED,
            at=tx.now,
            expires_at=need.expires_at,
        )
    )
    return match_id


def get(tx: Tx, match_id: str) -> Match | None:
    """The match with this id."""
    found = _select(tx, matches.c.id == match_id)
    return found[0] if found else None


def step(tx: Tx, match: Match, what: MatchStep, *, moves_need: bool = True) -> bool:
    """Take a step; `False`, and nothing has changed, where it is too late for it.

    Without `moves_need` the need was moved by whoever calls this.
    """
    for (before, taken), after in STEPS.items():
        if taken is not what:
            continue
        values: dict[str, Any] = {"state": after}
        if before is MatchState.ASKED:
            values["answered_at"] = tx.now
        if after not in LIVE:
            values["follow_up_at"] = None
        moved = tx.execute(update(matches).where(matches.c.id == match.id, matches.c.state == before).values(**values))
        if moved.rowcount == 1:
            if moves_need:
                needs.step(tx, match.need_id, _WITH_NEED[what])
            return True
    return False


def live(tx: Tx, need_id: str) -> Match | None:
    """Whoever is asked about this need or helps with it at present."""
    found = _select(tx, (matches.c.need_id == need_id) & matches.c.state.in_(LIVE))
    return found[0] if found else None


def of_need(tx: Tx, need_id: str) -> list[Match]:
    """Everybody who was asked about this need, the first one first."""
    return _select(tx, matches.c.need_id == need_id)


def of_person(tx: Tx, person_id: str, states: Collection[MatchState]) -> list[Match]:
    """The matches in one of these states in which this person helps, in whatever programme."""
    mine = select(memberships.c.id).where(memberships.c.person_id == person_id)
    return _select(tx, matches.c.helper_id.in_(mine) & matches.c.state.in_(states))


def of_helper(tx: Tx, membership_id: str, states: Collection[MatchState]) -> list[Match]:
    """The matches in one of these states in which this member helps."""
    return _select(tx, (matches.c.helper_id == membership_id) & matches.c.state.in_(states))


def to_look_after(tx: Tx, asked_before: datetime) -> list[Match]:
    """Those asked at `asked_before` or earlier who have not answered; and all asks and help under way of which one side
    left, or the helper rests or keeps us out. Found in one question, as most go well."""
    helper, person = memberships.alias(), memberships.alias()
    rests = exists().where(
        pauses.c.membership_id == helper.c.id, pauses.c.kind == PauseKind.WHOLE, pauses.c.ended_at.is_(None)
    )
    silent = persons.c.reachable.is_(False) & persons.c.platform_id_index.is_not(None)
    gone = or_(helper.c.state == MembershipState.LEFT, person.c.state == MembershipState.LEFT)
    found = (
        select(matches.c.id)
        .join(helper, matches.c.helper_id == helper.c.id)
        .join(persons, helper.c.person_id == persons.c.id)
        .join(need_rows, matches.c.need_id == need_rows.c.id)
        .join(person, need_rows.c.callee_id == person.c.id)
        .where(
            matches.c.state.in_(LIVE),
            or_(gone, rests, silent, (matches.c.state == MatchState.ASKED) & (matches.c.at <= asked_before)),
        )
    )
    return _select(tx, matches.c.id.in_(found))


def to_follow_up(tx: Tx) -> list[Match]:
    """Those whose two sides are to be asked how it went, or whose answers are waited for no longer."""
    return _select(tx, (matches.c.state == MatchState.ACCEPTED) & (matches.c.follow_up_at <= tx.now))


def counted_for(tx: Tx, person_id: str, since: datetime) -> list[Match]:
    """What somebody has on their hands: asks that wait, help under way, and help they agreed to `since` then."""
    mine = select(memberships.c.id).where(memberships.c.person_id == person_id)
    recent = matches.c.state.in_((MatchState.DONE, MatchState.ENDED)) & (matches.c.answered_at > since)
    return _select(tx, matches.c.helper_id.in_(mine) & or_(matches.c.state.in_(LIVE), recent))


def set_follow_up(tx: Tx, match_id: str, at: datetime | None, rounds: int) -> None:
    """When to look again, and how many times both sides were asked; what they said before makes place."""
    values = {"follow_up_at": at, "rounds": rounds, "helper_says": None, "person_says": None}
    tx.execute(update(matches).where(matches.c.id == match_id).values(**values))


def says(tx: Tx, match_id: str, went: Went, *, helper: bool) -> None:
    """One side told how it went."""
    values = {"helper_says" if helper else "person_says": went}
    tx.execute(update(matches).where(matches.c.id == match_id).values(**values))


def _select(tx: Tx, condition: Any) -> list[Match]:
    rows: Sequence[Any] = tx.execute(select(matches).where(condition).order_by(matches.c.at, matches.c.id)).all()
    return [
        Match(
            id=row.id,
            programme_id=row.programme_id,
            need_id=row.need_id,
            helper_id=row.helper_id,
            asked_by=row.asked_by,
            state=MatchState(row.state),
            at=row.at,
            answered_at=row.answered_at,
            follow_up_at=row.follow_up_at,
            rounds=row.rounds,
            helper_says=None if row.helper_says is None else Went(row.helper_says),
            person_says=None if row.person_says is None else Went(row.person_says),
        )
        for row in rows
    ]
