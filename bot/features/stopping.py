"""`/stop` ends the dialogue that is open; and the two buttons of the offer to carry on with it."""

from __future__ import annotations

from bot import talking
from bot.context import Ctx
from bot.features import export
from bot.registry import action, command
from conversations.screen import Screen
from locales import t
from storage import conversations


@command("stop", "arreter", "aufhoeren", help=t("Stop what we are in the middle of"))
def stop(ctx: Ctx) -> None:
    """End the open dialogue and forget its answers."""
    ways = talking.ways_back(ctx)
    if talking.stop(ctx):
        ctx.reply(Screen(t("All right, I have stopped. Nothing of it was kept."), ways))
    elif export.stop_mine(ctx):
        ctx.reply(t("All right, I have stopped making the export."))
    else:
        ctx.reply(t("We are not in the middle of anything. /help shows what I can do for you."))


@action("carryon")
def carry_on(ctx: Ctx, conversation_id: str) -> None:
    """Put the open question once more."""
    if not _mine(ctx, conversation_id):
        return
    ctx.notice()
    if not talking.carry_on(ctx):
        ctx.change(t("That is finished already."))


@action("stopit")
def stop_it(ctx: Ctx, conversation_id: str) -> None:
    """End it."""
    if not _mine(ctx, conversation_id):
        return
    ctx.notice()
    if talking.stop(ctx):
        ctx.change(t("All right, I have stopped. You can begin with something else now."))
    else:
        ctx.change(t("That is finished already."))


def _mine(ctx: Ctx, conversation_id: str) -> bool:
    """Whether the button is about a dialogue that this person still has open; otherwise they are told."""
    owner = conversations.owner_of(ctx.tx, conversation_id)
    if owner is None:
        ctx.notice(t("That is finished already."))
        return False
    if ctx.person is None or owner != ctx.person.id:
        ctx.notice(t("That button belongs to somebody else's conversation."), alert=True)
        return False
    return True
