"""`/noden`: what people could use, for coordinators, in private; the most urgent first, then the oldest."""

from __future__ import annotations

from collections.abc import Sequence

from bot.context import Ctx
from bot.features import choosing, need_words
from bot.registry import Where, action, command
from conversations.labels import NEED, NEED_CATEGORY
from conversations.screen import Button, Screen
from domain.call import NeedCategory
from domain.needs import NeedState
from domain.programme import Role
from domain.signals import Urgency
from locales import Lines, Plain, Words, paragraphs, t, tn
from storage import needs
from storage.needs import KeptNeed
from storage.programmes import Programme

PAGE = 8
"""Needs on one screen: two lines each."""

ALL, UNDER_WAY = "a", "u"
LETTERS = {"p": NeedCategory.PRACTICAL, "s": NeedCategory.SOCIAL, "h": NeedCategory.HEALTH}
"""What is shown, in a button: all that is open, one category of it, or what is under way."""

EVERYWHERE = "-"

_URGENT_FIRST = (Urgency.ACUTE, Urgency.URGENT, Urgency.NORMAL)
_STATES = {True: (NeedState.ASKED, NeedState.MATCHED, NeedState.REFERRED), False: (NeedState.OPEN,)}


@command(
    "noden",
    "besoins",
    "anliegen",
    "needs",
    help=t("What people could use, and who can help"),
    where=Where.PRIVATE,
    role=Role.COORDINATOR,
)
def open_needs(ctx: Ctx) -> None:
    """The open needs of every programme of which somebody is coordinator."""
    if choosing.those_for(ctx, Role.COORDINATOR):
        ctx.reply(_screen(ctx, EVERYWHERE, ALL, "0"))
    else:
        ctx.reply(t("You are coordinator of no programme. What people could use is for the coordinators to see."))


@action("needs")
def filtered(ctx: Ctx, programme_id: str = EVERYWHERE, letter: str = ALL, page: str = "0") -> None:
    """The same, of one programme or of one kind, or another page."""
    if not choosing.those_for(ctx, Role.COORDINATOR):
        ctx.notice(t("That button is for the coordinators of the programme."), alert=True)
    elif not ctx.private:
        ctx.notice(t("That is between you and me. Send /noden to me in private."), alert=True)
    else:
        ctx.change(_screen(ctx, programme_id, letter, page))


def _screen(ctx: Ctx, programme_id: str, letter: str, page: str) -> Screen:
    mine = {one.id: one for one in choosing.those_for(ctx, Role.COORDINATOR)}
    chosen = {key: one for key, one in mine.items() if programme_id in (EVERYWHERE, key)} or mine
    letter = letter if letter in (*LETTERS, UNDER_WAY) else ALL
    unsettled = needs.in_states(ctx.tx, tuple(chosen), (*_STATES[True], *_STATES[False]))
    shown = sorted((one for one in unsettled if _is_in(one, letter)), key=lambda one: _URGENT_FIRST.index(one.urgency))
    open_to_us = [one for one in shown if one.may_pass_on]
    kept_back = len(shown) - len(open_to_us)
    last = max(0, (len(open_to_us) - 1) // PAGE)
    at = min(int(page), last) if page.isascii() and page.isdecimal() and len(page) < 6 else 0
    part = open_to_us[at * PAGE : (at + 1) * PAGE]
    words = paragraphs(
        _title(letter, len(open_to_us)),
        *(need_words.line(one, mine[one.programme_id], ctx.now) for one in part),
        _kept_back(kept_back),
    )
    where = programme_id if programme_id in mine else EVERYWHERE
    rows = (
        *((Button(_label(one), f"need:{one.id}"),) for one in part),
        *_pages(where, letter, at, last),
        *_filters(unsettled, where, letter),
        *_programmes(list(mine.values()), where, letter),
        (Button(t("Somebody without the app offers help"), "offersfor"),),
    )
    return Screen(words, rows)


def _is_in(need: KeptNeed, letter: str) -> bool:
    under_way = need.state in _STATES[True]
    if letter == UNDER_WAY:
        return under_way
    return not under_way and (letter == ALL or need.need.category is LETTERS[letter])


def _title(letter: str, count: int) -> Words:
    if letter == UNDER_WAY:
        return tn("<b>{count} need is under way</b>", "<b>{count} needs are under way</b>", count)
    if not count:
        return t("<b>No open needs here at the moment.</b>")
    title = tn("<b>{count} open need</b>", "<b>{count} open needs</b>", count)
    return title if letter == ALL else Lines((title, NEED_CATEGORY[LETTERS[letter]]), " · ")


def _kept_back(count: int) -> Words | None:
    """What somebody did not want passed on is only counted."""
    if not count:
        return None
    return tn(
        "And {count} more that somebody wanted kept between them and the caller.",
        "And {count} more that people wanted kept between them and the caller.",
        count,
    )


def _label(need: KeptNeed) -> Words:
    label: Words = Lines((NEED[need.need], Plain(need.callee_code)), " · ")
    return label if need.urgency is Urgency.NORMAL else Lines((Plain("❗"), label), " ")


def _pages(where: str, letter: str, at: int, last: int) -> tuple[tuple[Button, ...], ...]:
    ways = []
    if at > 0:
        ways.append(Button(t("Previous"), f"needs:{where}:{letter}:{at - 1}"))
    if at < last:
        ways.append(Button(t("Next"), f"needs:{where}:{letter}:{at + 1}"))
    return (tuple(ways),) if ways else ()


def _filters(unsettled: Sequence[KeptNeed], where: str, letter: str) -> tuple[tuple[Button, ...], ...]:
    """A button for each kind that there is, all of them, and what is under way."""
    found = [key for key in LETTERS if any(one.may_pass_on and _is_in(one, key) for one in unsettled)]
    kinds = [Button(NEED_CATEGORY[LETTERS[key]], f"needs:{where}:{key}:0") for key in found if key != letter]
    rows = [(one,) for one in kinds] if len(found) > 1 or letter != ALL else []
    if letter != ALL:
        rows.append((Button(t("All open needs"), f"needs:{where}:{ALL}:0"),))
    under_way = sum(one.may_pass_on and _is_in(one, UNDER_WAY) for one in unsettled)
    if under_way and letter != UNDER_WAY:
        rows.append((Button(t("Under way: {count}", count=under_way), f"needs:{where}:{UNDER_WAY}:0"),))
    return tuple(rows)


def _programmes(mine: Sequence[Programme], where: str, letter: str) -> tuple[tuple[Button, ...], ...]:
    if len(mine) < 2:
        return ()
    rows = [(Button(Plain(one.name), f"needs:{one.id}:{letter}:0"),) for one in mine if one.id != where]
    if where != EVERYWHERE:
        rows.append((Button(t("All programmes"), f"needs:{EVERYWHERE}:{letter}:0"),))
    return tuple(rows)
