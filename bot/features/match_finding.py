"""Who could be asked: the few who fit a need, with reasons, for a coordinator; or why it is for a service."""

from __future__ import annotations

from bot.context import Ctx
from bot.features import need_words
from bot.features.match_gathering import helper, helpers, wanted
from bot.features.member_guard import may_see
from bot.features.need_guard import need_for_coordinator
from bot.registry import action
from conversations.help_labels import HOW_OFTEN
from conversations.labels import NEED
from conversations.screen import Button, Screen
from domain.matching import Candidate, Reason, candidates
from domain.needs import KIND, NEEDED, HelpKind, HowOften, NeedState, asks_neighbours
from locales import Plain, Words, lines, listed, paragraphs, t
from storage import memberships, needs
from storage.needs import KeptNeed
from storage.programmes import Programme

LETTERS = {"o": HowOften.ONCE, "n": HowOften.NOW_AND_THEN, "w": HowOften.WEEKLY}
"""How often something is needed, in a button."""

REASON: dict[Reason, Words] = {
    # Translators: why somebody is proposed to help somebody else.
    Reason.LIKES: t("likes to do this"),
    Reason.IN_TOUCH: t("they know each other from the calls"),
    Reason.MOMENT: t("the moments fit"),
    Reason.LANGUAGE: t("they speak a language in common"),
    Reason.RESTED: t("not asked for anything lately"),
}


@action("needfind")
def how_often(ctx: Ctx, need_id: str) -> None:
    """First how often it is needed: that decides whether neighbours may be asked at all."""
    found = open_need(ctx, need_id)
    if found is None:
        return
    _, need = found
    if KIND[need.need] is HelpKind.SERVICES:
        ctx.change(for_services(need))
        return
    rows = tuple((Button(HOW_OFTEN[LETTERS[key]], f"needoften:{need.id}:{key}"),) for key in LETTERS)
    words = t("How often would {code} need help with “{what}”?", code=need.callee_code, what=NEED[need.need])
    ctx.change(Screen(words, (*rows, _back(need))))


@action("needoften")
def often_told(ctx: Ctx, need_id: str, letter: str) -> None:
    """It is kept with the need."""
    found = open_need(ctx, need_id)
    if found is None:
        return
    if letter not in LETTERS:
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."))
        return
    needs.set_often(ctx.tx, need_id, LETTERS[letter])
    propose(ctx, need_id)


@action("matchlist")
def propose(ctx: Ctx, need_id: str) -> None:
    """The few who fit, or why there is nobody."""
    found = open_need(ctx, need_id)
    if found is None:
        return
    programme, need = found
    if need.often is None:
        how_often(ctx, need_id)
    elif not asks_neighbours(need.need, need.often):
        ctx.change(for_services(need))
    elif may_see(ctx, programme):
        ctx.change(_proposal(ctx, programme, need))


@action("matchpick")
def picked(ctx: Ctx, need_id: str, helper_id: str) -> None:
    """Before anybody is asked: does the person agree?"""
    found = open_need(ctx, need_id)
    if found is None or not may_see(ctx, found[0]):
        return
    _, need = found
    candidate = fitting(ctx, need, helper_id)
    if candidate is None:
        ctx.notice(t("Things have changed in the meantime. Here is the list as it is now."), alert=True)
        propose(ctx, need_id)
        return
    name = _name(ctx, helper_id)
    words = paragraphs(
        t("You are about to ask {name} about “{what}” for {code}.", name=name, what=NEED[need.need], code=_code(need)),
        t(
            "{name} first hears only what it is about. After a yes {name} hears the name and the number of {code}.",
            name=name,
            code=_code(need),
        ),
        t("Did you ask {code}, and is that fine?", code=_code(need)),
    )
    rows = (
        (Button(t("I asked, and {code} agrees", code=_code(need)), f"matchask:{need.id}:{helper_id}"),),
        (Button(t("Back"), f"matchlist:{need.id}"),),
    )
    ctx.change(Screen(words, rows))


def fitting(ctx: Ctx, need: KeptNeed, helper_id: str) -> Candidate | None:
    """This member, where they may be asked about the need as things are now."""
    found = helper(ctx.tx, need, helper_id)
    return None if found is None else next(iter(candidates(wanted(ctx.tx, need), [found])), None)


def open_need(ctx: Ctx, need_id: str) -> tuple[Programme, KeptNeed] | None:
    """A need about which nobody is asked yet; `None` after saying how it stands."""
    found = need_for_coordinator(ctx, need_id)
    if found is None:
        return None
    programme, need = found
    if need.state is not NeedState.OPEN:
        ctx.notice(t("Somebody was just before you. This is how it stands now."), alert=True)
        words = need_words.whole(need, programme, ctx.now)
        ctx.change(Screen(words, ((Button(t("See the need"), f"need:{need.id}"),),)))
        return None
    return found


def for_services(need: KeptNeed) -> Screen:
    """Why no neighbour is asked, and the way to a service."""
    if KIND[need.need] is HelpKind.SERVICES:
        words = t(
            "“{what}” is in better hands with people who are trained for it. A service can help {code}; "
            "people around stay what they are good at: company, an ear, a small hand.",
            what=NEED[need.need],
            code=_code(need),
        )
    else:
        words = t(
            "“{what}” every week is a lot to ask of people around: it would soon weigh on both sides. "
            "A service can do it for good; people around gladly help once, or now and then.",
            what=NEED[need.need],
        )
    rows: list[tuple[Button, ...]] = [(Button(t("Refer to a service"), f"needrefer:{need.id}"),)]
    if KIND[need.need] is not HelpKind.SERVICES:
        rows.append((Button(t("Another answer"), f"needfind:{need.id}"),))
    return Screen(words, (*rows, _back(need)))


def _proposal(ctx: Ctx, programme: Programme, need: KeptNeed) -> Screen:
    found = candidates(wanted(ctx.tx, need), helpers(ctx.tx, need))
    often = HOW_OFTEN[need.often or NEEDED[0]]
    about = t("“{what}” for {code}: {often}", what=NEED[need.need], code=_code(need), often=often)
    last = (Button(t("Refer to a service"), f"needrefer:{need.id}"),), _back(need)
    if not found:
        nobody = t(
            "Nobody who offers this is free at the moment. Perhaps you know somebody who would like to? "
            "Everybody can tell it with /ikbied."
        )
        return Screen(paragraphs(about, nobody), last)
    names = {one.member: _name(ctx, one.member) for one in found}
    words = paragraphs(
        about,
        t("These people could be asked. Each is free to say no, without a reason:"),
        lines(
            *(
                t("• <b>{name}</b>: {reasons}", name=names[one.member], reasons=listed(REASON[r] for r in one.reasons))
                for one in found
            )
        ),
    )
    rows = tuple(
        (Button(t("Ask {name}", name=names[one.member]), f"matchpick:{need.id}:{one.member}"),) for one in found
    )
    return Screen(words, (*rows, *last))


def _name(ctx: Ctx, membership_id: str) -> Words:
    member = memberships.get(ctx.tx, membership_id)
    return t("somebody who no longer takes part") if member is None else Plain(memberships.name_or_code(ctx.tx, member))


def _code(need: KeptNeed) -> Words:
    return Plain(need.callee_code)


def _back(need: KeptNeed) -> tuple[Button, ...]:
    return (Button(t("Back"), f"need:{need.id}"),)
