"""One person is asked, in private and without a name; a yes is as good as a no.

One ask at a time about each need. Whoever has no app is asked by the coordinator, on the phone.
"""

from __future__ import annotations

from bot.context import Ctx, Env
from bot.features import match_contact, match_ending
from bot.features.match_finding import fitting, open_need, propose
from bot.features.match_guard import for_helper, speaks_for
from bot.features.match_telling import Parties, name_of, parties, tell, tell_coordinator
from bot.features.member_guard import may_see
from bot.out import Out
from bot.outbox import OutboxRow
from bot.registry import action, when_not_delivered
from conversations.help_labels import HOW_OFTEN
from conversations.screen import Button, Screen
from domain.matching import ASKED_HOW_AFTER, MatchState, MatchStep
from locales import Words, lines, paragraphs, t
from storage import matches, memberships, people
from storage.tx import Tx


@action("matchask")
def ask(ctx: Ctx, need_id: str, helper_id: str) -> None:
    """The person agrees: ask the helper."""
    found = open_need(ctx, need_id)
    if found is None or not may_see(ctx, found[0]):
        return
    programme, need = found
    helper = memberships.get(ctx.tx, helper_id)
    match_id = None
    if helper is not None and fitting(ctx, need, helper_id) is not None:
        match_id = matches.ask(ctx.tx, need, helper_id, ctx.me.id)
    match = None if match_id is None else matches.get(ctx.tx, match_id)
    asked = None if match is None else parties(ctx.tx, match)
    if asked is None:
        ctx.notice(t("Things have changed in the meantime. Here is the list as it is now."), alert=True)
        propose(ctx, need_id)
        return
    screen = _question(ctx.tx, asked)
    key = match_ending.question_key(asked.match.id)
    name = name_of(ctx.tx, asked.helper)
    if tell(ctx.tx, ctx.out, programme, asked.helper, screen, key=key, purpose=f"matchask:{asked.match.id}"):
        words: Words = t(
            "I asked {name}. You hear from me as soon as there is an answer, or after three days.", name=name
        )
        ctx.change(Screen(words, ((Button(t("See the need"), f"need:{need.id}"),),)))
        return
    words = paragraphs(
        t("{name} has no app. Could you ask on the phone, and tap the answer here?", name=name),
        _what(ctx.tx, asked),
        t("Please leave out who it is for until there is a yes."),
    )
    ctx.change(Screen(words, _answers(asked)))


@action("matchyes")
def yes(ctx: Ctx, match_id: str) -> None:
    """The helper is glad to: both hear what they need."""
    found = _asked(ctx, match_id)
    if found is None or not may_see(ctx, found.programme):
        return
    if not matches.step(ctx.tx, found.match, MatchStep.ACCEPT):
        _too_late(ctx)
        return
    matches.set_follow_up(ctx.tx, match_id, ctx.now + ASKED_HOW_AFTER[0], rounds=0)
    for_other = speaks_for(ctx, found.helper, found.programme.id)
    name = name_of(ctx.tx, found.helper)
    thanks = t("Thank you, how kind! In a week I ask how it went.")
    if for_other:
        thanks = t("Noted: {name} says yes. Please give {name} the name and the number, and say thank you.", name=name)
    ctx.change(Screen(thanks, match_contact.ways(found)))
    match_contact.show(ctx, found)
    match_contact.tell_person(ctx, found)
    if not for_other or found.match.asked_by != ctx.me.id:
        words = t("{name} says yes to “{what}” for {code}.", name=name, what=found.what, code=found.person.code)
        _to_coordinator(ctx.tx, ctx.out, found, lines(words, _without_number(ctx.tx, found)), "yes")


@action("matchno")
def no(ctx: Ctx, match_id: str) -> None:
    """Not now: without a reason, and only the coordinator who asked hears it."""
    found = _asked(ctx, match_id)
    if found is None:
        return
    if not matches.step(ctx.tx, found.match, MatchStep.DECLINE):
        _too_late(ctx)
        return
    ctx.change(t("That is perfectly fine. Only the coordinator who asked hears it, and why is nobody's business."))
    name = name_of(ctx.tx, found.helper)
    said = t("Not now, says {name} to “{what}” for {code}.", name=name, what=found.what, code=found.person.code)
    _ask_another(ctx.tx, ctx.out, found, said, "no")


