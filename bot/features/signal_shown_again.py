"""Open signals are put into the coordinator chat anew when that became another chat, or we come back into it.

What stood in a group does not move along when it becomes a supergroup, and what was raised while we were out of the
chat, or not allowed to write there, was never shown there.
"""

from __future__ import annotations

from bot.context import Ctx
from bot.features.signal_card import announce
from bot.incoming import Kind
from bot.registry import happens
from storage import chats, programmes, signals
from storage.programmes import Programme


@happens(Kind.MIGRATED)
@happens(Kind.BOT_ADDED)
def in_a_chat_that_changed(ctx: Ctx) -> None:
    """The signals of every programme whose coordinator chat this is."""
    if ctx.private or ctx.group is None:
        return
    for programme in programmes.of_coordinator_chat(ctx.tx, ctx.group):
        show_open_signals(ctx, programme)


@happens(Kind.COMMAND)
@happens(Kind.TAP)
def it_works_after_all(ctx: Ctx) -> None:
    """Something comes from a chat that took nothing from us any more: it is tried anew."""
    if ctx.private or ctx.group is None or chats.is_active(ctx.tx, ctx.group):
        return
    chats.set_state(ctx.tx, ctx.group, "active")
    in_a_chat_that_changed(ctx)


def show_open_signals(ctx: Ctx, programme: Programme) -> None:
    """A fresh card for each signal that is not closed."""
    for signal in signals.still_open(ctx.tx, [programme.id]):
        announce(ctx.tx, ctx.out, signal, programme, occasion=f"moved:{ctx.incoming.update_id}")
