"""Afterwards both sides are asked how it went: a week after the yes, and after a month where it goes on."""

from __future__ import annotations

from datetime import timedelta

from bot.context import Ctx, Env
from bot.features.match_guard import for_helper, for_person, is_latest
from bot.features.match_telling import Parties, first_name_of, name_of, parties, tell, tell_coordinator
from bot.out import Out
from bot.registry import action, job
from conversations.help_labels import WENT
from conversations.screen import Button, Screen
from domain.matching import ASKED_HOW_AFTER, SETTLES_AFTER, MatchStep, Went
from domain.needs import HowOften
from locales import Words, paragraphs, t
from storage import matches
from storage.matches import Match
from storage.tx import Tx

HELPER, PERSON = "h", "p"
LETTERS = {"w": Went.WELL, "s": Went.SO_SO, "n": Went.NOT}
"""An answer, in a button."""


@job(every=timedelta(minutes=15))
def ask_how_it_went(tx: Tx, env: Env, out: Out) -> None:
    """Ask both; once the last answers have been waited for long enough, it is settled."""
    for match in matches.to_follow_up(tx):
        found = parties(tx, match)
        if found is None:
            continue
        if match.rounds < _rounds(found):
            _ask_both(tx, out, found)
        else:
            _settle(tx, out, found)


@action("went")
def answered(ctx: Ctx, match_id: str, side: str, letter: str) -> None:
    """One side tells how it went."""
    went = LETTERS.get(letter)
    if side not in (HELPER, PERSON) or went is None:
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."))
        return
    found = (for_helper if side == HELPER else for_person)(ctx, match_id)
    if found is None:
        return
    match = found.match
    if not is_latest(ctx, found) or match.rounds == 0:
        ctx.notice(t("That has ended in the meantime. Thank you for being there!"), alert=True)
        return
    if (match.helper_says if side == HELPER else match.person_says) is not None:
        ctx.notice(t("You told me already. Thank you!"))
        return
    matches.says(ctx.tx, match.id, went, helper=side == HELPER)
    if went is Went.WELL:
        ctx.change(t("How good to hear. Thank you for telling!"))
        _finish_if_both_are_glad(ctx.tx, found, side)
        return
    ctx.change(t("Thank you for telling. The coordinator hears it, and looks at what would help."))
    _open_again(ctx, found, side, went)


def _ask_both(tx: Tx, out: Out, found: Parties) -> None:
    match, rounds = found.match, found.match.rounds + 1
    last = rounds == _rounds(found)
    began = match.answered_at or match.at
    following = tx.now + SETTLES_AFTER if last else max(began + ASKED_HOW_AFTER[rounds], tx.now)
    matches.set_follow_up(tx, match.id, following, rounds)
    key = f"match:{match.id}:how{rounds}"
    helper, person = name_of(tx, found.helper), name_of(tx, found.person)
    to_helper = t("How did it go with “{what}” for {name}?", what=found.what, name=person)
    if not tell(tx, out, found.programme, found.helper, _question(to_helper, match, HELPER), key=f"{key}h"):
        words = t("Could you ask {name} how it went with “{what}”, and tap the answer?", name=helper, what=found.what)
        _ask_coordinator(tx, out, found, words, HELPER, f"{key}h")
    to_person = t(
        "{name} was to help you with “{what}”. How did it go?", name=first_name_of(tx, found.helper), what=found.what
    )
    if not tell(tx, out, found.programme, found.person, _question(to_person, match, PERSON), key=f"{key}p"):
        words = t(
            "Could you ask {code} how it went with “{what}”, and tap the answer?",
            code=found.person.code,
            what=found.what,
        )
        _ask_coordinator(tx, out, found, words, PERSON, f"{key}p")


def _question(words: Words, match: Match, side: str) -> Screen:
    return Screen(words, _answers(match, side), protect=True)


def _answers(match: Match, side: str) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(WENT[LETTERS[key]], f"went:{match.id}:{side}:{key}"),) for key in LETTERS)


def _ask_coordinator(tx: Tx, out: Out, found: Parties, words: Words, side: str, key: str) -> None:
    by, rows = found.match.asked_by, _answers(found.match, side)
    tell_coordinator(tx, out, found.programme, by, words, key=key, need=found.need, rows=rows)


def _rounds(found: Parties) -> int:
    """How many times both are asked."""
    return 1 if found.need.often in (None, HowOften.ONCE) else len(ASKED_HOW_AFTER)


def _finish_if_both_are_glad(tx: Tx, found: Parties, side: str) -> None:
    """At the last round nothing is left to ask."""
    other = found.match.person_says if side == HELPER else found.match.helper_says
    if other is Went.WELL and found.match.rounds >= _rounds(found):
        matches.step(tx, found.match, MatchStep.FINISH)


def _open_again(ctx: Ctx, found: Parties, side: str, went: Went) -> None:
    if not matches.step(ctx.tx, found.match, MatchStep.END):
        return
    helper, code = name_of(ctx.tx, found.helper), found.person.code
    said = t("“{what}” for {code}, with {name}: {went}.", what=found.what, code=code, name=helper, went=WENT[went])
    who = t("{name} told it.", name=helper)
    if side == PERSON:
        who = t("{code} told it; {name} has not heard this from me.", code=code, name=helper)
    words = paragraphs(said, who, t("The need is open again."))
    key, by = f"match:{found.match.id}:went:{side}", found.match.asked_by
    tell_coordinator(ctx.tx, ctx.out, found.programme, by, words, key=key, need=found.need)


def _settle(tx: Tx, out: Out, found: Parties) -> None:
    """Nobody is asked a third time."""
    if not matches.step(tx, found.match, MatchStep.FINISH):
        return
    if found.match.helper_says is None and found.match.person_says is None:
        words = t(
            "Nobody told how it went with “{what}” for {code}. I take it that it went well; "
            "if not, you can open the need again.",
            what=found.what,
            code=found.person.code,
        )
        key, by = f"match:{found.match.id}:settled", found.match.asked_by
        tell_coordinator(tx, out, found.programme, by, words, key=key, need=found.need)
