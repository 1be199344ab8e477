"""The helper may stop at any time, without a reason; withdrawing an offer leaves help that is under way as it is."""

from __future__ import annotations

from bot.context import Ctx
from bot.features import match_asking, match_contact, match_ending
from bot.features.match_guard import for_helper, goes_on
from bot.features.match_telling import Parties, name_of, parties, tell_coordinator
from bot.registry import action
from conversations.screen import Button, Screen
from domain.matching import MatchState, MatchStep
from locales import Words, lines, paragraphs, t
from storage import matches
from storage.memberships import Membership
from storage.programmes import Programme


@action("matchstop")
def stop(ctx: Ctx, match_id: str) -> None:
    """Ask whether it is meant."""
    found = _under_way(ctx, match_id)
    if found is not None:
        rows = (
            (Button(t("Yes, I stop"), f"matchstopyes:{match_id}"),),
            (Button(t("No, I go on"), f"matchstays:{match_id}"),),
        )
        words = t(
            "Shall I pass on that “{what}” no longer suits you? That is fine, and you need not say why.",
            what=found.what,
        )
        ctx.change(Screen(words, rows))


@action("matchstays")
def stays(ctx: Ctx, match_id: str) -> None:
    """It stays as it is."""
    found = _under_way(ctx, match_id)
    if found is not None:
        ctx.change(Screen(t("Lovely, then it goes on as it is. Thank you!"), match_contact.ways(found)))


@action("matchstopyes")
def stopped(ctx: Ctx, match_id: str) -> None:
    """The coordinator hears, the person hears, and the need is open again."""
    found = _under_way(ctx, match_id)
    if found is None:
        return
    if not matches.step(ctx.tx, found.match, MatchStep.END):
        ctx.notice(t("That has ended in the meantime. Thank you for being there!"), alert=True)
        return
    ctx.change(t("I pass it on kindly. Thank you for what you did!"))
    told = match_ending.tell_person_it_stops(ctx.tx, ctx.out, found)
    name, code = name_of(ctx.tx, found.helper), found.person.code
    words: Words = paragraphs(
        t("“{what}” for {code} no longer suits {name}. The need is open again.", what=found.what, code=code, name=name),
        None if told else t("Could you tell {code} so?", code=code),
    )
    key = f"match:{found.match.id}:stopped"
    tell_coordinator(ctx.tx, ctx.out, found.programme, found.match.asked_by, words, key=key, need=found.need)


def offer_withdrawn(ctx: Ctx, programme: Programme, membership: Membership) -> None:
    """Questions that wait lapse. Help under way stays, unless the helper now says otherwise."""
    for match in matches.of_helper(ctx.tx, membership.id, (MatchState.ASKED, MatchState.ACCEPTED)):
        found = parties(ctx.tx, match)
        if found is None:
            continue
        if match.state is MatchState.ASKED:
            match_asking.offer_gone(ctx.tx, ctx.out, found)
            continue
        words = lines(
            t("You said yes to “{what}” for {name}.", what=found.what, name=name_of(ctx.tx, found.person)),
            t("Does that go on for now? Either is fine."),
        )
        rows = (
            (Button(t("Yes, that goes on"), f"matchstays:{match.id}"),),
            (Button(t("It no longer suits me"), f"matchstop:{match.id}"),),
        )
        ctx.whisper(Screen(words, rows, protect=True))


def _under_way(ctx: Ctx, match_id: str) -> Parties | None:
    found = for_helper(ctx, match_id)
    if found is not None and not goes_on(ctx, found):
        ctx.notice(t("That has ended in the meantime. Thank you for being there!"), alert=True)
        return None
    return found
