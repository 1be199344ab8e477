"""Help that ends, or an ask that no longer holds: whoever is concerned hears so, kindly and without names."""

from __future__ import annotations

from bot.features.match_telling import Parties, parties, tell, tell_coordinator
from bot.out import Out
from conversations.labels import NEED
from domain.matching import MatchState, MatchStep
from domain.needs import NeedStep
from locales import Words, t
from storage import matches, needs, outbox
from storage.matches import Match
from storage.memberships import Membership
from storage.needs import KeptNeed
from storage.tx import Tx


def need_settled(tx: Tx, out: Out, need: KeptNeed, step: NeedStep) -> None:
    """A coordinator settled a need: an ask about it no longer holds, and help that was under way is over."""
    match = matches.live(tx, need.id)
    found = None if match is None else parties(tx, match)
    if match is None or found is None or step is NeedStep.REOPEN:
        return
    if match.state is MatchState.ASKED:
        matches.step(tx, match, MatchStep.LAPSE, moves_need=False)
        if not take_back_question(tx, match):
            tell(tx, out, found.programme, found.helper, settled_meanwhile(found))
        return
    matches.step(tx, match, MatchStep.FINISH if step is NeedStep.MEET else MatchStep.END, moves_need=False)
    words = t(
        "The coordinator notes that the help with “{what}” is complete. Thank you for all you did!", what=found.what
    )
    if step is not NeedStep.MEET:
        words = t("The help with “{what}” is no longer needed. Thank you for being there!", what=found.what)
    tell(tx, out, found.programme, found.helper, words)


def settled_meanwhile(found: Parties) -> Words:
    """To whoever was asked."""
    return t(
        "I asked you about “{what}”: that is settled in the meantime, you need not answer any more. Thank you!",
        what=found.what,
    )


def stop(tx: Tx, found: Parties) -> bool:
    """The match goes no further, and the need is open again; `False` where it had ended already."""
    asked = found.match.state is MatchState.ASKED
    if asked:
        take_back_question(tx, found.match)
    return matches.step(tx, found.match, MatchStep.LAPSE if asked else MatchStep.END)


def question_key(match_id: str) -> str:
    """The key of the message that asks somebody whether they would help."""
    return f"match:{match_id}:ask"


def take_back_question(tx: Tx, match: Match) -> bool:
    """A question that still waits for the end of somebody's quiet hours is not put at all; `False` where it was."""
    row = outbox.row_of(tx, question_key(match.id))
    return row is not None and outbox.withdraw(tx, row)


def tell_person_it_stops(tx: Tx, out: Out, found: Parties) -> bool:
    """To the person in need, where they have the app."""
    key = f"match:{found.match.id}:stops"
    return tell(tx, out, found.programme, found.person, stops(found.need), key=key)


def stops(need: KeptNeed) -> Words:
    """To the person in need."""
    return t(
        "The help with “{what}” cannot go on as agreed. The coordinator knows, and looks for somebody else.",
        what=NEED[need.need],
    )


def helper_left(tx: Tx, out: Out, found: Parties) -> None:
    """Whoever was asked, or helped, takes part no longer."""
    helped = found.match.state is MatchState.ACCEPTED
    if not stop(tx, found):
        return
    told = helped and tell_person_it_stops(tx, out, found)
    words = somebody_gone(found.need, helped=helped, tell_them=helped and not told)
    key = f"match:{found.match.id}:left"
    tell_coordinator(tx, out, found.programme, found.match.asked_by, words, key=key, need=found.need)


def person_left(tx: Tx, out: Out, found: Parties) -> None:
    """Whoever could use something takes part no longer, or is about to be forgotten."""
    needs.step(tx, found.need.id, NeedStep.WITHDRAW)
    step = MatchStep.LAPSE if found.match.state is MatchState.ASKED else MatchStep.END
    unheard = found.match.state is MatchState.ASKED and take_back_question(tx, found.match)
    if matches.step(tx, found.match, step, moves_need=False) and not unheard:
        words = t(
            "I asked you about “{what}”: that is no longer needed, and nothing is left for you to do. "
            "Thank you for being there!",
            what=found.what,
        )
        tell(tx, out, found.programme, found.helper, words, key=f"match:{found.match.id}:gone")


def before_forgetting(tx: Tx, out: Out, membership: Membership) -> None:
    """This member is erased in a moment: those who were to help them hear it while it is still known who that is."""
    for need in needs.of_member(tx, membership.id):
        match = matches.live(tx, need.id)
        found = None if match is None else parties(tx, match)
        if found is not None:
            person_left(tx, out, found)


def somebody_gone(need: KeptNeed, *, helped: bool, tell_them: bool) -> Words:
    """To a coordinator, when whoever was asked or helped is gone."""
    if not helped:
        return t(
            "Whoever was asked about a need of {code} no longer takes part. The need is open again.",
            code=need.callee_code,
        )
    if tell_them:
        return t(
            "Whoever helped with a need of {code} no longer takes part. The need is open again; "
            "could you tell {code} so?",
            code=need.callee_code,
        )
    return t(
        "Whoever helped with a need of {code} no longer takes part. The need is open again.", code=need.callee_code
    )
