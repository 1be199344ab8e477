"""Which programme somebody means: the only one there is, the one of this group, or one they tap."""

from __future__ import annotations

from bot.context import Ctx
from conversations.screen import Button, Screen
from domain.programme import ProgrammeKind, Role
from locales import Plain, Words, t
from storage import programmes
from storage.programmes import Programme


def those_for(ctx: Ctx, role: Role, kind: ProgrammeKind | None = None) -> list[Programme]:
    """The programmes in which whoever did this may act in `role`, of one kind where that is given."""
    return [
        programme
        for programme in programmes.every(ctx.tx)
        if ctx.holds(role, programme.id) and (kind is None or programme.kind is kind)
    ]


def choose(ctx: Ctx, role: Role, action: str, question: Words, kind: ProgrammeKind | None = None) -> Programme | None:
    """The programme that is meant. `None` when the person was asked (the button is `action:<programme>`) or told that
    there is none."""
    possible = those_for(ctx, role, kind)
    here = [programme for programme in possible if ctx.group is not None and programme.group_chat == ctx.group]
    if len(here or possible) == 1:
        return (here or possible)[0]
    if not possible:
        ctx.whisper(no_programme(kind))
        return None
    rows = tuple((Button(Plain(programme.name), f"{action}:{programme.id}"),) for programme in possible)
    ctx.whisper(Screen(question, rows))
    return None


def permitted(ctx: Ctx, role: Role, programme_id: str) -> Programme | None:
    """The programme a tapped button is about, where whoever tapped may act in `role` there; `None` after saying that
    they may not."""
    programme = programmes.get(ctx.tx, programme_id)
    if programme is None:
        ctx.notice(t("That programme is no longer there."), alert=True)
        return None
    if not ctx.holds(role, programme.id):
        ctx.notice(t("That button is not for you. Ask the fikser or the admin of your programme."), alert=True)
        return None
    return programme


def no_programme(kind: ProgrammeKind | None = None) -> Words:
    """When there is nothing to choose from."""
    if kind is ProgrammeKind.OPBELACTIE:
        return t("That is for an opbelactie, and you look after none here. In a belboom you add somebody with /lid.")
    if kind is ProgrammeKind.BELBOOM:
        return t(
            "That is for a belboom, and you look after none here. In an opbelactie you add somebody with /contact."
        )
    return t("There is no programme yet. An admin adds me to a group and sends /programma there.")


def sent_privately(ctx: Ctx) -> None:
    """In a group: say that the answer went to the private chat."""
    if not ctx.private:
        ctx.reply(
            t("I wrote to you in private. Nothing there yet? Open t.me/{bot} and tap Start.", bot=ctx.env.bot_username)
        )
