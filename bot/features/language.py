"""`/taal`: somebody chooses the language in which they are written to."""

from __future__ import annotations

from bot.context import Ctx
from bot.features import menus
from bot.registry import Where, action, command
from conversations.screen import Button, Screen
from locales import LANGUAGES, Plain, t
from storage import people

# Every language is called by its own name, so that whoever looks for theirs finds it.
NAMES = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English"}


@command("taal", "langue", "sprache", "language", help=t("Choose your language"), where=Where.PRIVATE)
def language(ctx: Ctx) -> None:
    """Show the languages."""
    rows = tuple((Button(Plain(NAMES[code]), f"lang:{code}"),) for code in LANGUAGES)
    ctx.reply(Screen(t("In which language shall I write to you?"), rows))


@action("lang")
def chosen(ctx: Ctx, code: str) -> None:
    """Write to this person in that language from now on, menu included."""
    if code not in LANGUAGES or not ctx.private:
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."))
        return
    people.set_language(ctx.tx, ctx.me.id, code)
    ctx.person = people.get(ctx.tx, ctx.me.id)
    ctx.change(t("Good. From now on I write to you in English."))
    menus.refresh(ctx.tx, ctx.env, ctx.out, ctx.me.id)
