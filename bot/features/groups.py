"""What happens to a group: we are added, become a supergroup's guest, or somebody leaves."""

from __future__ import annotations

from bot import notify
from bot.context import Ctx
from bot.features import menus
from bot.features.access_ended import access_ended
from bot.features.signal_freed import roles_end
from bot.incoming import Kind
from bot.registry import happens
from conversations.labels import ROLE
from domain.programme import Role
from locales import Words, paragraphs, t
from storage import farewells, people, programmes, roles, statements
from storage.tx import Tx


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
    """Whoever leaves the coordinator chat is no coordinator and no deputy any more (design: "In the chat")."""
    if ctx.group is None or ctx.person is None:
        return
    watched = programmes.of_coordinator_chat(ctx.tx, ctx.group)
    for programme in watched:
        held = roles.given(ctx.tx, ctx.person.id, programme.id)
        if not held & set(Role.COORDINATOR.held_by):
            continue
        words = t(
            "{name} left the coordinator chat of {programme} and is {role} there no longer. "
            "Was that not meant? You can name them again with /coordinator.",
            name=people.name_of(ctx.tx, ctx.person.id) or t("Somebody who gave no name"),
            programme=programme.name,
            role=ROLE[Role.COORDINATOR if Role.COORDINATOR in held else Role.DEPUTY],
        )
        notify.tell_admins(ctx.tx, ctx.env, ctx.out, words)
        roles_end(ctx.tx, ctx.env, ctx.out, programme, ctx.person.id)
        if _just_ended(ctx.tx, programme.id, ctx.person.id):
            access_ended(ctx.tx, ctx.out, programme, ctx.person.id)
    if watched:
        menus.refresh(ctx.tx, ctx.env, ctx.out, ctx.person.id)


def _just_ended(tx: Tx, programme_id: str, person_id: str) -> bool:
    """Whether they could see names there, and were not asked before whether their notes are destroyed."""
    asked = any(one.programme_id == programme_id for one in farewells.of_person(tx, person_id))
    return statements.ever_accepted(tx, person_id, programme_id) and not asked
