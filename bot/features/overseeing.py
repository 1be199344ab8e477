"""Whoever looks after the signals of a programme as a whole: its coordinators, and the admins.

What is about persons stays with the coordinators alone; this is for settings and counts.
"""

from __future__ import annotations

from bot.context import Ctx
from conversations.screen import Button, Screen
from domain.programme import Role
from locales import Plain, Words, t
from storage import programmes
from storage.programmes import Programme


def oversees(ctx: Ctx, programme_id: str) -> bool:
    """Whether whoever did this is an admin, or a coordinator of that programme."""
    return ctx.is_admin or ctx.holds(Role.COORDINATOR, programme_id)


def choose(ctx: Ctx, action: str, question: Words) -> Programme | None:
    """The programme that is meant; `None` when the person was asked (the button is `action:<programme>`) or told that
    there is none."""
    possible = [one for one in programmes.every(ctx.tx) if oversees(ctx, one.id)]
    if len(possible) == 1:
        return possible[0]
    if possible:
        rows = tuple((Button(Plain(one.name), f"{action}:{one.id}"),) for one in possible)
        ctx.reply(Screen(question, rows))
    else:
        ctx.reply(t("There is no programme yet. An admin adds me to a group and sends /programma there."))
    return None


def permitted(ctx: Ctx, programme_id: str) -> Programme | None:
    """The programme a button in private is about; `None` after saying why not."""
    programme = programmes.get(ctx.tx, programme_id)
    if programme is None:
        ctx.notice(t("That programme is no longer there."), alert=True)
        return None
    if not ctx.private or not oversees(ctx, programme.id):
        ctx.notice(t("That button is for the coordinators and the admins of the programme."), alert=True)
        return None
    return programme
