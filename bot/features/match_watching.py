"""What happens by itself: an ask lapses without an answer, and whoever leaves, pauses or is erased is not waited for.

All of it is found from what is kept, so that it does not matter in which way somebody went.
"""

from __future__ import annotations

from datetime import timedelta

from bot.context import Env
from bot.features import match_asking, match_ending
from bot.features.match_telling import Parties, name_of, parties, tell, tell_coordinator
from bot.out import Out
from bot.registry import job
from domain.matching import ANSWER_WITHIN, MatchState
from domain.needs import NeedState, NeedStep
from domain.pause import PauseKind
from domain.programme import MembershipState
from locales import t
from storage import matches, memberships, needs, pauses, people, programmes
from storage.needs import KeptNeed
from storage.tx import Tx


@job(every=timedelta(minutes=5))
def watch_matches(tx: Tx, env: Env, out: Out) -> None:
    """Look after asks and help of which somebody left, rests or is silent, and after needs whose helper or person is
    gone."""
    for match in matches.to_look_after(tx, tx.now - ANSWER_WITHIN):
        found = parties(tx, match)
        if found is not None:
            _look_after(tx, out, found)
    for need in needs.without_helper(tx):
        _helper_was_erased(tx, out, need)
    for need in needs.of_those_who_left(tx):
        needs.step(tx, need.id, NeedStep.WITHDRAW)


def _look_after(tx: Tx, out: Out, found: Parties) -> None:
    asked = found.match.state is MatchState.ASKED
    pause = pauses.of_member(tx, found.helper.id)
    person = people.get(tx, found.helper.person_id)
    blocked = person is not None and person.has_app and not person.reachable
    rests = pause is not None and pause.kind is PauseKind.WHOLE
    if found.person.state is MembershipState.LEFT:
        match_ending.person_left(tx, out, found)
    elif found.helper.state is MembershipState.LEFT:
        match_ending.helper_left(tx, out, found)
    elif asked and (blocked or rests):
        match_asking.cannot_be_asked(tx, out, found)
    elif asked and found.match.at <= tx.now - ANSWER_WITHIN:
        match_asking.no_answer(tx, out, found)
    elif not asked and rests and pause is not None:
        _tell_of_pause(tx, out, found, pause.id)
    elif not asked and blocked:
        _tell_of_silence(tx, out, found)


def _tell_of_pause(tx: Tx, out: Out, found: Parties, pause_id: str) -> None:
    words = t(
        "{name} rests for a while. “{what}” for {code} may rest too: could you have a word with both?",
        name=name_of(tx, found.helper),
        what=found.what,
        code=found.person.code,
    )
    key, by = f"match:{found.match.id}:pause:{pause_id}", found.match.asked_by
    tell_coordinator(tx, out, found.programme, by, words, key=key, need=found.need)


def _tell_of_silence(tx: Tx, out: Out, found: Parties) -> None:
    words = t(
        "I can no longer write to {name}, who helps {code} with “{what}”. Could you ask on the phone how it goes?",
        name=name_of(tx, found.helper),
        what=found.what,
        code=found.person.code,
    )
    key, by = f"match:{found.match.id}:silent", found.match.asked_by
    tell_coordinator(tx, out, found.programme, by, words, key=key, need=found.need)


def _helper_was_erased(tx: Tx, out: Out, need: KeptNeed) -> None:
    """The match went with the helper; the coordinators hear that somebody is gone, and the person that it stops."""
    helped = need.state is NeedState.MATCHED
    programme, person = programmes.get(tx, need.programme_id), memberships.get(tx, need.callee_id)
    if not needs.step(tx, need.id, NeedStep.REOPEN if helped else NeedStep.LAPSE) or programme is None:
        return
    told = False
    key = f"need:{need.id}:gone:{tx.now:%Y%m%d%H%M}"
    if helped and person is not None:
        words = match_ending.stops(need)
        told = tell(tx, out, programme, person, words, key=f"{key}:person")
    to_desk = match_ending.somebody_gone(need, helped=helped, tell_them=helped and not told)
    tell_coordinator(tx, out, programme, None, to_desk, key=key, need=need)
