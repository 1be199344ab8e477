"""What happens to a group: we are added, become a supergroup's guest, or somebody leaves."""

from __future__ import annotations

from bot import notify
from bot.context import Ctx
from bot.features import menus
from bot.incoming import Kind
from bot.registry import happens
from domain.programme import Role
from locales import Words, paragraphs, t
from storage import programmes, roles


@happens(Kind.BOT_ADDED)
def hello(ctx: Ctx) -> None:
    """Say hello in a group, and to an admin what to do."""
    if ctx.private:
        return
    group = ctx.known_group()
    living, watched = programmes.of_group(ctx.tx, group), programmes.of_coordinator_chat(ctx.tx, group)
    if living:
        ctx.reply(t("Here I am again, for {programme}. All that I knew is still there.", programme=living[0].name))
        menus.refresh_group(ctx.tx, ctx.out, living[0])
    elif watched:
        ctx.reply(t("Here I am again. Signals of {programme} come here.", programme=watched[0].name))
    elif ctx.is_admin:
        ctx.reply(what_an_admin_does_here())
    else:
        ctx.reply(
            t(
                "Hello! I help people to call one another. I only start when an admin of Belboom asks me to, "
                "so until then I stay quiet here. The admin sends /programma in this group."
            )
        )


def what_an_admin_does_here() -> Words:
    """What an admin can do with a group that has no programme."""
    return paragraphs(
        t("Hello! I help people to call one another."),
        t("Is this the group of the people who call? Send /programma, and we start a programme here."),
        t("Is this the group of the coordinators? Send /coordinatie, and signals come here."),
    )


@happens(Kind.PERSON_LEFT)
def coordinator_gone(ctx: Ctx) -> None:
    """Whoever leaves the coordinator chat is no coordinator any more; if nobody is left, the admins hear of it."""
    if ctx.group is None or ctx.person is None:
        return
    watched = programmes.of_coordinator_chat(ctx.tx, ctx.group)
    if watched:
        menus.refresh(ctx.tx, ctx.env, ctx.out, ctx.person.id)
    for programme in watched:
        if not roles.holders(ctx.tx, programme.id, Role.COORDINATOR):
            words = t(
                "{programme} has no coordinator now, so nobody can take a signal. "
                "Please name one: answer a message in the coordinator chat with /coordinator.",
                programme=programme.name,
            )
            notify.tell_admins(ctx.tx, ctx.env, ctx.out, words, key=f"nocoordinator:{programme.id}:{ctx.now:%Y%m%d}")
