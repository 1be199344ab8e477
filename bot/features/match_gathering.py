"""What `domain.matching` looks at, gathered from what is kept: the need with its person, and everybody's offers."""

from __future__ import annotations

from domain.call import Moment
from domain.matching import MOST_OPEN_ASKS, RECENT, Helper, MatchState, Wanted
from domain.needs import HowOften
from domain.offers import IN_FOUR_WEEKS, serves
from domain.pairs import PairKind
from domain.pause import PauseKind
from domain.programme import MembershipState
from storage import assignments, matches, memberships, needs, offers, pairs, pauses, people, reports
from storage.needs import KeptNeed
from storage.offers import Offer
from storage.tx import Tx


def wanted(tx: Tx, need: KeptNeed) -> Wanted:
    """What is needed, and of whom to think or not to think."""
    person = memberships.get(tx, need.callee_id)
    calls = [*assignments.by_caller(tx, need.callee_id), *assignments.by_callee(tx, need.callee_id)]
    never = pairs.of_member(tx, need.callee_id)
    return Wanted(
        person=need.callee_id,
        need=need.need,
        often=need.often or HowOften.ONCE,
        languages=frozenset() if person is None else _languages(tx, person.person_id),
        moments=moments_of(tx, need),
        never=frozenset(other for other, kind in never.items() if kind is PairKind.NEVER),
        asked=frozenset(match.helper_id for match in matches.of_need(tx, need.id)),
        in_touch=frozenset(one for call in calls for one in (call.caller_id, call.callee_id)) - {need.callee_id},
    )


def helpers(tx: Tx, need: KeptNeed) -> list[Helper]:
    """Everybody in the programme who offers what answers this need; the rest of them is not looked up."""
    found = offers.of_programme(tx, need.programme_id)
    return [_helper(tx, offer) for offer in found if serves(offer.terms.activities, offer.terms.reach, need.need)]


def helper(tx: Tx, need: KeptNeed, membership_id: str) -> Helper | None:
    """This member of the programme, where they offer something that has not run out."""
    offer = offers.of_member(tx, membership_id)
    if offer is None or offer.programme_id != need.programme_id or offer.expires_at <= tx.now:
        return None
    return _helper(tx, offer)


def _helper(tx: Tx, offer: Offer) -> Helper:
    load, open_asks, helped = 0, 0, 0
    for match in matches.counted_for(tx, offer.person_id, tx.now - RECENT):
        need = needs.get(tx, match.need_id)
        load += IN_FOUR_WEEKS[HowOften.ONCE if need is None or need.often is None else need.often]
        open_asks += match.state is MatchState.ASKED
    for match in matches.of_helper(tx, offer.membership_id, (MatchState.ACCEPTED, MatchState.DONE)):
        helped += match.at >= offer.at
    return Helper(
        member=offer.membership_id,
        activities=offer.terms.activities,
        often=offer.terms.often,
        times=offer.terms.times,
        languages=frozenset(str(one) for one in offer.terms.languages),
        reach=offer.terms.reach,
        active=_can_be_asked(tx, offer),
        load=load,
        helped=helped,
        open_asks=min(open_asks, MOST_OPEN_ASKS),
    )


def _can_be_asked(tx: Tx, offer: Offer) -> bool:
    """Takes part, does not pause altogether, and does not keep the bot out."""
    member, person = memberships.get(tx, offer.membership_id), people.get(tx, offer.person_id)
    if member is None or person is None or member.state is not MembershipState.ACTIVE:
        return False
    pause = pauses.of_member(tx, member.id)
    return (person.reachable or not person.has_app) and (pause is None or pause.kind is not PauseKind.WHOLE)


def _languages(tx: Tx, person_id: str) -> frozenset[str]:
    """What this person speaks, as far as they chose it themselves: in the app, or in an offer of theirs."""
    told = frozenset(str(one) for offer in offers.of_person(tx, person_id) for one in offer.terms.languages)
    person = people.get(tx, person_id)
    return told | {person.language} if person is not None and person.has_app else told


def moments_of(tx: Tx, need: KeptNeed) -> frozenset[Moment]:
    """When a call suits the person: the best we know of when a visit does."""
    report = None if need.report_id is None else reports.get(tx, need.report_id)
    return frozenset() if report is None else frozenset(Moment(one) for one in report.body.get("moments", ()))
