"""An admin names who looks after signals, by answering somebody's message in the coordinator chat."""

from __future__ import annotations

from collections.abc import Callable

from bot.context import Ctx
from bot.features.choosing import choose, sent_privately
from bot.features.coordinator_screen import coordinators_screen
from bot.features.fikser import person_of
from domain.programme import Role
from locales import Words, t
from storage import programmes
from storage.people import Person
from storage.programmes import Programme


def name_in_chat(
    ctx: Ctx,
    give: Callable[[Ctx, Programme, Person], None],
    told: Callable[[str, Programme], Words],
    question: Words,
) -> None:
    """Give the role to whoever wrote the message that this answers, and say so with `told` (their name, the programme).

    Anywhere else the admin sees in private who there is, after `question` where several programmes are possible.
    """
    meant = ctx.incoming.reply_to
    watched = [] if ctx.group is None else programmes.of_coordinator_chat(ctx.tx, ctx.group)
    if watched and meant is not None and meant.id != ctx.env.bot_id:
        if meant.is_bot:
            ctx.reply(t("That message is from a bot. Please answer a message of a person."))
            return
        for programme in watched:
            give(ctx, programme, person_of(ctx, meant.id))
            ctx.reply(told(meant.name, programme))
        return
    chosen = choose(ctx, Role.ADMIN, "coords", question)
    if chosen is not None:
        ctx.whisper(coordinators_screen(ctx.tx, chosen))
    sent_privately(ctx)
