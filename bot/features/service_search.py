"""`/socialekaart`: the directory of services, by theme or by what somebody typed, the nearest first.

Nothing of a search is kept: what was looked for stands in the buttons themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.context import Ctx
from bot.features import paging, service_check
from bot.features.service_words import THEME, from_here, told
from bot.registry import action, command
from conversations.screen import Button, Screen
from domain.nearby import Near
from domain.programme import MembershipState, Role
from domain.search import LONGEST, plain, wanted
from domain.themes import Theme
from locales import Words, paragraphs, t, tn
from storage import directory, memberships, programmes, roles
from storage.directory import Found
from storage.programmes import Programme

PAGE = 4
"""Services in one message."""

MOST = 60
ROOM = 54
"""Bytes of a search that fit in a button beside the rest of it."""


@command(
    "socialekaart",
    "cartesociale",
    "sozialkarte",
    "directory",
    help=t("Find a service, near you where there is one"),
)
def look_up(ctx: Ctx) -> None:
    """What was asked for, or the themes to choose from."""
    answer(ctx, ctx.incoming.text)


def answer(ctx: Ctx, typed: str) -> None:
    """Answer with what fits `typed`; with the themes where it says nothing."""
    if len(typed) > LONGEST:
        ctx.reply(
            Screen(
                t("That is a lot to look for. One or two words are best, such as: /socialekaart food 9000"),
                (_to_themes(),),
            )
        )
        return
    ctx.reply(_found(ctx, in_button(typed), 0))


@action("svc")
def another_page(ctx: Ctx, term: str, page: str) -> None:
    """Another page of what was found."""
    ctx.notice()
    ctx.change(_found(ctx, in_button(term), page))


@action("svctheme")
def by_theme(ctx: Ctx, theme: str, page: str = "0") -> None:
    """What there is about a theme."""
    ctx.notice()
    if theme in tuple(Theme):
        ctx.change(_about(ctx, Theme(theme), page))
    else:
        ctx.change(_themes(ctx))


@action("svcthemes")
def all_themes(ctx: Ctx) -> None:
    """The themes to choose from."""
    ctx.notice()
    ctx.change(_themes(ctx))


def in_button(typed: str) -> str:
    """What somebody looks for in searchable form, as many words of it as a button can carry."""
    kept = ""
    for word in plain(typed).split():
        longer = f"{kept} {word}".strip()
        if len(longer.encode()) > ROOM:
            break
        kept = longer
    return kept or plain(typed).encode()[:ROOM].decode(errors="ignore")


def place_of(ctx: Ctx) -> Near | None:
    """Where the programme of whoever asks is, or that of the group it is asked in."""
    for programme in _programmes(ctx):
        if programme.place:
            return directory.where_is(ctx.tx, programme.place)
    return None


def _programmes(ctx: Ctx) -> list[Programme]:
    if ctx.group is not None and not ctx.private:
        return programmes.of_group(ctx.tx, ctx.group) or programmes.of_coordinator_chat(ctx.tx, ctx.group)
    if ctx.person is None:
        return []
    ids = [
        one.programme_id for one in memberships.of_person(ctx.tx, ctx.person.id) if one.state is MembershipState.ACTIVE
    ]
    for role in (Role.FIKSER, Role.COORDINATOR):
        ids += roles.programmes_of(ctx.tx, ctx.person.id, role)
    return [found for one in dict.fromkeys(ids) if (found := programmes.get(ctx.tx, one)) is not None]


def _found(ctx: Ctx, typed: str, page: str | int) -> Screen:
    term, near = directory.split(ctx.tx, typed)
    if near is None and not wanted(term):
        return _themes(ctx)
    near = near or place_of(ctx)
    found = directory.search(ctx.tx, term, near=near, language=ctx.language, limit=MOST)
    if not found:
        words = t("I found nothing for {words}. Try another word, or tap what it is about.", words=typed)
        return Screen(words, _theme_buttons(ctx))
    return _shown(ctx, found, near, page, f"svc:{typed}")


def _about(ctx: Ctx, theme: Theme, page: str | int) -> Screen:
    near = place_of(ctx)
    found = directory.search(ctx.tx, "", near=near, language=ctx.language, theme=theme, limit=MOST)
    if not found:
        return _themes(ctx)
    return _shown(ctx, found, near, page, f"svctheme:{theme}", THEME[theme])


def _shown(
    ctx: Ctx, found: Sequence[Found], near: Near | None, page: str | int, prefix: str, about: Words | None = None
) -> Screen:
    at = paging.place(str(page), len(found), PAGE)
    some = found[at * PAGE : (at + 1) * PAGE]
    danger = any(one.entry.urgent for one in found)
    words = paragraphs(
        t("<b>Is somebody in danger right now? Call 112.</b>") if danger else None,
        about,
        _count(len(found)),
        from_here(near) if near else None,
        *(told(one, ctx.language, ctx.env.timezone) for one in some),
    )
    return Screen(words, (*paging.ways(at, len(found), prefix, PAGE), _to_themes()))


def _count(number: int) -> Words:
    if number >= MOST:
        return t("There is a lot. These {count} fit best; another word finds fewer.", count=number)
    return tn("I found {count} address.", "I found {count} addresses.", number)


def _themes(ctx: Ctx) -> Screen:
    words = t(
        "What is it about? Tap it, or send a word and where you live behind the command, such as: "
        "/socialekaart food 9000"
    )
    return Screen(words, (*_theme_buttons(ctx), *service_check.offered(ctx)))


def _theme_buttons(ctx: Ctx) -> tuple[tuple[Button, ...], ...]:
    there = directory.themes(ctx.tx)
    return paging.in_twos([Button(THEME[theme], f"svctheme:{theme}") for theme in Theme if theme in there])


def _to_themes() -> tuple[Button, ...]:
    return (Button(t("By theme"), "svcthemes"),)
