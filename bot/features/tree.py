"""`/boom`: who calls whom, for everybody in a belboom to see, as a picture and in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.context import Ctx
from bot.features import lists, tree_picture, who
from bot.registry import command
from conversations.screen import Screen
from domain.programme import ProgrammeKind, Role
from locales import Lines, Words, listed, paragraphs, render, t
from storage import assignments, memberships, programmes
from storage.programmes import Programme
from storage.tx import Tx

LONGEST = 4096
"""Characters of one message (Telegram's limit)."""


@command("boom", "arbre", "baum", "tree", help=t("Who calls whom?"))
def tree(ctx: Ctx) -> None:
    """The whole tree of a belboom: in its own group, or in private; of an opbelactie one's own share only."""
    seen = _may_see(ctx)
    if not ctx.private:
        local = [programme for programme in seen if lists.may_stand_in(programme, ctx.group)]
        if local:
            for programme in local:
                tree_picture.show(ctx, programme, ctx.here)
            for screen in _screens(ctx, local):
                ctx.reply(screen)
            return
    if seen:
        screens = _screens(ctx, seen)
        if ctx.private or ctx.me.reachable:
            for programme in seen:
                tree_picture.show(ctx, programme, ctx.privately)
        if not ctx.private:
            who.whisper_from_group(ctx, screens)
            return
        for screen in screens:
            ctx.reply(screen)
    elif ctx.person is not None and lists.parts_of(ctx.tx, ctx.person.id):
        who.who_do_i_call(ctx)
    else:
        ctx.reply(who.not_known(ctx))


def packed(pieces: Iterable[Words], language: str) -> Iterator[Lines]:
    """The pieces as paragraphs, in as few messages as they fit in."""
    page: list[Words] = []
    for piece in pieces:
        if page and len(render(paragraphs(*page, piece), language)) > LONGEST:
            yield paragraphs(*page)
            page = []
        page.append(piece)
    if page:
        yield paragraphs(*page)


def _may_see(ctx: Ctx) -> list[Programme]:
    """The belbooms that this person takes part in or looks after."""
    if ctx.person is None:
        return []
    mine = {part.programme.id for part in lists.parts_of(ctx.tx, ctx.person.id)}
    return [
        programme
        for programme in programmes.every(ctx.tx)
        if programme.kind is ProgrammeKind.BELBOOM and (programme.id in mine or ctx.holds(Role.FIKSER, programme.id))
    ]


def _screens(ctx: Ctx, shown: Iterable[Programme]) -> list[Screen]:
    return [Screen(page) for programme in shown for page in packed(_tree(ctx.tx, programme), ctx.language)]


def _tree(tx: Tx, programme: Programme) -> Iterator[Words]:
    yield t("<b>Who calls whom in {programme}</b>", programme=programme.name)
    members = lists.by_name(tx, memberships.active(tx, programme.id))
    names = {member.id: lists.name_of(tx, member) for member in members}
    calls: dict[str, list[Words]] = {}
    for row in assignments.of_programme(tx, programme.id):
        if row.callee_id in names and row.weekday is not None:
            day = lists.WEEKDAYS[row.weekday]
            calls.setdefault(row.caller_id, []).append(t("{name} ({day})", name=names[row.callee_id], day=day))
    if not calls:
        yield t("There are no calls yet: that takes two people at least.")
    for member in members:
        if member.id in calls:
            yield t("<b>{name}</b> calls {others}", name=names[member.id], others=listed(calls[member.id]))