@when_not_delivered("matchask")
def not_delivered(tx: Tx, env: Env, out: Out, row: OutboxRow, reason: str) -> None:
    """Whoever was asked keeps the bot out: the coordinator can ask somebody else at once."""
    match = matches.get(tx, row.purpose.removeprefix("matchask:"))
    found = None if match is None else parties(tx, match)
    if found is not None and found.match.state is MatchState.ASKED:
        cannot_be_asked(tx, out, found)


def cannot_be_asked(tx: Tx, out: Out, found: Parties) -> None:
    """The question does not reach whoever was to answer it, or would disturb a pause."""
    if match_ending.stop(tx, found):
        name = name_of(tx, found.helper)
        words = t("{name} cannot be asked at present about “{what}”.", name=name, what=found.what)
        _ask_another(tx, out, found, words, "cannot")


def no_answer(tx: Tx, out: Out, found: Parties) -> None:
    """Nobody presses: after some days the question lapses."""
    if matches.step(tx, found.match, MatchStep.LAPSE):
        name = name_of(tx, found.helper)
        words = t(
            "No answer from {name} about “{what}” for {code}.", name=name, what=found.what, code=found.person.code
        )
        _ask_another(tx, out, found, words, "silent")


def offer_gone(tx: Tx, out: Out, found: Parties) -> None:
    """Whoever was asked withdrew the offer: that is an answer."""
    if match_ending.stop(tx, found):
        name = name_of(tx, found.helper)
        words = t("{name} does not offer “{what}” any more.", name=name, what=found.what)
        _ask_another(tx, out, found, words, "withdrawn")


def _question(tx: Tx, found: Parties) -> Screen:
    words = paragraphs(
        t("Somebody in {programme} could use a hand, and I thought of you.", programme=found.programme.name),
        _what(tx, found),
        t(
            "Would that suit you? No is just as fine, and you need not say why. "
            "If you say yes, you hear who it is, and that person gets your first name and number."
        ),
    )
    return Screen(words, _answers(found))


def _what(tx: Tx, found: Parties) -> Words:
    often = None if found.need.often is None else t("How often: {often}", often=HOW_OFTEN[found.need.often])
    return lines(t("What: {what}", what=found.what), match_contact.when(tx, found), often)


def _answers(found: Parties) -> tuple[tuple[Button, ...], ...]:
    return (
        (Button(t("Yes, gladly"), f"matchyes:{found.match.id}"),),
        (Button(t("Not now"), f"matchno:{found.match.id}"),),
    )


def _without_number(tx: Tx, found: Parties) -> Words | None:
    """The helper was told that the coordinator says how to get in touch: so the coordinator is asked to."""
    if people.phone_of(tx, found.person.person_id) is not None:
        return None
    return t(
        "I know no number of {code}. Could you tell {name} how to get in touch?",
        code=found.person.code,
        name=name_of(tx, found.helper),
    )


def _asked(ctx: Ctx, match_id: str) -> Parties | None:
    found = for_helper(ctx, match_id)
    if found is None:
        return None
    if found.match.state is not MatchState.ASKED:
        _too_late(ctx)
        return None
    return found


def _too_late(ctx: Ctx) -> None:
    ctx.notice(t("That is settled in the meantime. Thank you all the same!"), alert=True)


def _ask_another(tx: Tx, out: Out, found: Parties, words: Words, occasion: str) -> None:
    """To the coordinator who asked, with the way to the others; any other hears no name."""
    others = t("Whoever was asked about a need of {code} cannot now. The need is open again.", code=found.person.code)
    _to_coordinator(tx, out, found, paragraphs(words, t("The need is open again.")), occasion, others)


def _to_coordinator(
    tx: Tx, out: Out, found: Parties, words: Words, occasion: str, to_others: Words | None = None
) -> None:
    key = f"match:{found.match.id}:{occasion}"
    rows = () if to_others is None else ((Button(t("Ask somebody else"), f"matchlist:{found.need.id}"),),)
    by = found.match.asked_by
    tell_coordinator(tx, out, found.programme, by, words, key=key, need=found.need, to_others=to_others, rows=rows)
